import { createReadWebsite } from '../contacts/read-website.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { createApi } from '../platform/http/api.ts';
import { createBook } from '../platform/ledger/book.ts';
import { createBookPaidCall } from '../platform/ledger/paid-call.ts';
import { createLog } from '../platform/log.ts';
import { createSafeFetch } from '../platform/safe-fetch/safe-fetch.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { bookedModels } from './booked-models.ts';
import { createDeploymentModels } from './deployment-models.ts';
import { Environment } from './infer-icps.environment.ts';
import { createInferIcps } from './infer-icps.ts';
import { inferIcpsRoutes } from './infer-icps-contract.ts';
import { createReadSite } from './site-pack.ts';

const environment = readEnvironment(Environment);
const files = createFiles({ bucket: environment.DATA_BUCKET });
const fetchPage = createSafeFetch({ allowHosts: environment.FETCH_ALLOW_HOSTS, clock });
const table = createTable({ name: environment.TABLE_NAME });
const log = createLog('copy');
const workspaceModel = bookedModels(
  createDeploymentModels(environment, table, clock).workspaceModel,
  createBookPaidCall({ book: createBook(table, clock), log, clock }),
);
const readSite = createReadSite({ readWebsite: createReadWebsite({ fetchPage, files, clock }) });

export const handler = createApi({
  routes: inferIcpsRoutes,
  handlers: {
    inferIcps: createInferIcps({ readSite, modelFor: (workspaceId) => workspaceModel(workspaceId), log, clock }),
  },
  log,
});
