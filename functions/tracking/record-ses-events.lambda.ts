import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createEventRecorder } from './event-recorder.ts';
import { createDeadLetterQueue } from './providers/dead-letter-queue.ts';
import { Environment } from './record-ses-events.environment.ts';

const environment = readEnvironment(Environment);

export const handler = metered(
  createEventRecorder({
    table: createTable({ name: environment.TABLE_NAME }),
    giveUp: createDeadLetterQueue(environment.DEAD_LETTERS_URL),
    tries: environment.TRIES,
    clock,
    log: createLog('tracking'),
  }),
);
