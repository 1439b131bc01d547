import { createCampaignStore } from '../campaigns/campaign-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createAcknowledgementStore } from './acknowledgement-store.ts';
import { buildPreflight } from './preflight/build-preflight.ts';
import { preflightRoutes } from './preflight/preflight-contract.ts';
import { Environment } from './serve-preflight.environment.ts';
import { createServePreflight } from './serve-preflight.ts';

const { TABLE_NAME, PUBLIC_ORIGIN } = readEnvironment(Environment);
const table = createTable({ name: TABLE_NAME });

export const handler = createApi({
  routes: preflightRoutes,
  handlers: createServePreflight({
    preflight: buildPreflight({ table, origin: PUBLIC_ORIGIN, clock }),
    campaigns: createCampaignStore(table, clock),
    acknowledgements: createAcknowledgementStore(table, clock),
  }),
  log: createLog('sending'),
});
