import { createCampaignStore } from '../campaigns/campaign-store.ts';
import { createIcpStore } from '../campaigns/icp-store.ts';
import { createRunStore } from '../campaigns/run-store.ts';
import { createImportStore } from '../discovery/import-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createLazyPreviewClients } from './lazy-preview-clients.ts';
import { previewRoutes } from './preview-contract.ts';
import { createPreviewRescore } from './preview-rescore.ts';
import { rescoreRoutes } from './rescore-contract.ts';
import { createRescoreStore } from './rescore-store.ts';
import { createScoredLeads } from './scored-leads.ts';
import { Environment } from './serve-previews.environment.ts';
import { createServePreviews } from './serve-previews.ts';

const { TABLE_NAME, DATA_BUCKET: bucket, RESCORE_LEADS_FUNCTION: rescoreLeads } = readEnvironment(Environment);
const table = createTable({ name: TABLE_NAME });
const icps = createIcpStore(table, clock);
const imports = createImportStore(table, clock);

export const handler = createApi({
  routes: { ...previewRoutes, ...rescoreRoutes },
  handlers: createServePreviews({
    icps,
    campaigns: createCampaignStore(table, clock),
    runs: createRunStore(table, clock),
    rescores: createRescoreStore(table, clock),
    previewRescore: createPreviewRescore({ icps, leads: createScoredLeads(table) }),
    ...createLazyPreviewClients({ bucket, rescoreLeads, imports, clock }),
    clock,
  }),
  log: createLog('scoring'),
});
