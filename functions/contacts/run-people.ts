import type { RunPlan } from '../campaigns/contract.ts';
import type { Spending } from '../platform/spending.ts';
import type { FindContactsPorts } from './find-contacts.ts';
import { runSpendLimit, withinBudget } from './people-budget.ts';
import type { WorkspacePeople } from './workspace-people.ts';

/** The providers of people that a run's campaign names, each held to what the run may cost. */
export const createRunPeople =
  ({
    peopleOf,
    spending,
  }: {
    peopleOf: WorkspacePeople;
    spending: Pick<Spending, 'reserve'>;
  }): FindContactsPorts['peopleOf'] =>
  async ({ workspaceId, runId, costCapUsd, contactProviders = [] }: RunPlan) => {
    const { providers, missing } = await peopleOf(workspaceId, contactProviders);
    const limit = runSpendLimit(runId, costCapUsd);
    return {
      providers: providers.map((provider) => withinBudget(provider, { spending, workspaceId, limit })),
      missing,
    };
  };
