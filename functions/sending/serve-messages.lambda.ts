import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLazyFiles } from '../platform/lazy-files.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createMessagesApi, messageRoutes } from './messages-api.ts';
import { Environment } from './serve-messages.environment.ts';

const environment = readEnvironment(Environment);

export const handler = createApi({
  routes: messageRoutes,
  handlers: createMessagesApi({
    table: createTable({ name: environment.TABLE_NAME }),
    files: createLazyFiles(environment.DATA_BUCKET),
    clock,
  }),
  log: createLog('sending'),
});
