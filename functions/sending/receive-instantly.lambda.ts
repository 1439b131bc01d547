import { createEmitEvent } from '../accounts/webhook-event.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createSecrets } from '../platform/secrets.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { instantlyRoutes } from './instantly-contract.ts';
import { createMessageMoves } from './message-moves.ts';
import { createMessageStore } from './message-store.ts';
import { Environment } from './receive-instantly.environment.ts';
import { createReceiveInstantly } from './receive-instantly.ts';
import { createRecordInstantlyEvent } from './record-instantly-event.ts';
import { createSequenceStops } from './sequence-stop.ts';
import { createSuppressionStore } from './suppression-store.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const secrets = createSecrets();

export const handler = createApi({
  routes: instantlyRoutes,
  handlers: createReceiveInstantly({
    record: createRecordInstantlyEvent({
      messages: createMessageStore(table),
      moves: createMessageMoves(table, clock),
      suppressions: createSuppressionStore(table, clock),
      stops: createSequenceStops(table, clock),
      emit: createEmitEvent({ table, clock }),
    }),
    secret: () => secrets(environment.LINK_SECRET_ARN),
    origin: environment.PUBLIC_ORIGIN,
  }),
  log: createLog('sending'),
});
