import { createReadCredentials } from '../accounts/provider-credentials.ts';
import { createCampaignStore } from '../campaigns/campaign-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createLeadStore } from '../scoring/lead-store.ts';
import { assessmentBatchRoutes } from './batch-contract.ts';
import { createBatchStore } from './batch-store.ts';
import { createEstimateBatch } from './estimate-batch.ts';
import { createSendRecord } from './providers/batch-queue.ts';
import { Environment } from './serve-assessment-batches.environment.ts';
import { createServeAssessmentBatches } from './serve-assessment-batches.ts';

const { TABLE_NAME: name, ASSESSMENT_QUEUE_URL: queueUrl } = readEnvironment(Environment);
const table = createTable({ name });
const campaigns = createCampaignStore(table, clock);

export const handler = createApi({
  routes: assessmentBatchRoutes,
  handlers: createServeAssessmentBatches({
    batches: createBatchStore(table, clock),
    estimateBatch: createEstimateBatch({
      leads: createLeadStore(table),
      readCredentials: createReadCredentials({ clock }),
    }),
    campaignExists: async (workspaceId, campaignId) => (await campaigns.get(workspaceId, campaignId)) !== undefined,
    send: createSendRecord(queueUrl),
  }),
  log: createLog('assessment'),
});
