import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const GRACE_MS = 3000;

/** The command line of a process, or an empty string when there is none. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    if (process.platform === 'linux') return '';
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  }
}

/** Asks a process to end, and ends it after three seconds. Only while `isOurs` holds: a process id may be given anew. */
export async function endProcess(pid: number, isOurs: () => boolean): Promise<void> {
  signal(pid, 'SIGTERM');
  const until = Date.now() + GRACE_MS;
  while (isOurs() && Date.now() < until) await sleep(20);
  if (isOurs()) signal(pid, 'SIGKILL');
  while (isOurs()) await sleep(20);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended in the meantime.
  }
}
