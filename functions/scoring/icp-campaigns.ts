import type { CampaignStore } from '../campaigns/campaign-store.ts';
import type { Campaign } from '../campaigns/contract.ts';
import type { CampaignId, IcpId, WorkspaceId } from '../platform/ids.ts';

const CAMPAIGNS_A_PAGE = 200;

/** The campaigns of a profile: one of them, or all; undefined when the one that is asked for is not of this profile. */
export const campaignsOf = async (
  campaigns: Pick<CampaignStore, 'get' | 'list'>,
  workspaceId: WorkspaceId,
  icpId: IcpId,
  only: CampaignId | null,
): Promise<readonly Campaign[] | undefined> => {
  if (only !== null) {
    const campaign = await campaigns.get(workspaceId, only);
    return campaign?.icpId === icpId ? [campaign] : undefined;
  }
  const found: Campaign[] = [];
  let cursor: string | undefined;
  do {
    const page = await campaigns.list(workspaceId, { limit: CAMPAIGNS_A_PAGE, cursor });
    found.push(...(page?.items ?? []).filter((campaign) => campaign.icpId === icpId));
    cursor = page?.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
};
