import type { Clock } from '../time.ts';

/**
 * One request at a time to a host, and at least `pause` milliseconds between the starts of two. Turns are given in the order they were asked for.
 */
export const createHostPace = ({
  clock,
  sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}: {
  clock: Clock;
  sleep?: (milliseconds: number) => Promise<void>;
}) => {
  const hosts = new Map<string, { tail: Promise<unknown>; waiting: number; nextAt: number }>();

  const forgetIdle = () => {
    const now = clock();
    for (const [host, { waiting, nextAt }] of hosts) if (waiting === 0 && nextAt <= now) hosts.delete(host);
  };

  return async <Result>(host: string, pause: number, task: () => Promise<Result>): Promise<Result> => {
    if (hosts.size > 1_000) forgetIdle();
    const turn = hosts.get(host) ?? { tail: Promise.resolve(), waiting: 0, nextAt: 0 };
    hosts.set(host, turn);
    turn.waiting += 1;
    const run = async (): Promise<Result> => {
      const wait = turn.nextAt - clock();
      if (wait > 0) await sleep(wait);
      turn.nextAt = clock() + pause;
      try {
        return await task();
      } finally {
        turn.waiting -= 1;
      }
    };
    const result = turn.tail.then(run);
    turn.tail = result.catch(() => undefined);
    return await result;
  };
};
export type HostPace = ReturnType<typeof createHostPace>;
