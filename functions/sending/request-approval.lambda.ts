import { createRunStore } from '../campaigns/run-store.ts';
import { createSettleRun } from '../campaigns/settle-run.ts';
import { createAnswerToken } from '../campaigns/task-token.ts';
import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './request-approval.environment.ts';
import { createRequestApproval } from './request-approval.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });
const runs = createRunStore(table, clock);
const settle = createSettleRun({ runs, answer: createAnswerToken() });

export const handler = metered(createRequestApproval({ runs, settle }));
