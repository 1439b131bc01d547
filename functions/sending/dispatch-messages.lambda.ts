import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock, MINUTE } from '../platform/time.ts';
import { Environment } from './dispatch-messages.environment.ts';
import { createDispatchMessages } from './dispatch-messages.ts';
import { createDispatchShard } from './dispatch-shard.ts';
import { createDispatchShardStore } from './dispatch-shard-store.ts';
import { createDueIndex } from './due-index.ts';
import { createMessageMoves } from './message-moves.ts';
import { mailsIn } from './pace.ts';
import { createSendQueue } from './providers/send-queue.ts';
import { createScheduling } from './scheduling.ts';
import { createSendRecords } from './send-records.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const files = createFiles({ bucket: environment.DATA_BUCKET });
const ratePerSecond = environment.SEND_RATE_PER_SECOND;
const { reschedule, settings, sequences } = createScheduling({
  ...{ table, files, ratePerSecond, clock, sleep, random: Math.random },
});

const dispatchShard = createDispatchShard({
  shards: createDispatchShardStore(table, clock),
  dueIndex: createDueIndex(table),
  records: createSendRecords({ table, files, settings, sequences, clock, region: environment.AWS_REGION }),
  queue: createSendQueue({ url: environment.SEND_QUEUE_URL }),
  moves: createMessageMoves(table, clock),
  reschedule,
  clock,
  sleep,
  newOwner: randomUUID,
  mostQueued: Math.max(500, mailsIn(3 * MINUTE, ratePerSecond)),
});

export const handler = metered(createDispatchMessages({ dispatchShard, clock, log: createLog('sending') }));
