import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound, type ProblemReply, problem } from '../platform/http/problem.ts';
import { IcpId, newId, type WorkspaceId } from '../platform/ids.ts';
import type { CampaignStore } from './campaign-store.ts';
import type { Campaign, Icp } from './contract.ts';
import type { icpRoutes } from './icp-contract.ts';
import type { IcpStore } from './icp-store.ts';

const badCursor = invalidFields([
  { field: 'query.cursor', message: 'is not a cursor of this list; start without one' },
]);
const CAMPAIGNS_A_PAGE = 200;
const COPY = ' (copy)';
const NAME_LENGTH = 120;

/** What a change of a profile gave: the profile, or why there is none. */
export const icpReply = (icp: Icp | 'changed' | undefined, id: IcpId): { body: Icp } | ProblemReply => {
  if (icp === undefined) return notFound('icp', id);
  return icp === 'changed'
    ? problem(412, 'icp_changed', 'Someone else changed this profile meanwhile. Read it again and repeat your change.')
    : { body: icp };
};

/** Versions, copies and the end of ICPs over HTTP. */
export const createServeIcps = ({
  icps,
  campaigns,
}: {
  icps: IcpStore;
  campaigns: Pick<CampaignStore, 'list'>;
}): Handlers<typeof icpRoutes> => {
  /** The first campaign that uses a profile. A workspace has few campaigns, and a profile is deleted seldom. */
  const userOf = async (workspaceId: WorkspaceId, id: IcpId): Promise<Campaign | undefined> => {
    let cursor: string | undefined;
    do {
      const page = await campaigns.list(workspaceId, { limit: CAMPAIGNS_A_PAGE, cursor });
      const user = page?.items.find(({ icpId }) => icpId === id);
      if (user !== undefined) return user;
      cursor = page?.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return undefined;
  };

  return {
    listIcpVersions: async ({ principal: { workspaceId }, params: { icpId }, query }) => {
      if ((await icps.get(workspaceId, icpId)) === undefined) return notFound('icp', icpId);
      const page = await icps.versions(workspaceId, icpId, query);
      return page === undefined ? badCursor : { body: page };
    },

    restoreIcpVersion: async ({ principal: { workspaceId }, params: { icpId, version } }) => {
      const criteria = await icps.version(workspaceId, icpId, version);
      if (criteria === undefined)
        return problem(404, 'icp_version_not_found', `The profile ${icpId} has no version ${String(version)}.`);
      return icpReply(await icps.update(workspaceId, icpId, criteria), icpId);
    },

    duplicateIcp: async ({ principal: { workspaceId }, params: { icpId }, body }) => {
      const icp = await icps.get(workspaceId, icpId);
      if (icp === undefined) return notFound('icp', icpId);
      const name = body.name ?? `${icp.criteria.name.slice(0, NAME_LENGTH - COPY.length)}${COPY}`;
      return { body: await icps.create(workspaceId, newId(IcpId, 'icp'), { ...icp.criteria, name }) };
    },

    deleteIcp: async ({ principal: { workspaceId }, params: { icpId } }) => {
      if ((await icps.get(workspaceId, icpId)) === undefined) return notFound('icp', icpId);
      const user = await userOf(workspaceId, icpId);
      if (user !== undefined)
        return problem(
          409,
          'icp_in_use',
          `The campaign “${user.name}” (${user.id}) uses this profile. Only a profile without campaigns can be deleted.`,
        );
      await icps.remove(workspaceId, icpId);
      return { body: undefined };
    },
  };
};
