import { createReadPlan } from '../campaigns/run-plan.ts';
import { createRecipientStore } from '../contacts/recipient-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createLeadStore } from '../scoring/lead-store.ts';
import { createWritersFor } from './choose-writer.ts';
import { createDeploymentModels } from './deployment-models.ts';
import { createDraftStore } from './draft-store.ts';
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

const models = createDeploymentModels(environment, table, clock);

export const handler = metered(
  createWriteCopy({
    readPlan: createReadPlan({ files }),
    files,
    ...stores,
    writersFor: createWritersFor({ ...models, leadCapUsd: environment.MODEL_LEAD_CAP_USD }),
    clock,
  }),
);
