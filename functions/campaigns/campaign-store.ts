import * as z from 'zod';
import { type CampaignId, CampaignId as CampaignIdSchema, type RunId, type WorkspaceId } from '../platform/ids.ts';
import { campaignKey } from '../platform/keys.ts';
import { listPage, type PageOf } from '../platform/list-page.ts';
import type { Item, Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import { Campaign } from './contract.ts';
import { DEFAULT_SENDING } from './sending-settings.ts';

const CampaignItem = Campaign.extend({ type: z.literal('Campaign') });
const decode = (item: Item): Campaign => Campaign.parse(CampaignItem.parse(item));

export type CampaignStore = ReturnType<typeof createCampaignStore>;

export const createCampaignStore = (table: Table, clock: Clock) => {
  const get = async (workspaceId: WorkspaceId, id: CampaignId): Promise<Campaign | undefined> => {
    const item = await table.get(campaignKey(workspaceId, id), { consistent: true });
    return item === undefined ? undefined : decode(item);
  };

  return {
    get,

    create: async (
      workspaceId: WorkspaceId,
      campaign: Omit<
        Campaign,
        | 'rev'
        | 'createdAt'
        | 'updatedAt'
        | 'lastRunId'
        | 'status'
        | 'sending'
        | 'providers'
        | 'copyTiming'
        | 'offerReport'
      > &
        Partial<Pick<Campaign, 'sending' | 'providers' | 'copyTiming' | 'offerReport'>>,
    ): Promise<Campaign> => {
      const now = instant(clock());
      const stored: Campaign = {
        sending: DEFAULT_SENDING,
        providers: [],
        copyTiming: 'now',
        offerReport: false,
        ...campaign,
        rev: 1,
        status: 'active',
        lastRunId: null,
        createdAt: now,
        updatedAt: now,
      };
      await table.put({ ...campaignKey(workspaceId, campaign.id), type: 'Campaign', v: 1, ...stored });
      return stored;
    },

    /** Changes name, status, sending settings or last run. `undefined` when there is no such campaign. */
    update: async (
      workspaceId: WorkspaceId,
      id: CampaignId,
      change: {
        name?: string | undefined;
        status?: Campaign['status'] | undefined;
        sending?: Campaign['sending'] | undefined;
        lastRunId?: RunId;
        icpVersion?: number;
      },
    ): Promise<Campaign | undefined> => {
      const fields = Object.entries({ ...change, updatedAt: instant(clock()) }).filter(
        ([, value]) => value !== undefined,
      );
      const updated = await table.update({
        Key: campaignKey(workspaceId, id),
        UpdateExpression: `SET ${fields.map(([name]) => `#${name} = :${name}`).join(', ')} ADD rev :one`,
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: Object.fromEntries(fields.map(([name]) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ':one': 1,
          ...Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
        },
        ReturnValues: 'ALL_NEW',
      });
      return updated.ok && updated.item !== undefined ? decode(updated.item) : undefined;
    },

    /** Newest first. `undefined` when the cursor is not one of this list. */
    list: async (workspaceId: WorkspaceId, query: PageOf) => {
      const { pk } = campaignKey(workspaceId, CampaignIdSchema.parse('cmp_0000000000'));
      const page = await listPage(table, { partition: pk, newestFirst: true }, query);
      if (page === undefined) return undefined;
      return { items: page.items.map(decode), nextCursor: page.nextCursor };
    },
  };
};
