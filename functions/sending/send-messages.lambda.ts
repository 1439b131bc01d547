import { setTimeout as sleep } from 'node:timers/promises';
import { createReadCredentials } from '../accounts/provider-credentials.ts';
import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createSecrets } from '../platform/secrets.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createChooseChannel } from './choose-channel.ts';
import { createClaimMessages } from './claim-messages.ts';
import { createComposeMail } from './compose-mail.ts';
import { createLeaseFor } from './lease-for.ts';
import { createMailboxSecrets } from './mailbox-secrets.ts';
import { createMailboxStore } from './mailbox-store.ts';
import { createMessageMoves } from './message-moves.ts';
import { createOpenChannel } from './open-channel.ts';
import { createSesChannel } from './providers/ses.ts';
import { Environment } from './send-messages.environment.ts';
import { createSendMessages } from './send-messages.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const secrets = createSecrets();
const random = Math.random;

export const handler = metered(
  createSendMessages({
    leaseFor: createLeaseFor({ table, ratePerSecond: environment.SEND_RATE_PER_SECOND, clock, sleep, random }),
    claim: createClaimMessages({ table, clock }),
    compose: createComposeMail({
      origin: environment.PUBLIC_ORIGIN,
      secret: () => secrets(environment.LINK_SECRET_ARN),
      now: () => new Date(clock()),
      replyHost: environment.REPLY_HOST,
    }),
    channelFor: createChooseChannel({
      own: createSesChannel({ configurationSet: environment.CONFIGURATION_SET }),
      open: createOpenChannel({
        secrets: createMailboxSecrets(),
        credentials: createReadCredentials({ clock }),
        clock,
      }),
      mailboxes: createMailboxStore(table, clock),
      clock,
    }),
    moves: createMessageMoves(table, clock),
    live: environment.SENDING_MODE === 'live',
    sandboxDelivery: environment.SANDBOX_DELIVERY,
    clock,
    sleep,
    random,
    log: createLog('sending'),
  }),
);
