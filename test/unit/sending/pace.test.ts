import fc from 'fast-check';
import { dueTimes, intervalMs, mailsIn, throttleBackoff } from '../../../functions/sending/pace.ts';
import { createLeaseSends } from '../../../functions/sending/sending-rate.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

test('we use four fifths of the channel’s rate', () => {
  expect(intervalMs(10)).toBe(125);
  expect(mailsIn(60_000, 14)).toBe(672);
});

test('a release is spread evenly at our share of the rate, and planned in a sandbox as in live mode', () => {
  const times = { releasedAt: 1_000_000, ratePerSecond: 10, now: 1_000_000 };
  expect(dueTimes({ ...times, index: 800, clockFactor: 1 })).toEqual({ planned: 1_100_000, due: 1_100_000 });
  expect(dueTimes({ ...times, index: 800, clockFactor: 100 })).toEqual({ planned: 1_100_000, due: 1_001_000 });
});

test('nothing is due in the past, and nothing is planned before it is due', () => {
  fc.assert(
    fc.property(
      fc.nat(100_000),
      fc.double({ min: 0.1, max: 500, noNaN: true }),
      fc.integer({ min: 1, max: 5_000 }),
      fc.nat(1e6),
      (index, ratePerSecond, clockFactor, late) => {
        const { planned, due } = dueTimes({ releasedAt: 1e12, index, ratePerSecond, clockFactor, now: 1e12 + late });
        expect(due).toBeGreaterThanOrEqual(1e12 + late);
        expect(planned).toBeGreaterThanOrEqual(due);
      },
    ),
  );
});

test('the wait after a busy answer doubles from 5 seconds to 15 minutes, half of it by chance', () => {
  expect([throttleBackoff(0, 0), throttleBackoff(0, 1)]).toEqual([2_500, 5_000]);
  expect([throttleBackoff(3, 0), throttleBackoff(3, 1)]).toEqual([20_000, 40_000]);
  expect(throttleBackoff(1_000, 1)).toBe(900_000);
});

const setUp = (table = createMemoryTable()) => {
  let now = 1_000_000;
  const lease = () =>
    createLeaseSends({
      ...{ table, channel: 'ses', ratePerSecond: 10, clock: () => now, random: () => 0.5 },
      sleep: () => Promise.resolve(),
    });
  return { table, lease, pass: (milliseconds: number) => (now += milliseconds) };
};

test('senders that share a channel together keep its rate', async () => {
  const { lease } = setUp();
  const senders = [lease(), lease(), lease()];
  const times: number[] = [];
  for (let round = 0; round < 4; round += 1) for (const sender of senders) times.push(...(await sender(5)));
  times.sort((a, b) => a - b);
  expect(times).toHaveLength(60);
  for (const [at, time] of times.entries()) if (at > 0) expect(time - (times[at - 1] ?? 0)).toBeGreaterThanOrEqual(125);
});

test('senders at the same moment get times of their own', async () => {
  const { lease } = setUp();
  const times = (await Promise.all([lease()(10), lease()(10), lease()(10)])).flat();
  expect(new Set(times).size).toBe(30);
});

test('time in which nobody sent is not saved up', async () => {
  const { lease, pass } = setUp();
  const sender = lease();
  await sender(10);
  pass(60_000);
  expect((await sender(1))[0]).toBe(1_060_000);
});
