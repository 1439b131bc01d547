import { createCampaignStore } from '../campaigns/campaign-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock } from '../platform/time.ts';
import { leadRoutes } from './contract.ts';
import { createLeadStore } from './lead-store.ts';
import { Environment } from './serve-leads.environment.ts';
import { createServeLeads } from './serve-leads.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });
const campaigns = createCampaignStore(table, systemClock);

export const handler = createApi({
  routes: leadRoutes,
  handlers: createServeLeads({
    leads: createLeadStore(table),
    campaignExists: async (workspaceId, id) => (await campaigns.get(workspaceId, id)) !== undefined,
  }),
  log: createLog('scoring'),
});
