import { setTimeout as sleep } from 'node:timers/promises';
import { createBookRunCosts } from '../campaigns/run-costs.ts';
import { createRunStore } from '../campaigns/run-store.ts';
import { createSettleRun } from '../campaigns/settle-run.ts';
import { createAnswerToken } from '../campaigns/task-token.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createBook } from '../platform/ledger/book.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createMessageMoves } from './message-moves.ts';
import { createMessageStore } from './message-store.ts';
import { createScheduling } from './scheduling.ts';
import { Environment } from './sweep-messages.environment.ts';
import { createSweepMessages } from './sweep-messages.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const runs = createRunStore(table, clock);
const { schedule, giveBack } = createScheduling({
  ...{ table, files: createFiles({ bucket: environment.DATA_BUCKET }), clock, sleep, random: Math.random },
  ratePerSecond: environment.SEND_RATE_PER_SECOND,
});

export const handler = metered(
  createSweepMessages({
    runs,
    messages: createMessageStore(table),
    moves: createMessageMoves(table, clock),
    ...{ schedule, giveBack },
    settle: createSettleRun({ runs, answer: createAnswerToken() }),
    bookCosts: createBookRunCosts({ book: createBook(table, clock), clock }),
    stuckSeconds: environment.SENDING_STUCK_SECONDS,
    unknownFinalSeconds: environment.UNKNOWN_FINAL_SECONDS,
    clock,
    log: createLog('sending'),
  }),
);
