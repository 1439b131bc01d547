import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type ChildService = {
  /** What the program wrote as its first line: the URL it listens on. */
  url: string;
  /** SIGKILL: no handler of the child runs. */
  kill: () => Promise<void>;
  /** Asks the program, over its standard input, and gives the line it answers. */
  ask: (line: string) => Promise<string>;
};

/**
 * Runs an ES module program in a process of its own, so that a test can kill it as nothing else would be killed. The
 * program imports what it needs by paths relative to the project root, through `load('lib/…')`.
 */
export async function startChildService(program: string): Promise<ChildService> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const source = `const load = (path) => import(${JSON.stringify(`file://${root}`)} + path);\n${program}`;
  const child: ChildProcess = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', source], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: root,
    env: { PATH: process.env['PATH'] },
  });
  if (!child.stdout || !child.stdin) throw new Error('the child has no pipes');
  const { stdin } = child;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  return {
    url: await next(),
    async kill() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    async ask(line) {
      stdin.write(`${line}\n`);
      return next();
    },
  };
}
