import type { ResolveSale } from '../attribution/resolve-sale.ts';
import type { Book } from '../platform/ledger/book.ts';
import type { SaleChain } from '../platform/ledger/sale-chain.ts';
import type { Log } from '../platform/log.ts';
import type { FollowSale, FulfilPurchase } from './fulfil-purchase.ts';
import { moneyMoved } from './money-moved.ts';
import type { createObservePurchase, Seen } from './observe-purchase.ts';
import type { PaymentMetrics } from './payment-metrics.ts';
import type { Purchase } from './purchase.ts';
import { isDue, type Observation, observed } from './purchase-state.ts';
import type { PurchaseStore } from './purchase-store.ts';
import type { OpenStripe } from './stripe-port.ts';

/** Transactions booked at once: each may move several sums, and DynamoDB takes a hundred actions. */
const BOOKED_AT_ONCE = 5;

type Ports = Readonly<{
  purchases: Pick<PurchaseStore, 'change'>;
  open: OpenStripe;
  observe: ReturnType<typeof createObservePurchase>;
  resolveSale: ResolveSale;
  book: Pick<Book, 'appendAll'>;
  fulfil: FulfilPurchase;
  follow: FollowSale;
  metrics: PaymentMetrics;
  log: Log;
}>;

export type Settled = Readonly<{ purchase: Purchase; session: Seen['session'] | undefined }>;
export type SettlePurchase = (purchase: Purchase) => Promise<Settled>;

/**
 * Brings a purchase to what Stripe shows of it now, books what moved, and does what follows. It may be called for any reason, at any time, by several at
 * once, and may die at any line: what is written first is what decides the next writing, and every writing is made once by its own name.
 * @throws Error while no Stripe account is set up, or when something did not answer; to call it again is safe
 */
export const createSettlePurchase = (ports: Ports): SettlePurchase => {
  const { purchases, open, observe, resolveSale, book, fulfil, follow, metrics, log } = ports;

  /** The chain is settled with the payment, once: two handlers that see the same payment may read different leads, and book the same sale. */
  const note = async (purchase: Purchase, observation: Observation): Promise<Purchase> => {
    const { workspaceId, messageId } = purchase;
    const buyerEmail = observation.buyerEmail ?? purchase.buyerEmail;
    const chain: SaleChain | null =
      purchase.chain === null && observation.paidAt !== undefined
        ? await resolveSale({ workspaceId, messageId, buyerEmail, at: observation.paidAt })
        : null;
    const { after } = await purchases.change(purchase, (known) => {
      const next = observed(known, observation);
      const led = next.chain ?? chain;
      return { ...next, chain: led, campaignId: led?.campaignId ?? next.campaignId };
    });
    return after;
  };

  const bookAll = async (purchase: Purchase): Promise<void> => {
    const transactions = moneyMoved(purchase);
    for (let at = 0; at < transactions.length; at += BOOKED_AT_ONCE) {
      const outcomes = await book.appendAll(purchase.workspaceId, transactions.slice(at, at + BOOKED_AT_ONCE));
      const refused = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.standing.id]));
      if (refused.length > 0) throw new Error(`The ledger says otherwise of ${refused.join(', ')}`);
    }
  };

  return async (purchase) => {
    const stripe = await open();
    if (stripe === undefined) throw new Error('There is no Stripe account: its secret holds no key');
    const seen = await observe(stripe.stripe, purchase, stripe.livemode);
    if (seen === undefined) return { purchase, session: undefined };
    const noted = await note(purchase, seen.observation);
    if (noted.flag !== null) {
      metrics.flagged();
      log.error('A payment is not what was asked for and was not booked', {
        workspaceId: noted.workspaceId,
        reason: noted.flag.reason,
      });
    }
    await bookAll(noted);
    if (noted.paidAt === null) return { purchase: noted, session: seen.session };
    const settled = isDue(noted) ? await handOver(noted) : noted;
    await follow(settled);
    return { purchase: settled, session: seen.session };
  };

  async function handOver(paid: Purchase): Promise<Purchase> {
    const fulfilledAt = await fulfil(paid);
    const { after } = await purchases.change(paid, (known) => observed(known, { fulfilledAt }));
    return after;
  }
};
