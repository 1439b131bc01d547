import * as z from 'zod';
import type { MicroUsd } from '../platform/money.ts';
import { Instant } from '../platform/time.ts';

/** Accounts of the ledger: what was spent, and to whom it is owed. */
export const ACCOUNTS = [
  'expense:sending',
  'expense:copy',
  'expense:discovery',
  'expense:contacts',
  'payable:ses',
  'payable:llm',
  'payable:providers',
] as const;

/**
 * One line of a ledger transaction. Amounts are whole millionths of the currency's unit, for a mail costs less than a cent; debits are
 * positive, credits negative. Lines are never changed: what was wrong is reversed by another transaction.
 */
export const LedgerEntry = z.object({
  transactionId: z.string().min(1),
  line: z.int().nonnegative(),
  account: z.enum(ACCOUNTS),
  amountMicro: z.int().refine((amount) => amount !== 0, 'a line moves something'),
  currency: z.string().regex(/^[a-z]{3}$/),
  at: Instant,
  /** What it belongs to, for sums by campaign and run. */
  campaignId: z.string(),
  runId: z.string(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** What a run's costs are booked as, by kind. */
const COSTS = {
  sending: { expense: 'expense:sending', payable: 'payable:ses' },
  copy: { expense: 'expense:copy', payable: 'payable:llm' },
  discovery: { expense: 'expense:discovery', payable: 'payable:providers' },
  contacts: { expense: 'expense:contacts', payable: 'payable:providers' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, LedgerEntry['account']>>>>;
export type CostKind = keyof typeof COSTS;

/** Sums by currency that are not zero; empty when a transaction balances. */
export const imbalance = (entries: readonly LedgerEntry[]): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const { currency, amountMicro } of entries) sums.set(currency, (sums.get(currency) ?? 0) + amountMicro);
  return new Map([...sums].filter(([, sum]) => sum !== 0));
};

/**
 * The transaction that books a run's cost of one kind: `cost#<run>#<kind>`, so that booking it again is the same transaction. Gives no lines
 * for no cost.
 * @throws RangeError when the cost is negative or not a whole number of micro-dollars.
 */
export const costTransaction = (
  kind: CostKind,
  cost: MicroUsd,
  { campaignId, runId, at }: Pick<LedgerEntry, 'campaignId' | 'runId' | 'at'>,
): readonly LedgerEntry[] => {
  if (!Number.isSafeInteger(cost) || cost < 0)
    throw new RangeError(`A cost of ${String(cost)} micro-dollars cannot be booked`);
  if (cost === 0) return [];
  const common = { transactionId: `cost#${runId}#${kind}`, currency: 'usd', at, campaignId, runId };
  return [
    { ...common, line: 0, account: COSTS[kind].expense, amountMicro: cost },
    { ...common, line: 1, account: COSTS[kind].payable, amountMicro: -cost },
  ];
};
