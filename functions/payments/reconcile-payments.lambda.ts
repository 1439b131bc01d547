import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createPaymentMetrics } from './payment-metrics.ts';
import { Environment } from './reconcile-payments.environment.ts';
import { createReconcilePayments } from './reconcile-payments.ts';
import { createReconciliationStore } from './reconciliation-store.ts';
import { settlingOf } from './settling.ts';

const { table, clock, ...settling } = settlingOf(readEnvironment(Environment));

export const handler = metered(
  createReconcilePayments({
    ...settling,
    progress: createReconciliationStore(table, clock),
    metrics: createPaymentMetrics(clock),
    clock,
  }),
);
