import { mapAtOnce } from '../platform/at-once.ts';
import { type Clock, DAY, SECOND } from '../platform/time.ts';
import type { StripePayment } from './compare-payments.ts';
import type { PurchaseStore } from './purchase-store.ts';
import type { CheckoutSession } from './stripe-objects.ts';
import type { OpenStripe } from './stripe-port.ts';

/** How far back a proof asks Stripe; what is older was proved on the days before, and its purchases still are. */
const LOOKED_BACK = 35 * DAY;
const AT_ONCE = 8;

export type StripePayments = ReturnType<typeof createStripePayments>;

/**
 * What Stripe shows as paid in the last weeks, each with the purchase that it leads to; null without an account. Sessions that carry no
 * token of ours are another product's on the same account.
 */
export const createStripePayments =
  ({ open, purchases, clock }: { open: OpenStripe; purchases: Pick<PurchaseStore, 'byReference'>; clock: Clock }) =>
  async (): Promise<readonly StripePayment[] | null> => {
    const account = await open();
    if (account === undefined) return null;
    const paid: CheckoutSession[] = [];
    for await (const session of account.stripe.sessionsSince(Math.floor((clock() - LOOKED_BACK) / SECOND)))
      if (session.payment_status === 'paid' && tokenOf(session) !== undefined) paid.push(session);
    return mapAtOnce(paid, AT_ONCE, async (session): Promise<StripePayment> => {
      const { id: sessionId, amount_total: amount, currency, payment_intent: intent } = session;
      const paymentIntentId = typeof intent === 'string' ? intent : (intent?.id ?? null);
      const purchase =
        (await purchases.byReference(sessionId)) ?? (await purchases.byReference(tokenOf(session) ?? ''));
      return { sessionId, paymentIntentId, amount, currency, purchase };
    });
  };

const tokenOf = ({ metadata }: CheckoutSession): string | undefined => metadata?.['token'];
