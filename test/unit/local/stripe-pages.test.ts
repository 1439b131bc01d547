import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { type LocalStripe, startLocalStripe } from '../../../lib/local/stripe/local-stripe.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'stripe-'));
const received: { body: string; signature: string }[] = [];
let answers = 200;
let stripe: LocalStripe;
const front = createServer((request, response) => {
  if (request.url === '/webhooks/stripe') {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString('utf8');
    });
    request.on('end', () => {
      received.push({ body, signature: String(request.headers['stripe-signature']) });
      response.writeHead(answers).end();
    });
    return;
  }
  void stripe.pages(request, response);
});
let origin = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const address = front.address();
  origin = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`;
  stripe = await startLocalStripe({ dataDir, origin, onFault: () => undefined });
});
afterAll(async () => {
  await stripe.close();
  await new Promise((resolve) => front.close(resolve));
  rmSync(dataDir, { recursive: true });
});

const client = () => {
  const { hostname, port } = new URL(stripe.url);
  return new Stripe(stripe.secret.secretKey, { host: hostname, port, protocol: 'http', telemetry: false });
};
const idOf = (one: string | { id: string } | null): string => (typeof one === 'string' ? one : (one?.id ?? ''));
const begin = async () =>
  client().checkout.sessions.create({
    mode: 'payment',
    line_items: [
      {
        quantity: 1,
        price_data: { currency: 'usd', unit_amount: 39_900, product_data: { name: 'Report of <b>Bäckerei</b>' } },
      },
    ],
    consent_collection: { promotions: 'auto' },
    success_url: `${origin}/bought?session={CHECKOUT_SESSION_ID}`,
    cancel_url: `${origin}/cancelled`,
  });
const press = (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  fetch(`${origin}/local/${path}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers });
const see = async (path: string) => {
  const answer = await fetch(`${origin}/local/${path}`);
  return { status: answer.status, text: await answer.text() };
};

test('the payment page shows product and price, takes the payment, leads back, and sends a signed event', async () => {
  const { id, url } = await begin();
  expect(url).toBe(`${origin}/local/checkout/${id}`);
  const page = await see(`checkout/${id}`);
  expect(page.text).toContain('$399.00');
  expect(page.text).toContain('Report of &lt;b&gt;Bäckerei');
  const paid = await press(`checkout/${id}/pay`, { email: 'a@b.example', how: 'card' });
  expect([paid.status, paid.headers.get('location')]).toEqual([303, `${origin}/bought?session=${id}`]);
  const completed = received.find(({ body }) => body.includes('checkout.session.completed'));
  const [secret = ''] = stripe.secret.webhookSecrets;
  expect(Stripe.webhooks.constructEvent(completed?.body ?? '', completed?.signature ?? '', secret).type).toBe(
    'checkout.session.completed',
  );
  expect((await see(`checkout/${id}`)).text).toContain('You are all done here');
});

test('a declined card, a broken address and leaving take no money', async () => {
  const { id } = await begin();
  const said = async (fields: Record<string, string>) =>
    (await press(`checkout/${id}/pay`, fields)).headers.get('location');
  expect(await said({ email: 'nobody', how: 'card' })).toContain('incomplete');
  const declined = await said({ email: 'a@b.example', how: 'decline', consent: 'yes' });
  expect(declined).toContain('declined');
  expect((await fetch(`${origin}${String(declined)}`)).status).toBe(200);
  expect(await said({ email: 'a@b.example', how: 'leave', consent: 'yes' })).toBe(`${origin}/cancelled`);
  expect(await client().checkout.sessions.retrieve(id)).toMatchObject({
    status: 'open',
    consent: { promotions: 'opt_in' },
  });
  await press(`checkout/${id}/expire`);
  expect((await see(`checkout/${id}`)).text).toContain('has expired');
  expect((await press(`checkout/${id}/pay`, { email: 'a@b.example', how: 'card' })).headers.get('location')).toContain(
    'expired',
  );
});

test('on the page of payments buyers and banks do the rest, each told by events, and an event can be sent again twice', async () => {
  const debit = await begin();
  await press(`checkout/${debit.id}/pay`, { email: 'a@b.example', how: 'debit' });
  expect((await see('payments')).text).toContain('The bank confirms it');
  await press(`payments/${debit.id}/succeed`);
  const paid = await client().checkout.sessions.retrieve(debit.id);
  const intent = idOf(paid.payment_intent);
  await press(`payments/${intent}/refund`, { amount: '100' });
  const [refund] = (await client().refunds.list({ payment_intent: intent })).data;
  await press(`payments/${String(refund?.id)}/fail-refund`);
  await press(`payments/${intent}/dispute`);
  const [dispute] = (await client().disputes.list({ payment_intent: intent })).data;
  expect((await see('payments')).text).toContain('Win the dispute');
  await press(`payments/${String(dispute?.id)}/win`);
  expect((await press(`payments/${String(dispute?.id)}/lose`)).headers.get('location')).toContain('closed+already');
  const types = received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
  expect(types).toEqual(
    expect.arrayContaining([
      'checkout.session.async_payment_succeeded',
      'refund.failed',
      'charge.dispute.funds_reinstated',
    ]),
  );
  const [event] = (await client().events.list({ types: ['refund.failed'] })).data;
  received.splice(0);
  const again = await press(`payments/${String(event?.id)}/redeliver`);
  expect(again.headers.get('location')).toContain('twice');
  expect(received.map(({ body }) => (JSON.parse(body) as { id: string }).id)).toEqual([event?.id, event?.id]);

  const refused = await begin();
  await press(`checkout/${refused.id}/pay`, { email: 'a@b.example', how: 'debit' });
  await press(`payments/${refused.id}/fail`);
  const lost = await begin();
  await press(`checkout/${lost.id}/pay`, { email: 'a@b.example', how: 'card', amount: '100' });
  const of = idOf((await client().checkout.sessions.retrieve(lost.id)).payment_intent);
  await press(`payments/${of}/dispute`);
  await press(`payments/${String((await client().disputes.list({ payment_intent: of })).data[0]?.id)}/lose`);
  const page = await see('payments');
  for (const words of ['failed', 'dispute: lost', '$1.00', 'refund $1.00: failed']) expect(page.text).toContain(words);
});

test('an event that is not answered is sent again, and what was left is sent by the next process', async () => {
  answers = 500;
  const { id } = await begin();
  received.splice(0);
  await press(`checkout/${id}/pay`, { email: 'a@b.example', how: 'card' });
  expect(received.length).toBeGreaterThan(0);
  const { secretKey } = stripe.secret;
  await stripe.close();
  answers = 200;
  received.splice(0);
  stripe = await startLocalStripe({ dataDir, origin, onFault: () => undefined, clock: () => Date.now() + 1_500 });
  expect(stripe.secret.secretKey).toBe(secretKey);
  stripe.start();
  for (let waited = 0; waited < 50 && received.length < 3; waited += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toContain(
    'checkout.session.completed',
  );
});

test('what is not there is not found, and other websites may not press its buttons', async () => {
  for (const path of ['checkout/cs_none', 'checkout', 'payments/x']) expect((await see(path)).status).toBe(404);
  expect((await press('payments/x/nothing')).status).toBe(404);
  expect((await press('checkout')).status).toBe(404);
  expect((await press('checkout/x/expire', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await press('checkout/x/expire', {}, { origin: 'https://evil.example' })).status).toBe(403);
});
