import type { Files } from '../platform/files.ts';
import { runPlanKey, runResultsPrefix } from '../platform/files-layout.ts';
import { type Clock, instant } from '../platform/time.ts';
import type { ReadActiveModel } from './active-model.ts';
import type { CampaignStore } from './campaign-store.ts';
import { PlannedRun, RunInput, type RunPlan } from './contract.ts';
import type { IcpStore } from './icp-store.ts';
import type { RunStore } from './run-store.ts';

/** Express children at once; a child's three steps take one Lambda environment each at a time. */
const MAX_CONCURRENCY = 40;
/** Share of batches that may fail before the run does, percent; what failed is listed in the results. */
const TOLERATED_FAILURE_PERCENTAGE = 5;

/** A run that cannot be planned; the machine records the sentence on the run. */
class CannotPlan extends Error {
  override readonly name = 'CannotPlan';
}

/** Freezes all that the stages need into plan.json and opens the run. Repeating it writes the same plan again. */
export const createPlanRun =
  ({
    icps,
    campaigns,
    runs,
    files,
    clock,
    activeModel = () => Promise.resolve(undefined),
  }: {
    icps: IcpStore;
    campaigns: CampaignStore;
    runs: RunStore;
    files: Files;
    clock: Clock;
    activeModel?: ReadActiveModel;
  }) =>
  async (event: unknown): Promise<PlannedRun> => {
    const input = RunInput.parse(event);
    const { workspaceId, campaignId, runId } = input;
    const [campaign, run] = await Promise.all([campaigns.get(workspaceId, campaignId), runs.get(workspaceId, runId)]);
    if (campaign === undefined || run === undefined) throw new CannotPlan('The campaign or the run no longer exists.');
    const icp = await icps.version(workspaceId, campaign.icpId, run.icpVersion);
    if (icp === undefined)
      throw new CannotPlan(`Version ${run.icpVersion} of the ideal customer profile no longer exists.`);

    const { name: _name, id: _id, rev: _rev, status: _status, icpId: _icpId, lastRunId: _last, ...settings } = campaign;
    const { createdAt: _created, updatedAt: _updated, ...chosen } = settings;
    const version = await activeModel(workspaceId);
    const plan: RunPlan = {
      ...chosen,
      ...input,
      icp,
      icpVersion: run.icpVersion,
      mode: run.mode,
      ...(version === undefined ? {} : { qualification: { version } }),
      plannedAt: instant(clock()),
    };
    const planKey = runPlanKey(workspaceId, runId);
    await files.writeText(planKey, JSON.stringify(plan));
    await runs.change(workspaceId, runId, { status: 'running' });
    return PlannedRun.parse({
      ...input,
      bucket: files.bucket,
      planKey,
      resultsPrefix: runResultsPrefix(workspaceId, runId),
      maxConcurrency: MAX_CONCURRENCY,
      toleratedFailurePercentage: TOLERATED_FAILURE_PERCENTAGE,
      needsApproval: campaign.approval === 'review',
      copyTiming: campaign.copyTiming,
      mode: run.mode,
    });
  };
