import * as z from 'zod';

/** What we read of Stripe's objects (API 2026-10-28.endive): the fields that decide, with their values narrowed to what we know what to do with. */

/** An object or its id, as Stripe gives it by whether it was asked to expand it. */
const idOf = z.union([z.string(), z.looseObject({ id: z.string() }).transform(({ id }) => id)]);

export const BalanceTransaction = z.object({
  id: z.string(),
  amount: z.int(),
  fee: z.int(),
  currency: z.string(),
  created: z.int(),
});

export const Charge = z.object({
  id: z.string(),
  amount: z.int(),
  amount_refunded: z.int(),
  created: z.int(),
  /** An id or null until the payment has settled, when it is not asked for. */
  balance_transaction: z.union([BalanceTransaction, z.string()]).nullable(),
});

export const PaymentIntent = z.object({
  id: z.string(),
  /** `requires_payment_method` and `canceled` after a try that failed; `processing` while an asynchronous method has not answered. */
  status: z.string(),
  amount_received: z.int(),
  currency: z.string(),
  latest_charge: z.union([Charge, z.string()]).nullable(),
});

export const CheckoutSession = z.object({
  id: z.string(),
  status: z.enum(['open', 'complete', 'expired']).nullable(),
  payment_status: z.enum(['paid', 'unpaid', 'no_payment_required']),
  amount_total: z.int().nullable(),
  currency: z.string().nullable(),
  livemode: z.boolean(),
  client_reference_id: z.string().nullable(),
  metadata: z.record(z.string(), z.string()).nullable(),
  customer_details: z.object({ email: z.string().nullable() }).nullable(),
  consent: z.object({ promotions: z.string().nullable() }).nullable(),
  payment_intent: z.union([PaymentIntent, z.string()]).nullable(),
  url: z.string().nullable(),
  created: z.int(),
  expires_at: z.int(),
});
export type CheckoutSession = Readonly<z.infer<typeof CheckoutSession>>;

export const StripeRefund = z.object({
  id: z.string(),
  amount: z.int().positive(),
  status: z.enum(['requires_action', 'pending', 'succeeded', 'failed', 'canceled']).nullable(),
  payment_intent: idOf.nullable(),
  created: z.int(),
});
export type StripeRefund = Readonly<z.infer<typeof StripeRefund>>;

export const StripeDispute = z.object({
  id: z.string(),
  amount: z.int(),
  reason: z.string(),
  /** `warning_…` are inquiries that hold no money; appeals follow a loss (https://docs.stripe.com/api/disputes/object#dispute_object-status). */
  status: z.string(),
  payment_intent: idOf.nullable(),
  balance_transactions: z.array(BalanceTransaction),
  created: z.int(),
});
export type StripeDispute = Readonly<z.infer<typeof StripeDispute>>;

/** An event's envelope; of the object within only what it belongs to. */
export const StripeEvent = z.object({
  id: z.string().regex(/^evt_[\w-]{1,200}$/),
  type: z.string().min(1).max(200),
  created: z.int(),
  livemode: z.boolean(),
  data: z.object({
    object: z.looseObject({
      id: z.string().optional(),
      object: z.string().optional(),
      payment_intent: idOf.nullish(),
      client_reference_id: z.string().nullish(),
    }),
  }),
});
export type StripeEvent = Readonly<z.infer<typeof StripeEvent>>;
