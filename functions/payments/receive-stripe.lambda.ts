import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createEventStore } from './event-store.ts';
import { readAccountOf } from './open-stripe.ts';
import { createEventQueue } from './providers/event-queue.ts';
import { Environment } from './receive-stripe.environment.ts';
import { createReceiveStripe } from './receive-stripe.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });

export const handler = metered(
  createReceiveStripe({
    readAccount: readAccountOf(environment.STRIPE_SECRET_ARN, clock),
    events: createEventStore(table, clock),
    enqueue: createEventQueue(environment.PAYMENT_EVENTS_URL),
    clock,
    log: createLog('payments'),
  }),
);
