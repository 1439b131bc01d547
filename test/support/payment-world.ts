import Stripe from 'stripe';
import { createEventStore } from '../../functions/payments/event-store.ts';
import { createHandleEvent } from '../../functions/payments/handle-event.ts';
import { createPaymentMetrics } from '../../functions/payments/payment-metrics.ts';
import { createStripe } from '../../functions/payments/providers/stripe.ts';
import type { Origin, Purchase } from '../../functions/payments/purchase.ts';
import { createPurchaseStore } from '../../functions/payments/purchase-store.ts';
import { createReceiveStripe } from '../../functions/payments/receive-stripe.ts';
import { createReconcilePayments } from '../../functions/payments/reconcile-payments.ts';
import { createReconciliationStore } from '../../functions/payments/reconciliation-store.ts';
import { createRemindBuyer } from '../../functions/payments/remind-buyer.ts';
import { createTableSettlement } from '../../functions/payments/settlement.ts';
import { createStartCheckout } from '../../functions/payments/start-checkout.ts';
import type { OpenStripe, StripePort } from '../../functions/payments/stripe-port.ts';
import { AssessmentId, CampaignId, RunId, WorkspaceId } from '../../functions/platform/ids.ts';
import { messageIdOf, messageKey } from '../../functions/platform/keys.ts';
import { readTransaction } from '../../functions/platform/ledger/book.ts';
import type { LedgerTransaction } from '../../functions/platform/ledger/transaction.ts';
import { silentLog } from '../../functions/platform/log.ts';
import type { Table } from '../../functions/platform/table.ts';
import { instant, MINUTE, SECOND } from '../../functions/platform/time.ts';
import { createReportLinks } from '../../functions/reports/report-link.ts';
import { createReportStore } from '../../functions/reports/report-store.ts';
import type { TransactionalMail } from '../../functions/reports/transactional-mail.ts';
import { createLeadStore } from '../../functions/scoring/lead-store.ts';
import { createSuppressionStore } from '../../functions/sending/suppression-store.ts';
import { type ApiRequest, createStripeApi } from '../../lib/local/stripe/stripe-api.ts';
import { createStripeBank } from '../../lib/local/stripe/stripe-bank.ts';
import { createStripeStore, type StripeObject } from '../../lib/local/stripe/stripe-store.ts';
import { createMemoryTable } from './memory-table.ts';

export const SECRET_KEY = 'sk_test_local';
export const WEBHOOK_SECRET = 'whsec_first';
export const LINK_SECRET = 'the secret of links';
export const ORIGIN = 'https://app.example.com';
export const NOWHERE: Origin = {
  utm: { source: null, medium: null, campaign: null, term: null, content: null },
  referrer: null,
  landingPage: null,
};

export const workspaceId = WorkspaceId.parse('ws_0000000001');
export const campaignId = CampaignId.parse('cmp_0000000001');
export const runId = RunId.parse('run_01j9zzzzzzzzzzzzzzzzzzzzzz');
export const DOMAIN = 'bakery.example';
export const RECIPIENT = 'ann@bakery.example';
export const messageId = messageIdOf(runId, RECIPIENT, 1);
export const BEGAN = Date.parse('2026-11-21T09:00:00.000Z');

/** Answers the `stripe` package in this process, by the same code that answers it on loopback in the local system. */
const inProcess = (answer: (request: ApiRequest) => Readonly<{ status: number; body: string }>): Stripe.HttpClient => ({
  getClientName: () => 'in process',
  makeRequest: async (_host, _port, path, method, headers, body) => {
    const lower = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    const answered = answer({ method, path, headers: lower, body });
    return {
      getStatusCode: () => answered.status,
      getHeaders: () => ({ 'content-type': 'application/json' }),
      getRawResponse: () => answered,
      toStream: () => answered,
      toJSON: async () => JSON.parse(answered.body) as unknown,
    };
  },
});

type Wrap = <Port extends object>(port: Port) => Port;

/**
 * Payments over a table in memory and a Stripe account in this process: a report with a teaser link whose mail was sent, what its buyer does, and the events
 * that come of it, which the test delivers as it likes. `wrap` stands around every port, to let it die.
 */
export const createPaymentWorld = async ({
  wrap = (port) => port,
  livemode = false,
  accountLivemode = livemode,
  collectConsent = true,
}: Readonly<{ wrap?: Wrap; livemode?: boolean; accountLivemode?: boolean; collectConsent?: boolean }> = {}) => {
  let now = BEGAN;
  const clock = (): number => now;
  const memory = createMemoryTable();
  const table: Table = wrap(memory);
  const stripeStore = createStripeStore(':memory:');
  const events: StripeObject[] = [];
  let count = 0;
  const bank = createStripeBank({
    store: stripeStore,
    clock,
    checkoutUrl: (id) => `${ORIGIN}/local/checkout/${id}`,
    onEvent: (event) => events.push(event),
    livemode,
    randomPart: () => {
      count += 1;
      return `${'0'.repeat(10)}${String(count)}`.slice(-10);
    },
  });
  const requests: ApiRequest[] = [];
  const api = createStripeApi({ store: stripeStore, bank, secretKey: SECRET_KEY });
  const stripe: StripePort = wrap(
    createStripe({
      account: { secretKey: SECRET_KEY, collectConsent },
      baseUrl: 'http://127.0.0.1:1',
      publicOrigin: ORIGIN,
      httpClient: inProcess((request) => {
        requests.push(request);
        return api(request);
      }),
    }),
  );
  const open: OpenStripe = async () => ({ stripe, livemode: accountLivemode });

  const reports = createReportStore(memory, clock);
  const links = createReportLinks({ table: memory, secret: async () => LINK_SECRET, clock });
  const sentAt = instant(BEGAN - 10 * MINUTE);
  await memory.put({
    ...messageKey(workspaceId, messageId),
    type: 'Message',
    v: 1,
    createdAt: sentAt,
    updatedAt: sentAt,
    ...{ workspaceId, campaignId, runId, domain: DOMAIN, companyName: 'Bakery', toAddress: RECIPIENT },
    ...{ variant: 'problem', step: 1, subject: 'Your website', state: 'delivered', sentAt },
  });
  const report = await reports.create({
    workspaceId,
    assessmentId: AssessmentId.parse('asm_0000000001'),
    domain: DOMAIN,
    companyName: 'Bakery',
    lineage: { campaignId, runId, messageId, variant: 'problem', step: 1 },
  });
  const teaser = await links.make({ workspaceId, reportId: report.id, kind: 'teaser', messageId });

  const purchases = createPurchaseStore(table, clock);
  const startedReports: unknown[] = [];
  const startedAgain: number[] = [];
  const emitted: Readonly<{ id: string; type: string; data: unknown }>[] = [];
  const mails: TransactionalMail[] = [];
  const metricLines: string[] = [];
  const metrics = createPaymentMetrics(clock, (line) => metricLines.push(line));
  const outside = wrap({
    startReport: async (order: unknown, again?: number) => {
      if (again === undefined) startedReports.push(order);
      else if (!startedAgain.includes(again)) startedAgain.push(again);
    },
    emit: async (_workspace: unknown, event: (typeof emitted)[number]) => {
      if (!emitted.some(({ id, type }) => id === event.id && type === event.type)) emitted.push(event);
    },
  });
  const settle = createTableSettlement({
    table,
    open,
    startReport: outside.startReport,
    emit: outside.emit,
    clock,
    log: silentLog,
    metrics,
  });
  const eventStore = createEventStore(table, clock);
  const handle = createHandleEvent({
    events: eventStore,
    purchases,
    open,
    settle,
    remind: createRemindBuyer({
      purchases,
      suppressions: createSuppressionStore(memory, clock),
      send: async (mail) => {
        mails.push(mail);
        return { ok: true };
      },
      publicOrigin: ORIGIN,
      secret: async () => LINK_SECRET,
      log: silentLog,
    }),
  });
  const queue: string[] = [];
  const secrets = [WEBHOOK_SECRET];
  const receive = createReceiveStripe({
    readAccount: async () => ({
      secretKey: SECRET_KEY,
      webhookSecrets: [...secrets],
      collectConsent,
      livemode: accountLivemode,
    }),
    events: eventStore,
    enqueue: async (eventId) => {
      queue.push(eventId);
    },
    clock,
    log: silentLog,
  });
  const progress = createReconciliationStore(table, clock);
  const reconcile = createReconcilePayments({
    ...{ open, purchases, events: eventStore, progress, settle, handle, metrics, clock },
    log: silentLog,
  });

  const arrival = (event: unknown, { secret = WEBHOOK_SECRET, at = now } = {}) => {
    const body = typeof event === 'string' ? event : JSON.stringify(event);
    const signature = Stripe.webhooks.generateTestHeaderString({
      payload: body,
      secret,
      timestamp: Math.floor(at / SECOND),
    });
    return {
      body,
      headers: { 'Stripe-Signature': signature, 'Content-Type': 'application/json' },
      isBase64Encoded: false,
      requestContext: { requestId: 'request' },
    };
  };

  return {
    ...{ table: memory, bank, stripe, stripeStore, requests, api, events, open, clock, reports, links, report, teaser },
    ...{
      purchases,
      startedReports,
      startedAgain,
      emitted,
      mails,
      metricLines,
      settle,
      handle,
      eventStore,
      queue,
      secrets,
      receive,
    },
    ...{ reconcile, progress, arrival, sentAt },
    leads: createLeadStore(memory),
    start: createStartCheckout({ links, reports, purchases, open, clock }),
    pass: (milliseconds: number): void => {
      now += milliseconds;
    },
    /** Posts an event to the endpoint, without working it through. */
    post: (event: StripeObject) => receive(arrival(event)),
    /** Posts every event that was not posted yet and works the queue through. */
    deliverAll: async (): Promise<void> => {
      for (const event of events.splice(0)) await receive(arrival(event));
      for (const id of queue.splice(0)) await handle(id);
    },
    /** Clicks on "buy" and gives the session's id. */
    click: async (token = teaser.token): Promise<string> => {
      const started = await createStartCheckout({ links, reports, purchases, open, clock })(token, NOWHERE);
      if (!started.ok) throw new Error(started.reason);
      return started.url.slice(started.url.lastIndexOf('/') + 1);
    },
    purchase: async (): Promise<Purchase> => {
      const page = await purchases.list(workspaceId, {}, { limit: 10 });
      const [last] = page?.purchases ?? [];
      if (last === undefined) throw new Error('There is no purchase');
      return last;
    },
    ledger: (): readonly LedgerTransaction[] =>
      memory
        .items()
        .filter(({ type }) => type === 'LedgerTransaction')
        .flatMap((item) => readTransaction(item) ?? [])
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
};
export type PaymentWorld = Awaited<ReturnType<typeof createPaymentWorld>>;

/** Sum of an account over transactions, in millionths. */
export const balanceOf = (transactions: readonly LedgerTransaction[], account: string): number =>
  transactions
    .flatMap(({ entries }) => entries)
    .filter((entry) => entry.account === account)
    .reduce((sum, { amountMicro }) => sum + amountMicro, 0);
