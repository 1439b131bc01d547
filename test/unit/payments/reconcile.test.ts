import { createReconcilePayments } from '../../../functions/payments/reconcile-payments.ts';
import { createSettlePurchase } from '../../../functions/payments/settle-purchase.ts';
import type { StripePort } from '../../../functions/payments/stripe-port.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { DAY, HOUR } from '../../../functions/platform/time.ts';
import { createPaymentWorld, type PaymentWorld } from '../../support/payment-world.ts';

const buyer = 'boss@bakery.example';
const foreign = {
  amount: 100,
  currency: 'usd',
  product: 'Something else',
  description: '',
  clientReferenceId: null,
  metadata: {},
  paymentMetadata: {},
  expiresAt: undefined,
  successUrl: 'https://shop.example',
  cancelUrl: '',
  collectsConsent: false,
};
const reconciling = (
  world: PaymentWorld,
  more: Readonly<{ stripe?: StripePort; settle?: PaymentWorld['settle']; handle?: PaymentWorld['handle'] }> = {},
) => {
  const { purchases, eventStore: events, progress, settle, handle, clock, stripe } = world;
  return createReconcilePayments({
    ...{ purchases, events, progress, clock, handle: more.handle ?? handle, settle: more.settle ?? settle },
    open: async () => ({ stripe: more.stripe ?? stripe, livemode: false }),
    metrics: { flagged: () => undefined, reconciled: () => undefined },
    log: silentLog,
  });
};

test('a session that expired unheard is noted', async () => {
  const world = await createPaymentWorld();
  const session = await world.click();
  world.bank.expire(session);
  world.events.splice(0);
  expect((await world.reconcile()).repaired).toEqual([session]);
  expect(await world.purchase()).toMatchObject({ state: 'expired' });
});

test('a payment, a refund and a dispute that nobody told of are made good, once', async () => {
  const world = await createPaymentWorld();
  const first = await world.click();
  world.bank.expire(first);
  world.bank.pay(await world.click(), { email: buyer });
  const intent = String(world.stripeStore.list('payment_intent')[0]?.id);
  world.bank.refund(intent, 100);
  world.bank.dispute(intent);
  world.events.splice(0);
  const found = await world.reconcile();
  expect(found.unrepaired).toEqual([]);
  expect(found.repaired).toHaveLength(1);
  expect(found.compared).toMatchObject({ sessions: 2, refunds: 1, disputes: 1 });
  expect(await world.purchase()).toMatchObject({ state: 'disputed', refundedAmount: 100 });
  expect(world.metricLines.join()).toContain('"PaymentsRepaired":1');
  world.pass(HOUR);
  const later = await world.reconcile();
  // Each lost event is worked through too, and finds nothing left to do.
  expect(later.unrepaired).toEqual([]);
  expect(world.ledger().filter(({ kind }) => kind === 'sale')).toHaveLength(1);
});

test('what became of an old refund is found by its event', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer });
  const { id } = world.bank.refund(String(world.stripeStore.list('payment_intent')[0]?.id), 100);
  await world.deliverAll();
  await world.reconcile();
  world.pass(5 * DAY);
  await world.reconcile();
  world.bank.endRefund(id, 'failed');
  const lost = world.events.splice(0);
  world.pass(HOUR);
  const found = await world.reconcile();
  expect(found).toMatchObject({ compared: { refunds: 0 }, repaired: [lost[0]?.id], unrepaired: [] });
  expect(await world.purchase()).toMatchObject({ refundedAmount: 0, state: 'fulfilled' });
});

test('a session made by a click that died is given to its purchase', async () => {
  const world = await createPaymentWorld();
  const session = await world.click();
  await world.table.remove({ pk: `PURCHASEREF#${session}`, sk: 'PURCHASEREF' });
  await world.purchases.change(await world.purchase(), (known) => ({ ...known, sessionId: null }));
  world.bank.pay(session, { email: buyer });
  world.bank.refund(String(world.stripeStore.list('payment_intent')[0]?.id), 100);
  expect(await world.reconcile()).toMatchObject({ repaired: [session], unrepaired: [] });
  expect(await world.purchase()).toMatchObject({ sessionId: session, state: 'partly_refunded' });
});

test('refunds and disputes of a payment whose own event never came lead to its purchase by the token', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer });
  const intent = String(world.stripeStore.list('payment_intent')[0]?.id);
  world.bank.refund(intent, 100);
  const onlyRefunds: StripePort = { ...world.stripe, sessionsSince: async function* () {} };
  expect(await reconciling(world, { stripe: onlyRefunds })()).toMatchObject({ unrepaired: [] });
  expect(await world.purchase()).toMatchObject({ state: 'partly_refunded' });
});

test('what the account sold besides is counted and left alone; what carries a token of nobody is told', async () => {
  const world = await createPaymentWorld();
  const shop = world.bank.createSession(foreign);
  world.bank.pay(shop.id, { email: buyer });
  world.bank.refund(String(world.stripeStore.list('payment_intent')[0]?.id), 10);
  const orphan = world.bank.createSession({
    ...foreign,
    clientReferenceId: 'att_gone',
    paymentMetadata: { token: 'att_gone' },
  });
  world.bank.pay(orphan.id, { email: buyer });
  const refund = world.bank.refund(String(world.stripeStore.list('payment_intent')[0]?.id), 10);
  world.stripeStore.write({ ...refund, id: 're_loose', payment_intent: null });
  const found = await world.reconcile();
  expect(found.foreign).toBe(3);
  expect(found.unrepaired.map(({ id }) => id)).toEqual([orphan.id, refund.id]);
  expect(world.metricLines.join()).toContain('"PaymentsUnrepaired":2');
  expect(world.ledger()).toEqual([]);
});

test('a second session that carries the token of a purchase with another one is told', async () => {
  const world = await createPaymentWorld();
  await world.click();
  const { token } = await world.purchase();
  const second = world.bank.createSession({ ...foreign, clientReferenceId: token });
  world.bank.pay(second.id, { email: buyer });
  expect((await world.reconcile()).unrepaired.map(({ id }) => id)).toEqual([second.id]);
});

test('what still differs after it was settled, or cannot be settled, is told; the rest goes on', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer });
  const idle = reconciling(world, { settle: async (purchase) => ({ purchase, session: undefined }) });
  expect((await idle()).unrepaired).toEqual([
    { id: expect.stringContaining('cs_test_'), reason: 'it is paid at Stripe and not here' },
  ]);
  const dead = reconciling(world, {
    settle: async () => {
      throw new Error('the table is away');
    },
  });
  expect((await dead()).unrepaired).toMatchObject([{ reason: 'Error: the table is away' }]);
});

test('an event that cannot be worked through is told', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer });
  await world.deliverAll();
  world.bank.refund(String((await world.purchase()).paymentIntentId), 5);
  world.pass(HOUR);
  for (const reason of ['no', 'never']) {
    const failing = createReconcilePayments({
      ...{
        purchases: world.purchases,
        events: world.eventStore,
        progress: world.progress,
        settle: world.settle,
        clock: world.clock,
      },
      open: world.open,
      handle: async () => {
        throw new Error(reason);
      },
      metrics: { flagged: () => undefined, reconciled: () => undefined },
      log: silentLog,
    });
    expect((await failing()).unrepaired.map((one) => one.reason)).toEqual([`Error: ${reason}`, `Error: ${reason}`]);
  }
});

test('a flagged purchase is left to who looks at it', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer, amount: 7 });
  const intent = String(world.stripeStore.list('payment_intent')[0]?.id);
  await world.deliverAll();
  world.bank.refund(intent, 5);
  world.bank.dispute(intent);
  expect(await world.reconcile()).toMatchObject({ unrepaired: [] });
  expect(world.ledger()).toEqual([]);
});

test('a dispute that is known but for the money it moved is settled', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer });
  await world.deliverAll();
  const held = world.bank.dispute(String((await world.purchase()).paymentIntentId));
  await world.deliverAll();
  await world.purchases.change(await world.purchase(), (known) => ({
    ...known,
    disputes: known.disputes.map((dispute) => ({ ...dispute, withdrawn: null })),
  }));
  expect((await world.reconcile()).repaired).toEqual([held.id]);
});

test('without an account there is nothing to compare', async () => {
  const world = await createPaymentWorld();
  const { purchases, eventStore: events, progress, settle, handle, clock } = world;
  const reconcile = createReconcilePayments({
    ...{ purchases, events, progress, settle, handle, clock, open: async () => undefined },
    metrics: { flagged: () => undefined, reconciled: () => undefined },
    log: silentLog,
  });
  expect(await reconcile()).toEqual({
    compared: { sessions: 0, refunds: 0, disputes: 0, events: 0 },
    foreign: 0,
    repaired: [],
    unrepaired: [],
  });
  expect(await progress.through()).toBeUndefined();
});

test('a settlement without an account, or against a ledger that says otherwise, is a fault and nothing is fulfilled', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer });
  const base = {
    purchases: world.purchases,
    open: world.open,
    observe: async () => ({
      observation: { paidAt: '2026-11-21T09:00:00.000Z', paymentIntentId: 'pi_1' },
      session: world.bank.need((await world.purchase()).sessionId ?? '', 'checkout.session') as never,
    }),
    resolveSale: async () => ({
      ...{ how: 'none' as const, messageId: null, variant: null, step: null, runId: null, campaignId: null },
      ...{ domain: null, contactId: null, source: null, sentAt: null, forwarded: null },
    }),
    book: {
      appendAll: async () => [
        { ok: false as const, reason: 'differs' as const, standing: { id: 'sale#pi_1' } as never },
      ],
    },
    fulfil: async () => Promise.reject(new Error('not to be reached')),
    follow: async () => undefined,
    metrics: { flagged: () => undefined, reconciled: () => undefined },
    log: silentLog,
  };
  await expect(createSettlePurchase(base)(await world.purchase())).rejects.toThrow('says otherwise of sale#pi_1');
  await expect(createSettlePurchase({ ...base, open: async () => undefined })(await world.purchase())).rejects.toThrow(
    'no Stripe account',
  );
});

test('a flagged payment that was given back unheard is known to have been', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer, amount: 7 });
  await world.deliverAll();
  const { id } = world.bank.refund(String((await world.purchase()).paymentIntentId), undefined);
  world.events.splice(0);
  expect(await world.reconcile()).toMatchObject({ repaired: [id], unrepaired: [] });
  expect(await world.purchase()).toMatchObject({ refundedAmount: 7, paidAt: null });
});

test('a report that was paid for and not ordered is ordered', async () => {
  const world = await createPaymentWorld();
  const session = await world.click();
  world.bank.pay(session, { email: buyer });
  await world.deliverAll();
  // As if every try had died after the booking, and the event was given up.
  await world.purchases.change(await world.purchase(), (known) => ({ ...known, fulfilledAt: null, state: 'paid' }));
  expect((await world.reconcile()).repaired).toEqual([session]);
  expect(await world.purchase()).toMatchObject({ state: 'fulfilled' });
  expect(world.startedReports).toHaveLength(2);
});

test('what could not be compared is compared again until it can be, however many days that takes', async () => {
  const world = await createPaymentWorld();
  await world.reconcile();
  world.bank.pay(await world.click(), { email: buyer });
  const { id } = world.bank.refund(String(world.stripeStore.list('payment_intent')[0]?.id), 100);
  world.events.splice(0);
  const away = async () => {
    throw new Error('the table is away');
  };
  const dead = reconciling(world, { settle: away, handle: away });
  for (let days = 0; days < 4; days += 1) {
    world.pass(DAY);
    expect((await dead()).unrepaired).not.toEqual([]);
  }
  const found = await world.reconcile();
  expect(found.unrepaired).toEqual([]);
  expect(found.compared).toMatchObject({ sessions: 1, refunds: 1 });
  expect((await world.purchase()).refunds.map((refund) => refund.id)).toEqual([id]);
  // Mended, the days before are not looked at again.
  world.pass(2 * DAY);
  expect((await world.reconcile()).compared).toMatchObject({ sessions: 0 });
});
