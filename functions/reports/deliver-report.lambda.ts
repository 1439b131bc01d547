import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createBook } from '../platform/ledger/book.ts';
import { createBookPaidCall } from '../platform/ledger/paid-call.ts';
import { createLog } from '../platform/log.ts';
import { createSecrets } from '../platform/secrets.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createMailboxStore } from '../sending/mailbox-store.ts';
import { createSesChannel } from '../sending/providers/ses.ts';
import { createBrandStore } from './brand-store.ts';
import { Environment } from './deliver-report.environment.ts';
import { createDeliverReport } from './deliver-report.ts';
import { createReportLinks } from './report-link.ts';
import { createReportStore } from './report-store.ts';
import { createMailSender, createSendTransactional } from './transactional-mail.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const secrets = createSecrets();
const sender = createMailSender({
  mailboxes: createMailboxStore(table, clock),
  brands: createBrandStore(table, clock),
  publicOrigin: environment.PUBLIC_ORIGIN,
});

export const handler = metered(
  createDeliverReport({
    reports: createReportStore(table, clock),
    links: createReportLinks({ table, secret: () => secrets(environment.LINK_SECRET_ARN), clock }),
    files: createFiles({ bucket: environment.DATA_BUCKET }),
    send: createSendTransactional({
      table,
      channel: createSesChannel({ configurationSet: environment.CONFIGURATION_SET }),
      sender,
      bookPaidCall: createBookPaidCall({ book: createBook(table, clock), log: createLog('reports'), clock }),
      clock,
    }),
    origin: environment.PUBLIC_ORIGIN,
  }),
);
