import { escapeHtml } from '../platform/escape-html.ts';
import type { Log } from '../platform/log.ts';
import { priceText } from '../reports/report-price.ts';
import type { SendTransactional } from '../reports/transactional-mail.ts';
import type { SuppressionStore } from '../sending/suppression-store.ts';
import { unsubscribeLink } from '../sending/unsubscribe-link.ts';
import type { Purchase } from './purchase.ts';
import { isBought } from './purchase-state.ts';
import type { PurchaseStore } from './purchase-store.ts';
import type { CheckoutSession } from './stripe-objects.ts';

type Ports = Readonly<{
  purchases: Pick<PurchaseStore, 'ofReport'>;
  suppressions: Pick<SuppressionStore, 'stops'>;
  send: SendTransactional;
  publicOrigin: string;
  secret: () => Promise<string>;
  log: Log;
}>;

export type RemindBuyer = (purchase: Purchase, session: CheckoutSession) => Promise<void>;

/**
 * Writes once to somebody who began to pay and left: only if they agreed to that on Stripe's page, did not ask to be left alone, and have not bought since. It
 * is an advertisement, so it needs an opt-out; without a mail of ours to make that of, none is sent.
 * @throws Error when it may be sent a little later
 */
export const createRemindBuyer =
  ({ purchases, suppressions, send, publicOrigin, secret, log }: Ports): RemindBuyer =>
  async (purchase, { consent }) => {
    const { workspaceId, id, buyerEmail: to, messageId, state, reportId } = purchase;
    if (state !== 'expired' || to === null || messageId === null || consent?.promotions !== 'opt_in') return;
    if ((await suppressions.stops(workspaceId, to, 'marketing')) !== undefined) return;
    if ((await purchases.ofReport(workspaceId, reportId)).some(isBought)) return;
    const optOut = unsubscribeLink(publicOrigin, { workspaceId, messageId, address: to }, await secret());
    const sent = await send({
      workspaceId,
      onceId: `abandoned#${id}`,
      to,
      ...reminder(purchase, publicOrigin, optOut),
    });
    if (sent.ok) return;
    if (sent.later) throw new Error(`The reminder was not sent yet: ${sent.reason}`);
    log.warn('A reminder was not sent', { workspaceId, reason: sent.reason });
  };

const reminder = ({ domain, amount, linkToken }: Purchase, origin: string, optOut: string) => {
  const link = `${origin}/r/${linkToken}`;
  const opening = `You began to buy the website assessment report for ${domain} and did not finish.`;
  const offer = `Nothing was charged. The report costs ${priceText(amount)} and is still here:`;
  const why = 'You get this one mail because you asked for it on the payment page.';
  return {
    subject: `Your report for ${domain} is still here`,
    text: `${opening}\n\n${offer}\n${link}\n\n--\n${why}\nNo further mail: ${optOut}\n`,
    html: [
      `<p>${escapeHtml(opening)}</p>`,
      `<p>${escapeHtml(offer)} <a href="${escapeHtml(link)}">${escapeHtml(`See the report for ${domain}`)}</a></p>`,
      `<p style="font-size:12px;color:#595959">${escapeHtml(why)} <a href="${escapeHtml(optOut)}">No further mail</a></p>`,
    ].join('\n'),
  };
};
