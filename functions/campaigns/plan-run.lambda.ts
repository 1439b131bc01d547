import { readEnvironment } from '../platform/environment.ts';
import { createFiles } from '../platform/files.ts';
import { metered } from '../platform/invocation.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createReadActiveModel } from './active-model.ts';
import { createCampaignStore } from './campaign-store.ts';
import { createIcpStore } from './icp-store.ts';
import { Environment } from './plan-run.environment.ts';
import { createPlanRun } from './plan-run.ts';
import { createRunStore } from './run-store.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const files = createFiles({ bucket: environment.DATA_BUCKET });
const stores = {
  icps: createIcpStore(table, clock),
  campaigns: createCampaignStore(table, clock),
  runs: createRunStore(table, clock),
};

export const handler = metered(createPlanRun({ ...stores, files, clock, activeModel: createReadActiveModel(table) }));
