import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { accountRoutes } from './contract.ts';
import { Environment } from './serve-accounts.environment.ts';
import { createServeAccounts } from './serve-accounts.ts';
import { createWorkspaceStore } from './workspace-store.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });
const workspaces = createWorkspaceStore(table, clock);

export const handler = createApi({
  routes: accountRoutes,
  handlers: createServeAccounts({ workspaces }),
  log: createLog('accounts'),
});
