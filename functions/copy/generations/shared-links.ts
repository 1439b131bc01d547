import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { GenerationId, WorkspaceId } from '../../platform/ids.ts';
import { generationPartition, generationShareKey, sharedLinkKey } from '../../platform/keys.ts';
import type { Table } from '../../platform/table.ts';
import { type Clock, DAY, epochSeconds, Instant, instant } from '../../platform/time.ts';

export const DEFAULT_DAYS = 7;
export const MOST_DAYS = 90;

const ShareItem = z.object({
  shareId: z.string(),
  hash: z.string(),
  createdAt: Instant,
  expiresAt: Instant,
});
/** A link as its owner sees it afterwards; the secret in it is shown once. */
export const SharedLink = ShareItem.pick({ shareId: true, createdAt: true, expiresAt: true });
export type SharedLink = z.infer<typeof SharedLink>;
const LinkItem = z.object({ workspaceId: WorkspaceId, generationId: GenerationId, expiresAt: Instant });

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export type SharedLinks = ReturnType<typeof createSharedLinks>;

/** Links that show one generation to whoever has them, until they expire or are taken back. Of the secret only its hash is kept. */
export const createSharedLinks = (
  table: Pick<Table, 'transact' | 'get' | 'queryAll' | 'remove'>,
  clock: Clock,
  newSecret: () => string = () => randomBytes(24).toString('base64url'),
) => {
  const all = async (workspaceId: WorkspaceId, id: GenerationId) =>
    (
      await table.queryAll({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :start)',
        ExpressionAttributeValues: { ':pk': generationPartition(workspaceId, id), ':start': 'SHARE#' },
      })
    ).map((item) => ShareItem.parse(item));

  return {
    create: async (workspaceId: WorkspaceId, id: GenerationId, days: number) => {
      const token = newSecret();
      const hash = hashOf(token);
      const now = instant(clock());
      const share = { shareId: hash.slice(0, 12), createdAt: now, expiresAt: instant(clock() + days * DAY) };
      const common = { v: 1, ...share, updatedAt: now, ttl: epochSeconds(clock() + days * DAY) };
      await table.transact([
        {
          Put: {
            Item: { ...generationShareKey(workspaceId, id, share.shareId), type: 'GenerationShare', ...common, hash },
          },
        },
        { Put: { Item: { ...sharedLinkKey(hash), type: 'SharedLink', ...common, workspaceId, generationId: id } } },
      ]);
      return { ...share, token };
    },

    list: async (workspaceId: WorkspaceId, id: GenerationId): Promise<readonly SharedLink[]> =>
      (await all(workspaceId, id))
        .filter(({ expiresAt }) => Date.parse(expiresAt) > clock())
        .map((one) => SharedLink.parse(one)),

    /** Takes every link of a generation back at once; gives how many there were. */
    revokeAll: async (workspaceId: WorkspaceId, id: GenerationId): Promise<number> => {
      const shares = await all(workspaceId, id);
      for (const { hash, shareId } of shares) {
        await table.remove(sharedLinkKey(hash));
        await table.remove(generationShareKey(workspaceId, id, shareId));
      }
      return shares.length;
    },

    /** The generation that a link shows, or undefined when the link is unknown, expired or taken back. */
    open: async (token: string) => {
      const item = await table.get(sharedLinkKey(hashOf(token)));
      const link = item === undefined ? undefined : LinkItem.parse(item);
      return link === undefined || Date.parse(link.expiresAt) <= clock() ? undefined : link;
    },
  };
};
