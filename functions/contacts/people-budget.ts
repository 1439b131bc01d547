import type { WorkspaceId } from '../platform/ids.ts';
import { toUsd } from '../platform/money.ts';
import { providerLabel } from '../platform/provider-failure.ts';
import type { Spending, SpendLimit } from '../platform/spending.ts';
import type { PeopleProvider } from './people-provider.ts';

/** The limit on what a run may spend, by its campaign's `costCapUsd`; what models take in the run counts against the same. */
export const runSpendLimit = (runId: string, capUsd: number): SpendLimit => ({
  scope: `RUN#${runId}`,
  name: 'in this run',
  capMicroUsd: Math.round(capUsd * 1_000_000),
});

/** A provider that commits the most a look-up may cost before it asks, and books what it did cost afterwards: the cap cannot be passed, however many ask at once. */
export const withinBudget = (
  provider: PeopleProvider,
  {
    spending,
    workspaceId,
    limit,
  }: Readonly<{ spending: Pick<Spending, 'reserve'>; workspaceId: WorkspaceId; limit: SpendLimit }>,
): PeopleProvider => ({
  ...provider,
  find: async (question) => {
    const reserved = await spending.reserve(workspaceId, [limit], provider.mostMicroUsd(question.limit));
    if (!reserved.ok) {
      const message = `${providerLabel(provider.name)} was not asked any further: the cost cap of $${String(toUsd(limit.capMicroUsd))} ${limit.name} leaves no room. Raise costCapUsd, or leave the provider out.`;
      return {
        people: [],
        costMicroUsd: 0,
        credits: 0,
        note: null,
        failure: { provider: provider.name, kind: 'no_credits', message },
      };
    }
    const answer = await provider.find(question);
    await reserved.reservation.settle(answer.costMicroUsd);
    return answer;
  },
});
