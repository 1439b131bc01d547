import { rmSync } from 'node:fs';
import Stripe from 'stripe';
import * as z from 'zod';
import { PurchaseDetail, PurchaseView } from '../../functions/payments/contract.ts';
import { testFolder } from '../support/campaign-files.ts';
import { type PaymentSystem, startPaymentSystem } from '../support/payment-system.ts';
import { until } from '../support/until.ts';

const folder = testFolder();
const BUYER = 'boss@bakery.example';
let system: PaymentSystem;

beforeAll(async () => {
  system = await startPaymentSystem(`${folder}/data`);
});
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

const press = (path: string, fields: Record<string, string> = {}) =>
  fetch(`${system.url}${path}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
const page = async (path: string): Promise<string> => (await fetch(new URL(path, system.url))).text();

/** Presses "buy" on a teaser; gives the session that it leads to. */
const click = async (token: string): Promise<string> => {
  const answer = await press(`/reports/${token}/checkout`, {
    utm_source: 'throughline',
    utm_campaign: 'spring',
    landing_page: `${system.url}/r/${token}?utm_source=throughline`,
  });
  expect(answer.status).toBe(303);
  return /\/local\/checkout\/(cs_test_\w+)$/.exec(answer.headers.get('location') ?? '')?.[1] ?? '';
};
const pay = (session: string, fields: Record<string, string> = {}) =>
  press(`/local/checkout/${session}/pay`, { email: BUYER, how: 'card', ...fields });

const purchases = async (): Promise<PurchaseView[]> => {
  const found: PurchaseView[] = [];
  for await (const one of system.api.all('/purchases', PurchaseView)) found.push(one);
  return found;
};
const purchaseOf = async (reportId: string) => (await purchases()).find((one) => one.reportId === reportId);
const inState = (reportId: string, state: string) =>
  until(async () => {
    const found = await purchaseOf(reportId);
    return found?.state === state ? found : undefined;
  });
const detail = (purchaseId: string) => system.api.call('GET', `/purchases/${purchaseId}`, PurchaseDetail);
/** What is booked of a payment: the purchase is written before the ledger, so every event is waited for. */
const ledgerOf = async (paymentIntentId: string | null) => {
  await quiet();
  return (await system.items('LedgerTransaction'))
    .filter((item) => item['paymentIntentId'] === paymentIntentId)
    .map(({ kind }) => String(kind))
    .sort();
};
/** Every event that Stripe sent is worked through. */
const quiet = () =>
  until(async () =>
    (await system.items('StripeEvent')).every(({ processedAt }) => processedAt !== null) ? true : undefined,
  );
const post = (body: string, signature: string) =>
  fetch(`${system.url}/webhooks/stripe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': signature },
    body,
  });

test('from the click on a teaser to a fulfilled purchase with its sale, and refunds by the team and in the account', async () => {
  const { token, reportId } = await system.offer('ann@bakery.example');
  const session = await click(token);
  expect(await click(token)).toBe(session);
  expect(await page(`/local/checkout/${session}`)).toContain('$399.00');
  const paid = await pay(session);
  const back = paid.headers.get('location') ?? '';
  expect(back).toBe(`${system.url}/reports/${token}/bought?session=${session}`);
  const { id } = await inState(reportId, 'fulfilled');
  expect(await page(back)).toContain('b…@bakery.example');
  const purchase = await detail(id);
  expect(purchase).toMatchObject({
    buyerEmail: BUYER,
    chain: { how: 'token', variant: 'problem', step: 1, domain: 'bakery.example', forwarded: true },
    utm: { source: 'throughline', campaign: 'spring' },
    amount: { amount: 39_900, currency: 'usd' },
    fee: { amount: { amount: 1_187, currency: 'usd' } },
  });
  expect(await ledgerOf(purchase.paymentIntentId)).toEqual(['fee', 'sale']);
  const again = await press(`/reports/${token}/checkout`);
  expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('already yours')]);

  const part = await system.api.call('POST', `/purchases/${id}/refund`, PurchaseDetail, { amount: 9_900 });
  expect(part).toMatchObject({ state: 'partly_refunded', refundedAmount: 9_900, refundable: 30_000 });
  await press(`/local/payments/${String(purchase.paymentIntentId)}/refund`);
  expect(await inState(reportId, 'refunded')).toMatchObject({ refundedAmount: 39_900 });
  expect(await ledgerOf(purchase.paymentIntentId)).toEqual(['fee', 'refund', 'refund', 'sale']);
  expect(await click(token)).not.toBe(session);
});

test('a dispute takes the money back until it is won; each of its events sent twice more changes nothing', async () => {
  const { token, reportId } = await system.offer('ann@joinery.example');
  await pay(await click(token));
  const { id } = await inState(reportId, 'fulfilled');
  const { paymentIntentId } = await detail(id);
  await press(`/local/payments/${String(paymentIntentId)}/dispute`);
  const { disputes } = await detail((await inState(reportId, 'disputed')).id);
  await press(`/local/payments/${String(disputes[0]?.id)}/win`);
  await inState(reportId, 'fulfilled');
  const booked = await ledgerOf(paymentIntentId);
  expect(booked).toEqual(['dispute', 'dispute', 'fee', 'fee', 'sale']);
  const events = (await system.items('StripeEvent')).filter((item) => item['purchaseId'] === id);
  expect(events.length).toBeGreaterThan(3);
  for (const { pk } of events) await press(`/local/payments/${String(pk).slice('STRIPEEVENT#'.length)}/redeliver`);
  await quiet();
  expect(await ledgerOf(paymentIntentId)).toEqual(booked);
});

test('a bank debit is fulfilled when it is confirmed; one that is refused, and a page that expired, can be tried again', async () => {
  const { token, reportId } = await system.offer('ann@florist.example');
  const debit = await click(token);
  await pay(debit, { how: 'debit' });
  await quiet();
  expect(await purchaseOf(reportId)).toMatchObject({ state: 'created' });
  await press(`/local/payments/${debit}/fail`);
  await inState(reportId, 'failed');
  const second = await click(token);
  await press(`/local/checkout/${second}/expire`);
  await inState(reportId, 'expired');
  const third = await click(token);
  await pay(third, { how: 'debit' });
  await press(`/local/payments/${third}/succeed`);
  await inState(reportId, 'fulfilled');
});

test('another amount than was asked for is flagged, and no money is recorded', async () => {
  const { token, reportId } = await system.offer('ann@garage.example');
  await pay(await click(token), { amount: '100' });
  const flagged = await until(async () => {
    const found = await purchaseOf(reportId);
    return found?.flag === null ? undefined : found;
  });
  expect(flagged).toMatchObject({ state: 'created', paidAt: null, flag: { reason: 'wrong_amount' } });
  expect(await ledgerOf((await detail(flagged.id)).paymentIntentId)).toEqual([]);
});

test('forged, stale and changed events are refused; an unknown session is kept and books nothing', async () => {
  const { webhookSecrets } = await system.account();
  const [secret = ''] = webhookSecrets;
  const event = {
    id: 'evt_unknown1',
    object: 'event',
    created: Math.floor(Date.now() / 1_000),
    livemode: false,
    type: 'checkout.session.completed',
    data: { object: { id: 'cs_test_unknown', object: 'checkout.session', client_reference_id: 'att_unknown' } },
  };
  const body = JSON.stringify(event);
  const sign = (payload: string, key: string, at = Date.now()) =>
    Stripe.webhooks.generateTestHeaderString({ payload, secret: key, timestamp: Math.floor(at / 1_000) });
  const before = (await system.items('LedgerTransaction')).length;
  for (const [sent, signature] of [
    [body, sign(body, 'whsec_forged')],
    [body, sign(body, secret, Date.now() - 600_000)],
    [body, sign(body, secret, Date.now() + 600_000)],
    [body.replace('att_unknown', 'att_other'), sign(body, secret)],
    [body, ''],
  ] as const) {
    const answer = await post(sent, signature);
    expect(answer.status).toBe(400);
    expect(z.object({ errorCode: z.string() }).parse(await answer.json()).errorCode).toBe('wrong_signature');
  }
  expect((await post(body, sign(body, secret))).status).toBe(200);
  expect((await post(body, sign(body, secret))).status).toBe(200);
  const kept = await until(async () =>
    (await system.items('StripeEvent')).find(
      ({ pk, processedAt }) => pk === 'STRIPEEVENT#evt_unknown1' && processedAt !== null,
    ),
  );
  expect(kept).toMatchObject({ outcome: 'unknown_session', purchaseId: null });
  expect((await system.items('LedgerTransaction')).length).toBe(before);
});

test('the hourly reconciliation finds nothing that is not as at Stripe', async () => {
  await quiet();
  const found = z
    .object({ compared: z.record(z.string(), z.number()), unrepaired: z.array(z.unknown()) })
    .parse(await system.invoke('ReconcilePayments', {}));
  expect(found.unrepaired).toEqual([]);
  expect(found.compared['sessions']).toBeGreaterThan(4);
});
