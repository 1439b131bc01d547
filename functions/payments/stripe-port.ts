import type { PRICE_LIST } from './price-list.ts';
import type { Purchase } from './purchase.ts';
import type { CheckoutSession, StripeDispute, StripeEvent, StripeRefund } from './stripe-objects.ts';

/** What is asked of Stripe. */
export type StripePort = Readonly<{
  /** Makes the session of a purchase; asked again for the same purchase it is the same session (idempotency key: the purchase's id). */
  createSession: (
    purchase: Pick<Purchase, 'id' | 'token' | 'amount' | 'expiresAt' | 'linkToken' | 'domain'>,
    shown: (typeof PRICE_LIST)[keyof typeof PRICE_LIST],
  ) => Promise<CheckoutSession>;
  /** A session as it stands, with its payment, charge and fee; undefined when this account has none of that id. */
  session: (id: string) => Promise<CheckoutSession | undefined>;
  /** The attribution token that a payment carries; undefined for a payment that is none of ours. */
  tokenOfPayment: (paymentIntentId: string) => Promise<string | undefined>;
  refunds: (paymentIntentId: string) => Promise<readonly StripeRefund[]>;
  disputes: (paymentIntentId: string) => Promise<readonly StripeDispute[]>;
  /** Gives money back; the same key again is the same refund. */
  refund: (
    wish: Readonly<{
      paymentIntentId: string;
      /** Minor units; all that is left when undefined. */
      amount: number | undefined;
      idempotencyKey: string;
      purchaseId: string;
    }>,
  ) => Promise<Readonly<{ ok: true; refund: StripeRefund } | { ok: false; detail: string }>>;
  /** Everything created at or after a second since the epoch, newest first. */
  sessionsSince: (second: number) => AsyncIterable<CheckoutSession>;
  refundsSince: (second: number) => AsyncIterable<StripeRefund>;
  disputesSince: (second: number) => AsyncIterable<StripeDispute>;
  /** Events of these types with their text; Stripe keeps them for thirty days. */
  eventsSince: (
    second: number,
    types: readonly string[],
  ) => AsyncIterable<Readonly<{ event: StripeEvent; text: string }>>;
}>;

/** The port to the deployment's account, and what is expected of its objects; undefined while no account is set up. */
export type OpenStripe = () => Promise<Readonly<{ stripe: StripePort; livemode: boolean }> | undefined>;
