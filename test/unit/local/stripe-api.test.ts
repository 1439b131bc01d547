import type { NewSession } from '../../../lib/local/stripe/checkout-sessions.ts';
import { createStripeApi } from '../../../lib/local/stripe/stripe-api.ts';
import { createStripeBank } from '../../../lib/local/stripe/stripe-bank.ts';
import { createStripeStore, type StripeObject } from '../../../lib/local/stripe/stripe-store.ts';

const SESSION: NewSession = {
  amount: 39_900,
  currency: 'usd',
  product: 'Report',
  description: '',
  clientReferenceId: 'att_1',
  metadata: { token: 'att_1' },
  paymentMetadata: { token: 'att_1' },
  expiresAt: undefined,
  successUrl: 'https://app.example/bought',
  cancelUrl: '',
  collectsConsent: false,
};
const KEY = 'sk_test_1';

const account = () => {
  let now = Date.parse('2026-11-21T09:00:00.000Z');
  const store = createStripeStore(':memory:');
  const events: StripeObject[] = [];
  const bank = createStripeBank({
    store,
    clock: () => now,
    checkoutUrl: (id) => `/${id}`,
    onEvent: (event) => events.push(event),
  });
  const api = createStripeApi({ store, bank, secretKey: KEY });
  const ask = (method: string, path: string, body = '', headers: Record<string, string> = {}) => {
    const { status, body: text } = api({ method, path, body, headers: { authorization: `Bearer ${KEY}`, ...headers } });
    return { ...(JSON.parse(text) as Readonly<Record<string, unknown>>), status };
  };
  return {
    ...{ store, bank, events, ask, api },
    types: () => events.splice(0).map(({ type }) => type),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    paid: () => {
      const { id } = bank.createSession(SESSION);
      return String(bank.pay(id, { email: 'a@b.example' })['payment_intent']);
    },
  };
};

test('a card payment tells of the payment, the charge and the completed session, in that order, and its balance holds the fee', () => {
  const { bank, types, store } = account();
  const { id } = bank.createSession(SESSION);
  bank.pay(id, { email: 'a@b.example', consent: true });
  expect(types()).toEqual(['payment_intent.succeeded', 'charge.succeeded', 'checkout.session.completed']);
  expect(store.list('balance_transaction')).toMatchObject([{ amount: 39_900, fee: 1_187, net: 38_713 }]);
  expect(() => bank.pay(id, { email: 'a@b.example' })).toThrow('complete already');
  expect(() => bank.expire(id)).toThrow('complete');
});

test('a dispute withdraws the money with a fee and gives it back when it is won; each once', () => {
  const { bank, types, paid, store } = account();
  const intent = paid();
  types();
  const { id } = bank.dispute(intent);
  expect(types()).toEqual(['charge.dispute.created', 'charge.dispute.funds_withdrawn']);
  expect(() => bank.dispute(intent)).toThrow('disputed already');
  expect(() => bank.refund(intent, undefined)).toThrow('charged back');
  bank.closeDispute(id, 'won');
  expect(types()).toEqual(['charge.dispute.funds_reinstated', 'charge.dispute.closed']);
  expect(() => bank.closeDispute(id, 'lost')).toThrow('closed already');
  expect(
    store.list('balance_transaction').reduce((sum, { net }: Record<string, unknown>) => sum + Number(net), 0),
  ).toBe(39_900 - 1_187 - 1_500);
});

test('refunds never exceed the charge, and one that the bank sends back can be given again', () => {
  const { bank, paid, types } = account();
  const intent = paid();
  types();
  expect(() => bank.refund(intent, 39_901)).toThrow('greater than');
  const { id } = bank.refund(intent, undefined);
  expect(types()).toEqual(['refund.created', 'charge.refunded']);
  expect(() => bank.refund(intent, undefined)).toThrow('already been refunded');
  expect(() => bank.dispute(intent)).toThrow('nothing to dispute');
  bank.endRefund(id, 'failed');
  expect(types()).toEqual(['refund.failed']);
  expect(bank.refund(intent, undefined)['amount']).toBe(39_900);
});

test('a session lasts as long as it was asked to, half an hour at least and a day at most', () => {
  const { bank, pass, types } = account();
  expect(() => bank.createSession({ ...SESSION, expiresAt: 1 })).toThrow('30 minutes and 24 hours');
  const { id, created } = bank.createSession({ ...SESSION });
  expect(bank.session(id)['expires_at']).toBe(created + 86_400);
  pass(86_400_000);
  expect(bank.session(id)).toMatchObject({ status: 'expired', url: null });
  expect(types()).toEqual(['checkout.session.expired']);
  expect(bank.expireDue()).toBe(0);
});

test('the same idempotency key is the same answer, and with other parameters an error', () => {
  const { ask, store } = account();
  const body = new URLSearchParams({
    'line_items[0][price_data][currency]': 'usd',
    'line_items[0][price_data][unit_amount]': '39900',
    'line_items[0][price_data][product_data][name]': 'Report',
    'line_items[0][quantity]': '1',
    success_url: 'https://app.example/bought',
  }).toString();
  const first = ask('POST', '/v1/checkout/sessions', body, { 'idempotency-key': 'k' });
  expect(ask('POST', '/v1/checkout/sessions', body, { 'idempotency-key': 'k' })).toEqual(first);
  expect(store.list('checkout.session')).toHaveLength(1);
  expect(ask('POST', '/v1/checkout/sessions', `${body}&locale=de`, { 'idempotency-key': 'k' })).toMatchObject({
    status: 400,
    error: { type: 'idempotency_error' },
  });
});

test('lists are newest first, filtered, by pages, expanded; single objects too', () => {
  const { ask, paid, pass, bank } = account();
  const first = paid();
  pass(60_000);
  const second = paid();
  bank.refund(second, 100);
  const page = ask('GET', '/v1/payment_intents?limit=1');
  expect(page).toMatchObject({ has_more: true, data: [{ id: second }] });
  expect(ask('GET', `/v1/payment_intents?limit=1&starting_after=${second}`)).toMatchObject({
    has_more: false,
    data: [{ id: first }],
  });
  const since = Date.parse('2026-11-21T09:00:30.000Z') / 1_000;
  expect(ask('GET', `/v1/payment_intents?created[gte]=${String(since)}`)).toMatchObject({ data: [{ id: second }] });
  expect(ask('GET', `/v1/refunds?payment_intent=${first}`)).toMatchObject({ data: [] });
  expect(ask('GET', `/v1/refunds?payment_intent=${second}&expand[0]=data.charge`)).toMatchObject({
    data: [{ charge: { object: 'charge' } }],
  });
  expect(ask('GET', '/v1/events?types[0]=refund.created')).toMatchObject({ data: [{ type: 'refund.created' }] });
  expect(ask('GET', `/v1/payment_intents/${first}?expand[0]=latest_charge.balance_transaction`)).toMatchObject({
    latest_charge: { balance_transaction: { fee: 1_187 } },
  });
  expect(JSON.stringify(ask('GET', '/v1/checkout/sessions'))).not.toContain('"local"');
});

test.each([
  ['GET', '/v1/customers', '', 404],
  ['GET', '/v1/charges/ch_none', '', 404],
  ['GET', '/v1/checkout/sessions/cs_none', '', 404],
  ['POST', '/v1/charges', '', 404],
  ['GET', '/v1/refunds?limit=101', '', 400],
  ['GET', '/v1/refunds?limit=x', '', 400],
  ['POST', '/v1/checkout/sessions', '', 400],
  ['POST', '/v1/checkout/sessions', 'line_items[0][price_data][currency]=usd', 400],
  ['POST', '/v1/checkout/sessions', 'line_items[0][price_data][currency]=usd&client_reference_id=a b', 400],
  ['POST', '/v1/refunds', '', 400],
  ['POST', '/v1/refunds', 'payment_intent=pi_none', 404],
] as const)('%s %s is refused by name', (method, path, body, status) => {
  expect(account().ask(method, path, body)).toMatchObject({ status, error: { message: expect.stringMatching(/./) } });
});

test('a wrong key is not answered, and what cannot be expanded is said', () => {
  const { ask, paid } = account();
  expect(ask('GET', '/v1/refunds', '', { authorization: 'Bearer sk_test_2' })).toMatchObject({ status: 401 });
  expect(ask('GET', `/v1/payment_intents/${paid()}?expand[0]=metadata`)).toMatchObject({ status: 400 });
});

test('a session can be ended through the API', () => {
  const { ask, bank } = account();
  const { id } = bank.createSession(SESSION);
  expect(ask('POST', `/v1/checkout/sessions/${id}/expire`)).toMatchObject({ status: 200, id });
  expect(bank.session(id)['status']).toBe('expired');
});
