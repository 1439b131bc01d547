import { intervalMs, mailsIn, throttleBackoff } from '../../../functions/sending/pace.ts';
import { createLeaseSends } from '../../../functions/sending/sending-rate.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

test('we use four fifths of the channel’s rate', () => {
  expect(intervalMs(10)).toBe(125);
  expect(mailsIn(60_000, 14)).toBe(672);
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
      ...{ table, channel: 'ses', interval: intervalMs(10), clock: () => now, random: () => 0.5 },
      sleep: () => Promise.resolve(),
    });
  return { table, lease, pass: (milliseconds: number) => (now += milliseconds) };
};

test('senders that share a channel together keep its rate', async () => {
  const { lease } = setUp();
  const senders = [lease(), lease(), lease()];
  const times: number[] = [];
  for (let round = 0; round < 4; round += 1) for (const sender of senders) times.push(...(await sender(5)).times);
  times.sort((a, b) => a - b);
  expect(times).toHaveLength(60);
  for (const [at, time] of times.entries()) if (at > 0) expect(time - (times[at - 1] ?? 0)).toBeGreaterThanOrEqual(125);
});

test('senders at the same moment get times of their own', async () => {
  const { lease } = setUp();
  const times = (await Promise.all([lease()(10), lease()(10), lease()(10)])).flatMap(({ times: leased }) => leased);
  expect(new Set(times).size).toBe(30);
});

test('time in which nobody sent is not saved up', async () => {
  const { lease, pass } = setUp();
  const sender = lease();
  await sender(10);
  pass(60_000);
  expect((await sender(1)).times).toEqual([1_060_000]);
});

test('no send is leased later than wanted, and what cannot be leased is told when to come again', async () => {
  const { lease } = setUp();
  const sender = lease();
  expect(await sender(10, 1_000_300)).toEqual({ times: [1_000_000, 1_000_125, 1_000_250], next: 1_000_375 });
  expect(await sender(10, 1_000_300)).toEqual({ times: [], next: 1_000_375 });
  expect((await sender(1)).times).toEqual([1_000_375]);
});
