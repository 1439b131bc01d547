import { createSeededRandom } from '../../functions/platform/seeded-random.ts';
import type { Table } from '../../functions/platform/table.ts';

/** A process of the simulated world: it may die between any two of its calls, and then nothing of it runs any more. */
export type Process = Readonly<{ die: () => Promise<never> }>;
/** What may befall a call: nothing, death or a failure, before it took effect or after. */
export type Fault = 'none' | 'die-before' | 'die-after' | 'fail-before' | 'fail-after';

/**
 * Processes that take turns in an order drawn from a seed, on a clock that stands still while anybody can go on and then jumps to the next
 * that sleeps. The same seed gives the same story.
 */
export const createSimulation = (seed: number, start = Date.parse('2026-11-21T09:00:00.000Z')) => {
  const random = createSeededRandom(seed);
  let now = start;
  let inFlight = 0;
  const waiting: (() => void)[] = [];
  let sleeping: { at: number; wake: () => void }[] = [];

  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve);
    });
  const sleep = (milliseconds: number): Promise<void> =>
    milliseconds <= 0
      ? Promise.resolve()
      : new Promise((resolve) => {
          sleeping.push({ at: now + milliseconds, wake: resolve });
        });

  /** Runs a process to its end or death; a failure of its own is given to `failed`. */
  const spawn = (
    work: (process: Process) => Promise<void>,
    failed: (error: unknown) => void = () => undefined,
  ): Promise<'ended' | 'died'> =>
    new Promise((resolve) => {
      const process: Process = {
        die: () => {
          resolve('died');
          return new Promise<never>(() => undefined);
        },
      };
      work(process)
        .catch(failed)
        .finally(() => {
          resolve('ended');
        });
    });

  /** A call as a process sees it: its turn comes, it takes effect, its answer comes back in another turn, up to `longest` ms later. */
  const call = async <Result>(
    process: Process,
    longest: number,
    fault: () => Fault,
    effect: () => Promise<Result>,
  ): Promise<Result> => {
    await sleep((random() * longest) / 2);
    await turn();
    const what = fault();
    if (what === 'die-before') return process.die();
    if (what === 'fail-before') throw new Error('the request never arrived');
    inFlight += 1;
    const result = await effect().finally(() => {
      inFlight -= 1;
    });
    await sleep((random() * longest) / 2);
    await turn();
    if (what === 'die-after') return process.die();
    if (what === 'fail-after') throw new Error('the answer never arrived');
    return result;
  };

  /** Lets everybody go on until nobody can. */
  const run = async (): Promise<void> => {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (inFlight > 0) continue;
      if (waiting.length > 0) {
        const [chosen] = waiting.splice(Math.floor(random() * waiting.length), 1);
        chosen?.();
        continue;
      }
      const next = Math.min(...sleeping.map(({ at }) => at));
      if (!Number.isFinite(next)) return;
      now = next;
      const due = sleeping.filter(({ at }) => at === next);
      sleeping = sleeping.filter(({ at }) => at > next);
      for (const { wake } of due) wake();
    }
  };

  return { clock: () => Math.floor(now), random, turn, sleep, spawn, call, run };
};

const CALLS = ['get', 'put', 'update', 'remove', 'query', 'queryAll', 'batchGet', 'batchPut', 'transact'] as const;

/** A table whose every call goes through `around`. */
export const interceptTable = (
  table: Table,
  around: <Result>(method: (typeof CALLS)[number], input: unknown, effect: () => Promise<Result>) => Promise<Result>,
): Table => {
  const intercepted = CALLS.map((method) => {
    const effect = table[method] as (...input: unknown[]) => Promise<unknown>;
    return [method, (...input: unknown[]) => around(method, input[0], () => effect(...input))] as const;
  });
  return { ...table, ...Object.fromEntries(intercepted) };
};
