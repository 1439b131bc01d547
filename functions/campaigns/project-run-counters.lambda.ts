import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './project-run-counters.environment.ts';
import { createProjectRunCounters } from './project-run-counters.ts';
import { createRunStore } from './run-store.ts';
import { createSettleRun } from './settle-run.ts';
import { createAnswerToken } from './task-token.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });
const runs = createRunStore(table, clock);
const settle = createSettleRun({ runs, answer: createAnswerToken() });

export const handler = metered(createProjectRunCounters({ runs, settle, clock }));
