import { createAnswerCheckout } from '../../../functions/payments/answer-checkout.ts';
import { readOrigin } from '../../../functions/payments/checkout-form.ts';
import { checkoutPageRoutes } from '../../../functions/payments/contract.ts';
import { createServeCheckout } from '../../../functions/payments/serve-checkout.ts';
import { createStartCheckout, SESSION_LASTS } from '../../../functions/payments/start-checkout.ts';
import { createApi } from '../../../functions/platform/http/api.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { DAY, HOUR, MINUTE } from '../../../functions/platform/time.ts';
import { createPaymentWorld, NOWHERE, ORIGIN, type PaymentWorld, workspaceId } from '../../support/payment-world.ts';

const buyer = 'boss@bakery.example';
const serve = (world: PaymentWorld) => createAnswerCheckout({ start: world.start, log: silentLog });
/** A page as the API answers it. */
const show = (purchases: Pick<PaymentWorld['purchases'], 'byReference'>) => (event: ReturnType<typeof look>) =>
  createApi({ routes: checkoutPageRoutes, handlers: createServeCheckout({ purchases }), log: silentLog })(
    event as never,
    {} as never,
  );
const click = (token: string, more: Readonly<Record<string, unknown>> = {}) => ({
  body: '',
  isBase64Encoded: false,
  headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
  pathParameters: { token },
  queryStringParameters: null,
  requestContext: { requestId: 'request' },
  ...more,
});
const look = (token: string, page: 'bought' | 'cancelled', session?: string) => ({
  ...click(token),
  httpMethod: 'GET',
  resource: `/reports/{token}/${page}`,
  queryStringParameters: session === undefined ? null : { session },
});

test('a click leads on to a session with our price, token, metadata and key, that ends within a day', async () => {
  const world = await createPaymentWorld();
  const answer = await serve(world)(click(world.teaser.token));
  expect(answer.statusCode).toBe(303);
  const [request] = world.requests;
  expect(request?.headers['idempotency-key']).toBe((await world.purchase()).id);
  const purchase = await world.purchase();
  expect(answer.headers?.['location']).toBe(`${ORIGIN}/local/checkout/${String(purchase.sessionId)}`);
  expect(purchase).toMatchObject({ state: 'created', amount: { amount: 39_900, currency: 'usd' }, livemode: false });
  expect(purchase.token).toMatch(/^att_[\w-]{27}$/);
  const form = new URLSearchParams(request?.body);
  expect(Object.fromEntries(form)).toMatchObject({
    client_reference_id: purchase.token,
    'metadata[token]': purchase.token,
    'payment_intent_data[metadata][token]': purchase.token,
    'line_items[0][price_data][unit_amount]': '39900',
    'line_items[0][price_data][currency]': 'usd',
    success_url: `${ORIGIN}/reports/${world.teaser.token}/bought?session={CHECKOUT_SESSION_ID}`,
    cancel_url: `${ORIGIN}/reports/${world.teaser.token}/cancelled`,
    'consent_collection[promotions]': 'auto',
  });
  expect(Number(form.get('expires_at')) * 1_000 - world.clock()).toBeLessThanOrEqual(DAY);
});

test('two clicks at once, and a third one later, come to the same session', async () => {
  const world = await createPaymentWorld();
  const answers = await Promise.all([1, 2, 3].map(() => serve(world)(click(world.teaser.token))));
  answers.push(await serve(world)(click(world.teaser.token)));
  expect(new Set(answers.map(({ headers }) => headers?.['location'])).size).toBe(1);
  expect(world.stripeStore.list('checkout.session')).toHaveLength(1);
  const page = await world.purchases.list(workspaceId, {}, { limit: 10 });
  expect(page?.purchases).toHaveLength(1);
});

test('a session that has ended is followed by a new one, which alone can be paid', async () => {
  const world = await createPaymentWorld();
  const first = await world.click();
  world.pass(2 * HOUR);
  world.bank.expire(first);
  const second = await world.click();
  expect(second).not.toBe(first);
  const page = await world.purchases.list(workspaceId, {}, { limit: 10 });
  expect(page?.purchases.map(({ state }) => state)).toEqual(['created', 'expired']);
  world.pass(23 * HOUR);
  expect(await world.click()).not.toBe(second);
});

test('what was bought is not sold again, before its event came as well as after; refunded it may be bought anew', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer });
  expect(await world.start(world.teaser.token, NOWHERE)).toEqual({ ok: false, reason: 'already_bought' });
  await world.deliverAll();
  const refused = await serve(world)(click(world.teaser.token));
  expect([refused.statusCode, refused.body]).toEqual([409, expect.stringContaining('already yours')]);
  const other = await world.links.make({ workspaceId, reportId: world.report.id, kind: 'teaser' });
  expect(await world.start(other.token, NOWHERE)).toEqual({ ok: false, reason: 'already_bought' });
  world.bank.refund(String((await world.purchase()).paymentIntentId), undefined);
  await world.deliverAll();
  expect(await world.start(world.teaser.token, NOWHERE)).toMatchObject({ ok: true });
});

test('links that ended, were taken back, are forged or show a bought report say so on a page', async () => {
  const world = await createPaymentWorld();
  const revoked = await world.links.make({ workspaceId, reportId: world.report.id, kind: 'teaser' });
  await world.links.revoke(workspaceId, revoked.link.id, world.report.id);
  const full = await world.links.make({ workspaceId, reportId: world.report.id, kind: 'full' });
  for (const [token, status, words] of [
    [revoked.token, 410, 'withdrawn'],
    [full.token, 404, 'nothing to buy'],
    ['forged.token', 404, 'not one of ours'],
  ] as const) {
    const answer = await serve(world)(click(token));
    expect([answer.statusCode, answer.body]).toEqual([status, expect.stringContaining(words)]);
  }
  world.pass(61 * DAY);
  expect((await serve(world)(click(world.teaser.token))).statusCode).toBe(410);
  expect(world.requests).toEqual([]);
});

test('who asks for JSON is told the address, or the problem', async () => {
  const world = await createPaymentWorld();
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
  const answer = await serve(world)(click(world.teaser.token, { headers, body: '{"utm_source":"news"}' }));
  expect(answer.statusCode).toBe(200);
  expect(JSON.parse(answer.body)).toEqual({
    url: expect.stringContaining('/local/checkout/'),
    purchaseId: (await world.purchase()).id,
  });
  expect((await world.purchase()).utm.source).toBe('news');
  const refused = await serve(world)(
    click('forged', { headers: { 'content-type': 'application/json' }, body: 'no json' }),
  );
  expect(JSON.parse(refused.body)).toMatchObject({ status: 404, errorCode: 'unknown_link', traceId: 'request' });
  const list = await serve(world)(click('forged', { headers: { 'content-type': 'application/json' }, body: '[1]' }));
  expect(list.statusCode).toBe(404);
});

test('a payment page that cannot be reached is told as such, and nothing is charged', async () => {
  const world = await createPaymentWorld();
  const broken = createAnswerCheckout({ start: async () => Promise.reject(new Error('down')), log: silentLog });
  const page = await broken(click(world.teaser.token));
  expect([page.statusCode, page.body]).toEqual([502, expect.stringContaining('Nothing was charged')]);
  const json = await broken(click(world.teaser.token, { headers: { accept: 'application/json' } }));
  expect(JSON.parse(json.body)).toMatchObject({ status: 502, errorCode: 'payment_page_unreachable' });
});

test('a click whose session was never made can be repeated at any hour, also when too little of its day is left for one', async () => {
  const world = await createPaymentWorld();
  const { links, reports, purchases, clock, teaser, stripe } = world;
  const away = { ...stripe, createSession: async () => Promise.reject(new Error('Stripe is away')) };
  const failing = createStartCheckout({
    ...{ links, reports, purchases, clock, open: async () => ({ stripe: away, livemode: false }) },
  });
  await expect(failing(teaser.token, NOWHERE)).rejects.toThrow('Stripe is away');
  const begun = await world.purchase();
  world.pass(1 * HOUR);
  await world.click();
  expect((await world.purchase()).id).toBe(begun.id);

  await world.purchases.change(begun, (known) => ({ ...known, sessionId: null, sessionUrl: null }));
  world.pass(SESSION_LASTS - 1 * HOUR - 20 * MINUTE);
  await world.click();
  expect((await world.purchase()).id).not.toBe(begun.id);
});

test('without an account there is nothing to pay', async () => {
  const { links, reports, purchases, clock, teaser } = await createPaymentWorld();
  const start = createStartCheckout({ links, reports, purchases, clock, open: async () => undefined });
  expect(await start(teaser.token, NOWHERE)).toEqual({ ok: false, reason: 'payments_not_set_up' });
});

test('a session without an address, and clicks that lose every race, are faults', async () => {
  const world = await createPaymentWorld();
  const { links, reports, clock, teaser, stripe } = world;
  const without = createStartCheckout({
    ...{ links, reports, clock, purchases: world.purchases },
    open: async () => ({
      livemode: false,
      stripe: {
        ...stripe,
        createSession: async (...given) => ({ ...(await stripe.createSession(...given)), url: null }),
      },
    }),
  });
  await expect(without(teaser.token, NOWHERE)).rejects.toThrow('without an address');
  const losing = createStartCheckout({
    links,
    reports,
    clock,
    open: world.open,
    purchases: { ...world.purchases, create: async () => false, ofLink: async () => undefined },
  });
  await expect(losing(teaser.token, NOWHERE)).rejects.toThrow('faster at every try');
  const begun = await world.purchase();
  const ending = createStartCheckout({
    ...{ links, reports, clock, open: world.open },
    purchases: {
      ...world.purchases,
      ofLink: async () => ({ ...(await world.purchase()), sessionId: 'cs_test_gone' }),
      change: async (purchase) => ({ before: { ...begun, ...purchase }, after: { ...begun, ...purchase } }),
    },
  });
  await expect(ending(teaser.token, NOWHERE)).rejects.toThrow('ended at once');
});

test('the page after the payment tells how far it is, to who holds the link only', async () => {
  const world = await createPaymentWorld();
  const session = await world.click();
  const see = async (token = world.teaser.token, of: string | undefined = session) =>
    (await show(world.purchases)(look(token, 'bought', of))).body;
  expect(await see()).toContain('waiting for the confirmation');
  world.bank.pay(session, { email: buyer });
  await world.deliverAll();
  expect(await see()).toContain('b…@bakery.example');
  expect(await see()).toContain('$399');
  const other = await world.links.make({ workspaceId, reportId: world.report.id, kind: 'teaser' });
  for (const text of [await see(other.token), await see(undefined, ''), await see(undefined, 'cs_test_unknown')]) {
    expect(text).toContain('as soon as your payment is confirmed');
    expect(text).not.toContain('bakery');
  }
  const { id } = world.bank.dispute(String((await world.purchase()).paymentIntentId));
  await world.deliverAll();
  expect(await see()).toContain('disputed');
  world.bank.closeDispute(id, 'won');
  world.stripeStore.write({
    ...(world.stripeStore.list('charge')[0] ?? { id: '', object: '', created: 0 }),
    disputed: false,
  });
  world.bank.refund(String((await world.purchase()).paymentIntentId), undefined);
  await world.deliverAll();
  expect(await see()).toContain('refunded');
});

test.each([
  ['expired', 'has expired'],
  ['failed', 'payment failed'],
  ['created', 'the address that you gave'],
] as const)('a purchase that is %s has its page', async (state, words) => {
  const world = await createPaymentWorld();
  const session = await world.click();
  const purchase = await world.purchase();
  const page = show({ byReference: async () => ({ ...purchase, state }) });
  expect((await page(look(world.teaser.token, 'bought', session))).body).toContain(words);
});

test('the page for who turned back leads back, and no page needs a script or anything from elsewhere', async () => {
  const world = await createPaymentWorld();
  const page = await show(world.purchases)(look(world.teaser.token, 'cancelled'));
  expect(page.body).toContain(`href="/r/${world.teaser.token}"`);
  expect(page.body).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(page.body).not.toContain('<script');
  expect(page.headers?.['content-security-policy']).toContain("default-src 'none'");
});

test('UTM parameters, referrer and landing page are kept, cut, and never refused', () => {
  expect(readOrigin({}, {}, undefined)).toEqual(NOWHERE);
  expect(
    readOrigin(
      {
        utm_source: ' mail ',
        utm_term: 'x'.repeat(500),
        referrer: 'https://news.example/a',
        landing_page: 'https://app.example.com/r/t?utm_campaign=spring&utm_source=page',
      },
      { utm_medium: 'email', utm_source: '' },
      'https://app.example.com/r/t',
    ),
  ).toEqual({
    utm: { source: 'mail', medium: 'email', campaign: 'spring', term: 'x'.repeat(200), content: null },
    referrer: 'https://news.example/a',
    landingPage: 'https://app.example.com/r/t?utm_campaign=spring&utm_source=page',
  });
  expect(
    readOrigin({ referrer: 'javascript:alert(1)', landing_page: 7 }, {}, 'https://app.example.com/r/t?utm_content=b'),
  ).toMatchObject({
    utm: { content: 'b' },
    referrer: null,
    landingPage: 'https://app.example.com/r/t?utm_content=b',
  });
  expect(readOrigin({}, {}, 'about:blank').landingPage).toBeNull();
  expect(readOrigin({ utm_source: 'a\nb' }, {}, 'https://').utm.source).toBe('a b');
});

test('a form that is larger than any of ours, or sent as base64, is still a click', async () => {
  const world = await createPaymentWorld();
  const body = Buffer.from('utm_source=coded').toString('base64');
  await serve(world)(click(world.teaser.token, { body, isBase64Encoded: true, headers: {} }));
  expect((await world.purchase()).utm.source).toBe('coded');
  const large = await createPaymentWorld();
  const answer = await serve(large)(
    click(large.teaser.token, { body: `utm_source=${'x'.repeat(70_000)}`, headers: { accept: '*/*' } }),
  );
  expect([answer.statusCode, (await large.purchase()).utm.source]).toEqual([303, null]);
});
