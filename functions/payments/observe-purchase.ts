import type { Money } from '../platform/money.ts';
import { type Clock, type Instant, instant, SECOND } from '../platform/time.ts';
import type { Dispute, DisputeMove, Fee, Flag, Purchase, SeenRefund } from './purchase.ts';
import { type Observation, promisedOf } from './purchase-state.ts';
import type { CheckoutSession, StripeDispute, StripeRefund } from './stripe-objects.ts';
import type { StripePort } from './stripe-port.ts';

const at = (seconds: number): Instant => instant(seconds * SECOND);

/** The session's payment where it was given whole, and its charge. */
const paymentOf = ({ payment_intent: intent }: CheckoutSession) => {
  const payment = typeof intent === 'object' && intent !== null ? intent : undefined;
  const charge = typeof payment?.latest_charge === 'object' ? (payment.latest_charge ?? undefined) : undefined;
  return { id: typeof intent === 'string' ? intent : intent?.id, payment, charge };
};

/** Why the money of a session may not be taken for this purchase; undefined when everything is as it was asked for. */
export const flagOf = (
  session: CheckoutSession,
  { token, amount, livemode }: Pick<Purchase, 'token' | 'amount' | 'livemode'>,
  expectedMode: boolean,
): Flag | undefined => {
  const { payment } = paymentOf(session);
  const wrong = (reason: Flag['reason'], is: unknown, due: unknown): Flag => ({
    reason,
    detail: `Stripe says ${String(is)}, the purchase ${String(due)}`,
  });
  if (session.client_reference_id !== token) return wrong('wrong_reference', session.client_reference_id, token);
  if (session.livemode !== livemode || session.livemode !== expectedMode)
    return wrong('wrong_mode', session.livemode ? 'live' : 'test', livemode ? 'live' : 'test');
  if (session.currency !== amount.currency) return wrong('wrong_currency', session.currency, amount.currency);
  if (session.amount_total !== amount.amount) return wrong('wrong_amount', session.amount_total, amount.amount);
  if (payment !== undefined && payment.amount_received !== amount.amount)
    return wrong('wrong_amount', payment.amount_received, amount.amount);
  return undefined;
};

const refundOf = ({ id, amount, status, created }: StripeRefund): SeenRefund => ({
  id,
  amount,
  status: status ?? 'pending',
  at: at(created),
});

/** Inquiries that were closed and disputes that were prevented took nothing: they end as won ones do. */
const OUTCOMES: Readonly<Record<string, Dispute['outcome']>> = {
  won: 'won',
  warning_closed: 'won',
  prevented: 'won',
  lost: 'lost',
};

const disputeOf = (
  { id, amount, reason, status, balance_transactions: moves }: StripeDispute,
  { currency }: Money,
): Dispute => {
  const moveOf = (sign: 1 | -1): DisputeMove | null => {
    const move = moves.find((one) => Math.sign(one.amount) === sign);
    if (move === undefined) return null;
    return {
      id: move.id,
      // A balance in another currency shows what the amount was changed into.
      amount: move.currency === currency ? Math.abs(move.amount) : amount,
      fee: { amount: move.fee, currency: move.currency },
      at: at(move.created),
    };
  };
  return { id, amount, reason, outcome: OUTCOMES[status] ?? 'open', withdrawn: moveOf(-1), reinstated: moveOf(1) };
};

const feeOf = (session: CheckoutSession): Fee | undefined => {
  const { charge } = paymentOf(session);
  const taken = charge?.balance_transaction;
  if (typeof taken !== 'object' || taken === null) return undefined;
  return { balanceTransactionId: taken.id, amount: { amount: taken.fee, currency: taken.currency } };
};

export type Seen = Readonly<{ observation: Observation; session: CheckoutSession }>;

/**
 * What Stripe shows of a purchase now: its session, and once that is paid its refunds and disputes. What events say of them is not asked: they come late,
 * twice and in any order, and this does not.
 * @throws Error when the charge was refunded by more than its refunds add up to: Stripe's lists are behind, the event comes again
 */
export const createObservePurchase =
  ({ clock }: { clock: Clock }) =>
  async (stripe: StripePort, purchase: Purchase, expectedMode: boolean): Promise<Seen | undefined> => {
    const session = purchase.sessionId === null ? undefined : await stripe.session(purchase.sessionId);
    if (session === undefined) return undefined;
    const { id: paymentIntentId, payment, charge } = paymentOf(session);
    const buyerEmail = session.customer_details?.email ?? undefined;
    const known = {
      ...(paymentIntentId === undefined ? {} : { paymentIntentId }),
      ...(buyerEmail === undefined ? {} : { buyerEmail }),
    };
    if (session.status === 'expired') {
      const expiredAt = instant(Math.min(session.expires_at * SECOND, clock()));
      return { session, observation: { ...known, expiredAt } };
    }
    if (session.status !== 'complete') return { session, observation: known };
    if (session.payment_status === 'unpaid') {
      const failed = payment !== undefined && ['requires_payment_method', 'canceled'].includes(payment.status);
      return { session, observation: { ...known, ...(failed ? { failedAt: instant(clock()) } : {}) } };
    }
    const flag = flagOf(session, purchase, expectedMode);
    if (paymentIntentId === undefined)
      return {
        session,
        observation: { ...known, flag: flag ?? { reason: 'wrong_amount', detail: 'Stripe took no payment' } },
      };
    // What was taken wrongly is given back in Stripe's dashboard: nothing of it is booked, but whether it went back is seen.
    if (flag !== undefined)
      return {
        session,
        observation: { ...known, flag, refunds: (await stripe.refunds(paymentIntentId)).map(refundOf) },
      };
    const [refunds, disputes] = await Promise.all([stripe.refunds(paymentIntentId), stripe.disputes(paymentIntentId)]);
    const seen = refunds.map(refundOf);
    if (charge !== undefined && charge.amount_refunded > promisedOf(seen))
      throw new Error(`Charge ${charge.id} was refunded by more than its refunds add up to`);
    const fee = feeOf(session);
    return {
      session,
      observation: {
        ...known,
        paidAt: at(charge?.created ?? session.created),
        ...(fee === undefined ? {} : { fee }),
        refunds: seen,
        disputes: disputes.map((dispute) => disputeOf(dispute, purchase.amount)),
      },
    };
  };
