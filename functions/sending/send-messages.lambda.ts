import { setTimeout as sleep } from 'node:timers/promises';
import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createSecrets } from '../platform/secrets.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createClaimMessages } from './claim-messages.ts';
import { createComposeMail } from './compose-mail.ts';
import { createMessageMoves } from './message-moves.ts';
import { createSesChannel } from './providers/ses.ts';
import { Environment } from './send-messages.environment.ts';
import { createSendMessages } from './send-messages.ts';
import { createLeaseSends } from './sending-rate.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const secrets = createSecrets();
const random = Math.random;
const ratePerSecond = environment.SEND_RATE_PER_SECOND;

export const handler = metered(
  createSendMessages({
    lease: createLeaseSends({ table, channel: 'ses', ratePerSecond, clock, sleep, random }),
    claim: createClaimMessages({ table, clock }),
    compose: createComposeMail({
      origin: environment.PUBLIC_ORIGIN,
      secret: () => secrets(environment.LINK_SECRET_ARN),
      now: () => new Date(clock()),
    }),
    channel: createSesChannel({ configurationSet: environment.CONFIGURATION_SET }),
    moves: createMessageMoves(table, clock),
    live: environment.SENDING_MODE === 'live',
    sandboxDelivery: environment.SANDBOX_DELIVERY,
    clock,
    sleep,
    random,
    log: createLog('sending'),
  }),
);
