import fc from 'fast-check';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import { createSpending, dayLimit, type SpendLimit } from '../../../functions/platform/spending.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const workspaceId = WorkspaceId.parse('ws_0000000001');
const clock = () => Date.parse('2026-11-21T08:00:00.000Z');
const day = dayLimit(clock, 1_000_000);
const lead: SpendLimit = { scope: 'LEAD#run_1#one.com', name: 'on this lead', capMicroUsd: 300_000 };
const world = () => {
  const table = createMemoryTable();
  return { table, spending: createSpending(table, clock) };
};

test('what is settled takes the place of what was committed', async () => {
  const { spending } = world();
  const reserved = await spending.reserve(workspaceId, [day], 400_000);
  expect(await spending.read(workspaceId, day)).toEqual({ committedMicroUsd: 400_000, spentMicroUsd: 0 });
  if (reserved.ok) await reserved.reservation.settle(150_000);
  expect(await spending.read(workspaceId, day)).toEqual({ committedMicroUsd: 150_000, spentMicroUsd: 150_000 });
});

test('a limit that has no room refuses, and takes nothing of the others', async () => {
  const { spending } = world();
  expect(await spending.reserve(workspaceId, [day, lead], 400_000)).toEqual({ ok: false, limit: lead });
  expect(await spending.read(workspaceId, day)).toMatchObject({ committedMicroUsd: 0 });
  expect(await spending.reserve(workspaceId, [day, lead], 200_000)).toMatchObject({ ok: true });
  expect(await spending.reserve(workspaceId, [day, lead], 200_000)).toEqual({ ok: false, limit: lead });
  expect(await spending.read(workspaceId, day)).toMatchObject({ committedMicroUsd: 200_000 });
});

test('more than a whole limit is refused even when nothing was spent', async () => {
  const { spending } = world();
  expect(await spending.reserve(workspaceId, [day], 1_000_001)).toEqual({ ok: false, limit: day });
});

test('four fifths of a limit are told, before it stops', async () => {
  const { spending } = world();
  const nearAt = async (amount: number) => {
    const reserved = await spending.reserve(workspaceId, [day], amount);
    return reserved.ok ? reserved.reservation.near.map(({ name }) => name) : 'stopped';
  };
  expect(await nearAt(700_000)).toEqual([]);
  expect(await nearAt(100_000)).toEqual(['today']);
  expect(await nearAt(200_000)).toEqual(['today']);
  expect(await nearAt(1)).toBe('stopped');
});

test('another day, another workspace and another lead have limits of their own', async () => {
  const { spending } = world();
  await spending.reserve(workspaceId, [day], 1_000_000);
  const tomorrow = dayLimit(() => clock() + 86_400_000, 1_000_000);
  expect(await spending.reserve(workspaceId, [tomorrow], 1_000_000)).toMatchObject({ ok: true });
  expect(await spending.reserve(WorkspaceId.parse('ws_0000000002'), [day], 1_000_000)).toMatchObject({ ok: true });
});

test('however many calls are made at once, no limit is ever passed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ most: fc.integer({ min: 1, max: 400_000 }), used: fc.double({ min: 0, max: 1, noNaN: true }) }),
        {
          minLength: 20,
          maxLength: 120,
        },
      ),
      fc.integer({ min: 100_000, max: 1_000_000 }),
      fc.scheduler(),
      async (calls, capMicroUsd, scheduler) => {
        const { spending } = world();
        const limits = [{ ...day, capMicroUsd }, lead];
        let spent = 0;
        let passed = false;
        const work = calls.map(({ most, used }) =>
          scheduler
            .schedule(Promise.resolve())
            .then(() => spending.reserve(workspaceId, limits, most))
            .then(async (reserved) => {
              if (!reserved.ok) return;
              await scheduler.schedule(Promise.resolve());
              const actual = Math.floor(most * used);
              spent += actual;
              if (spent > capMicroUsd || spent > lead.capMicroUsd) passed = true;
              await reserved.reservation.settle(actual);
            }),
        );
        await scheduler.waitFor(Promise.all(work));
        expect(passed).toBe(false);
        for (const limit of limits)
          expect(await spending.read(workspaceId, limit)).toEqual({ committedMicroUsd: spent, spentMicroUsd: spent });
      },
    ),
    { numRuns: 50 },
  );
});
