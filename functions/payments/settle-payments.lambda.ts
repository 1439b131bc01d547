import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createDeadLetterQueue } from '../tracking/providers/dead-letter-queue.ts';
import { Environment } from './settle-payments.environment.ts';
import { createSettlePayments } from './settle-payments.ts';
import { settlingOf } from './settling.ts';

const environment = readEnvironment(Environment);
const { handle, log } = settlingOf(environment);

export const handler = metered(
  createSettlePayments({
    handle,
    giveUp: createDeadLetterQueue(environment.DEAD_LETTERS_URL),
    tries: environment.TRIES,
    log,
  }),
);
