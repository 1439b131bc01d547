import { createAssessmentStore } from '../assessment/assessment-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { streamed } from '../platform/http/event-stream.ts';
import { createSecrets } from '../platform/secrets.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createBrandStore } from './brand-store.ts';
import { createReportLinks } from './report-link.ts';
import { REPORT_PRICE } from './report-price.ts';
import { createReportStore } from './report-store.ts';
import { Environment } from './show-report.environment.ts';
import { createShowReport } from './show-report.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const files = createFiles({ bucket: environment.DATA_BUCKET });
const secrets = createSecrets();

export const handler = streamed(
  createShowReport({
    reports: createReportStore(table, clock),
    links: createReportLinks({ table, secret: () => secrets(environment.LINK_SECRET_ARN), clock }),
    brands: createBrandStore(table, clock),
    assessments: createAssessmentStore({ table, files, clock }),
    files,
    price: REPORT_PRICE,
    origin: environment.PUBLIC_ORIGIN,
  }),
);
