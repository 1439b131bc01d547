import { createLedgerStore } from '../../functions/attribution/ledger-store.ts';
import { createContactStore } from '../../functions/contacts/contact-store.ts';
import { createCompanyStore } from '../../functions/discovery/company-store.ts';
import type { Purchase } from '../../functions/payments/purchase.ts';
import { createPurchaseStore } from '../../functions/payments/purchase-store.ts';
import { createTableSettlement } from '../../functions/payments/settlement.ts';
import { createTableProof } from '../../functions/payments/table-proof.ts';
import {
  AssessmentId,
  type MessageId,
  newId,
  PurchaseId,
  ReportId,
  ReportLinkId,
} from '../../functions/platform/ids.ts';
import { messageIdOf, messageKey } from '../../functions/platform/keys.ts';
import { silentLog } from '../../functions/platform/log.ts';
import type { Money } from '../../functions/platform/money.ts';
import type { Table } from '../../functions/platform/table.ts';
import { type Clock, instant } from '../../functions/platform/time.ts';
import { createLeadStore } from '../../functions/scoring/lead-store.ts';
import { createMessageMoves } from '../../functions/sending/message-moves.ts';
import { aCompany } from './a-company.ts';
import { createMemoryStripe, type MemoryStripe } from './memory-stripe.ts';
import { createMemoryTable } from './memory-table.ts';
import {
  campaignId,
  runId,
  type SeededMessage,
  seedCampaign,
  seedMessages,
  seedRun,
  workspaceId,
} from './sending-world.ts';

export const PRICE: Money = { amount: 39_900, currency: 'usd' };
const quietMetrics = { flagged: () => undefined, reconciled: () => undefined };

/** A campaign whose companies are leads with a contact and a mail each, over a table of the test; nothing is sent yet. */
export const seedSalesCampaign = async (
  table: Table,
  clock: Clock,
  count: number,
  domainOf = (n: number) => `company${String(n)}.example`,
): Promise<readonly SeededMessage[]> => {
  const at = instant(clock());
  await seedRun(table, clock);
  await seedCampaign(table, clock, 1);
  const seeded = await seedMessages(table, clock, { count, domainOf });
  const companies = [...new Set(seeded.map(({ domain }) => domain))].map((domain) =>
    aCompany({ domain, name: domain, website: `https://${domain}/`, source: 'file:imp_1' }),
  );
  await createCompanyStore(table).writeChanged(workspaceId, companies, at);
  await createLeadStore(table).putAll(
    companies.map((company) => ({
      ...{ workspaceId, campaignId, runId, company, at },
      score: { value: 0.8, grade: 'A', confidence: 1, breakdown: [] },
      stage: 'qualified',
    })),
  );
  await createContactStore(table).write(
    workspaceId,
    seeded.map(({ address, domain }, n) => ({
      domain,
      companyName: domain,
      prospect: {
        ...{ id: `c${String(n)}`, firstName: 'Jo', lastName: 'Person', title: 'CFO', department: 'finance' },
        ...{ seniority: 'c_suite', decisionMaker: true, personaMatch: 1, email: address, country: null },
        ...{ verification: { verdict: 'valid', reasons: [] }, source: 'import', sourceRef: 'line 1' },
      },
    })),
    at,
  );
  return seeded;
};

/** Gives a mail to the channel, which takes and delivers it. */
export const sendMail = async (table: Table, clock: Clock, id: MessageId): Promise<void> => {
  const moves = createMessageMoves(table, clock);
  const at = instant(clock());
  const ref = { workspaceId, id };
  await moves.schedule(ref, { plannedAt: at, dueAt: at });
  await moves.recordProof(ref, 'delivered', { reason: null, fill: { sentAt: at, costMicroUsd: 100 } });
};

/** The follow-up of a first mail, sent now. */
export const sendFollowUp = async (table: Table, clock: Clock, first: SeededMessage, step = 2): Promise<MessageId> => {
  const id = messageIdOf(runId, first.address, step);
  const item = await table.get(messageKey(workspaceId, first.id));
  await table.put({ ...item, ...messageKey(workspaceId, id), step, state: 'delivered', sentAt: instant(clock()) });
  return id;
};

/** A purchase as a click on a report's "buy" makes it, with its session at Stripe. */
export const beginPurchase = async (
  table: Table,
  clock: Clock,
  stripe: MemoryStripe,
  { messageId, amount = PRICE }: Readonly<{ messageId: MessageId | null; amount?: Money }>,
): Promise<Purchase> => {
  const purchases = createPurchaseStore(table, clock);
  const id = newId(PurchaseId, 'pur');
  const token = `att_${id}`;
  const nothing = { source: null, medium: null, campaign: null, term: null, content: null };
  const made = await purchases.create(
    {
      ...{ id, workspaceId, token, messageId, amount, linkToken: 'link', reportVersion: 1, livemode: false },
      reportId: newId(ReportId, 'rpt'),
      linkId: newId(ReportLinkId, 'rlk'),
      assessmentId: newId(AssessmentId, 'asm'),
      ...{ campaignId: null, domain: 'company.example', companyName: null },
      ...{ utm: nothing, referrer: null, landingPage: null, expiresAt: instant(clock() + 80_000_000) },
      ...{ sessionId: null, sessionUrl: null, paymentIntentId: null, buyerEmail: null, chain: null },
      ...{ paidAt: null, fulfilledAt: null, expiredAt: null, failedAt: null, fee: null, flag: null },
      ...{ refunds: [], disputes: [], state: 'created', refundedAmount: 0 },
    },
    undefined,
  );
  if (!made) throw new Error('The purchase was not begun');
  const sessionId = stripe.begin(token, amount);
  const { after } = await purchases.change({ workspaceId, id }, (known) => ({ ...known, sessionId }));
  return after;
};

/** Brings a purchase to what Stripe shows of it, over this table: what a webhook, a reconciliation or a person sets off. */
export const settlementOf = (table: Table, clock: Clock, stripe: MemoryStripe) =>
  createTableSettlement({
    ...{ table, clock, log: silentLog, metrics: quietMetrics },
    open: () => Promise.resolve({ stripe: stripe.port, livemode: false }),
    startReport: () => Promise.resolve(),
    emit: () => Promise.resolve(),
  });

export type SalesWorld = Awaited<ReturnType<typeof createSalesWorld>>;

/** A campaign, a Stripe and a ledger on a clock that the test moves. */
export const createSalesWorld = async ({
  count = 4,
  table = createMemoryTable(),
  domainOf,
}: {
  count?: number;
  table?: ReturnType<typeof createMemoryTable>;
  domainOf?: (n: number) => string;
} = {}) => {
  let now = Date.parse('2026-11-21T09:00:00.000Z');
  const clock = () => now;
  const stripe = createMemoryStripe(clock);
  const mails = await seedSalesCampaign(table, clock, count, domainOf);
  const purchases = createPurchaseStore(table, clock);
  const settle = settlementOf(table, clock, stripe);
  const proof = createTableProof({
    ...{ table, clock, pause: () => Promise.resolve() },
    open: () => Promise.resolve({ stripe: stripe.port, livemode: false }),
  });
  const mail = (n: number): SeededMessage => {
    const found = mails[n];
    if (found === undefined) throw new Error(`There is no mail ${String(n)}`);
    return found;
  };
  const again = async (purchase: Purchase): Promise<Purchase> => {
    const found = await purchases.get(workspaceId, purchase.id);
    if (found === undefined) throw new Error('The purchase is gone');
    await settle(found);
    return (await purchases.get(workspaceId, purchase.id)) ?? found;
  };
  return {
    ...{ table, clock, stripe, mails, mail, purchases, proof, settle: again },
    ledger: createLedgerStore(table, clock),
    wait: (milliseconds: number): void => {
      now += milliseconds;
    },
    send: (n: number) => sendMail(table, clock, mail(n).id),
    followUp: (n: number) => sendFollowUp(table, clock, mail(n)),
    begin: (messageId: MessageId | null, amount?: Money) =>
      beginPurchase(table, clock, stripe, { messageId, ...(amount === undefined ? {} : { amount }) }),
    /** A paid purchase, settled. */
    sell: async (messageId: MessageId | null, email: string | null, amount?: Money): Promise<Purchase> => {
      const begun = await beginPurchase(table, clock, stripe, {
        messageId,
        ...(amount === undefined ? {} : { amount }),
      });
      stripe.pay(begun.sessionId ?? '', email);
      return again(begun);
    },
    verify: async () => proof.verify(workspaceId, await proof.stripePayments()),
  };
};
