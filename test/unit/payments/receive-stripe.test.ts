import Stripe from 'stripe';
import { createReceiveStripe } from '../../../functions/payments/receive-stripe.ts';
import { createReadStripeAccount } from '../../../functions/payments/stripe-account.ts';
import { isSigned } from '../../../functions/payments/stripe-signature.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { MINUTE, SECOND } from '../../../functions/platform/time.ts';
import { createPaymentWorld } from '../../support/payment-world.ts';

const event = {
  id: 'evt_1',
  object: 'event',
  created: 1,
  livemode: false,
  type: 'checkout.session.completed',
  data: { object: { id: 'cs_test_1', object: 'checkout.session' } },
};

test('a signed event is kept as it came, queued and answered; the same again is not queued once it was worked through', async () => {
  const world = await createPaymentWorld();
  const arrived = world.arrival(event);
  expect(await world.receive(arrived)).toMatchObject({ statusCode: 200, body: '{"received":true}' });
  expect(await world.receive(arrived)).toMatchObject({ statusCode: 200 });
  expect(world.queue).toEqual(['evt_1', 'evt_1']);
  expect(await world.eventStore.get('evt_1')).toMatchObject({ text: arrived.body, outcome: null });
  await world.handle('evt_1');
  await world.receive(arrived);
  expect(world.queue).toHaveLength(2);
  await world.eventStore.finish('evt_1', 'settled', undefined);
  expect(await world.eventStore.get('evt_1')).toMatchObject({ outcome: 'unknown_session' });
});

test('the body is read as it was signed: in base64, with letters of any alphabet, under any spelling of the header', async () => {
  const world = await createPaymentWorld();
  const { body, headers, ...rest } = world.arrival({ ...event, note: 'Bäckerei 株式会社' });
  const signature = headers['Stripe-Signature'];
  for (const name of ['stripe-signature', 'STRIPE-SIGNATURE', 'Stripe-Signature'])
    for (const isBase64Encoded of [true, false]) {
      const sent = isBase64Encoded ? Buffer.from(body).toString('base64') : body;
      const answer = await world.receive({ ...rest, body: sent, headers: { [name]: signature }, isBase64Encoded });
      expect(answer.statusCode).toBe(200);
    }
});

test.each([
  ['a forged signature', { secret: 'whsec_forged' }],
  ['a signature of long ago', { at: -6 * MINUTE }],
  ['a signature of the time to come', { at: 6 * MINUTE }],
] as const)(
  '%s is refused, and nothing is kept or queued',
  async (_name, { secret, at }: { secret?: string; at?: number }) => {
    const world = await createPaymentWorld();
    const arrived = world.arrival(event, {
      ...(secret === undefined ? {} : { secret }),
      ...(at === undefined ? {} : { at: world.clock() + at }),
    });
    const answer = await world.receive(arrived);
    expect([answer.statusCode, JSON.parse(answer.body)]).toEqual([
      400,
      expect.objectContaining({ errorCode: 'wrong_signature' }),
    ]);
    expect(world.queue).toEqual([]);
    expect(await world.eventStore.get('evt_1')).toBeUndefined();
  },
);

test('within five minutes either way a signature counts', async () => {
  const world = await createPaymentWorld();
  for (const skew of [-299, 0, 299])
    expect((await world.receive(world.arrival(event, { at: world.clock() + skew * SECOND }))).statusCode).toBe(200);
});

test('a body that was changed, no header, or a header with two times is refused', async () => {
  const world = await createPaymentWorld();
  const arrived = world.arrival(event);
  const signature = arrived.headers['Stripe-Signature'];
  for (const changed of [
    { ...arrived, body: arrived.body.replace('cs_test_1', 'cs_test_2') },
    { ...arrived, body: null },
    { ...arrived, headers: {} },
    { ...arrived, headers: { 'stripe-signature': '' } },
    { ...arrived, headers: { 'stripe-signature': `t=1,${signature}` } },
    { ...arrived, headers: { 'stripe-signature': signature.replace(/t=\d+/, 't=never') } },
  ])
    expect((await world.receive(changed)).statusCode).toBe(400);
});

test('while a secret is replaced, both sign; one that was added a moment ago is read anew', async () => {
  const world = await createPaymentWorld();
  world.secrets.push('whsec_second');
  expect((await world.receive(world.arrival(event, { secret: 'whsec_second' }))).statusCode).toBe(200);
  expect((await world.receive(world.arrival(event))).statusCode).toBe(200);

  let stored = JSON.stringify({ secretKey: 'sk_test_1', webhookSecrets: ['whsec_old'] });
  let reads = 0;
  const readAccount = createReadStripeAccount({
    readSecret: async () => {
      reads += 1;
      return stored;
    },
    clock: world.clock,
  });
  const receive = createReceiveStripe({
    readAccount,
    events: world.eventStore,
    enqueue: async () => undefined,
    clock: world.clock,
    log: silentLog,
  });
  expect((await receive(world.arrival(event, { secret: 'whsec_new' }))).statusCode).toBe(400);
  stored = JSON.stringify({ secretKey: 'sk_test_1', webhookSecrets: ['whsec_old', 'whsec_new'] });
  expect((await receive(world.arrival(event, { secret: 'whsec_new' }))).statusCode).toBe(200);
  const before = reads;
  expect((await receive(world.arrival(event, { secret: 'whsec_old' }))).statusCode).toBe(200);
  expect(reads).toBe(before);
  world.pass(2 * MINUTE);
  await readAccount();
  expect(reads).toBe(before + 1);
});

test.each([
  ['sk_live_1', true],
  ['rk_live_1', true],
  ['sk_test_1', false],
  ['rk_test_1', false],
])('the key %s moves real money: %s', async (secretKey, livemode) => {
  const readAccount = createReadStripeAccount({
    readSecret: async () => JSON.stringify({ secretKey, webhookSecrets: [], collectConsent: true }),
    clock: () => 0,
  });
  expect(await readAccount()).toEqual({ secretKey, webhookSecrets: [], collectConsent: true, livemode });
});

test('without an account events are not taken in, so that Stripe sends them again', async () => {
  const world = await createPaymentWorld();
  const readAccount = createReadStripeAccount({
    readSecret: async () => JSON.stringify({ secretKey: '', webhookSecrets: [], unused: 'x' }),
    clock: world.clock,
  });
  const receive = createReceiveStripe({
    readAccount,
    events: world.eventStore,
    enqueue: async () => undefined,
    clock: world.clock,
    log: silentLog,
  });
  expect((await receive(world.arrival(event))).statusCode).toBe(503);
  expect((await receive({ ...world.arrival(event), headers: {} })).statusCode).toBe(503);
});

test('what is signed and is no event, or is too large, is refused; what cannot be queued is asked for again', async () => {
  const world = await createPaymentWorld();
  for (const body of [
    'no json',
    '[]',
    '{"id":"evt_1"}',
    JSON.stringify({ ...event, object: 'v2.core.event', data: 1 }),
  ])
    expect(JSON.parse((await world.receive(world.arrival(body))).body)).toMatchObject({ errorCode: 'no_event' });
  expect((await world.receive(world.arrival('x'.repeat(1024 * 1024 + 1)))).statusCode).toBe(413);
  const receive = createReceiveStripe({
    readAccount: async () => ({
      secretKey: 'sk_test_1',
      webhookSecrets: world.secrets,
      collectConsent: false,
      livemode: false,
    }),
    events: world.eventStore,
    enqueue: async () => Promise.reject(new Error('SQS is away')),
    clock: world.clock,
    log: silentLog,
  });
  expect((await receive(world.arrival(event))).statusCode).toBe(500);
  expect((await world.eventStore.get('evt_1'))?.outcome).toBeNull();
});

test('a secret that is blank signs nothing', () => {
  const payload = '{}';
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: 'whsec_1', timestamp: 1 });
  expect(isSigned(payload, signature, [''], () => SECOND)).toBe(false);
  expect(isSigned(payload, signature, [], () => SECOND)).toBe(false);
  expect(isSigned(payload, signature, ['whsec_0', 'whsec_1'], () => SECOND)).toBe(true);
});
