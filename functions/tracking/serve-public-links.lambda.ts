import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createSecrets } from '../platform/secrets.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createMessageEngagement } from '../sending/message-engagement.ts';
import { createReadMessageText } from '../sending/message-text.ts';
import { createSequenceStore } from '../sending/sequence-store.ts';
import { createSuppressionStore } from '../sending/suppression-store.ts';
import { publicLinkRoutes } from './contract.ts';
import { createRecordVisit } from './record-visit.ts';
import { Environment } from './serve-public-links.environment.ts';
import { createServePublicLinks } from './serve-public-links.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const secrets = createSecrets();
const engagement = createMessageEngagement(table, clock);
const readText = createReadMessageText({ table, sequences: createSequenceStore(table, clock) });
const log = createLog('tracking');

export const handler = createApi({
  routes: publicLinkRoutes,
  handlers: createServePublicLinks({
    table,
    suppressions: createSuppressionStore(table, clock),
    visits: createRecordVisit({ engagement, readText, clock, log }),
    secret: () => secrets(environment.LINK_SECRET_ARN),
    clock,
  }),
  log,
});
