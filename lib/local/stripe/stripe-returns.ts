import type { StripeBooks } from './stripe-books.ts';
import { StripeFailure } from './stripe-failure.ts';
import type { StripeObject } from './stripe-store.ts';

const DISPUTE_FEE = 1_500;
const FAILURES = { failed: 'lost_or_stolen_card', canceled: 'merchant_request' } as const;

/** Money on its way back: refunds by the account's owner, and disputes by buyers' banks. */
export const createStripeReturns = ({
  store,
  seconds,
  textOf,
  amountOf,
  need,
  change,
  emit,
  move,
  newId,
  livemode,
}: StripeBooks) => ({
  refund: (
    intentId: string,
    wished: number | undefined,
    {
      metadata = {},
      pending = false,
    }: Readonly<{ metadata?: Readonly<Record<string, string>>; pending?: boolean }> = {},
  ): StripeObject => {
    const intent = need(intentId, 'payment_intent');
    const charged = need(textOf(intent, 'latest_charge'), 'charge');
    const left = amountOf(charged) - amountOf(charged, 'amount_refunded');
    if (charged['disputed'] === true)
      throw new StripeFailure(`Charge ${charged.id} has been charged back; cannot issue a refund.`, {
        code: 'charge_disputed',
      });
    if (left === 0)
      throw new StripeFailure(`Charge ${charged.id} has already been refunded.`, { code: 'charge_already_refunded' });
    const amount = wished ?? left;
    if (amount > left || amount <= 0)
      throw new StripeFailure(
        `Refund amount ($${String(amount / 100)}) is greater than unrefunded amount on charge ($${String(left / 100)})`,
      );
    const id = newId('re');
    const currency = textOf(charged, 'currency');
    const moved = move(id, 'refund', -amount, 0, currency);
    const made: StripeObject = {
      id,
      object: 'refund',
      amount,
      balance_transaction: moved.id,
      charge: charged.id,
      created: seconds(),
      currency,
      metadata,
      payment_intent: intentId,
      reason: null,
      receipt_number: null,
      status: pending ? 'pending' : 'succeeded',
    };
    store.write(made);
    const refunded = amountOf(charged, 'amount_refunded') + amount;
    const after = change(charged, { amount_refunded: refunded, refunded: refunded === amountOf(charged) });
    emit('refund.created', made);
    emit('charge.refunded', after);
    return made;
  },

  /** The bank takes a refund or sends it back, or the account's owner cancels it: the money returns to the account's balance. */
  endRefund: (id: string, status: 'succeeded' | 'failed' | 'canceled'): StripeObject => {
    const going = need(id, 'refund');
    const ended = change(going, { status, ...(status === 'succeeded' ? {} : { failure_reason: FAILURES[status] }) });
    if (status !== 'succeeded' && going['status'] !== 'failed' && going['status'] !== 'canceled') {
      const charged = need(textOf(going, 'charge'), 'charge');
      move(id, 'refund_failure', amountOf(going), 0, textOf(going, 'currency'));
      change(charged, { amount_refunded: amountOf(charged, 'amount_refunded') - amountOf(going), refunded: false });
    }
    emit(status === 'failed' ? 'refund.failed' : 'refund.updated', ended);
    return ended;
  },

  /** The buyer's bank takes the money back while it looks into the payment. */
  dispute: (intentId: string, reason = 'fraudulent'): StripeObject => {
    const intent = need(intentId, 'payment_intent');
    const charged = need(textOf(intent, 'latest_charge'), 'charge');
    if (charged['disputed'] === true) throw new StripeFailure(`Charge ${charged.id} is disputed already.`);
    const amount = amountOf(charged) - amountOf(charged, 'amount_refunded');
    if (amount <= 0) throw new StripeFailure(`Charge ${charged.id} was refunded; there is nothing to dispute.`);
    const id = newId('dp');
    const currency = textOf(charged, 'currency');
    const made: StripeObject = {
      id,
      object: 'dispute',
      amount,
      balance_transactions: [],
      charge: charged.id,
      created: seconds(),
      currency,
      is_charge_refundable: false,
      livemode,
      metadata: {},
      payment_intent: intentId,
      reason,
      status: 'needs_response',
    };
    store.write(made);
    change(charged, { disputed: true });
    emit('charge.dispute.created', made);
    const withdrawn = move(id, 'adjustment', -amount, DISPUTE_FEE, currency);
    const held = change(made, { balance_transactions: [withdrawn] });
    emit('charge.dispute.funds_withdrawn', held);
    return held;
  },

  closeDispute: (id: string, outcome: 'won' | 'lost'): StripeObject => {
    const open = need(id, 'dispute');
    if (open['status'] === 'won' || open['status'] === 'lost')
      throw new StripeFailure(`Dispute ${id} is closed already.`);
    const moves = open['balance_transactions'] as readonly unknown[];
    const returned = outcome === 'won' ? [move(id, 'adjustment', amountOf(open), 0, textOf(open, 'currency'))] : [];
    const closed = change(open, { status: outcome, balance_transactions: [...moves, ...returned] });
    if (outcome === 'won') emit('charge.dispute.funds_reinstated', closed);
    emit('charge.dispute.closed', closed);
    return closed;
  },
});
