import type { Log } from '../platform/log.ts';
import { type Clock, DAY, HOUR, instant, SECOND } from '../platform/time.ts';
import { reasonOf } from '../tracking/dead-letters.ts';
import type { EventStore } from './event-store.ts';
import { HANDLED_EVENTS } from './event-types.ts';
import type { HandleEvent } from './handle-event.ts';
import type { PaymentMetrics } from './payment-metrics.ts';
import type { Purchase } from './purchase.ts';
import { isDue } from './purchase-state.ts';
import type { PurchaseStore } from './purchase-store.ts';
import type { ReconciliationStore } from './reconciliation-store.ts';
import type { SettlePurchase } from './settle-purchase.ts';
import type { CheckoutSession, StripeDispute, StripeRefund } from './stripe-objects.ts';
import type { OpenStripe, StripePort } from './stripe-port.ts';

/** A session may be paid a day after it was made, and the lists are looked at again for an hour more. */
const OVERLAP = 25 * HOUR;
/** How far a reconciliation looks back at most, and the first one does: as far as Stripe keeps events. */
const LONGEST_LOOK = 30 * DAY;
/** An event this young is still on its way by itself. */
const SETTLING = 5 * 60 * SECOND;
const OURS = /^att_/;

export type Unrepaired = Readonly<{ id: string; reason: string }>;
export type Reconciliation = Readonly<{
  compared: Readonly<{ sessions: number; refunds: number; disputes: number; events: number }>;
  /** Sessions and payments of the account that no purchase of ours stands behind: sold by something else. */
  foreign: number;
  /** What was missed and is now as at Stripe. */
  repaired: readonly string[];
  /** What is not as at Stripe and could not be mended: somebody has to look (docs/runbook.md, "PaymentsDisagree"). */
  unrepaired: readonly Unrepaired[];
}>;

type Ports = Readonly<{
  open: OpenStripe;
  purchases: Pick<PurchaseStore, 'byReference' | 'change' | 'get'>;
  events: Pick<EventStore, 'get' | 'receive'>;
  progress: ReconciliationStore;
  settle: SettlePurchase;
  handle: HandleEvent;
  metrics: PaymentMetrics;
  clock: Clock;
  log: Log;
}>;

/** How a purchase differs from what a list of Stripe shows; undefined when it does not, or is flagged for somebody to look at. */
type Difference = (purchase: Purchase) => string | undefined;

const sessionDiffers =
  ({ status, payment_status: paid }: CheckoutSession): Difference =>
  (purchase) => {
    const { paidAt, expiredAt, flag } = purchase;
    if (flag !== null) return undefined;
    if (isDue(purchase)) return 'it is paid and its report is not ordered';
    if (status === 'complete' && paid !== 'unpaid' && paidAt === null) return 'it is paid at Stripe and not here';
    if (status === 'expired' && expiredAt === null && paidAt === null) return 'it has expired at Stripe and not here';
    return undefined;
  };

const refundDiffers =
  ({ id, status }: StripeRefund): Difference =>
  ({ refunds }) =>
    refunds.find((refund) => refund.id === id)?.status === (status ?? 'pending')
      ? undefined
      : 'the refund is not known as it stands';

const disputeDiffers =
  ({ id, balance_transactions: moves }: StripeDispute): Difference =>
  ({ disputes, flag }) => {
    const known = disputes.find((dispute) => dispute.id === id);
    if (flag !== null) return undefined;
    if (known === undefined) return 'the dispute is not known';
    const noted = [known.withdrawn, known.reinstated].flatMap((move) => move?.id ?? []);
    return moves.every((move) => noted.includes(move.id)) ? undefined : 'money moved by the dispute is not known';
  };

/**
 * Compares everything that happened at Stripe since the last time with ours and mends what was missed, through the same handlers that events go through. What
 * still differs afterwards is told: money that Stripe took and we know nothing of must not wait for somebody to stumble over it.
 */
export const createReconcilePayments = (ports: Ports) => {
  const { open, purchases, events, progress, settle, handle, metrics, clock, log } = ports;

  return async (): Promise<Reconciliation> => {
    const began = clock();
    const account = await open();
    const report = createReport();
    if (account === undefined) return report.read();
    const { stripe } = account;
    const through = await progress.through();
    const since = through === undefined ? 0 : Date.parse(through) - OVERLAP;
    const from = Math.floor(Math.max(since, began - LONGEST_LOOK) / SECOND);

    /** Compares one thing with its purchase; settles and compares again where they differ. */
    const compare = async (id: string, find: () => Promise<Purchase | 'foreign' | 'unknown'>, differs: Difference) => {
      try {
        const purchase = await find();
        if (purchase === 'foreign') report.foreign();
        else if (purchase === 'unknown') report.unrepaired(id, 'it carries a token of ours and no purchase has it');
        else if (differs(purchase) !== undefined) {
          const still = differs((await settle(purchase)).purchase);
          if (still === undefined) report.repaired(id);
          else report.unrepaired(id, still);
        }
      } catch (error) {
        log.error('Something at Stripe could not be compared', { error });
        report.failed(id, reasonOf(error));
      }
    };

    for await (const session of stripe.sessionsSince(from)) {
      report.compared('sessions');
      await compare(session.id, () => bySession(session), sessionDiffers(session));
    }
    for await (const refund of stripe.refundsSince(from)) {
      report.compared('refunds');
      await compare(refund.id, () => byPayment(stripe, refund.payment_intent), refundDiffers(refund));
    }
    for await (const dispute of stripe.disputesSince(from)) {
      report.compared('disputes');
      await compare(dispute.id, () => byPayment(stripe, dispute.payment_intent), disputeDiffers(dispute));
    }
    // What lists by creation do not show: what became of a refund, a dispute or a slow payment that is older.
    for await (const { event, text } of stripe.eventsSince(from, Object.keys(HANDLED_EVENTS))) {
      report.compared('events');
      if (began - event.created * SECOND < SETTLING) continue;
      await takeUp(event, text);
    }
    // What could not be tried to its end is looked at again: a fault may last longer than lists are looked back at.
    if (report.isWhole()) await progress.advance(instant(began));
    const done = report.read();
    metrics.reconciled({ repaired: done.repaired.length, unrepaired: done.unrepaired.length });
    for (const { reason } of done.unrepaired) log.error('Stripe and our purchases disagree', { reason });
    return done;

    async function takeUp(event: Parameters<EventStore['receive']>[0], text: string): Promise<void> {
      try {
        const known = await events.get(event.id);
        if (known !== undefined && known.outcome !== null) return;
        await events.receive(event, text);
        if ((await handle(event.id)) === 'settled') report.repaired(event.id);
      } catch (error) {
        report.failed(event.id, reasonOf(error));
      }
    }
  };

  /** A session's purchase; one that was made by a click whose process died is given to its purchase. */
  async function bySession({
    id,
    client_reference_id: token,
  }: CheckoutSession): Promise<Purchase | 'foreign' | 'unknown'> {
    const known = await purchases.byReference(id);
    if (known !== undefined) return known;
    if (token === null || !OURS.test(token)) return 'foreign';
    const named = await purchases.byReference(token);
    if (named === undefined || named.sessionId !== null) return 'unknown';
    return (await purchases.change(named, (purchase) => ({ ...purchase, sessionId: purchase.sessionId ?? id }))).after;
  }

  async function byPayment(stripe: StripePort, payment: string | null): Promise<Purchase | 'foreign' | 'unknown'> {
    if (payment === null) return 'foreign';
    const known = await purchases.byReference(payment);
    if (known !== undefined) return known;
    const token = await stripe.tokenOfPayment(payment);
    if (token === undefined || !OURS.test(token)) return 'foreign';
    return (await purchases.byReference(token)) ?? 'unknown';
  }
};

const createReport = () => {
  const compared = { sessions: 0, refunds: 0, disputes: 0, events: 0 };
  let foreign = 0;
  const repaired: string[] = [];
  const unrepaired: Unrepaired[] = [];
  let whole = true;
  return {
    compared: (kind: keyof typeof compared): void => {
      compared[kind] += 1;
    },
    foreign: (): void => {
      foreign += 1;
    },
    repaired: (id: string): void => {
      repaired.push(id);
    },
    unrepaired: (id: string, reason: string): void => {
      unrepaired.push({ id, reason });
    },
    /** Something that broke before it was known how it stands. */
    failed: (id: string, reason: string): void => {
      whole = false;
      unrepaired.push({ id, reason });
    },
    isWhole: (): boolean => whole,
    read: (): Reconciliation => ({ compared, foreign, repaired, unrepaired }),
  };
};
