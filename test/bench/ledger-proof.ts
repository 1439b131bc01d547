import { createLedgerStore } from '../../functions/attribution/ledger-store.ts';
import { createRecordAttribution } from '../../functions/attribution/record-attribution.ts';
import { type Revenue, revenueOf } from '../../functions/attribution/revenue.ts';
import { createRunStore } from '../../functions/campaigns/run-store.ts';
import type { LedgerProof } from '../../functions/payments/ledger-proof.ts';
import type { Purchase } from '../../functions/payments/purchase.ts';
import { createPurchaseStore } from '../../functions/payments/purchase-store.ts';
import { createTableProof } from '../../functions/payments/table-proof.ts';
import { messageKey } from '../../functions/platform/keys.ts';
import { createSeededRandom } from '../../functions/platform/seeded-random.ts';
import type { Item, Table } from '../../functions/platform/table.ts';
import { type Clock, DAY, HOUR, instant, MINUTE, SECOND } from '../../functions/platform/time.ts';
import { createLeadStore } from '../../functions/scoring/lead-store.ts';
import { createMessageStore } from '../../functions/sending/message-store.ts';
import { startTestDatabase } from '../support/dynoxide.ts';
import { createMemoryStripe } from '../support/memory-stripe.ts';
import { beginPurchase, seedSalesCampaign, settlementOf } from '../support/sales-world.ts';
import { campaignId, runId, type SeededMessage, workspaceId } from '../support/sending-world.ts';

const SALES = 40;
const REFUNDS = 8;
const DISPUTES = 4;
const MAIL_MICRO_USD = 100;

export type LedgerBench = Readonly<{
  proof: LedgerProof;
  revenue: readonly Revenue[];
  seconds: number;
  readUnits: number;
}>;

/** Every first mail as delivered, a second apart. */
const deliverAll = async (table: Table, mails: readonly SeededMessage[], start: number): Promise<void> => {
  const items = await table.batchGet(mails.map(({ id }) => messageKey(workspaceId, id)));
  await table.batchPut(
    items.map((item: Item, n) => {
      const at = instant(start + n * SECOND);
      const { pk, sk } = item as { pk: string; sk: string };
      return { ...item, pk, sk, state: 'delivered', sentAt: at, deliveredAt: at, costMicroUsd: MAIL_MICRO_USD };
    }),
  );
};

/** Who buys: by their own link, by one that was forwarded, without a token by their address, by a colleague's, or out of the blue. */
const buyerOf = (n: number, { id, address, domain }: SeededMessage) => {
  if (n % 10 < 5) return { messageId: id, email: address };
  if (n % 10 < 7) return { messageId: id, email: `boss@${domain}` };
  if (n % 10 === 7) return { messageId: null, email: address };
  if (n % 10 === 8) return { messageId: null, email: `colleague@${domain}` };
  return { messageId: null, email: `stranger${String(n)}@gmail.com` };
};

/**
 * A campaign of so many leads, mailed, whose run has booked its costs; forty of them buy, in five ways, some get their money back or have their
 * bank take it, every handler runs twice; then the proof, on a real table.
 */
export const ledgerProof = async (leads = 10_000): Promise<LedgerBench> => {
  const database = await startTestDatabase();
  const { table, meter } = database;
  const random = createSeededRandom(40);
  let now = Date.parse('2026-11-02T09:00:00.000Z');
  const clock: Clock = () => now;
  try {
    const mails = await seedSalesCampaign(table, clock, leads);
    await deliverAll(table, mails, now);
    now += leads * SECOND;
    await bookRun(table, clock);
    const stripe = createMemoryStripe(clock);
    const purchases = createPurchaseStore(table, clock);
    const settle = settlementOf(table, clock, stripe);
    const settleTwice = async ({ id }: Purchase): Promise<void> => {
      for (let time = 0; time < 2; time += 1) {
        const found = await purchases.get(workspaceId, id);
        if (found !== undefined) await settle(found);
      }
    };
    const sold: { purchase: Purchase; intent: string }[] = [];
    for (let n = 0; n < SALES; n += 1) {
      const mail = mails[Math.floor(random() * mails.length)];
      if (mail === undefined) throw new Error('There are no mails');
      now += 3 * HOUR;
      const { messageId, email } = buyerOf(n, mail);
      const purchase = await beginPurchase(table, clock, stripe, { messageId });
      now += 5 * MINUTE;
      const intent = stripe.pay(purchase.sessionId ?? '', email);
      await settleTwice(purchase);
      sold.push({ purchase, intent });
    }
    for (const [n, { purchase, intent }] of sold.slice(0, REFUNDS + DISPUTES).entries()) {
      now += 6 * HOUR;
      if (n < REFUNDS) {
        const refund = stripe.refund(intent, n % 2 === 0 ? purchase.amount.amount : 10_000);
        await settleTwice(purchase);
        if (n === 3 && refund !== undefined) stripe.endRefund(refund, 'failed');
      } else {
        const dispute = stripe.dispute(intent);
        await settleTwice(purchase);
        now += 2 * DAY;
        stripe.endDispute(dispute, n % 2 === 0);
      }
      await settleTwice(purchase);
    }
    const proofOf = createTableProof({
      ...{ table, clock },
      open: () => Promise.resolve({ stripe: stripe.port, livemode: false }),
    });
    meter.take();
    const began = performance.now();
    const proof = await proofOf.verify(workspaceId, await proofOf.stripePayments());
    const seconds = (performance.now() - began) / SECOND;
    const sums = await createLedgerStore(table, clock).sums(workspaceId, { of: 'campaign', campaignId });
    return { proof, revenue: revenueOf(sums), seconds, readUnits: meter.take().readUnits };
  } finally {
    await database.stop();
  }
};

/** The run's own last step: its touches on the leads' timelines and its costs in the ledger. */
const bookRun = async (table: Table, clock: Clock): Promise<void> => {
  const record = createRecordAttribution({
    ...{ table, clock, leads: createLeadStore(table), messages: createMessageStore(table) },
    runs: createRunStore(table, clock),
    ledger: createLedgerStore(table, clock),
  });
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof record>> = await record({ run: { workspaceId, campaignId, runId }, cursor });
    cursor = page.cursor;
  } while (cursor !== null);
};
