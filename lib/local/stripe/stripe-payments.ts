import type { CheckoutSessions } from './checkout-sessions.ts';
import type { StripeBooks } from './stripe-books.ts';
import { StripeFailure } from './stripe-failure.ts';
import type { StripeObject } from './stripe-store.ts';

export type Payment = Readonly<{
  email: string;
  consent?: boolean;
  /** A bank debit: the session is complete at once, the money comes later or not at all. */
  delayed?: boolean;
  /** Takes another amount than the session's, which the real one never does. */
  amount?: number;
  /** The balance settles later: the charge has no balance transaction yet. */
  balanceLater?: boolean;
}>;

/** 2.9 % and 30 cents, as for cards of the United States. */
const feeOf = (amount: number): number => Math.round(amount * 0.029) + 30;

/** What buyers and their banks do on a payment page, up to the money in the account's balance. */
export const createStripePayments = (
  { store, seconds, textOf, amountOf, need, change, emit, move, newId, livemode }: StripeBooks,
  { session }: Pick<CheckoutSessions, 'session'>,
) => {
  const charge = (intent: StripeObject, balanceLater: boolean): StripeObject => {
    const amount = amountOf(intent);
    const currency = textOf(intent, 'currency');
    const id = newId('ch');
    const taken = balanceLater ? null : move(id, 'charge', amount, feeOf(amount), currency).id;
    const made: StripeObject = {
      id,
      object: 'charge',
      amount,
      amount_captured: amount,
      amount_refunded: 0,
      balance_transaction: taken,
      captured: true,
      created: seconds(),
      currency,
      disputed: false,
      livemode,
      metadata: intent['metadata'],
      paid: true,
      payment_intent: intent.id,
      refunded: false,
      status: 'succeeded',
    };
    store.write(made);
    return made;
  };

  const receive = (intent: StripeObject, balanceLater = false): StripeObject => {
    const made = charge(intent, balanceLater);
    const paid = change(intent, { status: 'succeeded', amount_received: intent['amount'], latest_charge: made.id });
    emit('payment_intent.succeeded', paid);
    emit('charge.succeeded', made);
    return paid;
  };

  return {
    /** The buyer pays; a card at once, a bank debit later (`succeed`, `fail`). */
    pay: (
      id: string,
      { email, consent = false, delayed = false, amount, balanceLater = false }: Payment,
    ): StripeObject => {
      const open = session(id);
      if (open['status'] !== 'open') throw new StripeFailure(`This page is ${textOf(open, 'status')} already.`);
      const total = amount ?? amountOf(open, 'amount_total');
      const local = open['local'] as Readonly<{ paymentMetadata: Record<string, string> }>;
      const intent: StripeObject = {
        id: newId('pi'),
        object: 'payment_intent',
        amount: total,
        amount_received: 0,
        created: seconds(),
        currency: open['currency'],
        latest_charge: null,
        livemode,
        metadata: local.paymentMetadata,
        status: 'processing',
      };
      store.write(intent);
      if (!delayed) receive(intent, balanceLater);
      const complete = change(open, {
        amount_subtotal: total,
        amount_total: total,
        customer_details: { email, name: null, phone: null, address: null, tax_exempt: 'none', tax_ids: [] },
        consent:
          open['consent'] === null ? null : { promotions: consent ? 'opt_in' : 'opt_out', terms_of_service: null },
        payment_intent: intent.id,
        payment_status: delayed ? 'unpaid' : 'paid',
        status: 'complete',
        url: null,
      });
      emit('checkout.session.completed', complete);
      return complete;
    },

    /** A bank debit came in. */
    succeed: (id: string): StripeObject => {
      const waiting = need(id, 'checkout.session');
      const intent = need(textOf(waiting, 'payment_intent'), 'payment_intent');
      if (intent['status'] !== 'processing') throw new StripeFailure('This payment is not being processed.');
      receive(intent);
      const paid = change(waiting, { payment_status: 'paid' });
      emit('checkout.session.async_payment_succeeded', paid);
      return paid;
    },

    /** A bank debit was refused. */
    fail: (id: string): StripeObject => {
      const waiting = need(id, 'checkout.session');
      const intent = need(textOf(waiting, 'payment_intent'), 'payment_intent');
      if (intent['status'] !== 'processing') throw new StripeFailure('This payment is not being processed.');
      change(intent, { status: 'requires_payment_method' });
      emit('checkout.session.async_payment_failed', waiting);
      return waiting;
    },

    /** The balance of a charge settles: only now is its fee known. */
    settleBalance: (chargeId: string): StripeObject => {
      const settling = need(chargeId, 'charge');
      if (settling['balance_transaction'] !== null) return settling;
      const amount = amountOf(settling);
      const taken = move(chargeId, 'charge', amount, feeOf(amount), textOf(settling, 'currency'));
      const settled = change(settling, { balance_transaction: taken.id });
      emit('charge.updated', settled);
      return settled;
    },
  };
};
