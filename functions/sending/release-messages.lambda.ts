import { setTimeout as sleep } from 'node:timers/promises';
import { createRunStore } from '../campaigns/run-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createMessageStore } from './message-store.ts';
import { createKickDispatcher } from './providers/kick-dispatcher.ts';
import { Environment } from './release-messages.environment.ts';
import { createReleaseMessages } from './release-messages.ts';
import { createScheduling } from './scheduling.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const files = createFiles({ bucket: environment.DATA_BUCKET });
const ratePerSecond = environment.SEND_RATE_PER_SECOND;

export const handler = metered(
  createReleaseMessages({
    runs: createRunStore(table, clock),
    messages: createMessageStore(table),
    schedule: createScheduling({ table, files, ratePerSecond, clock, sleep, random: Math.random }).schedule,
    kick: createKickDispatcher(environment.DISPATCH_FUNCTION),
    log: createLog('sending'),
  }),
);
