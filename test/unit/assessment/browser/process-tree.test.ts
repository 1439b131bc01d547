import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { killTree, processTree } from '../../../../functions/assessment/browser/process-tree.ts';
import { eventually } from '../../../support/until.ts';

const alive = (pid: number): boolean => processTree(pid).length > 0;

test('ends a process with all it started, the ones in a session of their own too', async () => {
  const child = spawn('sh', ['-c', 'sleep 60 & setsid sleep 60 & echo ready; wait'], { detached: true });
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  const tree = await eventually(
    () => processTree(pid),
    ({ length }) => length >= 3,
  );
  expect(tree.length).toBeGreaterThanOrEqual(3);
  const ended = once(child, 'exit');
  killTree(pid, tree);
  await ended;
  expect(alive(pid)).toBe(false);
});

test('a number that was given to another process is left alone', () => {
  const [self] = processTree(process.pid);
  expect(self?.pid).toBe(process.pid);
  killTree(2 ** 22 + 1, [{ pid: process.pid, parent: 0, started: 'another time' }]);
  expect(alive(process.pid)).toBe(true);
});
