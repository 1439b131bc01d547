import { createEmitEvent } from '../accounts/webhook-event.ts';
import { createWebhookQueue } from '../accounts/webhook-queue.ts';
import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { openStripeOf } from './open-stripe.ts';
import { createStartReport } from './providers/report-machine.ts';
import { createPurchaseStore } from './purchase-store.ts';
import { Environment } from './refund-purchase.environment.ts';
import { createRefundPurchase } from './refund-purchase.ts';
import { createTableSettlement } from './settlement.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const open = openStripeOf(environment, clock);

export const handler = metered(
  createRefundPurchase({
    purchases: createPurchaseStore(table, clock),
    open,
    settle: createTableSettlement({
      table,
      open,
      startReport: createStartReport(environment.REPORT_MACHINE_ARN),
      emit: createEmitEvent({ table, clock, queue: createWebhookQueue({ url: environment.WEBHOOK_QUEUE_URL }) }),
      clock,
      log: createLog('payments'),
    }),
  }),
);
