import { createRunStore } from '../campaigns/run-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { sendingRoutes } from './contract.ts';
import { createMessageMoves } from './message-moves.ts';
import { createMessageStore } from './message-store.ts';
import { Environment } from './serve-messages.environment.ts';
import { createServeMessages } from './serve-messages.ts';
import { createSuppressionStore } from './suppression-store.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });

export const handler = createApi({
  routes: sendingRoutes,
  handlers: createServeMessages({
    messages: createMessageStore(table),
    moves: createMessageMoves(table, clock),
    suppressions: createSuppressionStore(table, clock),
    runs: createRunStore(table, clock),
  }),
  log: createLog('sending'),
});
