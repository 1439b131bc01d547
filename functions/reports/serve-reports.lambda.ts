import { ulid } from 'ulid';
import { createAssessmentStore } from '../assessment/assessment-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLazyFiles } from '../platform/lazy-files.ts';
import { createLog } from '../platform/log.ts';
import { createSecrets } from '../platform/secrets.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createBrandStore } from './brand-store.ts';
import { reportRoutes } from './contract.ts';
import { createReportLinks } from './report-link.ts';
import { createStartReport } from './report-machine.ts';
import { createReportStore } from './report-store.ts';
import { Environment } from './serve-reports.environment.ts';
import { createServeReports } from './serve-reports.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const files = createLazyFiles(environment.DATA_BUCKET);
const secrets = createSecrets();

export const handler = createApi({
  routes: reportRoutes,
  handlers: createServeReports({
    reports: createReportStore(table, clock),
    links: createReportLinks({ table, secret: () => secrets(environment.LINK_SECRET_ARN), clock }),
    brands: createBrandStore(table, clock),
    assessments: createAssessmentStore({ table, files, clock }),
    files,
    startReport: createStartReport(environment.REPORT_MACHINE_ARN),
    newRequest: () => `req_${ulid().toLowerCase()}`,
    origin: environment.PUBLIC_ORIGIN,
    clock,
  }),
  log: createLog('reports'),
});
