import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { checkoutPageRoutes } from './contract.ts';
import { createPurchaseStore } from './purchase-store.ts';
import { Environment } from './serve-checkout.environment.ts';
import { createServeCheckout } from './serve-checkout.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });

export const handler = createApi({
  routes: checkoutPageRoutes,
  handlers: createServeCheckout({ purchases: createPurchaseStore(table, clock) }),
  log: createLog('payments'),
});
