import { createWebhookQueue } from '../accounts/webhook-queue.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createSecrets } from '../platform/secrets.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createDeadLetterQueue } from './providers/dead-letter-queue.ts';
import { Environment } from './record-replies.environment.ts';
import { createReplyRecorder } from './reply-recorder.ts';

const environment = readEnvironment(Environment);
const secrets = createSecrets();

export const handler = metered(
  createReplyRecorder({
    table: createTable({ name: environment.TABLE_NAME }),
    files: createFiles({ bucket: environment.DATA_BUCKET }),
    secret: () => secrets(environment.LINK_SECRET_ARN),
    giveUp: createDeadLetterQueue(environment.DEAD_LETTERS_URL),
    tries: environment.TRIES,
    webhooks: createWebhookQueue({ url: environment.WEBHOOK_QUEUE_URL }),
    clock,
    log: createLog('tracking'),
  }),
);
