import * as z from 'zod';
import {
  AssessmentId,
  CampaignId,
  MessageId,
  PurchaseId,
  ReportId,
  ReportLinkId,
  WorkspaceId,
} from '../platform/ids.ts';
import { SaleChain } from '../platform/ledger/sale-chain.ts';
import { Money } from '../platform/money.ts';
import { Instant } from '../platform/time.ts';

export const PURCHASE_STATES = [
  'created',
  'paid',
  'fulfilled',
  'refunded',
  'partly_refunded',
  'disputed',
  'expired',
  'failed',
] as const;
export type PurchaseState = (typeof PURCHASE_STATES)[number];

/** Refunds end as failed or canceled even after they had succeeded (https://docs.stripe.com/refunds#failed-refunds). */
export const REFUND_STATUSES = ['requires_action', 'pending', 'succeeded', 'failed', 'canceled'] as const;
export const Refund = z.object({
  id: z.string(),
  amount: z.int().positive(),
  status: z.enum(REFUND_STATUSES),
  /** Whether it was seen to have gone out: what is canceled afterwards came back, what was canceled before never moved. */
  moved: z.boolean().default(false),
  at: Instant,
});
export type Refund = Readonly<z.infer<typeof Refund>>;
/** A refund as Stripe shows it at a moment. */
export type SeenRefund = Omit<Refund, 'moved'>;

/** `won` outweighs `lost`: a lost dispute may be appealed. What was won keeps no money. */
export const DISPUTE_OUTCOMES = ['open', 'lost', 'won'] as const;
/** One movement of money that a dispute made: Stripe's own balance transaction. */
const DisputeMove = z.object({
  id: z.string(),
  /** In the purchase's currency; the fee in the one it was taken in. */
  amount: z.int().positive(),
  fee: Money,
  at: Instant,
});
export type DisputeMove = Readonly<z.infer<typeof DisputeMove>>;
export const Dispute = z.object({
  id: z.string(),
  amount: z.int().nonnegative(),
  reason: z.string(),
  outcome: z.enum(DISPUTE_OUTCOMES),
  withdrawn: DisputeMove.nullable(),
  reinstated: DisputeMove.nullable(),
});
export type Dispute = Readonly<z.infer<typeof Dispute>>;

/** What Stripe took for the payment: the fee of the charge's balance transaction, in the currency it settles in. */
export const Fee = z.object({ balanceTransactionId: z.string(), amount: Money });
export type Fee = Readonly<z.infer<typeof Fee>>;

export const FLAG_REASONS = ['wrong_amount', 'wrong_currency', 'wrong_mode', 'wrong_reference'] as const;
export const Flag = z.object({ reason: z.enum(FLAG_REASONS), detail: z.string() });
export type Flag = Readonly<z.infer<typeof Flag>>;

const tag = z.string().max(200).nullable();
/** Where the buyer came from, as the form said it. */
export const Origin = z.object({
  utm: z.object({ source: tag, medium: tag, campaign: tag, term: tag, content: tag }),
  referrer: z.string().max(2_000).nullable(),
  landingPage: z.string().max(2_000).nullable(),
});
export type Origin = Readonly<z.infer<typeof Origin>>;

/** A purchase as its item holds it. What is written at its creation never changes; the rest only ever grows (`observed`). */
export const Purchase = z.object({
  id: PurchaseId,
  workspaceId: WorkspaceId,
  /** The attribution token: opaque, given to Stripe, and the way back to this purchase. */
  token: z.string(),
  reportId: ReportId,
  linkId: ReportLinkId,
  /** The teaser's own token, for a link back to it. */
  linkToken: z.string(),
  assessmentId: AssessmentId,
  /** The report's version at the click, 0 before one is made: the sold version is made of a fresh assessment and named by the report's sale. */
  reportVersion: z.int(),
  /** What the link was sent with; the campaign of that message or of what the sale was resolved to. */
  messageId: MessageId.nullable(),
  campaignId: CampaignId.nullable(),
  /** Host of the assessed website and the name of its company, as the buyer sees them. */
  domain: z.string(),
  companyName: z.string().nullable(),
  amount: Money,
  livemode: z.boolean(),
  ...Origin.shape,
  expiresAt: Instant,

  sessionId: z.string().nullable(),
  sessionUrl: z.string().nullable(),
  paymentIntentId: z.string().nullable(),
  buyerEmail: z.string().nullable(),
  /** Set once, when the payment is first seen; the ledger books by it. */
  chain: SaleChain.nullable(),
  paidAt: Instant.nullable(),
  fulfilledAt: Instant.nullable(),
  expiredAt: Instant.nullable(),
  failedAt: Instant.nullable(),
  fee: Fee.nullable(),
  refunds: z.array(Refund),
  disputes: z.array(Dispute),
  flag: Flag.nullable(),

  /** These follow from the above (`derived`). */
  state: z.enum(PURCHASE_STATES),
  refundedAmount: z.int().nonnegative(),
  rev: z.int(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type Purchase = Readonly<z.infer<typeof Purchase>>;
