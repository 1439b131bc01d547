import type { CampaignId, WorkspaceId } from '../platform/ids.ts';
import { isClosed, type RunStore } from './run-store.ts';

const PAGE = 100;

export type HoldRuns = (workspaceId: WorkspaceId, campaignId: CampaignId, hold: boolean) => Promise<void>;

/**
 * Holds the mails of all of a campaign's runs, or lets them go on: one whose follow-ups are weeks away sends as well as the last that was
 * started. Safe to repeat.
 */
export const createHoldRuns =
  (runs: Pick<RunStore, 'listByCampaign' | 'pauseGates' | 'resumeGates'>): HoldRuns =>
  async (workspaceId, campaignId, hold) => {
    let cursor: string | undefined;
    do {
      const page = await runs.listByCampaign(workspaceId, campaignId, { limit: PAGE, cursor });
      for (const run of page?.items ?? []) {
        if (isClosed(run)) continue;
        await (hold ? runs.pauseGates(workspaceId, run.id) : runs.resumeGates(workspaceId, run.id));
      }
      cursor = page?.nextCursor ?? undefined;
    } while (cursor !== undefined);
  };
