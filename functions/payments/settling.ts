import { createEmitEvent } from '../accounts/webhook-event.ts';
import { createWebhookQueue } from '../accounts/webhook-queue.ts';
import { createBook } from '../platform/ledger/book.ts';
import { createBookPaidCall } from '../platform/ledger/paid-call.ts';
import { createLog } from '../platform/log.ts';
import { createSecrets } from '../platform/secrets.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createBrandStore } from '../reports/brand-store.ts';
import { createMailSender, createSendTransactional } from '../reports/transactional-mail.ts';
import { createMailboxStore } from '../sending/mailbox-store.ts';
import { createSesChannel } from '../sending/providers/ses.ts';
import { openStripeOf } from './open-stripe.ts';
import { createStartReport } from './providers/report-machine.ts';
import { createTableEvents, createTableSettlement } from './settlement.ts';

type Environment = Readonly<{
  TABLE_NAME: string;
  LINK_SECRET_ARN: string;
  STRIPE_SECRET_ARN: string;
  PUBLIC_ORIGIN: string;
  PROVIDER_URLS?: string | undefined;
  REPORT_MACHINE_ARN: string;
  WEBHOOK_QUEUE_URL: string;
  CONFIGURATION_SET: string;
}>;

/** All that events and the reconciliation are worked through by, as a function's environment says. */
export const settlingOf = (environment: Environment) => {
  const { PUBLIC_ORIGIN: publicOrigin, LINK_SECRET_ARN, CONFIGURATION_SET: configurationSet } = environment;
  const table = createTable({ name: environment.TABLE_NAME });
  const secrets = createSecrets();
  const open = openStripeOf(environment, clock);
  const log = createLog('payments');
  const settle = createTableSettlement({
    ...{ table, open, clock, log },
    startReport: createStartReport(environment.REPORT_MACHINE_ARN),
    emit: createEmitEvent({ table, clock, queue: createWebhookQueue({ url: environment.WEBHOOK_QUEUE_URL }) }),
  });
  const sender = createMailSender({
    mailboxes: createMailboxStore(table, clock),
    brands: createBrandStore(table, clock),
    publicOrigin,
  });
  const bookPaidCall = createBookPaidCall({ book: createBook(table, clock), log, clock });
  const channel = createSesChannel({ configurationSet });
  const send = createSendTransactional({ table, channel, sender, bookPaidCall, clock });
  const secret = () => secrets(LINK_SECRET_ARN);
  const events = createTableEvents({ table, open, settle, send, publicOrigin, secret, clock, log });
  return { table, open, settle, clock, log, ...events };
};
