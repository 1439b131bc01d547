import { createReadPlan } from '../campaigns/run-plan.ts';
import { createRunStore } from '../campaigns/run-store.ts';
import { createRecipientStore } from '../contacts/recipient-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createLeadStore } from '../scoring/lead-store.ts';
import { createCollectCopy } from './batches/collect-copy.ts';
import { createPreparedCopy } from './batches/prepared-copy.ts';
import { createWritersFor } from './choose-writer.ts';
import { Environment } from './collect-copy.environment.ts';
import { createDeploymentModels } from './deployment-models.ts';
import { createDraftCompanies } from './draft-companies.ts';
import { createDraftStore } from './draft-store.ts';
import { createTellRun } from './tell-run.ts';

const environment = readEnvironment(Environment);
const files = createFiles({ bucket: environment.DATA_BUCKET });
const table = createTable({ name: environment.TABLE_NAME });
const tellRun = createTellRun({ runs: createRunStore(table, clock) });

export const handler = metered(
  createCollectCopy({
    readPlan: createReadPlan({ files }),
    prepared: createPreparedCopy(files),
    draftCompanies: createDraftCompanies({
      recipients: createRecipientStore(table, clock),
      drafts: createDraftStore(table),
      leads: createLeadStore(table),
      tellRun,
      clock,
    }),
    writersFor: createWritersFor({
      ...createDeploymentModels(environment, table, clock),
      leadCapUsd: environment.MODEL_LEAD_CAP_USD,
      tellRun,
    }),
    clock,
  }),
);
