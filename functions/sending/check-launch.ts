import { LaunchAnswer } from '../campaigns/contract.ts';
import { PreflightInput } from './preflight/preflight-contract.ts';
import type { RunPreflight } from './preflight/run-preflight.ts';

/** What stands against a live run of a campaign, for who is about to start one: the checks that failed, none when it may start. */
export const createCheckLaunch =
  ({ preflight }: { preflight: RunPreflight }) =>
  async (event: unknown): Promise<LaunchAnswer> => {
    const { workspaceId, campaignId } = PreflightInput.parse(event);
    const report = await preflight(workspaceId, campaignId, 'live');
    const failing = report?.checks.filter(({ status }) => status === 'fail') ?? [];
    return LaunchAnswer.parse({ failing: failing.map(({ id, what, mend }) => ({ id, what, mend })) });
  };
