import { createAssessmentStore } from '../assessment/assessment-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './prepare-report.environment.ts';
import { createPrepareReport } from './prepare-report.ts';
import { createReportStore } from './report-store.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const files = createFiles({ bucket: environment.DATA_BUCKET });

export const handler = metered(
  createPrepareReport({
    reports: createReportStore(table, clock),
    assessments: createAssessmentStore({ table, files, clock }),
    clock,
  }),
);
