import { createReadPlan } from '../campaigns/run-plan.ts';
import { createRunStore } from '../campaigns/run-store.ts';
import { createRecipientStore } from '../contacts/recipient-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createSpending } from '../platform/spending.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createLeadStore } from '../scoring/lead-store.ts';
import { createPrepareCopy } from './batches/prepare-copy.ts';
import { createPreparedCopy } from './batches/prepared-copy.ts';
import { createRunLimits, createWritersFor } from './choose-writer.ts';
import { choosePassages } from './chosen-passages.ts';
import { createDeploymentModels } from './deployment-models.ts';
import { createDraftStore } from './draft-store.ts';
import { createTellRun } from './tell-run.ts';
import { Environment } from './write-copy.environment.ts';
import { createWriteCopy } from './write-copy.ts';

const environment = readEnvironment(Environment);
const files = createFiles({ bucket: environment.DATA_BUCKET });
const table = createTable({ name: environment.TABLE_NAME });
const stores = {
  recipients: createRecipientStore(table, clock),
  drafts: createDraftStore(table),
  leads: createLeadStore(table),
};

const tellRun = createTellRun({ runs: createRunStore(table, clock) });
const models = createDeploymentModels(environment, table, clock);

export const handler = metered(
  createWriteCopy({
    readPlan: createReadPlan({ files }),
    files,
    ...stores,
    tellRun,
    writersFor: createWritersFor({ ...models, leadCapUsd: environment.MODEL_LEAD_CAP_USD, tellRun }),
    prepareCopy: createPrepareCopy({
      batchesFor: models.batchesFor,
      prepared: createPreparedCopy(files),
      recipients: stores.recipients,
      spending: createSpending(table, clock),
      choosePassagesFor: (workspaceId) => choosePassages(models.retrieverFor(workspaceId), workspaceId),
      limitsFor: createRunLimits(environment, clock),
    }),
    clock,
  }),
);
