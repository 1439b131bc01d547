import { createReadPlan } from '../campaigns/run-plan.ts';
import { createRunStore } from '../campaigns/run-store.ts';
import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createSpending } from '../platform/spending.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './advance-copy-batches.environment.ts';
import { createAdvanceCopyBatches } from './batches/advance-copy-batches.ts';
import { createBatchAnswers } from './batches/batch-answers.ts';
import { createBatchProgress } from './batches/batch-progress.ts';
import { createPreparedCopy } from './batches/prepared-copy.ts';
import { createDeploymentModels } from './deployment-models.ts';

const environment = readEnvironment(Environment);
const files = createFiles({ bucket: environment.DATA_BUCKET });
const table = createTable({ name: environment.TABLE_NAME });
const prepared = createPreparedCopy(files);
const { batchesFor } = createDeploymentModels(environment, table, clock);

export const handler = metered(
  createAdvanceCopyBatches({
    readPlan: createReadPlan({ files }),
    batchesFor,
    prepared,
    progress: createBatchProgress(files),
    answers: createBatchAnswers({ prepared, spending: createSpending(table, clock), table, clock }),
    runs: createRunStore(table, clock),
    clock,
    pollSeconds: environment.COPY_BATCH_POLL_SECONDS,
  }),
);
