import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLazyFiles } from '../platform/lazy-files.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createMessageStore } from '../sending/message-store.ts';
import { createReadMessageText } from '../sending/message-text.ts';
import { createSequenceStore } from '../sending/sequence-store.ts';
import { createReadThread } from './replies/read-thread.ts';
import { createReplyStore } from './replies/reply-store.ts';
import { replyRoutes } from './reply-contract.ts';
import { createTableReplyEffects } from './reply-recorder.ts';
import { Environment } from './serve-replies.environment.ts';
import { createServeReplies } from './serve-replies.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const replies = createReplyStore(table, createLazyFiles(environment.DATA_BUCKET), clock);
const readText = createReadMessageText({ table, sequences: createSequenceStore(table, clock) });

export const handler = createApi({
  routes: replyRoutes,
  handlers: createServeReplies({
    replies,
    messages: createMessageStore(table),
    readThread: createReadThread({ table, replies, readText }),
    effects: createTableReplyEffects({ table, clock }),
    replyHost: environment.REPLY_HOST,
    // Loaded by the one request in many that asks for the address.
    secret: async () => (await import('../platform/secrets.ts')).createSecrets()(environment.LINK_SECRET_ARN),
  }),
  log: createLog('tracking'),
});
