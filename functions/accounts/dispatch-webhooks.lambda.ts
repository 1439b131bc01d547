import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './dispatch-webhooks.environment.ts';
import { createDispatchWebhooks } from './dispatch-webhooks.ts';
import { createWebhookDueIndex } from './webhook-due-index.ts';
import { createWebhookQueue } from './webhook-queue.ts';

const environment = readEnvironment(Environment);

export const handler = metered(
  createDispatchWebhooks({
    dueIndex: createWebhookDueIndex(createTable({ name: environment.TABLE_NAME }), clock),
    queue: createWebhookQueue({ url: environment.WEBHOOK_QUEUE_URL }),
    clock,
    log: createLog('accounts'),
  }),
);
