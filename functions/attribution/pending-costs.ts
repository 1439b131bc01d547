import { countedCosts, RUN_COSTS } from '../campaigns/run-costs.ts';
import type { Run } from '../campaigns/run-store.ts';
import type { Book } from '../platform/ledger/book.ts';
import type { MicroUsd } from '../platform/money.ts';

export type PendingCosts = ReturnType<typeof createPendingCosts>;

/** What a run has cost by its counters and has not booked yet: that comes with its last step, so that no write is made for each lead. */
export const createPendingCosts =
  ({ ledger }: { ledger: Pick<Book, 'read'> }) =>
  async (run: Pick<Run, 'id' | 'workspaceId' | 'counts' | 'discovered'>): Promise<MicroUsd> => {
    const costs = countedCosts(run);
    const open = await Promise.all(
      RUN_COSTS.filter((kind) => costs[kind] > 0).map(async (kind) =>
        (await ledger.read(run.workspaceId, `cost#${run.id}#${kind}`)) === undefined ? costs[kind] : 0,
      ),
    );
    return open.reduce((sum, cost) => sum + cost, 0);
  };
