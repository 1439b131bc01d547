import { CREDIT_MODELS, creditsOf } from '../attribution/credit-models.ts';
import type { LedgerPage, LedgerStore } from '../attribution/ledger-store.ts';
import type { PendingCosts } from '../attribution/pending-costs.ts';
import { revenueOf } from '../attribution/revenue.ts';
import type { TouchesBefore } from '../attribution/touches-before.ts';
import type { CampaignStore } from '../campaigns/campaign-store.ts';
import type { RunStore } from '../campaigns/run-store.ts';
import type { Handlers, Reply } from '../platform/http/api.ts';
import { invalidFields, notFound, problem } from '../platform/http/problem.ts';
import { toUsd } from '../platform/money.ts';
import { type Clock, instant } from '../platform/time.ts';
import type { ledgerRoutes } from './ledger-contract.ts';
import type { PurchaseStore } from './purchase-store.ts';
import { viewTransaction } from './transaction-view.ts';

/** The ledger, and what it says of campaigns and runs, over HTTP. */
export const createServeLedger = ({
  ledger,
  campaigns,
  runs,
  purchases,
  touchesBefore,
  pendingCosts,
  clock,
}: {
  ledger: Pick<LedgerStore, 'listMonth' | 'listCampaign' | 'sums' | 'monthSums'>;
  campaigns: Pick<CampaignStore, 'get'>;
  runs: Pick<RunStore, 'get'>;
  purchases: Pick<PurchaseStore, 'get'>;
  touchesBefore: TouchesBefore;
  pendingCosts: PendingCosts;
  clock: Clock;
}): Handlers<typeof ledgerRoutes> => ({
  listLedger: async ({ principal: { workspaceId }, query: { month, campaignId, runId, ...page } }) => {
    if ([month, campaignId, runId].filter((one) => one !== undefined).length > 1)
      return invalidFields([{ field: 'query', message: 'name one of month, campaignId and runId' }]);
    if (campaignId !== undefined) {
      if ((await campaigns.get(workspaceId, campaignId)) === undefined) return notFound('campaign', campaignId);
      return pageReply(await ledger.listCampaign(workspaceId, campaignId, page));
    }
    if (runId !== undefined) {
      const run = await runs.get(workspaceId, runId);
      if (run === undefined) return notFound('run', runId);
      return pageReply(await ledger.listCampaign(workspaceId, run.campaignId, page, runId));
    }
    return pageReply(await ledger.listMonth(workspaceId, month ?? instant(clock()).slice(0, 7), page));
  },

  getLedgerMonth: async ({ principal: { workspaceId }, params: { month } }) => {
    const [sums, unattributed] = await Promise.all([
      ledger.monthSums(workspaceId, month),
      ledger.sums(workspaceId, { of: 'unattributed' }),
    ]);
    return { body: { month, revenue: revenueOf(sums), unattributed: revenueOf(unattributed) } };
  },

  getCampaignRevenue: async ({ principal: { workspaceId }, params: { campaignId } }) => {
    const campaign = await campaigns.get(workspaceId, campaignId);
    if (campaign === undefined) return notFound('campaign', campaignId);
    const { lastRunId } = campaign;
    const [sums, last] = await Promise.all([
      ledger.sums(workspaceId, { of: 'campaign', campaignId }),
      lastRunId === null ? undefined : runs.get(workspaceId, lastRunId),
    ]);
    const pendingCostUsd = last === undefined ? 0 : toUsd(await pendingCosts(last));
    return { body: { campaignId, revenue: revenueOf(sums), pendingCostUsd } };
  },

  getRunRevenue: async ({ principal: { workspaceId }, params: { runId } }) => {
    const run = await runs.get(workspaceId, runId);
    if (run === undefined) return notFound('run', runId);
    const [sums, pending] = await Promise.all([ledger.sums(workspaceId, { of: 'run', runId }), pendingCosts(run)]);
    const { campaignId } = run;
    return { body: { runId, campaignId, revenue: revenueOf(sums), pendingCostUsd: toUsd(pending) } };
  },

  getPurchaseAttribution: async ({ principal: { workspaceId }, params: { purchaseId } }) => {
    const purchase = await purchases.get(workspaceId, purchaseId);
    if (purchase === undefined) return notFound('purchase', purchaseId);
    const { amount, paidAt, chain } = purchase;
    if (paidAt === null || chain === null)
      return problem(409, 'not_paid', `Purchase ${purchaseId} is not paid, so there is nothing to attribute.`);
    const touches = await touchesBefore(workspaceId, chain, paidAt);
    const credits = (model: (typeof CREDIT_MODELS)[number]) =>
      touches.length === 0
        ? [{ messageId: null, amount: amount.amount }]
        : creditsOf(
            model,
            touches.map(({ at }) => at),
            amount.amount,
          ).map((credit, at) => ({ messageId: touches[at]?.messageId ?? null, amount: credit }));
    return {
      body: {
        purchaseId,
        amount,
        paidAt,
        chain,
        touches: [...touches],
        models: CREDIT_MODELS.map((model) => ({ model, credits: credits(model) })),
      },
    };
  },
});

const pageReply = (page: LedgerPage | undefined): Reply<typeof ledgerRoutes.listLedger> =>
  page === undefined
    ? invalidFields([{ field: 'query.cursor', message: 'is not a cursor of this list; start without one' }])
    : { body: { items: page.items.map(viewTransaction), nextCursor: page.nextCursor } };
