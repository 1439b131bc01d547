import * as z from 'zod';
import { Instant } from '../platform/time.ts';

/** What the proof of the ledger asserts, each by what is wrong where it does not hold (docs/attribution.md). */
export const PROOF_RULES = [
  /** A paid purchase has no sale entry. */
  'payment_without_sale',
  /** A payment that Stripe shows as paid is no purchase of ours, or not paid there. */
  'payment_unknown',
  /** A payment was not booked because it is not what was asked for, and is not given back. */
  'payment_flagged',
  /** A sale entry that no paid purchase stands behind. */
  'sale_without_payment',
  /** One payment has several sale entries. */
  'sale_twice',
  /** An entry says something else than the purchase it was booked for. */
  'entry_differs',
  /** A refund, a dispute or a fee of a purchase that is not booked. */
  'entry_missing',
  /** An entry of a payment that its purchase does not explain. */
  'entry_unexplained',
  /** A sale names a message, lead, campaign or variant that is not so. */
  'chain_broken',
  /** A sale was made before its mail was sent. */
  'sale_before_send',
  'refunds_exceed_sale',
  /** The credits of a model do not sum to the sale. */
  'credits_differ',
  /** An entry that an index names is gone, or is no transaction. */
  'unreadable',
  /** A transaction does not balance in a currency. */
  'unbalanced',
  /** A sum is not what the entries add up to. */
  'rollup_differs',
] as const;
export type ProofRule = (typeof PROOF_RULES)[number];

export const Deviation = z.object({
  rule: z.enum(PROOF_RULES),
  /** The transaction, purchase, payment or sum it was found at. */
  subject: z.string(),
  detail: z.string(),
});
export type Deviation = Readonly<z.infer<typeof Deviation>>;

const count = z.int().nonnegative();
/** What was looked at, and what does not hold. */
export const LedgerProof = z.object({
  provedAt: Instant,
  holds: z.boolean(),
  counts: z.object({
    transactions: count,
    sales: count,
    refunds: count,
    disputes: count,
    fees: count,
    costs: count,
    reversals: count,
    /** Sales that no mail of ours led to. */
    unattributed: count,
    /** Purchases that were paid. */
    purchases: count,
    /** Paid sessions that Stripe showed; null without a Stripe account. */
    stripePayments: count.nullable(),
    /** Sums compared with the entries. */
    rollups: count,
  }),
  deviationCount: count,
  /** The first of them. */
  deviations: z.array(Deviation),
});
export type LedgerProof = Readonly<z.infer<typeof LedgerProof>>;
export type ProofCounts = LedgerProof['counts'];

/** Deviations an answer holds; the count tells of all. */
export const MOST_SHOWN = 200;
