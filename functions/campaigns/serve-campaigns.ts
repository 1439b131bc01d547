import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound, problem } from '../platform/http/problem.ts';
import { CampaignId, IcpId, newId } from '../platform/ids.ts';
import type { CampaignStore } from './campaign-store.ts';
import type { createCancelRun } from './cancel-run.ts';
import { campaignRoutes } from './contract.ts';
import type { HoldRuns } from './hold-runs.ts';
import { icpRoutes } from './icp-contract.ts';
import type { IcpStore } from './icp-store.ts';
import type { RunStore } from './run-store.ts';
import { createServeIcps, icpReply } from './serve-icps.ts';
import type { StartRun } from './start-run.ts';

const { streamRun: _streamed, ...served } = campaignRoutes;
export const servedRoutes = { ...served, ...icpRoutes };

const badCursor = invalidFields([
  { field: 'query.cursor', message: 'is not a cursor of this list; start without one' },
]);

/** ICPs, campaigns and runs over HTTP. */
export const createServeCampaigns = ({
  icps,
  campaigns,
  runs,
  startRun,
  cancelRun,
  holdRuns,
}: {
  icps: IcpStore;
  campaigns: CampaignStore;
  runs: RunStore;
  startRun: StartRun;
  cancelRun: ReturnType<typeof createCancelRun>;
  holdRuns: HoldRuns;
}): Handlers<typeof servedRoutes> => ({
  createIcp: async ({ principal, body }) => ({
    body: await icps.create(principal.workspaceId, newId(IcpId, 'icp'), body),
  }),
  listIcps: async ({ principal, query }) => {
    const page = await icps.list(principal.workspaceId, query);
    return page === undefined ? badCursor : { body: page };
  },
  getIcp: async ({ principal, params }) => {
    const icp = await icps.get(principal.workspaceId, params.icpId);
    return icp === undefined ? notFound('icp', params.icpId) : { body: icp };
  },
  updateIcp: async ({ principal, params, body }) => {
    return icpReply(await icps.update(principal.workspaceId, params.icpId, body), params.icpId);
  },
  ...createServeIcps({ icps, campaigns }),

  createCampaign: async ({ principal, body }) => {
    const icp = await icps.get(principal.workspaceId, body.icpId);
    if (icp === undefined)
      return invalidFields([{ field: 'icpId', message: `there is no ICP ${body.icpId} in this workspace` }]);
    const campaign = { ...body, id: newId(CampaignId, 'cmp'), icpVersion: icp.version };
    return { body: await campaigns.create(principal.workspaceId, campaign) };
  },
  listCampaigns: async ({ principal, query }) => {
    const page = await campaigns.list(principal.workspaceId, query);
    return page === undefined ? badCursor : { body: page };
  },
  getCampaign: async ({ principal, params }) => {
    const campaign = await campaigns.get(principal.workspaceId, params.campaignId);
    return campaign === undefined ? notFound('campaign', params.campaignId) : { body: campaign };
  },
  updateCampaign: async ({ principal, params, body }) => {
    const { workspaceId } = principal;
    const campaign = await campaigns.update(workspaceId, params.campaignId, body);
    if (campaign === undefined) return notFound('campaign', params.campaignId);
    // A run that is being started meanwhile sees the new status. Asked for again it is done again, should the gates have failed before.
    if (body.status !== undefined) await holdRuns(workspaceId, campaign.id, body.status === 'paused');
    return { body: campaign };
  },

  startRun: async ({ principal, params }) => {
    const campaign = await campaigns.get(principal.workspaceId, params.campaignId);
    if (campaign === undefined) return notFound('campaign', params.campaignId);
    const started = await startRun(principal.workspaceId, campaign, principal.mode);
    if (!started.ok && started.reason === 'preflight')
      return problem(
        409,
        'preflight_failed',
        `The campaign cannot be launched yet: ${started.failing.map(({ what, mend }) => `${what} ${mend ?? ''}`.trim()).join(' ')}`,
        { fieldErrors: started.failing.map(({ id, what, mend }) => ({ field: id, message: mend ?? what })) },
      );
    if (!started.ok)
      return started.reason === 'paused'
        ? problem(409, 'campaign_paused', 'The campaign is paused. Resume it before starting a run.')
        : problem(409, 'icp_gone', 'The ideal customer profile of this campaign no longer exists.');
    const view = await runs.view(principal.workspaceId, started.run.id);
    return view === undefined ? notFound('run', started.run.id) : { body: view };
  },
  listCampaignRuns: async ({ principal, params, query }) => {
    if ((await campaigns.get(principal.workspaceId, params.campaignId)) === undefined)
      return notFound('campaign', params.campaignId);
    const page = await runs.listByCampaign(principal.workspaceId, params.campaignId, query);
    return page === undefined ? badCursor : { body: page };
  },
  listRuns: async ({ principal, query }) => {
    const page = await runs.listByWorkspace(principal.workspaceId, query);
    return page === undefined ? badCursor : { body: page };
  },
  getRun: async ({ principal, params }) => {
    const run = await runs.view(principal.workspaceId, params.runId);
    return run === undefined ? notFound('run', params.runId) : { body: run };
  },
  cancelRun: async ({ principal, params }) => {
    const outcome = await cancelRun(principal.workspaceId, params.runId);
    if (outcome === 'closed') return problem(409, 'run_closed', 'The run has already ended.');
    const run = outcome === 'unknown' ? undefined : await runs.view(principal.workspaceId, params.runId);
    return run === undefined ? notFound('run', params.runId) : { body: run };
  },
});
