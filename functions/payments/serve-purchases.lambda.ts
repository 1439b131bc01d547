import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { purchaseRoutes } from './contract.ts';
import { createAskRefund } from './providers/ask-refund.ts';
import { createPurchaseStore } from './purchase-store.ts';
import { Environment } from './serve-purchases.environment.ts';
import { createServePurchases } from './serve-purchases.ts';

const { TABLE_NAME, REFUND_PURCHASE_FUNCTION } = readEnvironment(Environment);
const table = createTable({ name: TABLE_NAME });

export const handler = createApi({
  routes: purchaseRoutes,
  handlers: createServePurchases({
    purchases: createPurchaseStore(table, clock),
    refund: createAskRefund(REFUND_PURCHASE_FUNCTION),
  }),
  log: createLog('payments'),
});
