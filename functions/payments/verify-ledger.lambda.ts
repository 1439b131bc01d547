import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { openStripeOf } from './open-stripe.ts';
import { createTableProof } from './table-proof.ts';
import { createVerifyAllLedgers } from './verify-all-ledgers.ts';
import { Environment } from './verify-ledger.environment.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const proof = createTableProof({ table, open: openStripeOf(environment, clock), clock });

export const handler = metered(createVerifyAllLedgers({ ...proof, log: createLog('payments'), clock }));
