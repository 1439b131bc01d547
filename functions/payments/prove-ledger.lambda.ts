import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { ledgerProofRoutes } from './ledger-contract.ts';
import { openStripeOf } from './open-stripe.ts';
import { Environment } from './prove-ledger.environment.ts';
import { createProveLedger } from './prove-ledger.ts';
import { createTableProof } from './table-proof.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });

export const handler = createApi({
  routes: ledgerProofRoutes,
  handlers: createProveLedger(createTableProof({ table, open: openStripeOf(environment, clock), clock })),
  log: createLog('payments'),
});
