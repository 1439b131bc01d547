import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './deliver-webhooks.environment.ts';
import { createDeliverWebhooks } from './deliver-webhooks.ts';
import { createWebhookDeliveryStore } from './webhook-delivery-store.ts';
import { createWebhookEndpointStore } from './webhook-endpoint-store.ts';
import { createWebhookQueue } from './webhook-queue.ts';
import { createSecretsInForce, createWebhookSecrets } from './webhook-secrets.ts';
import { createWebhookTarget } from './webhook-target.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });

export const handler = metered(
  createDeliverWebhooks({
    deliveries: createWebhookDeliveryStore(table, clock),
    endpoints: createWebhookEndpointStore(table, clock),
    secretsInForce: createSecretsInForce({ secrets: createWebhookSecrets(), clock }),
    send: createWebhookTarget({ allowHosts: environment.FETCH_ALLOW_HOSTS }).send,
    queue: createWebhookQueue({ url: environment.WEBHOOK_QUEUE_URL }),
    clock,
    random: Math.random,
    log: createLog('accounts'),
  }),
);
