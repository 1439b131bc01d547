import type { Instant } from '../platform/time.ts';
import {
  DISPUTE_OUTCOMES,
  type Dispute,
  type Fee,
  FLAG_REASONS,
  type Flag,
  type Purchase,
  type PurchaseState,
  REFUND_STATUSES,
  type Refund,
  type SeenRefund,
} from './purchase.ts';

/** What was seen at Stripe of one purchase, whenever it was seen. */
export type Observation = Readonly<{
  paymentIntentId?: string;
  buyerEmail?: string;
  paidAt?: Instant;
  expiredAt?: Instant;
  failedAt?: Instant;
  fee?: Fee;
  refunds?: readonly SeenRefund[];
  disputes?: readonly Dispute[];
  flag?: Flag;
  /** Our own part: the report was handed over. */
  fulfilledAt?: Instant;
}>;

const earlier = (a: Instant | null, b: Instant | undefined): Instant | null =>
  b === undefined ? a : a === null || b < a ? b : a;

/** Of two texts that should be the same the smaller one, so that the order in which they come does not matter. */
const first = (a: string | null, b: string | undefined): string | null => earlier(a, b);

const further = <Value extends string>(order: readonly Value[], a: Value, b: Value): Value =>
  order.indexOf(a) >= order.indexOf(b) ? a : b;

/** Both lists as one by id, those in both joined, in the order of their ids. */
const united = <Entry extends Readonly<{ id: string }>>(
  known: readonly Entry[],
  seen: readonly Entry[],
  join: (a: Entry, b: Entry) => Entry,
): Entry[] => {
  const byId = new Map(known.map((entry) => [entry.id, entry]));
  for (const entry of seen) {
    const before = byId.get(entry.id);
    byId.set(entry.id, before === undefined ? entry : join(before, entry));
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
};

/** Whether a refund's money left: what failed had left before it came back, whatever of that was seen. */
export const hasMoved = ({ status, moved = false }: SeenRefund & Readonly<{ moved?: boolean }>): boolean =>
  moved || status === 'succeeded' || status === 'failed';

const joinRefunds = (a: Refund, b: Refund): Refund => ({
  ...a,
  status: further(REFUND_STATUSES, a.status, b.status),
  moved: hasMoved(a) || hasMoved(b),
});

const joinDisputes = (a: Dispute, b: Dispute): Dispute => ({
  ...a,
  outcome: further(DISPUTE_OUTCOMES, a.outcome, b.outcome),
  withdrawn: a.withdrawn ?? b.withdrawn,
  reinstated: a.reinstated ?? b.reinstated,
});

const joinFlags = (a: Flag | null, b: Flag | undefined): Flag | null => {
  if (b === undefined || a === null) return b ?? a;
  return further(FLAG_REASONS, a.reason, b.reason) === a.reason ? a : b;
};

/** Minor units that have gone back to the buyer. */
export const refundedOf = (refunds: readonly SeenRefund[]): number =>
  refunds.filter(({ status }) => status === 'succeeded').reduce((sum, { amount }) => sum + amount, 0);

/** Minor units that have gone back or are on their way. */
export const promisedOf = (refunds: readonly SeenRefund[]): number =>
  refunds
    .filter(({ status }) => status !== 'failed' && status !== 'canceled')
    .reduce((sum, { amount }) => sum + amount, 0);

/** Whether a dispute holds the money or may still take it. */
const isHeld = ({ outcome, withdrawn, reinstated }: Dispute): boolean =>
  outcome === 'open' || (withdrawn !== null && reinstated === null && outcome === 'lost');

type Facts = Pick<Purchase, 'amount' | 'paidAt' | 'fulfilledAt' | 'expiredAt' | 'failedAt' | 'refunds' | 'disputes'>;

/** The state that follows from what is known, however it came to be known. A payment outweighs an expiry or a failure seen before. */
export const stateOf = ({
  amount,
  paidAt,
  fulfilledAt,
  expiredAt,
  failedAt,
  refunds,
  disputes,
}: Facts): PurchaseState => {
  if (paidAt === null) return failedAt !== null ? 'failed' : expiredAt !== null ? 'expired' : 'created';
  if (disputes.some(isHeld)) return 'disputed';
  const refunded = refundedOf(refunds);
  if (refunded >= amount.amount) return 'refunded';
  if (refunded > 0) return 'partly_refunded';
  return fulfilledAt === null ? 'paid' : 'fulfilled';
};

/**
 * The purchase after something was seen of it. It joins what is known with what was seen, so the same sightings give the same purchase in any order,
 * any number of times, however late: nothing that happened is unlearnt. A payment that is not what was asked for is seen as a flag, never as paid.
 */
export const observed = (purchase: Purchase, seen: Observation): Purchase => {
  const facts = {
    paidAt: earlier(purchase.paidAt, seen.paidAt),
    expiredAt: earlier(purchase.expiredAt, seen.expiredAt),
    failedAt: earlier(purchase.failedAt, seen.failedAt),
    fulfilledAt: earlier(purchase.fulfilledAt, seen.fulfilledAt),
    refunds: united(
      purchase.refunds,
      (seen.refunds ?? []).map((refund) => ({ ...refund, moved: hasMoved(refund) })),
      joinRefunds,
    ),
    disputes: united(purchase.disputes, seen.disputes ?? [], joinDisputes),
  };
  return {
    ...purchase,
    ...facts,
    flag: joinFlags(purchase.flag, seen.flag),
    paymentIntentId: first(purchase.paymentIntentId, seen.paymentIntentId),
    buyerEmail: first(purchase.buyerEmail, seen.buyerEmail),
    fee: purchase.fee ?? seen.fee ?? null,
    state: stateOf({ amount: purchase.amount, ...facts }),
    refundedAmount: refundedOf(facts.refunds),
  };
};

/** Whether the report was paid for and not given back: it is not sold a second time. */
export const isBought = ({ state }: Pick<Purchase, 'state'>): boolean =>
  state === 'paid' || state === 'fulfilled' || state === 'partly_refunded' || state === 'disputed';

/** Whether the report is to be handed over now: paid, and not given back or held by a bank before it was. */
export const isDue = ({ state, fulfilledAt }: Pick<Purchase, 'state' | 'fulfilledAt'>): boolean =>
  fulfilledAt === null && (state === 'paid' || state === 'partly_refunded');
