import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createCompanyStore } from './company-store.ts';
import { discoveryRoutes } from './contract.ts';
import { createImportStore } from './import-store.ts';
import { createLazyImportClients } from './lazy-import-clients.ts';
import { Environment } from './serve-imports.environment.ts';
import { createServeImports } from './serve-imports.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const imports = createImportStore(table, clock);
const companies = createCompanyStore(table);
const clients = createLazyImportClients({
  bucket: environment.DATA_BUCKET,
  processImport: environment.PROCESS_IMPORT_FUNCTION,
  clock,
});

export const handler = createApi({
  routes: discoveryRoutes,
  handlers: createServeImports({ imports, companies, ...clients, clock }),
  log: createLog('discovery'),
});
