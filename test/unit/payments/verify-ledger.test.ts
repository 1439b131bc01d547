import { creditsOf } from '../../../functions/attribution/credit-models.ts';
import { saleTransaction } from '../../../functions/attribution/ledger.ts';
import { createTouchesBefore } from '../../../functions/attribution/touches-before.ts';
import { createContactStore } from '../../../functions/contacts/contact-store.ts';
import type { ProofRule } from '../../../functions/payments/ledger-proof.ts';
import { createProveSale } from '../../../functions/payments/prove-sale.ts';
import type { Purchase } from '../../../functions/payments/purchase.ts';
import { createVerifyLedger } from '../../../functions/payments/verify-ledger.ts';
import { CampaignId, newId } from '../../../functions/platform/ids.ts';
import { leadKey, ledgerKey, ledgerRollupKey, messageKey, purchaseKey } from '../../../functions/platform/keys.ts';
import { bookingActions } from '../../../functions/platform/ledger/book.ts';
import { costTransaction } from '../../../functions/platform/ledger/paid-call.ts';
import { monthOf } from '../../../functions/platform/ledger/rollup.ts';
import { UNATTRIBUTED } from '../../../functions/platform/ledger/sale-chain.ts';
import type { LedgerTransaction } from '../../../functions/platform/ledger/transaction.ts';
import type { Item } from '../../../functions/platform/table.ts';
import { DAY, instant } from '../../../functions/platform/time.ts';
import { createLeadStore } from '../../../functions/scoring/lead-store.ts';
import { createMessageStore } from '../../../functions/sending/message-store.ts';
import { createSalesWorld, type SalesWorld } from '../../support/sales-world.ts';
import { campaignId, runId, workspaceId } from '../../support/sending-world.ts';

type Sold = SalesWorld & Readonly<{ sold: Purchase; sale: string }>;

/** Three sales: one by its token and partly refunded, one of an unknown buyer, one under dispute; and a cost outside runs. */
const soldWorld = async (): Promise<Sold> => {
  const world = await createSalesWorld();
  const { send, wait, mail, sell, settle, stripe, ledger, clock } = world;
  await send(0);
  await send(1);
  wait(2 * DAY);
  const sold = await sell(mail(0).id, 'boss@company0.example');
  await sell(null, 'stranger@gmail.com');
  const disputed = await sell(mail(1).id, mail(1).address);
  wait(12 * DAY);
  stripe.refund(sold.paymentIntentId ?? '', 10_000);
  const refunded = await settle(sold);
  stripe.dispute(disputed.paymentIntentId ?? '');
  await settle(disputed);
  const cost = costTransaction({ call: 'call_1', kind: 'copy', microUsd: 70_000, at: instant(clock()) });
  if (cost !== undefined) await ledger.append(workspaceId, cost);
  return { ...world, sold: refunded, sale: `sale#${sold.paymentIntentId ?? ''}` };
};

test('a ledger that was kept by its rules holds, over two months, and says what was looked at', async () => {
  const world = await soldWorld();
  const proof = await world.verify();
  expect(proof).toMatchObject({ holds: true, deviationCount: 0, deviations: [] });
  expect(proof.counts).toMatchObject({
    ...{ transactions: 10, sales: 3, refunds: 1, disputes: 1, fees: 4, costs: 1, reversals: 0 },
    ...{ unattributed: 1, purchases: 3, stripePayments: 3 },
  });
  expect(monthOf(instant(world.clock()))).toBe('2026-12');
});

test('an empty ledger holds, with or without a Stripe account', async () => {
  const { verify, proof } = await createSalesWorld({ count: 1 });
  expect(await verify()).toMatchObject({ holds: true, counts: { transactions: 0, stripePayments: 0, rollups: 0 } });
  expect(await proof.verify(workspaceId, null)).toMatchObject({ holds: true, counts: { stripePayments: null } });
});

const read = async ({ table }: Pick<SalesWorld, 'table'>, key: { pk: string; sk: string }): Promise<Item> => {
  const item = await table.get(key);
  if (item === undefined) throw new Error(`Nothing at ${key.pk}`);
  return item;
};
const edit = async (world: Pick<SalesWorld, 'table'>, key: { pk: string; sk: string }, change: Item): Promise<void> => {
  await world.table.put({ ...(await read(world, key)), ...change, ...key });
};
const saleKey = ({ sale }: Sold) => ledgerKey(workspaceId, sale);
const entriesOf = async (world: Sold): Promise<LedgerTransaction['entries']> =>
  (await world.ledger.read(workspaceId, world.sale))?.entries ?? [];
const chainOf = async (world: Sold, change: Item): Promise<void> =>
  edit(world, saleKey(world), { chain: { ...(await world.ledger.read(workspaceId, world.sale))?.chain, ...change } });
/** Books what nobody should, with its sums, as a faulty program would. */
const book = async ({ table, clock }: Sold, transaction: LedgerTransaction): Promise<void> => {
  await table.transact(bookingActions(workspaceId, [transaction], instant(clock())));
};
const rollup = (scope: string) => ledgerRollupKey(workspaceId, scope);

const CORRUPTIONS: readonly (readonly [string, ProofRule, (world: Sold) => Promise<void>])[] = [
  ['a sale entry is gone', 'payment_without_sale', (world) => world.table.remove(saleKey(world))],
  [
    'a sale is booked for no payment',
    'sale_without_payment',
    (world) =>
      book(
        world,
        saleTransaction({
          ...{ paymentIntentId: 'pi_forged', amount: { amount: 39_900, currency: 'usd' } },
          ...{ at: instant(world.clock()), chain: UNATTRIBUTED },
        }),
      ),
  ],
  [
    'a payment is booked as two sales',
    'sale_twice',
    async (world) => {
      const sale = await world.ledger.read(workspaceId, world.sale);
      if (sale !== undefined) await book(world, { ...sale, id: `${sale.id}_again` });
    },
  ],
  [
    'an amount is changed on both sides',
    'entry_differs',
    async (world) =>
      edit(world, saleKey(world), {
        entries: (await entriesOf(world)).map((entry) => ({ ...entry, amountMicro: entry.amountMicro * 2 })),
      }),
  ],
  [
    'an amount is changed on one side',
    'unbalanced',
    async (world) =>
      edit(world, saleKey(world), {
        entries: (await entriesOf(world)).map((entry, at) => ({ ...entry, amountMicro: entry.amountMicro + at })),
      }),
  ],
  [
    'a line is gone',
    'unbalanced',
    async (world) => edit(world, saleKey(world), { entries: (await entriesOf(world)).slice(1) }),
  ],
  ['every line is gone', 'unbalanced', (world) => edit(world, saleKey(world), { entries: [] })],
  [
    'the currency of a line is changed',
    'unbalanced',
    async (world) =>
      edit(world, saleKey(world), {
        entries: (await entriesOf(world)).map((entry, at) => (at === 0 ? { ...entry, currency: 'eur' } : entry)),
      }),
  ],
  ['an entry is no transaction any more', 'unreadable', (world) => edit(world, saleKey(world), { kind: 'gift' })],
  [
    'an amount is no whole number of cents',
    'credits_differ',
    async (world) =>
      edit(world, saleKey(world), {
        entries: (await entriesOf(world)).map((entry) => ({
          ...entry,
          amountMicro: entry.amountMicro / 2 + Math.sign(entry.amountMicro),
        })),
      }),
  ],
  [
    'the campaign of a sale is changed',
    'entry_differs',
    (world) => edit(world, saleKey(world), { campaignId: newId(CampaignId, 'cmp') }),
  ],
  ['the chain of a sale is gone', 'chain_broken', (world) => edit(world, saleKey(world), { chain: undefined })],
  ['a sale names another message', 'chain_broken', (world) => chainOf(world, { messageId: world.mail(1).id })],
  ['a sale names no message', 'chain_broken', (world) => chainOf(world, { messageId: null })],
  ['a sale names another variant', 'chain_broken', (world) => chainOf(world, { variant: 'story' })],
  ['a sale names another step', 'chain_broken', (world) => chainOf(world, { step: 2 })],
  ['a sale names another lead', 'chain_broken', (world) => chainOf(world, { domain: 'company1.example' })],
  [
    'a sale names another campaign',
    'chain_broken',
    (world) => chainOf(world, { campaignId: newId(CampaignId, 'cmp') }),
  ],
  ['an UNATTRIBUTED sale names a campaign', 'chain_broken', (world) => chainOf(world, { how: 'none' })],
  [
    'the message of a sale is gone',
    'chain_broken',
    (world) => world.table.remove(messageKey(workspaceId, world.mail(0).id)),
  ],
  [
    'the lead of a sale is gone',
    'chain_broken',
    (world) => world.table.remove(leadKey(workspaceId, campaignId, 'company0.example')),
  ],
  [
    'the message of a sale has another variant',
    'chain_broken',
    (world) => edit(world, messageKey(workspaceId, world.mail(0).id), { variant: 'problem' }),
  ],
  [
    'the mail of a sale was sent after it',
    'sale_before_send',
    (world) => edit(world, messageKey(workspaceId, world.mail(0).id), { sentAt: instant(world.clock()) }),
  ],
  [
    'the mail of a sale was never sent',
    'sale_before_send',
    (world) => edit(world, messageKey(workspaceId, world.mail(0).id), { sentAt: undefined }),
  ],
  [
    'more is given back than was paid',
    'refunds_exceed_sale',
    async (world) => {
      const refund = (await world.ledger.read(workspaceId, 'refund#re_000007')) ?? undefined;
      if (refund === undefined) throw new Error('no refund');
      await edit(world, ledgerKey(workspaceId, refund.id), {
        entries: refund.entries.map((entry) => ({ ...entry, amountMicro: 4 * entry.amountMicro })),
      });
    },
  ],
  [
    'a refund is booked that nobody made',
    'entry_unexplained',
    async (world) => {
      const refund = await world.ledger.read(workspaceId, 'refund#re_000007');
      if (refund !== undefined) await book(world, { ...refund, id: 'refund#re_forged' });
    },
  ],
  [
    'a refund is not booked',
    'entry_missing',
    (world) => world.table.remove(ledgerKey(workspaceId, 'refund#re_000007')),
  ],
  [
    'a fee is booked of a payment that is none',
    'entry_unexplained',
    async (world) => {
      const refund = await world.ledger.read(workspaceId, 'refund#re_000007');
      if (refund !== undefined)
        await book(world, { ...refund, id: 'fee#txn_forged', kind: 'fee', paymentIntentId: 'pi_x' });
    },
  ],
  [
    'a sum of the campaign is moved by itself',
    'rollup_differs',
    (world) => edit(world, rollup(`CAMPAIGN#${campaignId}`), { 'sum#usd#revenue:reports': -1 }),
  ],
  ['the sums of the run are gone', 'rollup_differs', (world) => world.table.remove(rollup(`RUN#${runId}`))],
  [
    'a count is moved by itself',
    'rollup_differs',
    (world) => edit(world, rollup('UNATTRIBUTED'), { 'count#usd#sales': 2 }),
  ],
  [
    'a cost outside runs is changed',
    'rollup_differs',
    (world) =>
      edit(world, ledgerKey(workspaceId, 'cost#call_1'), {
        entries: [
          { account: 'expense:copy', amountMicro: 7, currency: 'usd' },
          { account: 'payable:llm', amountMicro: -7, currency: 'usd' },
        ],
      }),
  ],
  [
    'a cost outside runs is gone',
    'rollup_differs',
    (world) => world.table.remove(ledgerKey(workspaceId, 'cost#call_1')),
  ],
  [
    'every sum of a month is gone with it',
    'rollup_differs',
    async (world) => {
      for (const { pk, sk } of world.table.items())
        if (String(sk).startsWith('MONTH#2026-11')) await world.table.remove({ pk: String(pk), sk: String(sk) });
    },
  ],
  [
    'a purchase is unlearnt as paid',
    'payment_unknown',
    (world) => edit(world, purchaseKey(workspaceId, world.sold.id), { paidAt: null, state: 'created' }),
  ],
  [
    'a paid purchase names no payment',
    'payment_without_sale',
    (world) => edit(world, purchaseKey(workspaceId, world.sold.id), { paymentIntentId: null }),
  ],
  [
    'a paid purchase has no chain',
    'payment_without_sale',
    (world) => edit(world, purchaseKey(workspaceId, world.sold.id), { chain: null }),
  ],
  [
    'a purchase is gone that Stripe shows as paid',
    'payment_unknown',
    async (world) => {
      const { sessionId, token, paymentIntentId } = world.sold;
      for (const reference of [sessionId, token, paymentIntentId])
        await world.table.remove({ pk: `PURCHASEREF#${reference ?? ''}`, sk: 'PURCHASEREF' });
    },
  ],
];

test.each(CORRUPTIONS)('the proof finds it when %s', async (_what, rule, corrupt) => {
  const world = await soldWorld();
  await corrupt(world);
  const proof = await world.verify();
  expect(proof.holds).toBe(false);
  expect(proof.deviations.map((deviation) => deviation.rule)).toContain(rule);
  expect(proof.deviationCount).toBe(proof.deviations.length);
});

test('credits that do not sum to a sale are found', async () => {
  const world = await soldWorld();
  const { table, ledger, purchases, clock } = world;
  const messages = createMessageStore(table);
  const proveSale = createProveSale({
    messages,
    leads: createLeadStore(table),
    touchesBefore: createTouchesBefore({ messages, contacts: createContactStore(table), table }),
    credits: (model, times, amount) => creditsOf(model, times, model === 'linear' ? amount - 1 : amount),
  });
  const verify = createVerifyLedger({ ledger, purchases, proveSale, clock, pause: () => Promise.resolve() });
  const { deviations } = await verify(workspaceId, null);
  expect(deviations).toEqual([
    { rule: 'credits_differ', subject: world.sale, detail: 'linear credits 39899 of 39900' },
    expect.objectContaining({ rule: 'credits_differ' }),
  ]);
});

test('a payment that is paid at Stripe and not booked here is found, until it is', async () => {
  const { send, wait, mail, begin, stripe, verify, settle } = await createSalesWorld();
  await send(0);
  wait(DAY);
  const begun = await begin(mail(0).id);
  stripe.pay(begun.sessionId ?? '', mail(0).address);
  expect((await verify()).deviations).toMatchObject([{ rule: 'payment_unknown' }]);
  await settle(begun);
  expect(await verify()).toMatchObject({ holds: true });
});

test('a sale of another amount than Stripe shows is found at Stripe’s side', async () => {
  const { proof, sold } = await soldWorld();
  const payment = { sessionId: 'cs_1', paymentIntentId: sold.paymentIntentId, currency: 'usd', purchase: sold };
  const rules = async (change: object) =>
    (await proof.verify(workspaceId, [{ ...payment, amount: 39_900, ...change }])).deviations.map(({ rule }) => rule);
  expect(await rules({})).toEqual([]);
  expect(await rules({ amount: 39_800 })).toEqual(['entry_differs']);
  expect(await rules({ amount: null })).toEqual(['entry_differs']);
  expect(await rules({ currency: 'eur' })).toEqual(['entry_differs']);
  expect(await rules({ paymentIntentId: null })).toEqual(['payment_unknown']);
  expect(await rules({ paymentIntentId: 'pi_else' })).toEqual(['payment_without_sale']);
});

test('a payment that is not what was asked for is told until it was given back', async () => {
  const { send, wait, mail, begin, stripe, verify, settle, purchases } = await createSalesWorld();
  await send(0);
  wait(DAY);
  const begun = await begin(mail(0).id);
  // The price was changed between the click and the payment.
  await purchases.change(begun, (known) => ({ ...known, amount: { amount: 49_900, currency: 'usd' } }));
  stripe.pay(begun.sessionId ?? '', mail(0).address);
  await settle(begun);
  expect((await verify()).deviations).toMatchObject([{ rule: 'payment_flagged' }]);
  await purchases.change(begun, (known) => ({ ...known, refundedAmount: 39_900 }));
  expect(await verify()).toMatchObject({ holds: true });
});

test('what is booked while the proof reads is not taken for wrong: it looks a second time', async () => {
  const { ledger, purchases, proof, clock, send, wait, mail, sell } = await createSalesWorld();
  await send(0);
  wait(DAY);
  await sell(mail(0).id, null);
  const proveSale = () => Promise.resolve([]);
  let pauses = 0;
  let lag = 1;
  const lagging = {
    ...ledger,
    // The index does not show the sale yet, the sums do.
    listMonth: async (...asked: Parameters<typeof ledger.listMonth>) => {
      const page = await ledger.listMonth(...asked);
      lag -= 1;
      return page !== undefined && lag === 0 ? { ...page, items: [] } : page;
    },
  };
  const pause = async (): Promise<void> => {
    pauses += 1;
  };
  const verify = createVerifyLedger({ ledger: lagging, purchases, proveSale, clock, pause });
  expect(await verify(workspaceId, null)).toMatchObject({ holds: true });
  expect(pauses).toBe(1);
  expect(await proof.verify(workspaceId, null)).toMatchObject({ holds: true });
});

test('a list whose cursor leads nowhere is a fault, not a proof', async () => {
  const { ledger, purchases, clock } = await soldWorld();
  const ports = { proveSale: () => Promise.resolve([]), clock, pause: () => Promise.resolve() };
  const nowhere = () => Promise.resolve(undefined);
  await expect(
    createVerifyLedger({ ...ports, ledger: { ...ledger, listMonth: nowhere }, purchases })(workspaceId, null),
  ).rejects.toThrow('ledger leads nowhere');
  await expect(
    createVerifyLedger({ ...ports, ledger, purchases: { list: nowhere } })(workspaceId, null),
  ).rejects.toThrow('purchases leads nowhere');
});

test('a ledger is proved over the turn of a year, with months between in which nothing moved', async () => {
  const { send, wait, mail, sell, settle, stripe, verify, table, ledger } = await createSalesWorld();
  await send(0);
  wait(DAY);
  const sold = await sell(mail(0).id, null);
  wait(60 * DAY);
  stripe.refund(sold.paymentIntentId ?? '', 39_900);
  await settle(sold);
  expect(await verify()).toMatchObject({ holds: true, counts: { transactions: 3, refunds: 1 } });
  expect((await ledger.listMonth(workspaceId, '2027-01', { limit: 5 }))?.items).toHaveLength(1);
  // A sum of a year ago that nobody moved is not what its entries come to: there are none.
  await table.put({ ...rollup('MONTH#2025-11#0'), type: 'LedgerRollup', 'sum#usd#expense:copy': 1 });
  expect((await verify()).deviations).toMatchObject([{ rule: 'rollup_differs' }]);
});
