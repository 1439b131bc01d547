import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './close-run.environment.ts';
import { createCloseRun } from './close-run.ts';
import { createRunStore } from './run-store.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });

export const handler = metered(createCloseRun({ runs: createRunStore(table, clock), clock }));
