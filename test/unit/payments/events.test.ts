import { HOUR, MINUTE } from '../../../functions/platform/time.ts';
import { createSequenceStops } from '../../../functions/sending/sequence-stop.ts';
import { createSuppressionStore } from '../../../functions/sending/suppression-store.ts';
import {
  balanceOf,
  campaignId,
  createPaymentWorld,
  DOMAIN,
  messageId,
  RECIPIENT,
  workspaceId,
} from '../../support/payment-world.ts';

const buyer = 'boss@bakery.example';

test('a paid checkout becomes one sale with its fee, the report is ordered, the sequence ends and who listens is told', async () => {
  const world = await createPaymentWorld();
  const session = await world.click();
  world.bank.pay(session, { email: buyer });
  await world.deliverAll();
  const purchase = await world.purchase();
  expect(purchase).toMatchObject({
    state: 'fulfilled',
    buyerEmail: buyer,
    messageId,
    campaignId,
    chain: { how: 'token', messageId, variant: 'problem', step: 1, campaignId, domain: DOMAIN, forwarded: true },
    fee: { amount: { amount: 1_187, currency: 'usd' } },
    flag: null,
  });
  const { paymentIntentId } = purchase;
  expect(world.ledger().map(({ id, kind }) => [id, kind])).toEqual([
    [`fee#${String(purchase.fee?.balanceTransactionId)}`, 'fee'],
    [`sale#${String(paymentIntentId)}`, 'sale'],
  ]);
  expect(balanceOf(world.ledger(), 'revenue:reports')).toBe(-399_000_000);
  expect(balanceOf(world.ledger(), 'cash:stripe')).toBe(399_000_000 - 11_870_000);
  expect(world.startedReports).toEqual([
    { workspaceId, reportId: world.report.id, purchaseId: purchase.id, to: buyer },
  ]);
  expect(world.emitted.map(({ type }) => type)).toEqual(['lead.converted', 'report.purchased']);
  const stops = createSequenceStops(world.table, world.clock);
  for (const address of [RECIPIENT, buyer])
    expect(await stops.find({ workspaceId, campaignId, address })).toEqual({ kind: 'stopped', reason: 'purchased' });
  expect(await world.reports.get(workspaceId, world.report.id)).toMatchObject({ status: 'paid' });
});

test('a bank debit that comes in later is a sale then, and one that is refused never', async () => {
  const world = await createPaymentWorld();
  const session = await world.click();
  world.bank.pay(session, { email: buyer, delayed: true });
  await world.deliverAll();
  expect(await world.purchase()).toMatchObject({ state: 'created', paidAt: null });
  expect(world.ledger()).toEqual([]);
  expect(await world.start(world.teaser.token, await world.purchase())).toEqual({
    ok: false,
    reason: 'payment_pending',
  });
  world.bank.succeed(session);
  await world.deliverAll();
  expect(await world.purchase()).toMatchObject({ state: 'fulfilled' });

  const other = await createPaymentWorld();
  const second = await other.click();
  other.bank.pay(second, { email: buyer, delayed: true });
  other.bank.fail(second);
  await other.deliverAll();
  expect(await other.purchase()).toMatchObject({ state: 'failed', paidAt: null });
  expect(other.ledger()).toEqual([]);
  expect(other.startedReports).toEqual([]);
  expect(await other.click()).not.toBe(second);
});

test('refunds in parts and a refund that fails later leave what really went back', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer });
  await world.deliverAll();
  const { paymentIntentId } = await world.purchase();
  world.bank.refund(String(paymentIntentId), 10_000);
  await world.deliverAll();
  expect(await world.purchase()).toMatchObject({ state: 'partly_refunded', refundedAmount: 10_000 });
  const rest = world.bank.refund(String(paymentIntentId), undefined);
  await world.deliverAll();
  expect(await world.purchase()).toMatchObject({ state: 'refunded', refundedAmount: 39_900 });
  expect(balanceOf(world.ledger(), 'refunds:reports')).toBe(399_000_000);
  world.bank.endRefund(rest.id, 'failed');
  await world.deliverAll();
  expect(await world.purchase()).toMatchObject({ state: 'partly_refunded', refundedAmount: 10_000 });
  expect(balanceOf(world.ledger(), 'refunds:reports')).toBe(100_000_000);
  expect(world.ledger().filter(({ kind }) => kind === 'reversal')).toHaveLength(1);
  expect(world.emitted.filter(({ type }) => type === 'report.refunded')).toHaveLength(2);
});

test('a refund that waits at the bank moves nothing until it is done', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer });
  const { id } = world.bank.refund((world.stripeStore.list('payment_intent')[0] ?? { id: '' }).id, 500, {
    pending: true,
  });
  await world.deliverAll();
  expect(await world.purchase()).toMatchObject({ state: 'fulfilled', refundedAmount: 0 });
  expect(balanceOf(world.ledger(), 'refunds:reports')).toBe(0);
  world.bank.endRefund(id, 'succeeded');
  await world.deliverAll();
  expect(await world.purchase()).toMatchObject({ state: 'partly_refunded', refundedAmount: 500 });
});

test('a dispute holds the money with its fee; won it comes back, lost it does not', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer });
  await world.deliverAll();
  const sale = async () => world.table.items().find(({ type }) => type === 'ReportSale')?.['state'];
  const { paymentIntentId } = await world.purchase();
  const { id } = world.bank.dispute(String(paymentIntentId));
  await world.deliverAll();
  expect(await world.purchase()).toMatchObject({ state: 'disputed', disputes: [{ id, outcome: 'open' }] });
  expect(await sale()).toBe('disputed');
  expect(balanceOf(world.ledger(), 'disputes:reports')).toBe(399_000_000);
  expect(balanceOf(world.ledger(), 'expense:stripe_fees')).toBe(11_870_000 + 15_000_000);
  world.bank.closeDispute(id, 'won');
  await world.deliverAll();
  expect(await world.purchase()).toMatchObject({ state: 'fulfilled', disputes: [{ id, outcome: 'won' }] });
  expect(await sale()).toBe('paid');
  expect(balanceOf(world.ledger(), 'disputes:reports')).toBe(0);

  const other = await createPaymentWorld();
  other.bank.pay(await other.click(), { email: buyer });
  await other.deliverAll();
  const lost = other.bank.dispute(String((await other.purchase()).paymentIntentId));
  other.bank.closeDispute(lost.id, 'lost');
  await other.deliverAll();
  expect(await other.purchase()).toMatchObject({ state: 'disputed', disputes: [{ outcome: 'lost' }] });
  expect(balanceOf(other.ledger(), 'disputes:reports')).toBe(399_000_000);
});

test('a refund told of before the payment itself finds its purchase by the token that the payment carries', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer });
  const intent = (world.stripeStore.list('payment_intent')[0] ?? { id: '' }).id;
  world.bank.refund(intent, undefined);
  world.events.reverse();
  await world.deliverAll();
  expect(await world.purchase()).toMatchObject({ state: 'refunded', fulfilledAt: null });
  expect(world.startedReports).toEqual([]);
  expect(balanceOf(world.ledger(), 'cash:stripe')).toBe(-11_870_000);
});

test('the fee of a payment whose balance settles later is booked when it has', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer, balanceLater: true });
  await world.deliverAll();
  expect(await world.purchase()).toMatchObject({ state: 'fulfilled', fee: null });
  world.bank.settleBalance((world.stripeStore.list('charge')[0] ?? { id: '' }).id);
  await world.deliverAll();
  expect(balanceOf(world.ledger(), 'expense:stripe_fees')).toBe(11_870_000);
});

test.each([
  ['another amount', async () => createPaymentWorld(), { amount: 100 }, 'wrong_amount'],
  ['the other mode', async () => createPaymentWorld({ accountLivemode: true }), {}, 'wrong_mode'],
] as const)(
  '%s is flagged, books no money, orders no report and sounds an alarm',
  async (_name, make, more, reason) => {
    const world = await make();
    world.bank.pay(await world.click(), { email: buyer, ...more });
    await world.deliverAll();
    expect(await world.purchase()).toMatchObject({ state: 'created', paidAt: null, flag: { reason } });
    expect(world.ledger()).toEqual([]);
    expect(world.startedReports).toEqual([]);
    expect(world.metricLines.join()).toContain('"PaymentsFlagged":1');
  },
);

test.each([
  [{ currency: 'eur' }, 'wrong_currency'],
  [{ client_reference_id: 'att_another' }, 'wrong_reference'],
  [{ payment_status: 'no_payment_required', amount_total: 0 }, 'wrong_amount'],
  [{ payment_intent: null }, 'wrong_amount'],
] as const)('a paid session with %j is flagged as %s', async (fields, reason) => {
  const world = await createPaymentWorld();
  const id = await world.click();
  world.bank.pay(id, { email: buyer });
  world.stripeStore.write({ ...world.bank.need(id, 'checkout.session'), ...fields });
  await world.deliverAll();
  expect(await world.purchase()).toMatchObject({ paidAt: null, flag: { reason } });
  expect(world.ledger()).toEqual([]);
});

test('a payment whose intent took another amount than its session says is flagged', async () => {
  const world = await createPaymentWorld();
  const id = await world.click();
  world.bank.pay(id, { email: buyer });
  const intent = world.stripeStore.list('payment_intent')[0];
  if (intent === undefined) throw new Error('no payment');
  world.stripeStore.write({ ...intent, amount_received: 1 });
  await world.deliverAll();
  expect(await world.purchase()).toMatchObject({ flag: { reason: 'wrong_amount' } });
});

test('events of other types are kept and ignored; of sessions and payments that are none of ours too', async () => {
  const world = await createPaymentWorld();
  const foreign = world.bank.createSession({
    amount: 100,
    currency: 'usd',
    product: 'Something else',
    description: '',
    clientReferenceId: 'shop-7',
    metadata: {},
    paymentMetadata: {},
    expiresAt: undefined,
    successUrl: 'https://shop.example',
    cancelUrl: '',
    collectsConsent: false,
  });
  world.bank.pay(foreign.id, { email: buyer });
  const kinds = world.events.map(({ id, type }) => [id, type] as const);
  await world.deliverAll();
  const outcomes = await Promise.all(
    kinds.map(async ([id, type]) => [type, (await world.eventStore.get(id))?.outcome]),
  );
  expect(outcomes).toEqual([
    ['payment_intent.succeeded', 'ignored'],
    ['charge.succeeded', 'ignored'],
    ['checkout.session.completed', 'unknown_session'],
  ]);
  world.bank.refund(String(world.stripeStore.list('payment_intent')[0]?.id), 10);
  const refund = world.events.find(({ type }) => type === 'refund.created');
  await world.deliverAll();
  expect((await world.eventStore.get(String(refund?.id)))?.outcome).toBe('unknown_payment');
  expect(world.ledger()).toEqual([]);
});

test('an event of the other mode that names nothing of ours is told apart', async () => {
  const world = await createPaymentWorld();
  await world.post({
    id: 'evt_live',
    object: 'event',
    created: 1,
    type: 'checkout.session.completed',
    livemode: true,
    data: { object: { id: 'cs_live_1', client_reference_id: 'att_unknown' } },
  });
  expect(await world.handle('evt_live')).toBe('wrong_mode');
});

test('an event that was worked through is not worked through again, and one that is not kept is a fault', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer });
  const event = world.events.find(({ type }) => type === 'checkout.session.completed');
  await world.deliverAll();
  const asked = world.requests.length;
  expect(await world.handle(String(event?.id))).toBe('settled');
  expect(world.requests).toHaveLength(asked);
  await expect(world.handle('evt_never')).rejects.toThrow('not kept');
});

test('who left the payment page is reminded once, if they agreed, are not suppressed and did not buy since', async () => {
  const abandon = async (
    consent: boolean,
    before?: (world: Awaited<ReturnType<typeof createPaymentWorld>>) => Promise<unknown>,
  ) => {
    const world = await createPaymentWorld();
    const session = await world.click();
    world.bank.giveAddress(session, buyer, consent);
    await before?.(world);
    world.pass(24 * HOUR);
    world.bank.expireDue();
    await world.deliverAll();
    return world;
  };
  const reminded = await abandon(true);
  expect(await reminded.purchase()).toMatchObject({ state: 'expired' });
  expect(reminded.mails).toHaveLength(1);
  const [mail] = reminded.mails;
  expect(mail).toMatchObject({ workspaceId, to: buyer, onceId: `abandoned#${(await reminded.purchase()).id}` });
  expect(mail?.text).toContain(`/r/${reminded.teaser.token}`);
  expect(mail?.text).toContain('/u/');
  expect((await abandon(false)).mails).toEqual([]);
  const suppress = (world: Awaited<ReturnType<typeof createPaymentWorld>>) =>
    createSuppressionStore(world.table, world.clock).add(workspaceId, {
      kind: 'address',
      value: buyer,
      reason: 'unsubscribe',
      source: null,
    });
  expect((await abandon(true, suppress)).mails).toEqual([]);
});

test('a session that expires late, after it was paid, changes nothing', async () => {
  const world = await createPaymentWorld();
  const session = await world.click();
  world.bank.pay(session, { email: buyer });
  const expired = { ...world.bank.need(session, 'checkout.session'), status: 'expired' };
  await world.deliverAll();
  await world.post({
    id: 'evt_late',
    object: 'event',
    created: 1,
    type: 'checkout.session.expired',
    livemode: false,
    data: { object: expired },
  });
  await world.handle('evt_late');
  expect(await world.purchase()).toMatchObject({ state: 'fulfilled', expiredAt: null });
  expect(world.mails).toEqual([]);
});

test('a click that died before it noted its session is found again by the token', async () => {
  const world = await createPaymentWorld();
  const session = await world.click();
  const purchase = await world.purchase();
  await world.table.remove({ pk: `PURCHASEREF#${session}`, sk: 'PURCHASEREF' });
  await world.purchases.change(purchase, (known) => ({ ...known, sessionId: null, sessionUrl: null }));
  world.bank.pay(session, { email: buyer });
  await world.deliverAll();
  expect(await world.purchase()).toMatchObject({ state: 'fulfilled', sessionId: session });
});

test('a charge that was refunded by more than its refunds show comes again', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer });
  await world.deliverAll();
  const charge = world.stripeStore.list('charge')[0];
  if (charge === undefined) throw new Error('no charge');
  world.stripeStore.write({ ...charge, amount_refunded: 100 });
  await expect(world.settle(await world.purchase())).rejects.toThrow('refunded by more');
  world.pass(MINUTE);
});

test('a refund that is canceled after it went out is taken back, whichever of that was heard first', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer });
  await world.deliverAll();
  const { paymentIntentId } = await world.purchase();
  const { id } = world.bank.refund(String(paymentIntentId), 10_000);
  await world.deliverAll();
  expect(balanceOf(world.ledger(), 'refunds:reports')).toBe(100_000_000);

  world.bank.endRefund(id, 'canceled');
  await world.deliverAll();
  expect(await world.purchase()).toMatchObject({ state: 'fulfilled', refundedAmount: 0 });
  expect(world.ledger().map((transaction) => transaction.id)).toContain(`reversal#refund#${id}`);
  expect(balanceOf(world.ledger(), 'refunds:reports')).toBe(0);
  // Settled once more from what was seen, it comes to the same.
  await world.settle(await world.purchase());
  expect(balanceOf(world.ledger(), 'refunds:reports')).toBe(0);
});

test('what was flagged is watched until it was given back, and still books nothing', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer, amount: 7 });
  await world.deliverAll();
  const { paymentIntentId } = await world.purchase();
  world.bank.refund(String(paymentIntentId), 7);
  await world.deliverAll();
  expect(await world.purchase()).toMatchObject({ flag: { reason: 'wrong_amount' }, paidAt: null, refundedAmount: 7 });
  expect(world.ledger()).toEqual([]);
  expect(world.emitted).toEqual([]);
});

test('a report whose money went away before it was delivered, and came back, is made and sent after all', async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: buyer });
  await world.deliverAll();
  const { paymentIntentId } = await world.purchase();
  const { id } = world.bank.refund(String(paymentIntentId), undefined);
  await world.deliverAll();
  expect(world.startedAgain).toEqual([]);
  world.bank.endRefund(id, 'failed');
  await world.deliverAll();
  expect(world.startedAgain).toEqual([1]);
  world.bank.dispute(String(paymentIntentId));
  await world.deliverAll();
  expect(world.startedAgain).toEqual([1]);
  world.bank.closeDispute(String(world.stripeStore.list('dispute')[0]?.id), 'won');
  await world.deliverAll();
  expect(world.startedAgain).toEqual([1, 2]);
  expect(world.startedReports).toHaveLength(1);

  await world.reports.deliverSale(workspaceId, world.report.id, {
    purchaseId: (await world.purchase()).id,
    version: 1,
  });
  world.startedAgain.splice(0);
  await world.settle(await world.purchase());
  expect(world.startedAgain).toEqual([]);
});
