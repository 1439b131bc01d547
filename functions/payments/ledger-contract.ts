import * as z from 'zod';
import { CREDIT_MODELS } from '../attribution/credit-models.ts';
import { Revenue } from '../attribution/revenue.ts';
import { PageQuery, pageOf } from '../platform/http/page.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { CampaignId, MessageId, PurchaseId, RunId } from '../platform/ids.ts';
import { SaleChain } from '../platform/ledger/sale-chain.ts';
import { ACCOUNTS, TRANSACTION_KINDS } from '../platform/ledger/transaction.ts';
import { Money } from '../platform/money.ts';
import { Instant } from '../platform/time.ts';
import { LedgerProof } from './ledger-proof.ts';

const month = z.string().regex(/^20\d{2}-(?:0[1-9]|1[0-2])$/, 'must be a month such as 2026-11');

/** A transaction of the ledger as the API shows it. */
export const TransactionView = z.object({
  id: z.string(),
  kind: z.enum(TRANSACTION_KINDS),
  at: Instant,
  campaignId: CampaignId.nullable(),
  runId: RunId.nullable(),
  paymentIntentId: z.string().nullable(),
  /** What a reversal takes back. */
  reverses: z.string().nullable(),
  /** Who was paid, of a cost outside runs. */
  payee: z.string().nullable(),
  chain: SaleChain.nullable(),
  entries: z.array(
    z.object({
      account: z.enum(ACCOUNTS),
      /** In the currency's unit; debits positive, credits negative. */
      amount: z.number(),
      /** The same, exact: whole millionths of the unit. */
      amountMicro: z.int(),
      currency: z.string(),
    }),
  ),
});
export type TransactionView = z.infer<typeof TransactionView>;

/** What came in and went out, a row a currency. */
export const RevenueView = z.object({ revenue: z.array(Revenue) });
/** Costs of a run that goes on stand in no row yet: they are booked when it ends. */
const pendingCostUsd = z.number().nonnegative();

const Credit = z.object({
  /** Null where no mail led to the sale. */
  messageId: MessageId.nullable(),
  /** Minor units. */
  amount: z.int().nonnegative(),
});
/** A sale, led back to its mail, and shared among the mails before it by each model. */
export const PurchaseAttribution = z.object({
  purchaseId: PurchaseId,
  amount: Money,
  paidAt: Instant,
  chain: SaleChain,
  /** The mails to the lead up to the sale, oldest first. */
  touches: z.array(
    z.object({
      messageId: MessageId,
      at: Instant,
      runId: RunId,
      variant: z.string(),
      step: z.int(),
      subject: z.string(),
    }),
  ),
  /** Credits in the order of the touches; each model's sum to the amount. */
  models: z.array(z.object({ model: z.enum(CREDIT_MODELS), credits: z.array(Credit) })),
});

const ledger = { servedBy: 'payments/serve-ledger', tag: 'Ledger', permission: 'ledger:read' } as const;

export const ledgerRoutes = defineRoutes({
  listLedger: {
    ...ledger,
    operationId: 'listLedger',
    method: 'GET',
    path: '/ledger',
    summary:
      'List what was booked in a month (this one, unless another is named), oldest first, or for a campaign or one of its runs, run by run',
    query: PageQuery.extend({ month: month.optional(), campaignId: CampaignId.optional(), runId: RunId.optional() }),
    status: 200,
    response: pageOf(TransactionView),
  },
  getLedgerMonth: {
    ...ledger,
    operationId: 'getLedgerMonth',
    method: 'GET',
    path: '/ledger/months/{month}',
    summary: 'What came in and went out in a month, and over all time what no mail led to',
    params: z.object({ month }),
    status: 200,
    response: RevenueView.extend({ month, unattributed: z.array(Revenue) }),
  },
  getCampaignRevenue: {
    ...ledger,
    operationId: 'getCampaignRevenue',
    method: 'GET',
    path: '/campaigns/{campaignId}/revenue',
    summary: 'What a campaign brought in and cost',
    params: z.object({ campaignId: CampaignId }),
    status: 200,
    response: RevenueView.extend({ campaignId: CampaignId, pendingCostUsd }),
  },
  getRunRevenue: {
    ...ledger,
    operationId: 'getRunRevenue',
    method: 'GET',
    path: '/runs/{runId}/revenue',
    summary: 'What a run brought in and cost',
    params: z.object({ runId: RunId }),
    status: 200,
    response: RevenueView.extend({ runId: RunId, campaignId: CampaignId, pendingCostUsd }),
  },
  getPurchaseAttribution: {
    ...ledger,
    operationId: 'getPurchaseAttribution',
    method: 'GET',
    path: '/purchases/{purchaseId}/attribution',
    summary: 'The mail that led to a sale, and the credits of each mail before it by five models',
    params: z.object({ purchaseId: PurchaseId }),
    status: 200,
    response: PurchaseAttribution,
  },
});

/** Served by a function of its own: it alone asks Stripe, whose package is large. */
export const ledgerProofRoutes = defineRoutes({
  verifyLedger: {
    ...ledger,
    servedBy: 'payments/prove-ledger',
    operationId: 'verifyLedger',
    method: 'POST',
    path: '/ledger/verify',
    summary:
      'Prove the ledger: each payment booked once, each sale led back to its mail, every sum equal to its entries',
    permission: 'ledger:execute',
    status: 200,
    response: LedgerProof,
  },
});

export const LEDGER_FORMATS = ['csv', 'json'] as const;

export const ledgerExportRoutes = defineRoutes({
  exportLedger: {
    ...ledger,
    servedBy: 'payments/export-ledger',
    operationId: 'exportLedger',
    method: 'GET',
    path: '/ledger/export',
    summary:
      'Everything that was booked in a month (this one, unless another is named), a line an entry as CSV, or as JSON',
    query: z.object({ month: month.optional(), format: z.enum(LEDGER_FORMATS).default('csv') }),
    status: 200,
    response: z.string(),
    produces: 'text/csv; charset=utf-8',
    streams: true,
  },
});
