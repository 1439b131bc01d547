import { createAssessmentStore } from '../assessment/assessment-store.ts';
import { bookedModels } from '../copy/booked-models.ts';
import { createDeploymentModels } from '../copy/deployment-models.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createBook } from '../platform/ledger/book.ts';
import { createBookPaidCall } from '../platform/ledger/paid-call.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createBrandStore } from './brand-store.ts';
import { Environment } from './gather-content.environment.ts';
import { createGatherContent } from './gather-content.ts';
import { createWriteInsights } from './insights/model-insights.ts';
import { createReadPeers } from './read-peers.ts';
import { createReportStore } from './report-store.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const files = createFiles({ bucket: environment.DATA_BUCKET });
const log = createLog('reports');
const assessments = createAssessmentStore({ table, files, clock });
const { workspaceModel } = createDeploymentModels(environment, table, clock);
const models = bookedModels(workspaceModel, createBookPaidCall({ book: createBook(table, clock), log, clock }));

export const handler = metered(
  createGatherContent({
    reports: createReportStore(table, clock),
    assessments,
    brands: createBrandStore(table, clock),
    readPeers: createReadPeers(table),
    writeInsights: async (workspaceId) => createWriteInsights({ model: await models(workspaceId) }),
    files,
    clock,
  }),
);
