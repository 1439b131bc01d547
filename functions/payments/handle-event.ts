import type { EventOutcome, EventStore } from './event-store.ts';
import { HANDLED_EVENTS, isHandled } from './event-types.ts';
import type { Purchase } from './purchase.ts';
import type { PurchaseStore } from './purchase-store.ts';
import type { RemindBuyer } from './remind-buyer.ts';
import type { SettlePurchase } from './settle-purchase.ts';
import type { StripeEvent } from './stripe-objects.ts';
import type { OpenStripe } from './stripe-port.ts';

type Ports = Readonly<{
  events: Pick<EventStore, 'get' | 'finish'>;
  purchases: Pick<PurchaseStore, 'byReference' | 'change'>;
  open: OpenStripe;
  settle: SettlePurchase;
  remind: RemindBuyer;
}>;

export type HandleEvent = (eventId: string) => Promise<EventOutcome>;

type Found = Readonly<{ outcome: Exclude<EventOutcome, 'settled'> } | { purchase: Purchase }>;

/**
 * Works one event through: finds its purchase, settles that by what Stripe shows now, and only then marks the event as done. An event that was done is not
 * done again; one that died half way is, whole.
 * @throws Error when its purchase could not be settled, or no Stripe account is set up: the event comes again
 */
export const createHandleEvent = ({ events, purchases, open, settle, remind }: Ports): HandleEvent => {
  /** Without it nobody can say whose an event is: it must wait, not be put aside. */
  const account = async () => {
    const opened = await open();
    if (opened === undefined) throw new Error('There is no Stripe account: its secret holds no key');
    return opened;
  };

  /** Takes a session in that was made for a purchase by a click whose process died before it could note that. */
  const withSession = async (purchase: Purchase, sessionId: string): Promise<Purchase | undefined> => {
    if (purchase.sessionId === sessionId) return purchase;
    if (purchase.sessionId !== null) return undefined;
    return (await purchases.change(purchase, (known) => ({ ...known, sessionId: known.sessionId ?? sessionId }))).after;
  };

  const bySession = async ({ id, client_reference_id: token }: StripeEvent['data']['object']): Promise<Found> => {
    if (id === undefined) return { outcome: 'unknown_session' };
    const known = await purchases.byReference(id);
    if (known !== undefined) return { purchase: known };
    const named = token == null ? undefined : await purchases.byReference(token);
    const purchase = named === undefined ? undefined : await withSession(named, id);
    return purchase === undefined ? { outcome: 'unknown_session' } : { purchase };
  };

  /** By its payment; before the payment's own event was worked through, by the token that the payment carries at Stripe. */
  const byPayment = async ({ payment_intent: payment }: StripeEvent['data']['object']): Promise<Found> => {
    if (payment == null) return { outcome: 'unknown_payment' };
    const known = await purchases.byReference(payment);
    if (known !== undefined) return { purchase: known };
    const token = await (await account()).stripe.tokenOfPayment(payment);
    const purchase = token === undefined ? undefined : await purchases.byReference(token);
    return purchase === undefined ? { outcome: 'unknown_payment' } : { purchase };
  };

  const find = async ({ type, livemode, data }: StripeEvent): Promise<Found> => {
    if (!isHandled(type)) return { outcome: 'ignored' };
    const found = HANDLED_EVENTS[type] === 'session' ? await bySession(data.object) : await byPayment(data.object);
    if ('purchase' in found) return found;
    // Stripe tells endpoints of live mode about test payments too, where somebody set them up so.
    return (await account()).livemode === livemode ? found : { outcome: 'wrong_mode' };
  };

  return async (eventId) => {
    const stored = await events.get(eventId);
    if (stored === undefined) throw new Error(`Event ${eventId} was queued and is not kept`);
    if (stored.outcome !== null) return stored.outcome;
    const { event } = stored;
    const found = await find(event);
    if ('outcome' in found) {
      await events.finish(eventId, found.outcome, undefined);
      return found.outcome;
    }
    const { purchase, session } = await settle(found.purchase);
    if (event.type === 'checkout.session.expired' && session !== undefined) await remind(purchase, session);
    await events.finish(eventId, 'settled', purchase);
    return 'settled';
  };
};
