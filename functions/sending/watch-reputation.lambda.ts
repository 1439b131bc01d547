import { createRunStore } from '../campaigns/run-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createReputationStore } from './reputation-store.ts';
import { Environment } from './watch-reputation.environment.ts';
import { createWatchReputation } from './watch-reputation.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });
const reputation = createReputationStore(table, createRunStore(table, clock), clock);

export const handler = metered(createWatchReputation({ reputation, clock, log: createLog('sending') }));
