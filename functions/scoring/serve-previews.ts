import type { CampaignStore } from '../campaigns/campaign-store.ts';
import type { Campaign } from '../campaigns/contract.ts';
import type { IcpCriteria } from '../campaigns/icp.ts';
import type { IcpStore } from '../campaigns/icp-store.ts';
import type { RunStore } from '../campaigns/run-store.ts';
import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound, type ProblemReply, problem } from '../platform/http/problem.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { Clock } from '../platform/time.ts';
import { campaignsOf } from './icp-campaigns.ts';
import type { PreviewCompanies } from './preview-companies.ts';
import type { IcpPreview, PreviewWish, previewRoutes } from './preview-contract.ts';
import { changedCriteria, type createPreviewRescore } from './preview-rescore.ts';
import type { RescoreInput, RescoreWish, rescoreRoutes } from './rescore-contract.ts';
import { isUnderWay, type RescoreStore } from './rescore-store.ts';

export type BeginRescore = (input: RescoreInput) => Promise<void>;
type Served = typeof previewRoutes & typeof rescoreRoutes;

const isSame = (a: IcpCriteria, b: IcpCriteria): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Previews of profiles and the re-scoring of leads over HTTP. */
export const createServePreviews = ({
  icps,
  campaigns,
  runs,
  rescores,
  previewCompanies,
  previewRescore,
  beginRescore,
  clock,
}: {
  icps: Pick<IcpStore, 'get' | 'update'>;
  campaigns: Pick<CampaignStore, 'get' | 'list'>;
  runs: Pick<RunStore, 'get'>;
  rescores: RescoreStore;
  previewCompanies: PreviewCompanies;
  previewRescore: ReturnType<typeof createPreviewRescore>;
  beginRescore: BeginRescore;
  clock: Clock;
}): Handlers<Served> => {
  const preview = async (
    workspaceId: WorkspaceId,
    criteria: IcpCriteria,
    wish: PreviewWish,
  ): Promise<{ body: IcpPreview } | ProblemReply> => {
    const found = await previewCompanies(workspaceId, criteria, wish);
    return found.ok
      ? { body: found.preview }
      : invalidFields([
          {
            field: 'companyImports',
            message: `${found.importId} is not a finished import of companies in this workspace`,
          },
        ]);
  };

  const notOfIcp = (wish: RescoreWish): ProblemReply =>
    invalidFields([{ field: 'campaignId', message: `${wish.campaignId ?? ''} is not a campaign of this profile` }]);

  /** A run scores by the version it began with; what is scored anew meanwhile would be mixed with it. */
  const runningCampaign = async (
    workspaceId: WorkspaceId,
    among: readonly Campaign[],
  ): Promise<Campaign | undefined> => {
    for (const campaign of among) {
      const run = campaign.lastRunId === null ? undefined : await runs.get(workspaceId, campaign.lastRunId);
      if (run?.status === 'starting' || run?.status === 'running') return campaign;
    }
    return undefined;
  };

  return {
    previewIcp: async ({ principal: { workspaceId }, params: { icpId }, body }) => {
      const icp = await icps.get(workspaceId, icpId);
      return icp === undefined ? notFound('icp', icpId) : preview(workspaceId, body.criteria ?? icp.criteria, body);
    },

    previewCriteria: async ({ principal: { workspaceId }, body }) => preview(workspaceId, body.criteria, body),

    previewRescore: async ({ principal: { workspaceId }, params: { icpId }, body }) => {
      const icp = await icps.get(workspaceId, icpId);
      if (icp === undefined) return notFound('icp', icpId);
      const found = await campaignsOf(campaigns, workspaceId, icpId, body.campaignId ?? null);
      return found === undefined
        ? notOfIcp(body)
        : { body: await previewRescore(workspaceId, icp.criteria, body, found) };
    },

    startRescore: async ({ principal: { workspaceId }, params: { icpId }, body }) => {
      const icp = await icps.get(workspaceId, icpId);
      if (icp === undefined) return notFound('icp', icpId);
      const found = await campaignsOf(campaigns, workspaceId, icpId, body.campaignId ?? null);
      if (found === undefined) return notOfIcp(body);
      const running = await runningCampaign(workspaceId, found);
      if (running !== undefined)
        return problem(
          409,
          'run_active',
          `A run of the campaign “${running.name}” (${running.id}) is scoring leads. Apply the weights when it has ended, or cancel it.`,
        );
      const criteria = changedCriteria(icp.criteria, body);
      const last = await rescores.get(workspaceId, icpId);
      if (last !== undefined && isUnderWay(last, clock()) && !isSame(criteria, icp.criteria))
        return problem(
          409,
          'rescore_active',
          'Leads are being scored by other weights just now. Wait until that is done.',
        );
      const changed = isSame(criteria, icp.criteria) ? icp : await icps.update(workspaceId, icpId, criteria);
      if (changed === undefined) return notFound('icp', icpId);
      if (changed === 'changed')
        return problem(
          412,
          'icp_changed',
          'Someone else changed this profile meanwhile. Read it again and repeat your change.',
        );
      const { begun, rescore } = await rescores.begin(workspaceId, {
        ...{ icpId, icpVersion: changed.version, campaignId: body.campaignId ?? null },
      });
      if (begun) await beginRescore({ workspaceId, icpId, icpVersion: changed.version });
      return { body: rescore };
    },

    getRescore: async ({ principal: { workspaceId }, params: { icpId } }) => {
      const rescore = await rescores.get(workspaceId, icpId);
      return rescore === undefined
        ? problem(404, 'rescore_not_found', `The leads of the profile ${icpId} were never scored anew.`)
        : { body: rescore };
    },
  };
};
