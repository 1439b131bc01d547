import * as z from 'zod';
import type { CampaignId, WorkspaceId } from '../platform/ids.ts';
import { acknowledgementKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import { Acknowledgement } from './preflight/preflight-contract.ts';

const Stored = Acknowledgement.extend({ by: z.string() });

export type AcknowledgementStore = ReturnType<typeof createAcknowledgementStore>;

/** What people took upon themselves before a live run. Nothing changes or takes away an entry: together they are the audit of a launch. */
export const createAcknowledgementStore = (table: Pick<Table, 'put' | 'queryAll'>, clock: Clock) => {
  const list = async (workspaceId: WorkspaceId, campaignId: CampaignId): Promise<readonly Acknowledgement[]> => {
    const items = await table.queryAll({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': acknowledgementKey(workspaceId, campaignId, '').pk },
      ConsistentRead: true,
    });
    return items.map((item) => Stored.parse(item));
  };

  return {
    list,

    add: async (
      workspaceId: WorkspaceId,
      campaignId: CampaignId,
      by: string,
      given: Pick<Acknowledgement, 'what' | 'reason'>,
    ): Promise<Acknowledgement> => {
      const at = instant(clock());
      const entry: Acknowledgement = { ...given, by, at };
      const Item = { type: 'Acknowledgement', v: 1, createdAt: at, updatedAt: at, workspaceId, campaignId, ...entry };
      await table.put({ ...acknowledgementKey(workspaceId, campaignId, `${at}#${given.what.kind}`), ...Item });
      return entry;
    },

    /** Countries that the campaign may write to although they are blocked for others. */
    allowedCountries: async (workspaceId: WorkspaceId, campaignId: CampaignId): Promise<ReadonlySet<string>> =>
      new Set(
        (await list(workspaceId, campaignId)).flatMap(({ what }) => (what.kind === 'country' ? [what.country] : [])),
      ),
  };
};
