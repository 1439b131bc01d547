import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createBeginReading } from './begin-reading.ts';
import { createCompanyStore } from './company-store.ts';
import { discoveryRoutes } from './contract.ts';
import { createImportStore } from './import-store.ts';
import { Environment } from './serve-imports.environment.ts';
import { createServeImports } from './serve-imports.ts';
import { createUploadLinks } from './upload-links.ts';

const environment = readEnvironment(Environment);
const bucket = environment.DATA_BUCKET;
const table = createTable({ name: environment.TABLE_NAME });
const imports = createImportStore(table, clock);
const companies = createCompanyStore(table);
const links = createUploadLinks({ bucket, clock });
const beginReading = createBeginReading(environment.PROCESS_IMPORT_FUNCTION);

export const handler = createApi({
  routes: discoveryRoutes,
  handlers: createServeImports({ imports, companies, files: createFiles({ bucket }), links, beginReading, clock }),
  log: createLog('discovery'),
});
