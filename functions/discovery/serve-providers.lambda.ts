import { createIcpStore } from '../campaigns/icp-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createBook } from '../platform/ledger/book.ts';
import { createBookPaidCall } from '../platform/ledger/paid-call.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createImportStore } from './import-store.ts';
import { createLazyProviderClients } from './lazy-provider-clients.ts';
import { providerRoutes } from './provider-contract.ts';
import { Environment } from './serve-providers.environment.ts';
import { createServeProviders } from './serve-providers.ts';

const { TABLE_NAME, DATA_BUCKET: bucket, PROVIDER_URLS: urls } = readEnvironment(Environment);
const table = createTable({ name: TABLE_NAME });
const icps = createIcpStore(table, clock);
const imports = createImportStore(table, clock);
const log = createLog('discovery');
const clients = createLazyProviderClients({ bucket, urls, log, clock });
const bookPaidCall = createBookPaidCall({ book: createBook(table, clock), log, clock });

export const handler = createApi({
  routes: providerRoutes,
  handlers: createServeProviders({ imports, icps, ...clients, bookPaidCall }),
  log,
});
