import type { Book } from '../platform/ledger/book.ts';
import { type CostKind, costTransaction } from '../platform/ledger/paid-call.ts';
import type { LedgerTransaction } from '../platform/ledger/transaction.ts';
import type { MicroUsd } from '../platform/money.ts';
import { type Clock, type Instant, instant } from '../platform/time.ts';
import { discoveryCost } from './run-counters.ts';
import type { Run } from './run-store.ts';

export const RUN_COSTS = ['sending', 'copy', 'discovery', 'contacts'] as const satisfies readonly CostKind[];
export type RunCosts = Readonly<Record<(typeof RUN_COSTS)[number], MicroUsd>>;

/** What a run cost by its counters; what its mails took is what is left of the whole. */
export const countedCosts = ({ counts, discovered }: Pick<Run, 'counts' | 'discovered'>): RunCosts => {
  const copy = counts['copyMicroUsd'] ?? 0;
  const contacts = counts['contactsMicroUsd'] ?? 0;
  return {
    sending: Math.max(0, (counts['costMicroUsd'] ?? 0) - copy - contacts),
    copy,
    discovery: discoveryCost(Object.values(discovered)),
    contacts,
  };
};

/** A run's costs as transactions, one a kind: `cost#<run>#<kind>`. What cost nothing is none. */
export const runCostTransactions = (
  { id: runId, campaignId }: Pick<Run, 'id' | 'campaignId'>,
  costs: RunCosts,
  at: Instant,
): readonly LedgerTransaction[] =>
  RUN_COSTS.flatMap(
    (kind) => costTransaction({ call: `${runId}#${kind}`, kind, microUsd: costs[kind], at, campaignId, runId }) ?? [],
  );

export type BookRunCosts = (run: Run) => Promise<void>;

/**
 * Books what a run cost that ended before its last step could: what it spent until then was spent all the same. A kind that the run itself
 * has booked stays as it is.
 */
export const createBookRunCosts =
  ({ book, clock }: { book: Pick<Book, 'appendAll'>; clock: Clock }): BookRunCosts =>
  async (run) => {
    const transactions = runCostTransactions(run, countedCosts(run), instant(clock()));
    await book.appendAll(run.workspaceId, transactions, () => undefined);
  };
