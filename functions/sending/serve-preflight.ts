import type { CampaignStore } from '../campaigns/campaign-store.ts';
import type { Handlers } from '../platform/http/api.ts';
import { notFound } from '../platform/http/problem.ts';
import type { AcknowledgementStore } from './acknowledgement-store.ts';
import type { preflightRoutes } from './preflight/preflight-contract.ts';
import type { RunPreflight } from './preflight/run-preflight.ts';

/** What stands against a launch, and what somebody takes upon themselves for it, over HTTP. */
export const createServePreflight = ({
  preflight,
  campaigns,
  acknowledgements,
}: {
  preflight: RunPreflight;
  campaigns: Pick<CampaignStore, 'get'>;
  acknowledgements: Pick<AcknowledgementStore, 'list' | 'add'>;
}): Handlers<typeof preflightRoutes> => ({
  getPreflight: async ({ principal, params, query }) => {
    const report = await preflight(principal.workspaceId, params.campaignId, query.mode ?? principal.mode);
    return report === undefined ? notFound('campaign', params.campaignId) : { body: report };
  },
  listAcknowledgements: async ({ principal: { workspaceId }, params: { campaignId } }) => {
    if ((await campaigns.get(workspaceId, campaignId)) === undefined) return notFound('campaign', campaignId);
    return { body: { items: [...(await acknowledgements.list(workspaceId, campaignId))] } };
  },
  addAcknowledgement: async ({ principal: { workspaceId, id }, params: { campaignId }, body }) => {
    if ((await campaigns.get(workspaceId, campaignId)) === undefined) return notFound('campaign', campaignId);
    return { body: await acknowledgements.add(workspaceId, campaignId, id, body) };
  },
});
