import type { CampaignId, RunId, WorkspaceId } from '../ids.ts';
import { bucketOf, type Gsi1, type Key, ledgerRollupKey, rollupsOfWorkspace } from '../keys.ts';
import type { Item } from '../table.ts';
import type { Account, LedgerTransaction } from './transaction.ts';

/** A month's sums stand in so many items, for every paid call of a workspace moves them. */
export const MONTH_SHARDS = 4;

/** What a rollup sums over: a campaign, a run, a month, or what no campaign led to. */
export type RollupScope =
  | Readonly<{ of: 'campaign'; campaignId: CampaignId }>
  | Readonly<{ of: 'run'; runId: RunId }>
  | Readonly<{ of: 'month'; month: string; shard: number }>
  | Readonly<{ of: 'unattributed' }>;

/** Sums of an item by name: `sum#<currency>#<account>` in micro-units and `count#<currency>#<what>`. */
export type Sums = Readonly<Record<string, number>>;

const COUNTED: Readonly<Partial<Record<Account, Readonly<{ name: string; sign: 1 | -1 }>>>> = {
  'revenue:reports': { name: 'sales', sign: -1 },
  'refunds:reports': { name: 'refunds', sign: 1 },
  'disputes:reports': { name: 'disputes', sign: 1 },
};

export const sumName = (currency: string, account: Account): string => `sum#${currency}#${account}`;
export const countName = (currency: string, what: string): string => `count#${currency}#${what}`;

/** What a transaction adds to every sum of its scopes. A reversal takes its count back, for its lines have the other sign. */
export const sumsOf = ({ entries }: Pick<LedgerTransaction, 'entries'>): Sums => {
  const sums: Record<string, number> = {};
  const add = (name: string, n: number): void => {
    sums[name] = (sums[name] ?? 0) + n;
  };
  for (const { account, amountMicro, currency } of entries) {
    add(sumName(currency, account), amountMicro);
    const counted = COUNTED[account];
    if (counted !== undefined) add(countName(currency, counted.name), Math.sign(amountMicro) * counted.sign);
  }
  return Object.fromEntries(Object.entries(sums).filter(([, n]) => n !== 0));
};

/** The month of an instant, e.g. `2026-11`. */
export const monthOf = (at: string): string => at.slice(0, 7);

/** The sums that a transaction moves. Costs outside runs belong to their month only: they are no campaign's, and no sale was missed. */
export const scopesOf = ({
  id,
  at,
  campaignId,
  runId,
  paymentIntentId,
}: Pick<LedgerTransaction, 'id' | 'at' | 'campaignId' | 'runId' | 'paymentIntentId'>): readonly RollupScope[] => [
  { of: 'month', month: monthOf(at), shard: bucketOf(id, MONTH_SHARDS) },
  ...(campaignId === null ? [] : [{ of: 'campaign', campaignId } as const]),
  ...(runId === null ? [] : [{ of: 'run', runId } as const]),
  ...(campaignId === null && paymentIntentId !== undefined ? [{ of: 'unattributed' } as const] : []),
];

/** A scope as the sort key of its item says it. */
export const scopeName = (scope: RollupScope): string => {
  if (scope.of === 'campaign') return `CAMPAIGN#${scope.campaignId}`;
  if (scope.of === 'run') return `RUN#${scope.runId}`;
  return scope.of === 'month' ? `MONTH#${scope.month}#${String(scope.shard)}` : 'UNATTRIBUTED';
};

/** The keys of a scope's item; a month's stands in the list of workspaces that have booked something. */
export const rollupKeys = (workspaceId: WorkspaceId, scope: RollupScope): Key & Partial<Gsi1> => ({
  ...ledgerRollupKey(workspaceId, scopeName(scope)),
  ...(scope.of === 'month' ? rollupsOfWorkspace(workspaceId, scopeName(scope)) : {}),
});

/** Adds sums up, leaving out what came to nothing. */
export const addSums = (all: readonly Sums[]): Sums => {
  const total: Record<string, number> = {};
  for (const sums of all) for (const [name, n] of Object.entries(sums)) total[name] = (total[name] ?? 0) + n;
  return Object.fromEntries(Object.entries(total).filter(([, n]) => n !== 0));
};

/** The sums that an item holds. */
export const sumsInItem = (item: Item | undefined): Sums =>
  addSums([
    Object.fromEntries(
      Object.entries(item ?? {}).flatMap(([name, n]) =>
        /^(?:sum|count)#/.test(name) && typeof n === 'number' ? [[name, n]] : [],
      ),
    ),
  ]);
