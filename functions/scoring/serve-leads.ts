import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound, problem } from '../platform/http/problem.ts';
import type { CampaignId, WorkspaceId } from '../platform/ids.ts';
import type { leadRoutes } from './contract.ts';
import type { LeadStore } from './lead-store.ts';

/** The leads of a campaign, for reading. */
export const createServeLeads = ({
  leads,
  campaignExists,
}: {
  leads: Pick<LeadStore, 'list' | 'get'>;
  campaignExists: (workspaceId: WorkspaceId, campaignId: CampaignId) => Promise<boolean>;
}): Handlers<typeof leadRoutes> => ({
  listLeads: async ({ principal: { workspaceId }, params: { campaignId }, query }) => {
    const page = await leads.list(workspaceId, campaignId, query);
    if (page === undefined)
      return invalidFields([{ field: 'query.cursor', message: 'is not a cursor of this list; start without one' }]);
    // An unknown campaign has no leads: only an empty first page needs a second look.
    if (page.items.length === 0 && query.cursor === undefined && !(await campaignExists(workspaceId, campaignId)))
      return notFound('campaign', campaignId);
    return { body: page };
  },

  getLead: async ({ principal: { workspaceId }, params: { campaignId, domain } }) => {
    const lead = await leads.get(workspaceId, campaignId, domain.toLowerCase());
    if (lead !== undefined) return { body: lead };
    if (!(await campaignExists(workspaceId, campaignId))) return notFound('campaign', campaignId);
    return problem(404, 'lead_not_found', `The campaign ${campaignId} has no lead ${domain}.`);
  },
});
