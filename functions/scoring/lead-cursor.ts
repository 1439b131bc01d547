import * as z from 'zod';
import { decodeCursor } from '../platform/http/cursor.ts';
import type { CampaignId, WorkspaceId } from '../platform/ids.ts';
import { leadByScore, leadKey } from '../platform/keys.ts';

const Start = z.strictObject({ pk: z.string(), sk: z.string(), gsi1pk: z.string(), gsi1sk: z.string() });

/**
 * The start key of a cursor into a campaign's leads, or undefined when it is not one of this list: both the index's partition and the
 * lead's own must be of this workspace and campaign.
 */
export const readLeadCursor = (
  cursor: string,
  workspaceId: WorkspaceId,
  campaignId: CampaignId,
): z.infer<typeof Start> | undefined => {
  const { gsi1pk } = leadByScore(workspaceId, campaignId, 0, '');
  const start = Start.safeParse(decodeCursor(cursor, { name: 'gsi1pk', value: gsi1pk })).data;
  if (start === undefined) return undefined;
  const [score, domain, ...rest] = start.gsi1sk.split('#');
  if (domain === undefined || rest.length > 0 || !/^\d{4}$/.test(score ?? '')) return undefined;
  const own = leadKey(workspaceId, campaignId, domain);
  return start.pk === own.pk && start.sk === own.sk ? start : undefined;
};
