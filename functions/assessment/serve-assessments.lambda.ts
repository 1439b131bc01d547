import { createCompanyStore } from '../discovery/company-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLazyFiles } from '../platform/lazy-files.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createAssessmentStore } from './assessment-store.ts';
import { createLazyStartAssessment } from './lazy-start-assessment.ts';
import { assessmentRoutes } from './routes-contract.ts';
import { Environment } from './serve-assessments.environment.ts';
import { createServeAssessments } from './serve-assessments.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const store = createAssessmentStore({ table, files: createLazyFiles(environment.DATA_BUCKET), clock });
const findCompany = createCompanyStore(table).get;
const startAssessment = createLazyStartAssessment(environment.ASSESSMENT_MACHINE_ARN, { store, findCompany, clock });

export const handler = createApi({
  routes: assessmentRoutes,
  handlers: createServeAssessments({ store, startAssessment }),
  log: createLog('assessment'),
});
