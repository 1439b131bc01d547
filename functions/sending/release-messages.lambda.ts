import { createRunStore } from '../campaigns/run-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createMessageMoves } from './message-moves.ts';
import { createMessageStore } from './message-store.ts';
import { createKickDispatcher } from './providers/kick-dispatcher.ts';
import { Environment } from './release-messages.environment.ts';
import { createReleaseMessages } from './release-messages.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });

export const handler = metered(
  createReleaseMessages({
    runs: createRunStore(table, clock),
    messages: createMessageStore(table),
    moves: createMessageMoves(table, clock),
    kick: createKickDispatcher(environment.DISPATCH_FUNCTION),
    ratePerSecond: environment.SEND_RATE_PER_SECOND,
    clock,
    log: createLog('sending'),
  }),
);
