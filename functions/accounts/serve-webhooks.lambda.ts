import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createCredentialLock } from './credential-lock.ts';
import { Environment } from './serve-webhooks.environment.ts';
import { createServeWebhooks } from './serve-webhooks.ts';
import { webhookRoutes } from './webhook-contract.ts';
import { createWebhookDeliveryStore } from './webhook-delivery-store.ts';
import { createWebhookEndpointStore } from './webhook-endpoint-store.ts';
import { createWriteEvent } from './webhook-event.ts';
import { createWebhookQueue } from './webhook-queue.ts';
import { createChangeSecrets, createWebhookSecrets } from './webhook-secrets.ts';
import { createWebhookTarget } from './webhook-target.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const queue = createWebhookQueue({ url: environment.WEBHOOK_QUEUE_URL });

export const handler = createApi({
  routes: webhookRoutes,
  handlers: createServeWebhooks({
    endpoints: createWebhookEndpointStore(table, clock),
    deliveries: createWebhookDeliveryStore(table, clock),
    changeSecrets: createChangeSecrets({
      secrets: createWebhookSecrets(),
      lock: createCredentialLock({ table, clock }),
    }),
    whatIsWrong: createWebhookTarget({ allowHosts: environment.FETCH_ALLOW_HOSTS }).whatIsWrong,
    writeEvent: createWriteEvent({ table, clock, queue }),
    queue,
    clock,
  }),
  log: createLog('accounts'),
});
