import { createReadCredentials } from '../accounts/provider-credentials.ts';
import { createEmitEvent } from '../accounts/webhook-event.ts';
import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { providerUrls } from '../platform/provider-urls.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createInstantlyPollStore } from './instantly-poll-store.ts';
import { createMailboxStore } from './mailbox-store.ts';
import { createMessageMoves } from './message-moves.ts';
import { createMessageStore } from './message-store.ts';
import { Environment } from './poll-instantly.environment.ts';
import { createPollInstantly } from './poll-instantly.ts';
import { createAskInstantly } from './providers/instantly-api.ts';
import { createInstantlyReader } from './providers/instantly-reader.ts';
import { createRecordInstantlyEvent } from './record-instantly-event.ts';
import { createSequenceStops } from './sequence-stop.ts';
import { createSuppressionStore } from './suppression-store.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const baseUrl = providerUrls(environment.PROVIDER_URLS).instantly;

export const handler = metered(
  createPollInstantly({
    store: createInstantlyPollStore(table, clock),
    mailboxes: createMailboxStore(table, clock),
    credentials: createReadCredentials({ clock }),
    readerFor: ({ apiKey, account }) =>
      createInstantlyReader({ ask: createAskInstantly({ apiKey, baseUrl }), account }),
    record: createRecordInstantlyEvent({
      messages: createMessageStore(table),
      moves: createMessageMoves(table, clock),
      suppressions: createSuppressionStore(table, clock),
      stops: createSequenceStops(table, clock),
      emit: createEmitEvent({ table, clock }),
    }),
    clock,
    log: createLog('sending'),
  }),
);
