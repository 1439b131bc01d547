import { runSpendLimit, withinBudget } from '../../../functions/contacts/people-budget.ts';
import type { PeopleProvider } from '../../../functions/contacts/people-provider.ts';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import { createSpending } from '../../../functions/platform/spending.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { askFor } from '../../support/providers/asked-people.ts';

const workspaceId = WorkspaceId.parse('ws_0000000001');
const world = (capUsd: number) => {
  const spending = createSpending(createMemoryTable(), () => Date.parse('2026-11-21T08:00:00.000Z'));
  const limit = runSpendLimit('run_0000000001', capUsd);
  let asked = 0;
  const provider: PeopleProvider = {
    name: 'hunter',
    find: () => {
      asked += 1;
      return Promise.resolve({ people: [], costMicroUsd: 300_000, credits: 12, failure: null, note: null });
    },
    mostMicroUsd: () => 400_000,
  };
  return { provider: withinBudget(provider, { spending, workspaceId, limit }), spending, limit, asked: () => asked };
};

test('what a look-up costs is booked to the run, not the most it might have', async () => {
  const { provider, spending, limit } = world(1);
  await provider.find(askFor());
  expect(await spending.read(workspaceId, limit)).toEqual({ committedMicroUsd: 300_000, spentMicroUsd: 300_000 });
});

test('a run that has no room is not charged: the provider is not asked, and the mend is named', async () => {
  const { provider, asked } = world(1);
  for (let n = 0; n < 5; n += 1) await provider.find(askFor());
  expect(asked()).toBe(3);
  expect((await provider.find(askFor())).failure).toMatchObject({
    kind: 'no_credits',
    message: expect.stringMatching(/Hunter.*cost cap of \$1 in this run.*Raise costCapUsd/),
  });
});

test('however many ask at once, the cap holds', async () => {
  const { provider, spending, limit, asked } = world(1);
  await Promise.all(Array.from({ length: 10 }, () => provider.find(askFor())));
  expect(asked()).toBeLessThanOrEqual(3);
  expect((await spending.read(workspaceId, limit)).spentMicroUsd).toBeLessThanOrEqual(1_000_000);
});
