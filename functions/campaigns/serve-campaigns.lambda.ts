import { readEnvironment } from '../platform/environment.ts';
import { createApi } from '../platform/http/api.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createCampaignStore } from './campaign-store.ts';
import { createCancelRun } from './cancel-run.ts';
import { createHoldRuns } from './hold-runs.ts';
import { createIcpStore } from './icp-store.ts';
import { createRunStore } from './run-store.ts';
import { Environment } from './serve-campaigns.environment.ts';
import { createServeCampaigns, servedRoutes } from './serve-campaigns.ts';
import { createCheckLaunch, createRunMachine, createStartRun } from './start-run.ts';

const environment = readEnvironment(Environment);
const table = createTable({ name: environment.TABLE_NAME });
const machine = createRunMachine(environment.RUN_MACHINE_ARN);
const icps = createIcpStore(table, clock);
const campaigns = createCampaignStore(table, clock);
const runs = createRunStore(table, clock);
const clockFactor = environment.SANDBOX_CLOCK_FACTOR;
const checkLaunch = createCheckLaunch(environment.CHECK_LAUNCH_FUNCTION);
const startRun = createStartRun({ icps, campaigns, runs, machine, checkLaunch, clock, clockFactor });
const cancelRun = createCancelRun({ runs, machine, clock });

export const handler = createApi({
  routes: servedRoutes,
  handlers: createServeCampaigns({ icps, campaigns, runs, startRun, cancelRun, holdRuns: createHoldRuns(runs) }),
  log: createLog('campaigns'),
});
