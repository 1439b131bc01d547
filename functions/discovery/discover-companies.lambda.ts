import { createReadCredentials } from '../accounts/provider-credentials.ts';
import { createRunStore } from '../campaigns/run-store.ts';
import { createAnswerCache } from '../platform/answer-cache.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { providerUrls } from '../platform/provider-urls.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createCompanyStore } from './company-store.ts';
import { Environment } from './discover-companies.environment.ts';
import { createDiscoverCompanies } from './discover-companies.ts';
import { createImportStore } from './import-store.ts';
import { createOpenProvider } from './open-providers.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const files = createFiles({ bucket: environment.DATA_BUCKET });
const imports = createImportStore(table, clock);
const runs = createRunStore(table, clock);
const companies = createCompanyStore(table);
const open = createOpenProvider({
  urls: providerUrls(environment.PROVIDER_URLS),
  readCredentials: createReadCredentials({ clock }),
  cacheOf: (workspaceId) => createAnswerCache({ files, workspaceId, clock }),
  log: createLog('discovery'),
  clock,
});

export const handler = metered(createDiscoverCompanies({ imports, runs, files, companies, open, clock }));
