import type { CampaignStore } from '../campaigns/campaign-store.ts';
import type { Campaign } from '../campaigns/contract.ts';
import type { IcpCriteria } from '../campaigns/icp.ts';
import type { IcpStore } from '../campaigns/icp-store.ts';
import { mapAtOnce } from '../platform/at-once.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { type Clock, instant } from '../platform/time.ts';
import type { LeadView } from './contract.ts';
import { campaignsOf } from './icp-campaigns.ts';
import { rescored, stageAfter } from './rescore.ts';
import { RescoreInput } from './rescore-contract.ts';
import type { RescoreCounts, RescoreStore } from './rescore-store.ts';
import type { ScoredLead, ScoredLeads } from './scored-leads.ts';

const WRITES_AT_ONCE = 10;
const BROKE_OFF = 'Re-scoring broke off on our side. What is done stays done; apply the same weights again to go on.';

/**
 * Scores the leads of a profile's campaigns by its new weights, from their stored breakdowns. Runs on an asynchronous invocation, which may
 * come twice: a lead that already stands as it should is not written again.
 */
export const createRescoreLeads = ({
  icps,
  campaigns,
  leads,
  rescores,
  log,
  clock,
}: {
  icps: Pick<IcpStore, 'version'>;
  campaigns: Pick<CampaignStore, 'get' | 'list' | 'update'>;
  leads: ScoredLeads;
  rescores: Pick<RescoreStore, 'get' | 'record'>;
  log: Log;
  clock: Clock;
}) => {
  type Work = Readonly<{ workspaceId: WorkspaceId; asked: IcpCriteria; after: IcpCriteria }>;

  /** Gives how a lead moved: 1 over the threshold, -1 below it, 0 otherwise; undefined when nothing of it changed. */
  const rescoreLead = async (lead: ScoredLead, { workspaceId, asked, after }: Work): Promise<number | undefined> => {
    const score = rescored(lead.breakdown, asked, after);
    const stage = stageAfter(lead.stage, score.value, after.threshold);
    const weights = (breakdown: ScoredLead['breakdown']): string => breakdown.map(({ weight }) => weight).join();
    const isSame =
      score.value === lead.score &&
      score.grade === lead.grade &&
      stage === lead.stage &&
      weights(score.breakdown) === weights(lead.breakdown);
    if (isSame) return undefined;
    // One that a run wrote meanwhile has that run's score, by the version that the run used.
    const written = await leads.write(workspaceId, lead, { score, stage, at: instant(clock()) });
    return written ? Number(score.value >= after.threshold) - Number(lead.score >= asked.threshold) : undefined;
  };

  const rescoreCampaign = async (
    campaign: Campaign,
    work: Work,
    counts: RescoreCounts,
    report: (counts: RescoreCounts) => Promise<void>,
  ): Promise<RescoreCounts> => {
    // All rows first: writing moves leads within the index that is read.
    const pages: (readonly LeadView[])[] = [];
    for await (const page of leads.pages(work.workspaceId, campaign.id)) pages.push(page);
    let sum = counts;
    for (const page of pages) {
      const read = await leads.read(work.workspaceId, page);
      const moves = await mapAtOnce(read, WRITES_AT_ONCE, (lead) => rescoreLead(lead, work));
      const changed = moves.filter((move) => move !== undefined);
      sum = {
        leads: sum.leads + read.length,
        changed: sum.changed + changed.length,
        movedUp: sum.movedUp + changed.filter((move) => move > 0).length,
        movedDown: sum.movedDown + changed.filter((move) => move < 0).length,
      };
      await report(sum);
    }
    return sum;
  };

  return async (event: unknown): Promise<void> => {
    const { workspaceId, icpId, icpVersion } = RescoreInput.parse(event);
    const rescore = await rescores.get(workspaceId, icpId);
    if (rescore?.icpVersion !== icpVersion || rescore.status === 'completed') return;
    let counts: RescoreCounts = { leads: 0, changed: 0, movedUp: 0, movedDown: 0 };
    const record = (status: 'running' | 'completed' | 'failed', problem: string | null = null): Promise<void> =>
      rescores.record(workspaceId, { icpId, icpVersion }, { ...counts, status, problem });
    try {
      const after = await icps.version(workspaceId, icpId, icpVersion);
      const found = await campaignsOf(campaigns, workspaceId, icpId, rescore.campaignId);
      if (after === undefined || found === undefined) throw new Error('The profile or its campaign is gone');
      for (const campaign of found) {
        const asked = (await icps.version(workspaceId, icpId, campaign.icpVersion)) ?? after;
        counts = await rescoreCampaign(campaign, { workspaceId, asked, after }, counts, async (sum) => {
          counts = sum;
          await record('running');
        });
        await campaigns.update(workspaceId, campaign.id, { icpVersion });
      }
      await record('completed');
      log.info('Leads were scored anew', { workspaceId, count: counts.changed });
    } catch (error) {
      log.error('Re-scoring broke off', { workspaceId, error });
      await record('failed', BROKE_OFF);
      throw error;
    }
  };
};
