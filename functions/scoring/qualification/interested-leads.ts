import * as z from 'zod';
import { CampaignId, type WorkspaceId } from '../../platform/ids.ts';
import { replyByTime } from '../../platform/keys.ts';
import type { Table } from '../../platform/table.ts';

/** Leads where somebody answered with interest, as `<campaign>#<domain>`. */
export type InterestedLeads = (workspaceId: WorkspaceId) => Promise<ReadonlySet<string>>;

/** The part of a reply that tells an outcome; its whole shape is the sending side's. */
const Reply = z.object({ type: z.literal('Reply'), campaignId: CampaignId, domain: z.string(), class: z.string() });
const Ref = z.object({ pk: z.string(), sk: z.string() });
const REPLIES_A_QUERY = 1_000;

/** Reads all replies of a workspace by their index: a few for a hundred leads. */
export const createInterestedLeads =
  (table: Pick<Table, 'query' | 'batchGet'>): InterestedLeads =>
  async (workspaceId) => {
    const { gsi1pk } = replyByTime(workspaceId, '', '');
    const found = new Set<string>();
    let start: Record<string, unknown> | undefined;
    do {
      const page = await table.query({
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :pk',
        ExpressionAttributeValues: { ':pk': gsi1pk },
        Limit: REPLIES_A_QUERY,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      });
      // What a person made of a reply stands on the item, not in the index.
      for (const item of await table.batchGet(page.items.map((one) => Ref.parse(one)))) {
        const { campaignId, domain, class: says } = Reply.parse(item);
        if (says === 'interested') found.add(`${campaignId}#${domain}`);
      }
      start = page.next;
    } while (start !== undefined);
    return found;
  };
