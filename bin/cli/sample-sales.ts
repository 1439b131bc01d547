import { setTimeout as pause } from 'node:timers/promises';
import { PurchaseDetail, PurchaseView } from '../../functions/payments/contract.ts';
import { ledgerRoutes } from '../../functions/payments/ledger-contract.ts';
import { MessageDetail, MessageView } from '../../functions/sending/contract.ts';
import type { ApiClient } from './api-client.ts';
import { followDeliveries } from './sample-deliveries.ts';
import type { Terminal } from './terminal.ts';

/** Recipients who buy the report; one of them wants the money back. */
const BUYERS = 2;
const POLL_EVERY_MS = 1_000;
const LONGEST_WAIT = 180;

type Recipient = Readonly<{ address: string; teaser: string }>;
type Ports = Readonly<{ api: ApiClient; terminal: Terminal }>;

/**
 * Lets two recipients of the sample run do what recipients do, by the same ways: open the mail, follow its link to the teaser, buy the report on the payment
 * page of this machine. One gets the money back, after the report has come or was waited for in vain. Tells what the run brought in. What was done by a start that
 * was interrupted is not done again.
 * @throws Error when something that must follow does not, naming it
 */
export const playSampleSales = async ({ api, terminal }: Ports, runId: string): Promise<void> => {
  const buyers = await recipientsOf(api, runId);
  if (buyers.length === 0) return;
  terminal.line('');
  const before = (await purchases(api)).filter(({ paidAt }) => paidAt !== null);
  for (const buyer of buyers)
    if (!before.some(({ buyerEmail }) => buyerEmail === buyer.address)) await buy(api.url, buyer);
  const bought = await until(
    'both sales are booked and their reports ordered',
    () => sold(api),
    (all) => all.length >= buyers.length,
  );
  for (const { amount, companyName, domain, id } of bought) {
    const { chain } = await api.call('GET', `/purchases/${id}`, PurchaseDetail);
    terminal.line(
      `Sold: the report on ${companyName ?? domain} for $${String(amount.amount / 100)}, by variant ${chain?.variant ?? '?'} of the mail that was followed`,
    );
  }
  if (!bought.some(isRefunded)) {
    const delivered = await followDeliveries({ api, terminal }, bought);
    if (bought.length > 1) await giveBack({ api, terminal }, bought, delivered);
  }
  await tellRevenue({ api, terminal }, runId);
};

const isRefunded = ({ state }: PurchaseView): boolean => state === 'refunded';

/** One of them gets the money back: rather one whose report has come. */
const giveBack = async (
  { api, terminal }: Ports,
  bought: readonly PurchaseView[],
  delivered: readonly PurchaseView['id'][],
): Promise<void> => {
  const returned = bought.find(({ id }) => delivered.includes(id)) ?? bought[0];
  if (returned === undefined) return;
  await api.call('POST', `/purchases/${returned.id}/refund`, PurchaseDetail, {});
  await until(
    'the refund is booked',
    () => purchases(api),
    (all) => all.some((purchase) => purchase.id === returned.id && isRefunded(purchase)),
  );
  const then = delivered.includes(returned.id) ? 'the links to it are closed' : 'it is not delivered any more';
  terminal.line(`Refunded: the report on ${returned.companyName ?? returned.domain}; ${then}`);
};

/** Purchases whose report was handed over to be made, given back since or not. */
const sold = async (api: ApiClient): Promise<readonly PurchaseView[]> =>
  (await purchases(api)).filter((purchase) => purchase.state === 'fulfilled' || isRefunded(purchase));

const purchases = async (api: ApiClient): Promise<readonly PurchaseView[]> => {
  const found: PurchaseView[] = [];
  for await (const purchase of api.all('/purchases', PurchaseView)) found.push(purchase);
  return found;
};

/** Of the first companies whose mail was delivered, one person each, with the link to the teaser. */
const recipientsOf = async (api: ApiClient, runId: string): Promise<readonly Recipient[]> => {
  const chosen = new Map<string, Recipient>();
  for await (const { id, domain } of api.all(`/runs/${runId}/messages?state=delivered`, MessageView)) {
    if (chosen.has(domain)) continue;
    const { body, toAddress: address } = await api.call('GET', `/messages/${id}`, MessageDetail);
    const teaser = body.match(/https?:\/\/\S+\/r\/[\w.~-]+/)?.[0];
    if (teaser !== undefined) chosen.set(domain, { address, teaser });
    if (chosen.size === BUYERS) break;
  }
  return [...chosen.values()];
};

const post = (url: string, fields: Readonly<Record<string, string>>): Promise<Response> =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

/** From the inbox to the payment, as a browser would go. */
const buy = async (url: string, { address, teaser }: Recipient): Promise<void> => {
  const inbox = await (await fetch(`${url}/local/inbox?to=${encodeURIComponent(address)}`)).text();
  const mail = /\/local\/inbox\/[\w%.-]+/.exec(inbox.slice(inbox.indexOf('<ul class="rows"')))?.[0];
  if (mail === undefined) throw new Error(`The inbox holds no mail to ${address}`);
  await post(`${url}${mail}/open`, {});
  const markup = await (await fetch(`${url}${mail}/html`)).text();
  const links = [...markup.matchAll(/<a\s[^>]*href="([^"]+)"[^>]*>([^<]*)</g)];
  const link = links.find(([, , text = '']) => text.includes(teaser))?.[1];
  if (link === undefined) throw new Error(`The mail to ${address} does not lead to ${teaser}`);
  await post(`${url}${mail}/click`, { link: link.replaceAll('&amp;', '&') });

  const page = await (await fetch(teaser)).text();
  const form = /<form method="post" action="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
  if (form === undefined) throw new Error(`The page ${teaser} offers nothing to buy`);
  const answer = await post(new URL(form, teaser).href, {});
  // Paid before an earlier start was interrupted: the event that tells of it is on its way.
  if (answer.status === 409) return;
  const checkout = answer.headers.get('location');
  if (checkout === null) throw new Error(`The checkout of ${teaser} leads nowhere`);
  const paid = await post(`${checkout}/pay`, { email: address, how: 'card' });
  if (paid.status !== 303) throw new Error(`The payment page answered ${String(paid.status)}`);
};

const until = async <Value>(
  what: string,
  read: () => Promise<Value>,
  holds: (value: Value) => boolean,
): Promise<Value> => {
  for (let waited = 0; waited < LONGEST_WAIT; waited += 1) {
    const value = await read();
    if (holds(value)) return value;
    await pause(POLL_EVERY_MS);
  }
  throw new Error(`It took more than ${String(LONGEST_WAIT)} s until ${what}`);
};

const tellRevenue = async ({ api, terminal }: Ports, runId: string): Promise<void> => {
  const { revenue } = await api.call('GET', `/runs/${runId}/revenue`, ledgerRoutes.getRunRevenue.response);
  for (const { currency, gross, refunds, costs, net, roiText } of revenue) {
    const money = (amount: number): string => `${amount.toFixed(2)} ${currency}`;
    terminal.line(
      `Revenue of the run: ${money(gross)} sold, ${money(refunds.amount)} given back, ${money(costs.total)} cost, ${money(net)} net; return on cost ${roiText}`,
    );
  }
};
