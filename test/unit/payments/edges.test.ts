import { ExecutionAlreadyExists } from '@aws-sdk/client-sfn';
import type { SQSEvent } from 'aws-lambda';
import Stripe from 'stripe';
import { createFollowSale, createFulfilPurchase } from '../../../functions/payments/fulfil-purchase.ts';
import { createHandleEvent } from '../../../functions/payments/handle-event.ts';
import { createObservePurchase, flagOf } from '../../../functions/payments/observe-purchase.ts';
import { createAskRefund } from '../../../functions/payments/providers/ask-refund.ts';
import { createEventQueue } from '../../../functions/payments/providers/event-queue.ts';
import { createStartReport } from '../../../functions/payments/providers/report-machine.ts';
import { createOpenStripe, createStripe } from '../../../functions/payments/providers/stripe.ts';
import { createRefundPurchase } from '../../../functions/payments/refund-purchase.ts';
import { createRemindBuyer } from '../../../functions/payments/remind-buyer.ts';
import { createSettlePayments } from '../../../functions/payments/settle-payments.ts';
import { createTableEvents } from '../../../functions/payments/settlement.ts';
import { CheckoutSession, StripeRefund } from '../../../functions/payments/stripe-objects.ts';
import { PurchaseId } from '../../../functions/platform/ids.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { HOUR } from '../../../functions/platform/time.ts';
import {
  balanceOf,
  createPaymentWorld,
  LINK_SECRET,
  ORIGIN,
  type PaymentWorld,
  RECIPIENT,
  SECRET_KEY,
  workspaceId,
} from '../../support/payment-world.ts';

const buyer = 'boss@bakery.example';
const paidWorld = async () => {
  const world = await createPaymentWorld();
  const session = await world.click();
  world.bank.pay(session, { email: buyer });
  return { world, session };
};
const batchOf = (bodies: readonly string[], receives = 1): SQSEvent => ({
  Records: bodies.map((body, at) => ({
    messageId: `m${String(at)}`,
    body,
    receiptHandle: '',
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: '',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: '',
  })),
});

test('a record that fails comes again alone; at its last receive it is given up with the reason', async () => {
  const given: string[] = [];
  const settle = createSettlePayments({
    handle: async (id) => {
      if (id === 'evt_bad') throw new Error('the ledger is away');
      return 'settled';
    },
    giveUp: async (_record, reason) => {
      given.push(reason);
    },
    tries: 3,
    log: silentLog,
  });
  const bodies = ['{"eventId":"evt_good"}', '{"eventId":"evt_bad"}', 'no json'];
  expect(await settle(batchOf(bodies))).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }],
  });
  expect(await settle(batchOf(bodies, 3))).toEqual({ batchItemFailures: [] });
  expect(given).toEqual([expect.stringContaining('the ledger is away'), expect.stringContaining('SyntaxError')]);
});

test('an event is queued by its id, and the report machine is started once for a purchase', async () => {
  const sent: unknown[] = [];
  const queue = createEventQueue('https://queue.example', {
    send: async (command: { input: unknown }) => void sent.push(command.input),
  });
  await queue('evt_1');
  expect(sent).toEqual([{ QueueUrl: 'https://queue.example', MessageBody: '{"eventId":"evt_1"}' }]);
  const order = { workspaceId, reportId: 'rpt_1', purchaseId: 'pur_1', to: buyer };
  const started: unknown[] = [];
  await createStartReport('arn:machine', {
    send: async (command: { input: unknown }) => void started.push(command.input),
  })(order);
  expect(started).toEqual([{ stateMachineArn: 'arn:machine', name: 'pur_1', input: JSON.stringify(order) }]);
  const failing = (error: Error) =>
    createStartReport('arn:machine', { send: async () => Promise.reject(error) })(order);
  await createStartReport('arn:machine', {
    send: async (command: { input: unknown }) => void started.push(command.input),
  })(order, 2);
  expect(started[1]).toMatchObject({ name: 'pur_1-2', input: JSON.stringify(order) });
  await failing(new ExecutionAlreadyExists({ message: 'x', $metadata: {} }));
  await expect(failing(new Error('away'))).rejects.toThrow('away');
});

test('the client follows the key in the secret, and talks to Stripe itself where nothing else is said', async () => {
  let account = { secretKey: 'sk_test_1', webhookSecrets: ['w'], collectConsent: false, livemode: false };
  const hosts: string[] = [];
  const open = createOpenStripe({
    readAccount: async () => (account.secretKey === '' ? undefined : account),
    baseUrl: 'https://api.stripe.com',
    publicOrigin: ORIGIN,
    httpClient: {
      getClientName: () => 'none',
      makeRequest: async (host, _port, _path, _method, headers, _body, protocol) => {
        hosts.push(`${protocol}://${host} ${String(headers['Authorization'] ?? headers['authorization'])}`);
        throw new Stripe.errors.StripeConnectionError({ message: 'away', type: 'api_error' } as never);
      },
    },
  });
  const first = await open();
  expect((await open())?.stripe).toBe(first?.stripe);
  await expect(first?.stripe.session('cs_test_1')).rejects.toThrow();
  await expect(first?.stripe.tokenOfPayment('pi_1')).rejects.toThrow();
  await expect(
    first?.stripe.refund({ paymentIntentId: 'pi_1', amount: 1, idempotencyKey: 'k', purchaseId: 'p' }),
  ).rejects.toThrow();
  expect(new Set(hosts)).toEqual(new Set(['https://api.stripe.com Bearer sk_test_1']));
  account = { ...account, secretKey: 'sk_live_2', livemode: true };
  const second = await open();
  expect([second?.stripe === first?.stripe, second?.livemode]).toEqual([false, true]);
  account = { ...account, secretKey: '' };
  expect(await open()).toBeUndefined();
}, 30_000);

test('what this account does not have is undefined, not a fault; what is not asked for is not collected', async () => {
  const world = await createPaymentWorld({ collectConsent: false });
  expect(await world.stripe.session('cs_test_unknown')).toBeUndefined();
  expect(await world.stripe.tokenOfPayment('pi_unknown')).toBeUndefined();
  const session = await world.click();
  expect(world.requests.at(-1)?.body).not.toContain('consent');
  expect(world.bank.need(session, 'checkout.session')['consent']).toBeNull();
  const wrong = createStripe({
    account: { secretKey: 'x', collectConsent: false },
    baseUrl: 'http://127.0.0.1:1',
    publicOrigin: ORIGIN,
  });
  await expect(wrong.session('cs_test_1')).rejects.toThrow();
}, 30_000);

test('what Stripe gives whole or by its id alone is read alike', () => {
  expect(
    StripeRefund.parse({
      id: 're_1',
      amount: 1,
      status: null,
      payment_intent: { id: 'pi_1', object: 'payment_intent' },
      created: 1,
    }).payment_intent,
  ).toBe('pi_1');
});

const bareSession = (fields: Readonly<Record<string, unknown>>) =>
  CheckoutSession.parse({
    ...{
      id: 'cs_test_1',
      status: 'complete',
      payment_status: 'paid',
      amount_total: 39_900,
      currency: 'usd',
      livemode: false,
    },
    ...{ client_reference_id: 'att_1', metadata: null, customer_details: null, consent: null, payment_intent: 'pi_1' },
    ...{ url: null, created: 1, expires_at: 2 },
    ...fields,
  });

test('a session of the other mode is flagged whichever side is live', () => {
  const due = { token: 'att_1', amount: { amount: 39_900, currency: 'usd' } };
  expect(flagOf(bareSession({ livemode: true }), { ...due, livemode: true }, true)).toBeUndefined();
  expect(flagOf(bareSession({ livemode: true }), { ...due, livemode: false }, true)?.detail).toBe(
    'Stripe says live, the purchase test',
  );
  expect(flagOf(bareSession({}), { ...due, livemode: true }, false)?.reason).toBe('wrong_mode');
});

test('a session is read as far as it was given: payment and charge by their ids alone, refunds and disputes in another currency', async () => {
  const { world } = await paidWorld();
  const purchase = { ...(await world.purchase()), token: 'att_1' };
  const observe = createObservePurchase({ clock: world.clock });
  const seen = async (fields: Readonly<Record<string, unknown>>, disputes: readonly unknown[] = []) =>
    (
      await observe(
        {
          ...world.stripe,
          session: async () => bareSession(fields),
          refunds: async () => [],
          disputes: async () => disputes as never,
        },
        purchase,
        false,
      )
    )?.observation;
  expect(await seen({})).toMatchObject({ paymentIntentId: 'pi_1', paidAt: '1970-01-01T00:00:01.000Z' });
  const intent = { id: 'pi_1', status: 'succeeded', amount_received: 39_900, currency: 'usd', latest_charge: 'ch_1' };
  expect(await seen({ payment_intent: intent })).not.toHaveProperty('fee');
  expect(await seen({ payment_intent: { ...intent, latest_charge: null } })).not.toHaveProperty('fee');
  const charge = { id: 'ch_1', amount: 39_900, amount_refunded: 0, created: 9, balance_transaction: 'txn_1' };
  expect(await seen({ payment_intent: { ...intent, latest_charge: charge } })).toMatchObject({
    paidAt: '1970-01-01T00:00:09.000Z',
  });
  expect(await seen({ payment_status: 'unpaid' })).not.toHaveProperty('failedAt');
  expect(await seen({ payment_status: 'unpaid', payment_intent: { ...intent, status: 'canceled' } })).toHaveProperty(
    'failedAt',
  );
  expect(await seen({ status: null })).toEqual({ paymentIntentId: 'pi_1' });
  const moved = { id: 'txn_2', amount: -36_000, fee: 1_400, currency: 'eur', created: 5 };
  const dispute = {
    id: 'dp_1',
    amount: 39_900,
    reason: 'general',
    status: 'warning_needs_response',
    payment_intent: 'pi_1',
    created: 4,
  };
  expect((await seen({}, [{ ...dispute, balance_transactions: [moved] }]))?.disputes).toMatchObject([
    { outcome: 'open', withdrawn: { amount: 39_900, fee: { amount: 1_400, currency: 'eur' } }, reinstated: null },
  ]);
  for (const status of ['warning_closed', 'prevented'])
    expect((await seen({}, [{ ...dispute, status, balance_transactions: [] }]))?.disputes).toMatchObject([
      { outcome: 'won', withdrawn: null },
    ]);
  expect(await observe(world.stripe, { ...purchase, sessionId: null }, false)).toBeUndefined();
});

test('a purchase whose session Stripe does not have is left as it is', async () => {
  const { world } = await paidWorld();
  const purchase = { ...(await world.purchase()), sessionId: 'cs_test_gone' };
  expect(await world.settle(purchase)).toEqual({ purchase, session: undefined });
});

test('a refund that was canceled never moved anything', async () => {
  const { world } = await paidWorld();
  const refund = world.bank.refund(String(world.stripeStore.list('payment_intent')[0]?.id), 100, { pending: true });
  world.stripeStore.write({ ...refund, status: 'canceled' });
  const charge = world.stripeStore.list('charge')[0];
  if (charge !== undefined) world.stripeStore.write({ ...charge, amount_refunded: 0 });
  await world.deliverAll();
  expect(world.ledger().map(({ kind }) => kind)).toEqual(['fee', 'sale']);
});

test('a fee of nothing books nothing, neither of a payment nor of a dispute', async () => {
  const { world } = await paidWorld();
  const taken = world.stripeStore.list('balance_transaction')[0];
  if (taken !== undefined) world.stripeStore.write({ ...taken, fee: 0 });
  await world.deliverAll();
  const { id, ...held } = world.bank.dispute(String((await world.purchase()).paymentIntentId));
  const moves = (held['balance_transactions'] as readonly object[]).map((move) => ({ ...move, fee: 0 }));
  world.stripeStore.write({ ...held, id, balance_transactions: moves });
  await world.deliverAll();
  expect(
    world
      .ledger()
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(['dispute', 'sale']);
});

test('a link that was sent with no mail is UNATTRIBUTED for an unknown buyer: sold all the same, no lead converted, no sequence stopped', async () => {
  const world = await createPaymentWorld();
  const report = await world.reports.create({
    workspaceId,
    assessmentId: world.report.assessmentId,
    domain: 'other.example',
    companyName: null,
  });
  const { token } = await world.links.make({ workspaceId, reportId: report.id, kind: 'teaser' });
  world.bank.pay(await world.click(token), { email: 'someone@gmail.com' });
  await world.deliverAll();
  expect(await world.purchase()).toMatchObject({
    state: 'fulfilled',
    campaignId: null,
    chain: { how: 'none', campaignId: null },
  });
  expect(world.emitted.map(({ type }) => type)).toEqual(['report.purchased']);
  expect(world.table.items().filter(({ type }) => type === 'SequenceStop')).toEqual([]);
  expect(balanceOf(world.ledger(), 'revenue:reports')).toBe(-399_000_000);
});

test('everybody of the lead who was written to is left alone, the lead has bought, and the report goes where mail servers take it', async () => {
  const { world } = await paidWorld();
  await world.deliverAll();
  const purchase = await world.purchase();
  const stopped: string[] = [];
  const orders: string[] = [];
  const converted: string[] = [];
  const messages = {
    get: async (_w: unknown, id: string) => ({ toAddress: `${id.slice(-2)}@bakery.example` }) as never,
  };
  const lead = { touches: ['msg_0000000000aa', 'msg_0000000000bb'].map((messageId) => ({ messageId })) } as never;
  const fulfil = createFulfilPurchase({
    sales: { recordSale: async () => undefined as never },
    startReport: async ({ to }) => {
      orders.push(to);
    },
    messages,
    stops: { stop: async ({ address }) => void stopped.push(address) },
    leads: { get: async () => lead, markConverted: async (_w, _c, domain) => void converted.push(domain) },
    emit: async () => undefined,
    clock: world.clock,
  });
  await fulfil({ ...purchase, buyerEmail: 'chef@bäckerei.example' });
  expect(orders).toEqual(['chef@xn--bckerei-5wa.example']);
  expect(stopped).toEqual(expect.arrayContaining(['aa@bakery.example', 'bb@bakery.example', 'chef@bäckerei.example']));
  expect(converted).toEqual(['bakery.example']);
  await fulfil({ ...purchase, buyerEmail: null });
  expect(orders[1]).toMatch(/@bakery\.example$/);
  const nobody = createFulfilPurchase({
    sales: { recordSale: async () => undefined as never },
    startReport: async () => undefined,
    messages: { get: async () => undefined },
    stops: { stop: async () => undefined },
    leads: { get: async () => undefined, markConverted: async () => undefined },
    emit: async () => undefined,
    clock: world.clock,
  });
  await expect(nobody({ ...purchase, buyerEmail: null })).rejects.toThrow('nobody to send');
  await expect(nobody({ ...purchase, buyerEmail: null, messageId: null })).rejects.toThrow('nobody to send');
  expect(await nobody(purchase)).toMatch(/^2026/);
  expect(await nobody({ ...purchase, chain: null })).toMatch(/^2026/);
});

test('a sale follows its money: refunded, disputed, won back, and delivered stays delivered', async () => {
  const { world } = await paidWorld();
  await world.deliverAll();
  const purchase = await world.purchase();
  const follow = async (
    state: 'paid' | 'delivered' | 'refunded' | 'disputed',
    version: number | null,
    now: typeof purchase.state,
  ) => {
    const set: string[] = [];
    await createFollowSale({
      sales: {
        sale: async () => ({ state, version }) as never,
        settleSale: async (_w, _r, _p, due) => {
          set.push(due);
          return true;
        },
      },
      startReport: async () => undefined,
      emit: async () => undefined,
    })({ ...purchase, state: now });
    return set;
  };
  expect(await follow('paid', null, 'fulfilled')).toEqual([]);
  expect(await follow('delivered', 1, 'fulfilled')).toEqual([]);
  expect(await follow('delivered', 1, 'refunded')).toEqual(['refunded']);
  expect(await follow('refunded', null, 'refunded')).toEqual([]);
  expect(await follow('disputed', 1, 'fulfilled')).toEqual(['delivered']);
  expect(await follow('disputed', null, 'fulfilled')).toEqual(['paid']);
  expect(await follow('delivered', null, 'fulfilled')).toEqual([]);
});

const abandoned = async () => {
  const world = await createPaymentWorld();
  const session = await world.click();
  world.bank.giveAddress(session, buyer, true);
  world.pass(24 * HOUR);
  world.bank.expireDue();
  await world.deliverAll();
  const consent = CheckoutSession.parse(world.bank.session(session));
  return { world, consent, purchase: await world.purchase() };
};
const reminding = (world: PaymentWorld, answer: { ok: true } | { ok: false; reason: string; later: boolean }) => {
  const mails: string[] = [];
  const remind = createRemindBuyer({
    purchases: world.purchases,
    suppressions: { stops: async () => undefined },
    send: async ({ to }) => {
      mails.push(to);
      return answer;
    },
    publicOrigin: ORIGIN,
    secret: async () => LINK_SECRET,
    log: silentLog,
  });
  return { mails, remind };
};

test('a reminder that may leave later comes again; one that is refused is let go', async () => {
  const { world, purchase, consent } = await abandoned();
  await expect(reminding(world, { ok: false, reason: 'busy', later: true }).remind(purchase, consent)).rejects.toThrow(
    'busy',
  );
  const refused = reminding(world, { ok: false, reason: 'no such address', later: false });
  await refused.remind(purchase, consent);
  expect(refused.mails).toEqual([buyer]);
});

test('no reminder without an address, without a mail to make an opt-out of, for a session that was paid, or after another purchase', async () => {
  const { world, purchase, consent } = await abandoned();
  const { mails, remind } = reminding(world, { ok: true });
  await remind({ ...purchase, buyerEmail: null }, consent);
  await remind({ ...purchase, messageId: null }, consent);
  await remind({ ...purchase, state: 'fulfilled' }, consent);
  await remind(purchase, { ...consent, consent: null });
  const other = await world.links.make({ workspaceId, reportId: world.report.id, kind: 'teaser' });
  world.bank.pay(await world.click(other.token), { email: RECIPIENT });
  await world.deliverAll();
  await remind(purchase, consent);
  expect(mails).toEqual([]);
});

test('events over a table are worked through with the reminder', async () => {
  const world = await createPaymentWorld();
  const session = await world.click();
  world.bank.giveAddress(session, buyer, true);
  world.bank.expire(session);
  const mails: string[] = [];
  const { handle, events } = createTableEvents({
    ...{
      table: world.table,
      open: world.open,
      settle: world.settle,
      publicOrigin: ORIGIN,
      clock: world.clock,
      log: silentLog,
    },
    secret: async () => LINK_SECRET,
    send: async ({ to }) => {
      mails.push(to);
      return { ok: true };
    },
  });
  const [event] = world.events;
  await world.post(event ?? { id: '', object: '', created: 0 });
  expect(await handle(String(event?.id))).toBe('settled');
  expect(mails).toEqual([buyer]);
  expect((await events.get(String(event?.id)))?.outcome).toBe('settled');
});

test('an event that names no session or no payment leads nowhere; while there is no account it waits', async () => {
  const world = await createPaymentWorld();
  const outcome = async (type: string, object: Record<string, unknown>, account = true) => {
    const id = `evt_${type}_${String(account)}_${String(Object.keys(object).length)}`.replaceAll('.', '_');
    await world.eventStore.receive({ id, type, created: 1, livemode: false, data: { object } }, '{}');
    return createHandleEvent({
      events: world.eventStore,
      purchases: world.purchases,
      open: account ? world.open : async () => undefined,
      settle: world.settle,
      remind: async () => undefined,
    })(id);
  };
  expect(await outcome('checkout.session.completed', {})).toBe('unknown_session');
  expect(await outcome('refund.created', { payment_intent: null })).toBe('unknown_payment');
  await expect(outcome('refund.created', { payment_intent: 'pi_none', x: 1 }, false)).rejects.toThrow(
    'no Stripe account',
  );
  expect((await world.eventStore.get('evt_refund_created_false_2'))?.outcome).toBeNull();
});

test('an event of a session that is not the one its purchase has is unknown; of the same one it is its own', async () => {
  const { world, session } = await paidWorld();
  const { token } = await world.purchase();
  const tell = async (id: string, of: string) => {
    await world.eventStore.receive(
      {
        id,
        type: 'checkout.session.completed',
        created: 1,
        livemode: false,
        data: { object: { id: of, client_reference_id: token } },
      },
      '{}',
    );
    return world.handle(id);
  };
  expect(await tell('evt_other', 'cs_test_other')).toBe('unknown_session');
  await world.table.remove({ pk: `PURCHASEREF#${session}`, sk: 'PURCHASEREF' });
  expect(await tell('evt_own', session)).toBe('settled');
});

test('purchases: a name that is taken, one that is not there, and one that others change at every try are faults', async () => {
  const { world } = await paidWorld();
  const first = await world.purchase();
  await expect(
    world.purchases.change({ workspaceId, id: PurchaseId.parse('pur_0000000009') }, (one) => one),
  ).rejects.toThrow('no purchase');
  const other = await world.links.make({ workspaceId, reportId: world.report.id, kind: 'teaser' });
  await world.click(other.token);
  const second = await world.purchase();
  await expect(
    world.purchases.change(second, (one) => ({ ...one, sessionId: first.sessionId, paymentIntentId: first.sessionId })),
  ).rejects.toThrow();
  let rival = 0;
  await expect(
    world.purchases.change(second, (one) => {
      rival += 1;
      const item = world.table
        .items()
        .find(({ sk, pk }) => sk === `PURCHASE#${one.id}` && String(pk).endsWith('#PURCHASES'));
      if (item !== undefined)
        void world.table.put({ ...item, pk: String(item['pk']), sk: String(item['sk']), rev: 1_000 + rival });
      return { ...one, buyerEmail: `${String(rival)}@x.example` };
    }),
  ).rejects.toThrow('at every try');
  expect(await world.purchases.byReference('cs_test_none')).toBeUndefined();
  await expect(world.purchases.create({ ...first, token: second.token, id: first.id }, first.id)).rejects.toThrow(
    'could not be begun',
  );
});

test('the key of the account is asked for at every request', async () => {
  const { world } = await paidWorld();
  expect(new Set(world.requests.map(({ headers }) => headers['authorization']))).toEqual(
    new Set([`Bearer ${SECRET_KEY}`]),
  );
});

test('a refund is asked of the function that talks to Stripe; its failure is one of ours', async () => {
  const wish = { workspaceId, purchaseId: PurchaseId.parse('pur_0000000001'), amount: 1, idempotencyKey: 'k' };
  const asking = (answer: unknown) => createAskRefund('refund', { send: async () => answer })(wish);
  expect(await asking({ Payload: Buffer.from('{"outcome":"refunded"}') })).toEqual({ outcome: 'refunded' });
  await expect(asking({ FunctionError: 'Unhandled', Payload: Buffer.from('{"errorMessage":"away"}') })).rejects.toThrow(
    'away',
  );
  await expect(asking({ FunctionError: 'Unhandled' })).rejects.toThrow('The refund failed');
  const { world } = await paidWorld();
  const { purchases, open, settle } = world;
  await expect(createRefundPurchase({ purchases, open, settle })(wish)).rejects.toThrow('no purchase');
});
