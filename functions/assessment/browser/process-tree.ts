import { readdirSync, readFileSync } from 'node:fs';

type Process = Readonly<{ pid: number; parent: number; started: string }>;

/** One process as the kernel tells it; the name may hold spaces and brackets, so fields are counted after its last bracket (proc(5)). */
const readProcess = (pid: number): Process | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, parent: Number(fields[1]), started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
};

const allProcesses = (): Process[] => {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (readProcess(Number(name)) ?? []) : []));
  } catch {
    return [];
  }
};

/** A process and all that descend from it, itself first; empty where there is no /proc. */
export const processTree = (pid: number): readonly Process[] => {
  const all = allProcesses();
  const tree = all.filter((one) => one.pid === pid);
  for (const { pid: parent } of tree) tree.push(...all.filter((one) => one.parent === parent));
  return tree;
};

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
};

/** Ends a process that leads a group of its own, that group, and what of `tree` still is the process that it was (numbers are given anew). */
export const killTree = (pid: number, tree: readonly Process[]): void => {
  kill(-pid);
  for (const { pid: member, started } of tree) if (readProcess(member)?.started === started) kill(member);
};
