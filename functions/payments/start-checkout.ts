import { randomBytes } from 'node:crypto';
import { newId, PurchaseId } from '../platform/ids.ts';
import { type Clock, HOUR, instant, MINUTE } from '../platform/time.ts';
import type { Report, ReportLink } from '../reports/report.ts';
import type { ReportLinks } from '../reports/report-link.ts';
import type { ReportStore } from '../reports/report-store.ts';
import { PRICE_LIST } from './price-list.ts';
import type { Origin, Purchase } from './purchase.ts';
import { isBought, observed } from './purchase-state.ts';
import type { PurchaseStore } from './purchase-store.ts';
import type { OpenStripe, StripePort } from './stripe-port.ts';

/** Stripe lets a session live for thirty minutes to a day; a little less than a day, for our clock and theirs. */
export const SESSION_LASTS = 23 * HOUR;
/** A session that ends in a moment is of no use to who just clicked. */
const LEFT_AT_LEAST = 2 * MINUTE;
/** One that was never made must last for thirty minutes from when it is. */
const LEFT_TO_BE_MADE = 31 * MINUTE;
/** Two clicks at once begin one purchase; the slower one goes on with the faster one's. */
const TRIES = 4;

export type CheckoutProblem =
  | 'unknown_link'
  | 'expired_link'
  | 'revoked_link'
  | 'already_bought'
  | 'payment_pending'
  | 'not_for_sale'
  | 'payments_not_set_up';
export type Checkout = Readonly<
  { ok: true; url: string; purchaseId: PurchaseId } | { ok: false; reason: CheckoutProblem }
>;

type Ports = Readonly<{
  links: Pick<ReportLinks, 'look'>;
  reports: Pick<ReportStore, 'get'>;
  purchases: Pick<PurchaseStore, 'ofLink' | 'ofReport' | 'create' | 'change'>;
  open: OpenStripe;
  clock: Clock;
}>;

const LINK_PROBLEMS = { unknown: 'unknown_link', expired: 'expired_link', revoked: 'revoked_link' } as const;

/** An attribution token says nothing by itself: 160 random bits, in the letters that Stripe takes for a client reference. */
const newToken = (): string => `att_${randomBytes(20).toString('base64url')}`;

/** A purchase as it begins: everything of it that never changes. */
const newPurchase = (
  { token: linkToken, link, report, origin, livemode }: Click,
  now: number,
): Omit<Purchase, 'rev' | 'createdAt' | 'updatedAt'> => ({
  id: newId(PurchaseId, 'pur'),
  workspaceId: link.workspaceId,
  token: newToken(),
  reportId: report.id,
  linkId: link.id,
  linkToken,
  assessmentId: report.assessmentId,
  reportVersion: report.version,
  messageId: link.messageId ?? report.lineage?.messageId ?? null,
  campaignId: report.lineage?.campaignId ?? null,
  domain: report.domain,
  companyName: report.companyName,
  amount: PRICE_LIST.website_report.price,
  livemode,
  ...origin,
  expiresAt: instant(now + SESSION_LASTS),
  ...{ sessionId: null, sessionUrl: null, paymentIntentId: null, buyerEmail: null, chain: null },
  ...{ paidAt: null, fulfilledAt: null, expiredAt: null, failedAt: null, fee: null, flag: null },
  ...{ refunds: [], disputes: [], state: 'created', refundedAmount: 0 },
});

type Address = Readonly<{ url: string } | { ended: 'expired' | 'payment_pending' | 'already_bought' }>;
type Click = Readonly<{ token: string; link: ReportLink; report: Report; origin: Origin; livemode: boolean }>;

/**
 * Leads a click on "buy" to Stripe's page. The session is made on the click, its price read from our list, and named by the purchase: two clicks, two tabs or
 * a repeated request come to the same session. What was bought already is not sold again; what went back or expired may be bought anew.
 */
export const createStartCheckout = ({ links, reports, purchases, open, clock }: Ports) => {
  /** The purchase that this click goes on with: the link's own while its session can still be paid, else a new one. */
  const purchaseOf = async (click: Click): Promise<Purchase> => {
    const { workspaceId, id: linkId } = click.link;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const last = await purchases.ofLink(workspaceId, click.report.id, linkId);
      if (last !== undefined && isOpen(last, click.livemode, clock())) return last;
      const begun = newPurchase(click, clock());
      if (await purchases.create(begun, last?.id)) return { ...begun, rev: 1, createdAt: '', updatedAt: '' };
    }
    throw new Error('Other clicks were faster at every try');
  };

  /** The address of the purchase's session, which is made now if it was not before; undefined when it was paid or ended meanwhile. */
  const addressOf = async (stripe: StripePort, purchase: Purchase): Promise<Address> => {
    if (purchase.sessionId !== null) {
      const session = await stripe.session(purchase.sessionId);
      if (session?.status === 'complete')
        return { ended: session.payment_status === 'unpaid' ? 'payment_pending' : 'already_bought' };
      return session?.status === 'open' && session.url !== null ? { url: session.url } : { ended: 'expired' };
    }
    const { id, url } = await stripe.createSession(purchase, PRICE_LIST.website_report);
    if (url === null) throw new Error(`Session ${id} was made without an address`);
    await purchases.change(purchase, (known) => ({ ...known, sessionId: id, sessionUrl: url }));
    return { url };
  };

  const buy = async (stripe: StripePort, click: Click): Promise<Checkout> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const purchase = await purchaseOf(click);
      const address = await addressOf(stripe, purchase);
      if ('url' in address) return { ok: true, url: address.url, purchaseId: purchase.id };
      // Paid, though the event that tells of it is still on its way.
      if (address.ended !== 'expired') return { ok: false, reason: address.ended };
      await purchases.change(purchase, (known) => observed(known, { expiredAt: instant(clock()) }));
    }
    throw new Error('Every session that was made had ended at once');
  };

  return async (token: string, origin: Origin): Promise<Checkout> => {
    const found = await links.look(token);
    if (!found.ok) return { ok: false, reason: LINK_PROBLEMS[found.reason] };
    const { link } = found;
    const report = link.kind === 'teaser' ? await reports.get(link.workspaceId, link.reportId) : undefined;
    if (report === undefined) return { ok: false, reason: 'not_for_sale' };
    if ((await purchases.ofReport(link.workspaceId, report.id)).some(isBought))
      return { ok: false, reason: 'already_bought' };
    const account = await open();
    if (account === undefined) return { ok: false, reason: 'payments_not_set_up' };
    return buy(account.stripe, { token, link, report, origin, livemode: account.livemode });
  };
};
export type StartCheckout = ReturnType<typeof createStartCheckout>;

const isOpen = ({ state, livemode, expiresAt, flag, sessionId }: Purchase, mode: boolean, now: number): boolean =>
  state === 'created' &&
  flag === null &&
  livemode === mode &&
  Date.parse(expiresAt) - now > (sessionId === null ? LEFT_TO_BE_MADE : LEFT_AT_LEAST);
