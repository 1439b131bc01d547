import { createCampaignStore } from '../campaigns/campaign-store.ts';
import { createRunStore } from '../campaigns/run-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { ledgerRoutes } from './ledger-contract.ts';
import { Environment } from './serve-ledger.environment.ts';
import { createServeLedger } from './serve-ledger.ts';
import { createTableLedger } from './table-ledger.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });

export const handler = createApi({
  routes: ledgerRoutes,
  handlers: createServeLedger({
    ...createTableLedger(table, clock),
    campaigns: createCampaignStore(table, clock),
    runs: createRunStore(table, clock),
    clock,
  }),
  log: createLog('payments'),
});
