import { readEnvironment } from '../platform/environment.ts';
import { streamed } from '../platform/http/event-stream.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createRunStore } from './run-store.ts';
import { Environment } from './stream-run.environment.ts';
import { createStreamRun } from './stream-run.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });

export const handler = streamed(createStreamRun({ runs: createRunStore(table, clock), clock }));
