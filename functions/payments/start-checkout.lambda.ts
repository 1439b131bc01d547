import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createSecrets } from '../platform/secrets.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createReportLinks } from '../reports/report-link.ts';
import { createReportStore } from '../reports/report-store.ts';
import { createAnswerCheckout } from './answer-checkout.ts';
import { openStripeOf } from './open-stripe.ts';
import { createPurchaseStore } from './purchase-store.ts';
import { Environment } from './start-checkout.environment.ts';
import { createStartCheckout } from './start-checkout.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const secrets = createSecrets();

export const handler = metered(
  createAnswerCheckout({
    start: createStartCheckout({
      links: createReportLinks({ table, secret: () => secrets(environment.LINK_SECRET_ARN), clock }),
      reports: createReportStore(table, clock),
      purchases: createPurchaseStore(table, clock),
      open: openStripeOf(environment, clock),
      clock,
    }),
    log: createLog('payments'),
  }),
);
