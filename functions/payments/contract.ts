import * as z from 'zod';
import { PageQuery, pageOf } from '../platform/http/page.ts';
import { defineRoutes } from '../platform/http/route.ts';
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
import { Dispute, Fee, Flag, Origin, PURCHASE_STATES, Refund } from './purchase.ts';

/** Metrics of payments, with `service=payments`: told by payment-metrics.ts, watched by lib/constructs/payment-path.ts. */
export const PAYMENT_METRICS = {
  flagged: 'PaymentsFlagged',
  repaired: 'PaymentsRepaired',
  unrepaired: 'PaymentsUnrepaired',
} as const;

const purchases = { servedBy: 'payments/serve-purchases', tag: 'Purchases' } as const;
const checkout = { tag: 'Checkout', root: true, permission: 'public' } as const;
const token = z.object({ token: z.string().min(1).max(2_000) });

export const PurchaseView = z.object({
  id: PurchaseId,
  state: z.enum(PURCHASE_STATES),
  reportId: ReportId,
  domain: z.string(),
  companyName: z.string().nullable(),
  campaignId: CampaignId.nullable(),
  amount: Money,
  /** Minor units that went back to the buyer. */
  refundedAmount: z.int(),
  buyerEmail: z.string().nullable(),
  /** How the sale was led back to a mail; null until it is paid. */
  attributedBy: SaleChain.shape.how.nullable(),
  /** Set when what Stripe took is not what was asked for: nothing was booked, and somebody has to look. */
  flag: Flag.nullable(),
  livemode: z.boolean(),
  paidAt: Instant.nullable(),
  createdAt: Instant,
});
export type PurchaseView = z.infer<typeof PurchaseView>;

/** The whole chain: assessment → report → purchase → message → variant → step → campaign → lead → source, with all money that moved. */
export const PurchaseDetail = PurchaseView.extend({
  linkId: ReportLinkId,
  assessmentId: AssessmentId,
  reportVersion: z.int(),
  /** The message whose link was followed; the buyer need not be who got it. */
  messageId: MessageId.nullable(),
  chain: SaleChain.nullable(),
  ...Origin.shape,
  sessionId: z.string().nullable(),
  paymentIntentId: z.string().nullable(),
  fee: Fee.nullable(),
  refunds: z.array(Refund.omit({ moved: true })),
  disputes: z.array(Dispute),
  /** Minor units that can still be given back. */
  refundable: z.int().nonnegative(),
  expiresAt: Instant,
  fulfilledAt: Instant.nullable(),
  expiredAt: Instant.nullable(),
  failedAt: Instant.nullable(),
  updatedAt: Instant,
});
export type PurchaseDetail = z.infer<typeof PurchaseDetail>;

export const purchaseRoutes = defineRoutes({
  listPurchases: {
    ...purchases,
    operationId: 'listPurchases',
    method: 'GET',
    path: '/purchases',
    summary: 'Purchases, newest first; of one campaign, in one state, or both',
    permission: 'purchase:read',
    query: PageQuery.extend({ state: z.enum(PURCHASE_STATES).optional(), campaignId: CampaignId.optional() }),
    status: 200,
    response: pageOf(PurchaseView),
  },
  getPurchase: {
    ...purchases,
    operationId: 'getPurchase',
    method: 'GET',
    path: '/purchases/{purchaseId}',
    summary: 'A purchase with the whole chain behind it and all money that moved',
    permission: 'purchase:read',
    params: z.object({ purchaseId: PurchaseId }),
    status: 200,
    response: PurchaseDetail,
  },
  refundPurchase: {
    ...purchases,
    operationId: 'refundPurchase',
    method: 'POST',
    path: '/purchases/{purchaseId}/refund',
    summary:
      'Gives the buyer the money back, or a part of it; owners and admins only. The same again under the same Idempotency-Key (24 h) is the same refund',
    permission: 'purchase:execute',
    params: z.object({ purchaseId: PurchaseId }),
    body: z.strictObject({
      /** Minor units (cents); all that is left when nothing is said. */
      amount: z
        .int('is a whole number of minor units (39900 for $399.00)')
        .positive('is at least 1 (cents)')
        .optional(),
    }),
    status: 200,
    response: PurchaseDetail,
  },
});

/** What a buyer goes through. A form leads on to Stripe's page (303); who asks for JSON is told its address instead. */
export const checkoutRoutes = defineRoutes({
  startCheckout: {
    ...checkout,
    // Apart from the pages: it talks to Stripe, whose package functions behind the API are kept free of (spec/performance.md).
    servedBy: 'payments/start-checkout',
    operationId: 'startCheckout',
    method: 'POST',
    path: '/reports/{token}/checkout',
    summary: 'Leads on to the payment page of a report: a form is answered by 303, JSON by the address',
    params: token,
    body: z.record(z.string(), z.unknown()),
    status: 303,
    response: z.object({ url: z.url(), purchaseId: PurchaseId }),
  },
});

/** Where Stripe leads back to. */
export const checkoutPageRoutes = defineRoutes({
  showBought: {
    ...checkout,
    servedBy: 'payments/serve-checkout',
    operationId: 'showBought',
    method: 'GET',
    path: '/reports/{token}/bought',
    summary: 'Where a buyer comes back to after the payment',
    params: token,
    query: z.object({ session: z.string().max(300).optional() }),
    status: 200,
    response: z.string(),
    produces: 'text/html; charset=utf-8',
  },
  showCancelled: {
    ...checkout,
    servedBy: 'payments/serve-checkout',
    operationId: 'showCancelled',
    method: 'GET',
    path: '/reports/{token}/cancelled',
    summary: 'Where a buyer comes back to who turned back',
    params: token,
    status: 200,
    response: z.string(),
    produces: 'text/html; charset=utf-8',
  },
});

export const stripeWebhookRoutes = defineRoutes({
  receiveStripeEvent: {
    servedBy: 'payments/receive-stripe',
    tag: 'Checkout',
    root: true,
    permission: 'public',
    operationId: 'receiveStripeEvent',
    method: 'POST',
    path: '/webhooks/stripe',
    summary: 'What Stripe tells of payments, signed (stripe-signature); kept and queued, then answered',
    body: z.record(z.string(), z.unknown()),
    status: 200,
    response: z.object({ received: z.literal(true) }),
  },
});

/** What the function that gives money back is asked, and what it answers. It is invoked by who serves purchases. */
export const RefundWish = z.object({
  workspaceId: WorkspaceId,
  purchaseId: PurchaseId,
  /** Minor units; all that is left at Stripe when nothing is said. */
  amount: z.int().positive().optional(),
  /** The same key is the same refund. */
  idempotencyKey: z.string().min(1).max(200),
});
export type RefundWish = z.infer<typeof RefundWish>;
export const RefundAnswer = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('refunded') }),
  z.object({ outcome: z.literal('refused'), detail: z.string() }),
  z.object({ outcome: z.literal('not_set_up') }),
]);
export type RefundAnswer = z.infer<typeof RefundAnswer>;
