import * as z from 'zod';
import { CampaignId, RunId } from '../ids.ts';
import { Instant } from '../time.ts';
import { SaleChain } from './sale-chain.ts';

/** Accounts of the ledger: what came in, what went back, what was spent, and to whom it is owed. */
export const ACCOUNTS = [
  /** What Stripe holds for us. */
  'cash:stripe',
  'revenue:reports',
  /** What was given back, and what banks took back; both lessen revenue and stand apart from it. */
  'refunds:reports',
  'disputes:reports',
  'expense:stripe_fees',
  'expense:sending',
  'expense:copy',
  'expense:discovery',
  'expense:contacts',
  'expense:assessment',
  'payable:ses',
  'payable:llm',
  'payable:providers',
] as const;
export type Account = (typeof ACCOUNTS)[number];

export const TRANSACTION_KINDS = ['sale', 'refund', 'dispute', 'fee', 'cost', 'reversal'] as const;

/**
 * One line of a ledger transaction. Amounts are whole millionths of the currency's unit, for a mail costs less than a cent (a US cent is
 * 10,000 of them); debits are positive, credits negative.
 */
export const LedgerEntry = z.object({
  account: z.enum(ACCOUNTS),
  amountMicro: z.int().refine((amount) => amount !== 0, 'a line moves something'),
  currency: z.string().regex(/^[a-z]{3}$/),
});
export type LedgerEntry = Readonly<z.infer<typeof LedgerEntry>>;

/** Sums by currency that are not zero; empty when a transaction balances. */
export const imbalance = (entries: readonly LedgerEntry[]): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const { currency, amountMicro } of entries) sums.set(currency, (sums.get(currency) ?? 0) + amountMicro);
  return new Map([...sums].filter(([, sum]) => sum !== 0));
};

/** A transaction: lines that balance in each currency. It is written once and never changed; what was wrong is reversed by another one. */
export const LedgerTransaction = z.object({
  id: z.string().min(1).max(200),
  kind: z.enum(TRANSACTION_KINDS),
  at: Instant,
  /** What it belongs to; null for costs outside runs and for sales that no mail led to. */
  campaignId: CampaignId.nullable(),
  runId: RunId.nullable(),
  entries: z.array(LedgerEntry).max(20),
  /** Stripe's payment that a sale, a refund, a dispute or a fee is about. */
  paymentIntentId: z.string().optional(),
  /** How a sale was led back to a mail. */
  chain: SaleChain.optional(),
  /** The transaction that a reversal takes back. */
  reverses: z.string().optional(),
  /** What a cost was for: the provider or model that was paid. */
  payee: z.string().max(120).optional(),
});
export type LedgerTransaction = Readonly<z.infer<typeof LedgerTransaction>>;

/** Whether two transactions of one id say the same: all but when they were booked and how the sale was led back, which the first settled. */
export const saysTheSame = (one: LedgerTransaction, other: LedgerTransaction): boolean =>
  contentOf(one) === contentOf(other);

const contentOf = ({ kind, entries, campaignId, runId, paymentIntentId, reverses }: LedgerTransaction): string =>
  JSON.stringify([
    kind,
    entries.map(({ account, amountMicro, currency }) => [account, amountMicro, currency]),
    campaignId,
    runId,
    paymentIntentId ?? null,
    reverses ?? null,
  ]);
