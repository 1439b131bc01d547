import { page } from '../pages/frame.ts';
import { type Html, html } from '../pages/markup.ts';
import { moment } from '../pages/time.ts';
import { moneyText } from './checkout-page.ts';
import type { Delivery, StripeObject } from './stripe-store.ts';

export type ListedPayment = Readonly<{
  session: StripeObject;
  intent: StripeObject | undefined;
  charge: StripeObject | undefined;
  refunds: readonly StripeObject[];
  disputes: readonly StripeObject[];
  events: readonly Readonly<{ event: StripeObject; deliveries: readonly Delivery[] }>[];
}>;

const act = (path: string, label: string, look = 'quiet', fields: Html = html``): Html =>
  html`<form class="row" method="post" action="/local/payments/${path}">${fields}<button type="submit" class="${look}">${label}</button></form>`;

const tag = (text: string, look = ''): Html => html`<span class="tag ${look}">${text}</span> `;

const statusOf = ({ session, intent }: ListedPayment): Html => {
  if (intent?.['status'] === 'succeeded') return tag('paid', 'good');
  if (intent?.['status'] === 'processing') return tag('being confirmed');
  if (intent !== undefined) return tag('failed', 'bad');
  return tag(String(session['status']));
};

const actions = ({ session, intent, charge, refunds, disputes }: ListedPayment): Html => {
  if (intent === undefined)
    return session['status'] === 'open'
      ? html`<a class="button" href="/local/checkout/${session.id}">Open the payment page</a>`
      : html``;
  if (intent['status'] === 'processing')
    return html`${act(`${session.id}/succeed`, 'The bank confirms it')}${act(`${session.id}/fail`, 'The bank refuses it', 'bad')}`;
  if (charge === undefined) return html``;
  const left = Number(charge['amount']) - Number(charge['amount_refunded']);
  const open = disputes.find(({ status }: Record<string, unknown>) => status !== 'won' && status !== 'lost');
  if (open !== undefined)
    return html`${act(`${open.id}/win`, 'Win the dispute')}${act(`${open.id}/lose`, 'Lose the dispute', 'bad')}`;
  const done = refunds.filter(({ status }: Record<string, unknown>) => status === 'succeeded');
  return html`${
    left > 0 &&
    charge['disputed'] !== true &&
    html`${act(`${intent.id}/refund`, `Refund ${moneyText(left, charge['currency'])}`)}${act(
      `${intent.id}/refund`,
      'Refund a part',
      'quiet',
      html`<label for="amount-${intent.id}" class="soft">Cents</label> <input id="amount-${intent.id}" name="amount" type="number" min="1" max="${left}" value="${Math.min(10_000, left)}" style="width:8rem">`,
    )}${act(`${intent.id}/dispute`, 'The buyer disputes it', 'bad')}`
  }${done.map(({ id }) => act(`${id}/fail-refund`, `The bank sends ${id.slice(0, 9)}… back`, 'bad'))}`;
};

const money = ({ refunds, disputes }: ListedPayment): Html =>
  html`${refunds.map((one) => tag(`refund ${moneyText(one['amount'], one['currency'])}: ${String(one['status'])}`))}${disputes.map((one) => tag(`dispute: ${String(one['status'])}`, 'bad'))}`;

const deliveryText = (deliveries: readonly Delivery[]): string =>
  deliveries
    .map(({ state, told }) => (state === 'delivered' ? 'delivered' : `${state}${told === null ? '' : ` (${told})`}`))
    .join(', ') || 'not sent';

const eventRow = ({ event, deliveries }: ListedPayment['events'][number]): Html =>
  html`<tr><td>${String(event['type'])}<br><span class="soft">${event.id} · ${deliveryText(deliveries)}</span></td><td>${act(`${event.id}/redeliver`, 'Send again, twice')}</td></tr>`;

/** `/local/payments`: what was paid, what banks and buyers may do about it, and the events that told of it. */
export const paymentsPage = (payments: readonly ListedPayment[], said: string | undefined): string =>
  page(
    'Payments',
    '/local/payments',
    html`<h1>Payments</h1>
<p class="lead">The Stripe account of this machine: what buyers did on its payment pages, and what they and their banks may still do. Each thing sends signed events to the product.</p>
${said !== undefined && html`<p class="note" role="status">${said}</p>`}
${payments.length === 0 && html`<p class="note">Nothing was bought yet. Follow the link to a report in a mail of the <a href="/local/inbox">inbox</a> and press its button.</p>`}
${payments.map(
  (
    payment,
  ) => html`<section class="panel" style="margin:1rem 0" aria-label="${payment.session.id}"><div class="split"><b>${moneyText(payment.session['amount_total'], payment.session['currency'])} · ${(payment.session['local'] as Readonly<{ product: string }>).product}</b><span class="soft">${moment(payment.session.created * 1_000)}</span></div>
<p>${statusOf(payment)}${money(payment)}<br><span class="soft">${emailOf(payment.session)} ${payment.session.id}</span></p>
<div>${actions(payment)}</div>
${payment.events.length > 0 && html`<details><summary>Events (${payment.events.length})</summary><div class="scroll"><table>${payment.events.map(eventRow)}</table></div></details>`}</section>`,
)}`,
  );

const emailOf = (session: StripeObject): string => {
  const details = session['customer_details'] as Readonly<{ email?: string }> | null;
  return details?.email === undefined ? '' : `${details.email} ·`;
};
