import fc from 'fast-check';
import { createLedgerStore } from '../../../functions/attribution/ledger-store.ts';
import { revenueOf } from '../../../functions/attribution/revenue.ts';
import { createPurchaseStore } from '../../../functions/payments/purchase-store.ts';
import { compareSums, replayLedger } from '../../../functions/payments/replay-ledger.ts';
import { createTableProof } from '../../../functions/payments/table-proof.ts';
import type { PurchaseId } from '../../../functions/platform/ids.ts';
import { addSums } from '../../../functions/platform/ledger/rollup.ts';
import type { LedgerTransaction } from '../../../functions/platform/ledger/transaction.ts';
import type { Table } from '../../../functions/platform/table.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../functions/platform/time.ts';
import { createMemoryStripe } from '../../support/memory-stripe.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import {
  beginPurchase,
  PRICE,
  seedSalesCampaign,
  sendFollowUp,
  sendMail,
  settlementOf,
} from '../../support/sales-world.ts';
import { workspaceId } from '../../support/sending-world.ts';
import { createSimulation, type Fault, interceptTable, type Process } from '../../support/simulation.ts';

type Trouble = Readonly<{ dies: number; fails: number; doubled: number }>;
const TABLE_MS = 2 * SECOND;

/** What a ledger must be at any moment, whatever is under way: balanced, each sum what its entries add up to, no payment sold twice. */
const checkNow = async (table: Table, clock: () => number): Promise<void> => {
  const ledger = createLedgerStore(table, clock);
  const all = await Promise.all(
    ['2026-11', '2026-12'].map((month) => ledger.listMonth(workspaceId, month, { limit: 500 })),
  );
  const each = async function* (): AsyncIterable<LedgerTransaction> {
    for (const page of await Promise.resolve(all)) yield* page?.items ?? [];
  };
  const replay = await replayLedger(each());
  expect(replay.deviations).toEqual([]);
  expect(compareSums(await ledger.allSums(workspaceId), replay.sums)).toEqual([]);
  for (const booked of replay.payments.values())
    expect(booked.filter(({ kind }) => kind === 'sale').length).toBeLessThanOrEqual(1);
};

/**
 * Mails, clicks, payments, refunds, disputes and the handlers that settle them, in an order drawn from a seed: handlers run twice and at
 * once, and die between any two of their calls. At the end an hour's reconciliation settles what is left, as in life.
 */
const tellStory = async (seed: number, people: number, { dies, fails, doubled }: Trouble) => {
  const sim = createSimulation(seed);
  const { clock, random, sleep, spawn } = sim;
  const base = createMemoryTable();
  const stripe = createMemoryStripe(clock);
  const mails = await seedSalesCampaign(base, clock, people, (n) => `co${String(n % Math.ceil(people / 2))}.example`);
  const begun: PurchaseId[] = [];
  const purchases = createPurchaseStore(base, clock);
  let settled = 0;
  const failures: unknown[] = [];
  const fail = (error: unknown): void => {
    failures.push(error);
  };

  const fault = (): Fault => {
    if (random() < dies) return random() < 0.5 ? 'die-before' : 'die-after';
    if (random() < fails) return random() < 0.5 ? 'fail-before' : 'fail-after';
    return 'none';
  };
  const tableOf = (process: Process): Table =>
    interceptTable(base, (_method, _input, effect) => sim.call(process, TABLE_MS, fault, effect));
  const settle = (id: PurchaseId): void => {
    for (let times = random() < doubled ? 2 : 1; times > 0; times -= 1)
      void spawn(async (process) => {
        settled += 1;
        const found = await purchases.get(workspaceId, id);
        if (found === undefined) return;
        try {
          await settlementOf(tableOf(process), clock, stripe)(found);
        } catch (error) {
          // A handler that failed is tried again by what is due later; a ledger that disagrees is a fault of its own.
          if (String(error).includes('says otherwise')) fail(error);
        }
        await checkNow(base, clock);
      }, fail);
  };
  /** Stripe's page asks for an address; a wallet may come without one, and then the mail's recipient is who gets the report. */
  const emailOf = (n: number, mayLack: boolean): string | null => {
    const chance = random();
    if (chance < 0.1) return mayLack ? null : `nobody${String(n)}@nowhere.example`;
    if (chance < 0.2) return `stranger${String(n)}@gmail.com`;
    return chance < 0.5 ? `boss@${mails[n]?.domain ?? ''}` : (mails[n]?.address ?? null);
  };

  const money = async (intent: string, id: PurchaseId): Promise<void> => {
    while (random() < 0.5) {
      await sleep(random() * 3 * HOUR);
      const part = 1 + Math.floor(random() * PRICE.amount);
      const chance = random();
      if (chance < 0.5) {
        const refund = stripe.refund(intent, part, random() < 0.3 ? 'pending' : 'succeeded');
        settle(id);
        await sleep(random() * HOUR);
        if (refund !== undefined && random() < 0.6) stripe.endRefund(refund, random() < 0.5 ? 'failed' : 'succeeded');
      } else {
        const dispute = stripe.dispute(intent);
        settle(id);
        await sleep(random() * DAY);
        stripe.endDispute(dispute, random() < 0.5);
      }
      settle(id);
    }
  };

  const person = (n: number) =>
    spawn(async () => {
      const first = mails[n];
      if (first === undefined) return;
      // Some click before the mail is noted as sent: the team's own preview, or a sender that died.
      const early = random() < 0.15;
      if (!early) await sendMail(base, clock, first.id);
      await sleep(random() * DAY);
      const followUp = random() < 0.4 && !early ? await sendFollowUp(base, clock, first) : undefined;
      await sleep(random() * HOUR);
      const messageId = random() < 0.25 ? null : (followUp ?? first.id);
      const purchase = await beginPurchase(base, clock, stripe, { messageId });
      begun.push(purchase.id);
      if (random() < 0.2) return;
      await sleep(random() * 10 * MINUTE);
      const fee = random() < 0.7;
      const intent = stripe.pay(purchase.sessionId ?? '', emailOf(n, messageId !== null), fee);
      settle(purchase.id);
      if (!fee) {
        await sleep(random() * HOUR);
        stripe.settle(intent);
        settle(purchase.id);
      }
      await money(intent, purchase.id);
    }, fail);

  for (let n = 0; n < people; n += 1) void person(n);
  await sim.run();
  expect(failures).toEqual([]);

  const last = settlementOf(base, clock, stripe);
  const reconcile = async (): Promise<void> => {
    for (const id of begun) {
      const found = await purchases.get(workspaceId, id);
      if (found !== undefined) await last(found);
    }
  };
  await reconcile();
  const proof = createTableProof({
    ...{ table: base, clock, pause: () => Promise.resolve() },
    open: () => Promise.resolve({ stripe: stripe.port, livemode: false }),
  });
  return { base, clock, stripe, proof, reconcile, settled };
};

const story = fc.record({ seed: fc.nat(), people: fc.integer({ min: 1, max: 8 }) });
const troubles = fc.constantFrom<Trouble>(
  { dies: 0, fails: 0, doubled: 0.5 },
  { dies: 0.05, fails: 0, doubled: 0.5 },
  { dies: 0.02, fails: 0.05, doubled: 1 },
);

test('whatever is sent, clicked, paid, given back and disputed, in any order and with crashes, the proof holds', async () => {
  let settled = 0;
  let sales = 0;
  await fc.assert(
    fc.asyncProperty(story, troubles, async ({ seed, people }, trouble) => {
      const told = await tellStory(seed, people, trouble);
      const proof = await told.proof.verify(workspaceId, await told.proof.stripePayments());
      expect(proof.deviations).toEqual([]);
      expect(proof.counts.sales).toBe(told.stripe.truth().sales);
      settled += told.settled;
      sales += proof.counts.sales;
    }),
    { numRuns: 60 },
  );
  // The stories hold what they are about.
  expect(sales).toBeGreaterThan(60);
  expect(settled).toBeGreaterThan(sales);
}, 120_000);

test('the ledger comes to what Stripe’s own numbers come to, and settling again changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(story, troubles, async ({ seed, people }, trouble) => {
      const { base, clock, stripe, reconcile } = await tellStory(seed, people, trouble);
      const ledger = createLedgerStore(base, clock);
      const months = await Promise.all(['2026-11', '2026-12'].map((month) => ledger.monthSums(workspaceId, month)));
      const [revenue] = revenueOf(addSums(months));
      const truth = stripe.truth();
      expect(revenue).toMatchObject({
        ...{ currency: 'usd', sales: truth.sales, gross: truth.gross / 100 },
        refunds: { amount: truth.refunded / 100 },
        disputes: { amount: truth.disputed / 100 },
      });
      expect(revenue?.costs.stripeFees).toBe(truth.fees / 100);
      const transactions = base.items().filter(({ type }) => type === 'LedgerTransaction' || type === 'LedgerRollup');
      await reconcile();
      expect(base.items().filter(({ type }) => type === 'LedgerTransaction' || type === 'LedgerRollup')).toEqual(
        transactions,
      );
    }),
    { numRuns: 40 },
  );
}, 120_000);
