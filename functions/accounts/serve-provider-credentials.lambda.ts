import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { providerCredentialRoutes } from './contract.ts';
import { createCredentialLock } from './credential-lock.ts';
import { createCredentialStore } from './provider-credentials.ts';
import { Environment } from './serve-provider-credentials.environment.ts';
import { createServeProviderCredentials } from './serve-provider-credentials.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });
const credentials = createCredentialStore({ clock });
const lock = createCredentialLock({ table, clock });

export const handler = createApi({
  routes: providerCredentialRoutes,
  handlers: createServeProviderCredentials({ credentials, lock }),
  log: createLog('accounts'),
});
