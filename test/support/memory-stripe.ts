import type { CheckoutSession, StripeDispute, StripeRefund } from '../../functions/payments/stripe-objects.ts';
import type { StripePort } from '../../functions/payments/stripe-port.ts';
import type { Money } from '../../functions/platform/money.ts';
import { type Clock, SECOND } from '../../functions/platform/time.ts';

type Payment = { intent: string; created: number; amount: number; currency: string; settled: boolean };
type Kept = { session: CheckoutSession; payment: Payment | undefined };
type Change<T> = { -readonly [K in keyof T]: T[K] };

/** Stripe's fee for a card of its own country: 2.9 % and 30 cents. */
const feeOf = (amount: number): number => Math.round(amount * 0.029) + 30;

export type MemoryStripe = ReturnType<typeof createMemoryStripe>;

/** Stripe in this process: what the port asks of it, and what buyers, teams and banks do there. */
export const createMemoryStripe = (clock: Clock) => {
  const sessions = new Map<string, Kept>();
  const refunds = new Map<string, Change<StripeRefund>[]>();
  const disputes = new Map<string, Change<StripeDispute>[]>();
  let count = 0;
  const name = (prefix: string): string => {
    count += 1;
    return `${prefix}_${String(count).padStart(6, '0')}`;
  };
  const now = (): number => Math.floor(clock() / SECOND);
  const keptOf = (sessionId: string): Kept => {
    const kept = sessions.get(sessionId);
    if (kept === undefined) throw new Error(`No session ${sessionId}`);
    return kept;
  };
  const paymentOf = (intent: string): Payment => {
    const found = [...sessions.values()].find(({ payment }) => payment?.intent === intent)?.payment;
    if (found === undefined) throw new Error(`No payment ${intent}`);
    return found;
  };
  const refundedOf = (intent: string): number =>
    (refunds.get(intent) ?? [])
      .filter(({ status }) => status !== 'failed')
      .reduce((sum, { amount }) => sum + amount, 0);
  const shown = ({ session, payment }: Kept): CheckoutSession =>
    payment === undefined
      ? session
      : {
          ...session,
          payment_intent: {
            ...{ id: payment.intent, status: 'succeeded', amount_received: payment.amount, currency: payment.currency },
            latest_charge: {
              ...{ id: `ch${payment.intent}`, amount: payment.amount, amount_refunded: refundedOf(payment.intent) },
              created: payment.created,
              balance_transaction: payment.settled
                ? {
                    ...{ id: `txn${payment.intent}`, amount: payment.amount, fee: feeOf(payment.amount) },
                    ...{ currency: payment.currency, created: payment.created },
                  }
                : null,
            },
          },
        };
  const each = async function* <T extends { created: number }>(all: readonly T[], second: number): AsyncIterable<T> {
    for (const one of await Promise.resolve(all)) if (one.created >= second) yield one;
  };

  const port: StripePort = {
    createSession: () => Promise.reject(new Error('sessions are made by `begin`')),
    session: (id) => Promise.resolve(sessions.has(id) ? shown(keptOf(id)) : undefined),
    tokenOfPayment: (intent) =>
      Promise.resolve(
        [...sessions.values()].find(({ payment }) => payment?.intent === intent)?.session.metadata?.['token'],
      ),
    refunds: (intent) => Promise.resolve((refunds.get(intent) ?? []).map((one) => ({ ...one }))),
    disputes: (intent) => Promise.resolve((disputes.get(intent) ?? []).map((one) => ({ ...one }))),
    refund: () => Promise.resolve({ ok: false, detail: 'refunds are made by `refund`' }),
    sessionsSince: (second) => each([...sessions.values()].map(shown), second),
    refundsSince: (second) => each([...refunds.values()].flat(), second),
    disputesSince: (second) => each([...disputes.values()].flat(), second),
    eventsSince: () => each([], 0),
  };

  return {
    port,

    /** A session as a click on "buy" makes it. */
    begin: (token: string, { amount, currency }: Money): string => {
      const id = name('cs');
      const session: CheckoutSession = {
        ...{ id, status: 'open', payment_status: 'unpaid', amount_total: amount, currency, livemode: false },
        ...{ client_reference_id: token, metadata: { token }, customer_details: null, consent: null },
        ...{ payment_intent: null, url: 'https://checkout.example/', created: now(), expires_at: now() + 80_000 },
      };
      sessions.set(id, { session, payment: undefined });
      return id;
    },

    /** The buyer pays; `settled` tells whether Stripe's fee is known at once. */
    pay: (sessionId: string, email: string | null, settled = true): string => {
      const kept = keptOf(sessionId);
      const { amount_total: amount, currency } = kept.session;
      const intent = name('pi');
      kept.session = { ...kept.session, status: 'complete', payment_status: 'paid', customer_details: { email } };
      kept.payment = { intent, created: now(), amount: amount ?? 0, currency: currency ?? 'usd', settled };
      return intent;
    },

    /** Stripe tells its fee of a payment. */
    settle: (intent: string): void => {
      paymentOf(intent).settled = true;
    },

    /** Gives back as much as is left of what was asked; undefined when nothing is left. */
    refund: (intent: string, asked: number, status: 'succeeded' | 'pending' = 'succeeded'): string | undefined => {
      const amount = Math.min(asked, paymentOf(intent).amount - refundedOf(intent));
      if (amount <= 0) return undefined;
      const refund: StripeRefund = { id: name('re'), amount, status, payment_intent: intent, created: now() };
      refunds.set(intent, [...(refunds.get(intent) ?? []), refund]);
      return refund.id;
    },

    endRefund: (id: string, status: 'succeeded' | 'failed'): void => {
      const refund = [...refunds.values()].flat().find((one) => one.id === id);
      if (refund !== undefined) refund.status = status;
    },

    /** A bank takes the money while it looks into a complaint. */
    dispute: (intent: string): string => {
      const id = name('dp');
      const { amount, currency } = paymentOf(intent);
      const taken = { id: name('txn'), amount: -amount, fee: 1_500, currency, created: now() };
      disputes.set(intent, [
        ...(disputes.get(intent) ?? []),
        {
          ...{ id, amount, reason: 'fraudulent', status: 'needs_response', payment_intent: intent },
          ...{ balance_transactions: [taken], created: now() },
        },
      ]);
      return id;
    },

    endDispute: (id: string, won: boolean): void => {
      const dispute = [...disputes.values()].flat().find((one) => one.id === id);
      if (dispute === undefined || dispute.status !== 'needs_response') return;
      dispute.status = won ? 'won' : 'lost';
      const [taken] = dispute.balance_transactions;
      if (!won || taken === undefined) return;
      const back = { id: name('txn'), amount: -taken.amount, fee: 0, currency: taken.currency, created: now() };
      dispute.balance_transactions = [taken, back];
    },

    /** What Stripe's own numbers come to, minor units: what the ledger has to say too. */
    truth: () => {
      const paid = [...sessions.values()].flatMap(({ payment }) => payment ?? []);
      const given = [...refunds.values()].flat().filter(({ status }) => status === 'succeeded');
      const taken = [...disputes.values()].flat();
      return {
        sales: paid.length,
        gross: paid.reduce((sum, { amount }) => sum + amount, 0),
        refunded: given.reduce((sum, { amount }) => sum + amount, 0),
        disputed: taken.reduce(
          (sum, { balance_transactions: moves }) => sum - moves.reduce((all, { amount }) => all + amount, 0),
          0,
        ),
        fees:
          paid.filter(({ settled }) => settled).reduce((sum, { amount }) => sum + feeOf(amount), 0) +
          taken.flatMap(({ balance_transactions: moves }) => moves).reduce((sum, { fee }) => sum + fee, 0),
      };
    },
  };
};
