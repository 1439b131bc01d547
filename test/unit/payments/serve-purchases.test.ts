import { createRefundPurchase } from '../../../functions/payments/refund-purchase.ts';
import { createServePurchases } from '../../../functions/payments/serve-purchases.ts';
import { CampaignId, PurchaseId, WorkspaceId } from '../../../functions/platform/ids.ts';
import { ROLES, roleMay } from '../../../functions/platform/permissions.ts';
import {
  balanceOf,
  campaignId,
  createPaymentWorld,
  type PaymentWorld,
  workspaceId,
} from '../../support/payment-world.ts';

const principal = { workspaceId, kind: 'member', id: 'ann', role: 'owner', mode: 'live' } as const;
const request = { principal, headers: {}, traceId: 't' } as const;
const serve = (world: PaymentWorld, open = world.open) => {
  const { purchases, settle } = world;
  return createServePurchases({ purchases, refund: createRefundPurchase({ purchases, open, settle }) });
};
const sold = async () => {
  const world = await createPaymentWorld();
  world.bank.pay(await world.click(), { email: 'boss@bakery.example' });
  await world.deliverAll();
  const purchase = await world.purchase();
  const refund = (amount?: number, mode: 'live' | 'sandbox' = 'live', key?: string) =>
    serve(world).refundPurchase({
      ...request,
      headers: key === undefined ? {} : { 'idempotency-key': key },
      principal: { ...principal, mode },
      params: { purchaseId: purchase.id },
      query: undefined,
      body: amount === undefined ? {} : { amount },
    });
  return { world, purchase, refund };
};

test('only owners and admins may give money back; everybody of the team sees what was sold', () => {
  expect(ROLES.filter((role) => roleMay(role, 'purchase:execute'))).toEqual(['owner', 'admin']);
  expect(ROLES.filter((role) => roleMay(role, 'purchase:read'))).toEqual([...ROLES]);
});

test('purchases are listed newest first, by state, by campaign or both, page by page', async () => {
  const world = await createPaymentWorld();
  const api = serve(world);
  world.bank.pay(await world.click(), { email: 'boss@bakery.example' });
  await world.deliverAll();
  const sale = await world.purchase();
  world.bank.refund(String(sale.paymentIntentId), undefined);
  await world.deliverAll();
  await world.click();
  const list = async (query: Readonly<Record<string, unknown>> = {}) => {
    const reply = await api.listPurchases({
      ...request,
      params: undefined,
      body: undefined,
      query: { limit: 50, ...query },
    });
    if (!('body' in reply)) throw new Error(reply.problem.detail);
    return reply.body;
  };
  expect((await list()).items.map(({ state }) => state)).toEqual(['created', 'refunded']);
  expect((await list({ state: 'refunded' })).items.map(({ id }) => id)).toEqual([sale.id]);
  expect((await list({ campaignId })).items).toHaveLength(2);
  expect((await list({ campaignId, state: 'created' })).items).toHaveLength(1);
  expect((await list({ campaignId: CampaignId.parse('cmp_9999999999') })).items).toEqual([]);
  const first = await list({ limit: 1 });
  expect(first.items.map(({ state }) => state)).toEqual(['created']);
  const second = await list({ limit: 1, cursor: String(first.nextCursor) });
  expect(second.items.map(({ state }) => state)).toEqual(['refunded']);
  const wrong = await api.listPurchases({
    ...request,
    params: undefined,
    body: undefined,
    query: { limit: 1, cursor: 'eyJ4Ijoi' },
  });
  expect(wrong).toMatchObject({ problem: { status: 400, fieldErrors: [{ field: 'query.cursor' }] } });
});

test('a purchase shows the whole chain behind it, and no token by which somebody could read or pay', async () => {
  const { world, purchase: sale } = await sold();
  const landingPage = `https://app.example.com/r/${sale.linkToken}?utm_source=mail`;
  const { after: purchase } = await world.purchases.change(sale, (known) => ({ ...known, landingPage }));
  const get = (id: PurchaseId, of = workspaceId) =>
    serve(world).getPurchase({
      ...request,
      principal: { ...principal, workspaceId: of },
      params: { purchaseId: id },
      query: undefined,
      body: undefined,
    });
  const shown = await get(purchase.id);
  expect(shown).toMatchObject({
    body: {
      state: 'fulfilled',
      assessmentId: 'asm_0000000001',
      reportId: world.report.id,
      linkId: world.teaser.link.id,
      attributedBy: 'token',
      chain: { variant: 'problem', step: 1, campaignId, domain: 'bakery.example' },
      refundable: 39_900,
      landingPage: 'https://app.example.com/r/…?utm_source=mail',
    },
  });
  for (const secret of [purchase.token, purchase.linkToken]) expect(JSON.stringify(shown)).not.toContain(secret);
  const missing = { problem: { status: 404 } };
  expect(await get(PurchaseId.parse('pur_0000000009'))).toMatchObject(missing);
  expect(await get(purchase.id, WorkspaceId.parse('ws_0000000002'))).toMatchObject(missing);
});

test('a part and then the rest go back, each booked at once, and no more than was paid', async () => {
  const { world, refund } = await sold();
  expect(await refund(9_900)).toMatchObject({
    body: { state: 'partly_refunded', refundedAmount: 9_900, refundable: 30_000 },
  });
  expect(await refund(30_001)).toMatchObject({
    problem: { status: 400, fieldErrors: [{ field: 'amount', message: expect.stringContaining('30000') }] },
  });
  expect(await refund()).toMatchObject({ body: { state: 'refunded', refundedAmount: 39_900, refundable: 0 } });
  expect(await refund()).toMatchObject({ problem: { status: 409, errorCode: 'nothing_to_refund' } });
  expect(world.ledger().filter(({ kind }) => kind === 'refund')).toHaveLength(2);
  await world.deliverAll();
  expect(world.ledger().filter(({ kind }) => kind === 'refund')).toHaveLength(2);
});

test('a button that is pressed twice at once gives back once', async () => {
  const { world, refund } = await sold();
  await Promise.all([refund(1_000), refund(1_000)]);
  expect(world.stripeStore.list('refund')).toHaveLength(1);
  expect(await world.purchase()).toMatchObject({ refundedAmount: 1_000 });
});

test('a request that is repeated because its answer was lost gives back once, by its key', async () => {
  const { world, refund } = await sold();
  const part = await refund(1_000, 'live', 'first');
  expect(part).toMatchObject({ body: { refundedAmount: 1_000 } });
  expect(await refund(1_000, 'live', 'first')).toMatchObject({ body: { refundedAmount: 1_000 } });
  expect(await refund(1_000, 'live', 'second')).toMatchObject({ body: { refundedAmount: 2_000 } });
  expect(await refund(500, 'live', 'first')).toMatchObject({
    problem: { status: 409, errorCode: 'refund_refused', detail: expect.stringContaining('same parameters') },
  });
  expect(await refund(undefined, 'live', 'rest')).toMatchObject({ body: { state: 'refunded', refundable: 0 } });
  expect(await refund(undefined, 'live', 'rest')).toMatchObject({ body: { state: 'refunded', refundable: 0 } });
  expect(await refund(undefined, 'live', 'more')).toMatchObject({ problem: { status: 409 } });
  expect(world.stripeStore.list('refund')).toHaveLength(3);
  expect(await refund(1, 'live', 'k'.repeat(256))).toMatchObject({
    problem: { status: 400, fieldErrors: [{ field: 'Idempotency-Key' }] },
  });
});

test('two refunds at once of different amounts are two, and together no more than was paid', async () => {
  const { world, refund } = await sold();
  const answers = await Promise.all([refund(30_000), refund(20_000)]);
  expect(answers.filter((answer) => 'body' in answer)).toHaveLength(1);
  expect(answers.filter((answer) => 'problem' in answer)).toMatchObject([
    { problem: { status: 409, errorCode: 'refund_refused' } },
  ]);
  await world.deliverAll();
  const { refundedAmount } = await world.purchase();
  expect(balanceOf(world.ledger(), 'refunds:reports')).toBe(refundedAmount * 10_000);
});

test('what a bank holds, what is flagged, what was never paid and what Stripe refuses is not given back', async () => {
  const { world, purchase, refund } = await sold();
  world.bank.dispute(String(purchase.paymentIntentId));
  expect(await refund()).toMatchObject({ problem: { status: 409, errorCode: 'refund_refused' } });
  await world.deliverAll();
  expect(await refund()).toMatchObject({ problem: { errorCode: 'purchase_disputed' } });

  const flagged = await createPaymentWorld();
  flagged.bank.pay(await flagged.click(), { email: 'a@b.example', amount: 5 });
  await flagged.deliverAll();
  const of = async (one: PaymentWorld, id: PurchaseId) =>
    serve(one).refundPurchase({ ...request, params: { purchaseId: id }, query: undefined, body: {} });
  expect(await of(flagged, (await flagged.purchase()).id)).toMatchObject({
    problem: { errorCode: 'purchase_flagged' },
  });

  const open = await createPaymentWorld();
  await open.click();
  expect(await of(open, (await open.purchase()).id)).toMatchObject({ problem: { errorCode: 'nothing_to_refund' } });
  expect(await of(open, PurchaseId.parse('pur_0000000009'))).toMatchObject({ problem: { status: 404 } });
});

test('an inquiry of a bank holds nothing: the money may be given back, which is what ends it', async () => {
  const { world, purchase, refund } = await sold();
  world.stripeStore.write({
    ...{ id: 'dp_inquiry', object: 'dispute', amount: 39_900, currency: 'usd', created: world.clock() / 1_000 },
    ...{ reason: 'general', status: 'warning_needs_response', balance_transactions: [] },
    payment_intent: String(purchase.paymentIntentId),
  });
  await world.settle(purchase);
  expect(await world.purchase()).toMatchObject({ state: 'disputed' });
  expect(await refund()).toMatchObject({ body: { refundedAmount: 39_900, refundable: 0 } });
  const inquiry = world.stripeStore.read('dp_inquiry');
  if (inquiry !== undefined) world.stripeStore.write({ ...inquiry, status: 'warning_closed' });
  await world.settle(purchase);
  expect(await world.purchase()).toMatchObject({ state: 'refunded' });
  expect(world.ledger().map(({ kind }) => kind)).toEqual(['fee', 'refund', 'sale']);
});

test('a test key moves no real money, and without an account there is nothing to ask', async () => {
  const world = await createPaymentWorld({ livemode: true });
  world.bank.pay(await world.click(), { email: 'boss@bakery.example' });
  await world.deliverAll();
  const { id } = await world.purchase();
  const ask = { ...request, params: { purchaseId: id }, query: undefined, body: {} };
  expect(await serve(world).refundPurchase({ ...ask, principal: { ...principal, mode: 'sandbox' } })).toMatchObject({
    problem: { status: 403, errorCode: 'live_purchase' },
  });
  const without = serve(world, async () => undefined);
  expect(await without.refundPurchase(ask)).toMatchObject({ problem: { status: 503 } });
  expect(await serve(world).refundPurchase(ask)).toMatchObject({ body: { state: 'refunded', livemode: true } });
});
