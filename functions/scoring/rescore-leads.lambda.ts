import { createCampaignStore } from '../campaigns/campaign-store.ts';
import { createIcpStore } from '../campaigns/icp-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './rescore-leads.environment.ts';
import { createRescoreLeads } from './rescore-leads.ts';
import { createRescoreStore } from './rescore-store.ts';
import { createScoredLeads } from './scored-leads.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });
const stores = {
  icps: createIcpStore(table, clock),
  campaigns: createCampaignStore(table, clock),
  leads: createScoredLeads(table),
  rescores: createRescoreStore(table, clock),
};

export const handler = metered(createRescoreLeads({ ...stores, log: createLog('scoring'), clock }));
