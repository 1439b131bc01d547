import { createEmitEvent } from '../accounts/webhook-event.ts';
import { createWebhookQueue } from '../accounts/webhook-queue.ts';
import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './close-run.environment.ts';
import { createCloseRun } from './close-run.ts';
import { createRunStore } from './run-store.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const queue = createWebhookQueue({ url: environment.WEBHOOK_QUEUE_URL });

export const handler = metered(
  createCloseRun({ runs: createRunStore(table, clock), emit: createEmitEvent({ table, clock, queue }), clock }),
);
