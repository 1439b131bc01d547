import * as z from 'zod';
import { MessageId, RunId, type WorkspaceId } from '../platform/ids.ts';
import { dueShard, workspaceOfKey } from '../platform/keys.ts';
import type { Item, Table } from '../platform/table.ts';

/** A message in the due index. `position` orders a shard: due time, then id. */
export type Due = Readonly<{
  position: string;
  dueAt: string;
  workspaceId: WorkspaceId;
  runId: RunId;
  id: MessageId;
}>;

/** Before every position. */
export const BEGINNING = '0';

const DueItem = z.object({ pk: z.string(), sk: MessageId, gsi2sk: z.string(), runId: RunId });

const decode = (item: Item): Due => {
  const { pk, sk, gsi2sk, runId } = DueItem.parse(item);
  return {
    position: gsi2sk,
    dueAt: gsi2sk.slice(0, gsi2sk.indexOf('#')),
    workspaceId: workspaceOfKey({ pk }),
    runId,
    id: sk,
  };
};

export type DueIndex = ReturnType<typeof createDueIndex>;

/** Scheduled messages by shard and due time; one leaves the index when it is claimed. */
export const createDueIndex = (table: Table) => ({
  /** The next messages of a shard after a position, in order, up to (and with) another position if given. */
  after: async (shard: number, position: string, limit: number, upTo?: string): Promise<readonly Due[]> => {
    const page = await table.query({
      IndexName: 'gsi2',
      KeyConditionExpression:
        upTo === undefined ? 'gsi2pk = :pk AND gsi2sk > :from' : 'gsi2pk = :pk AND gsi2sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': dueShard(shard),
        // A space sorts before everything that could follow, so that BETWEEN leaves the position itself out.
        ':from': upTo === undefined ? position : `${position} `,
        ...(upTo === undefined ? {} : { ':to': upTo }),
      },
      Limit: limit,
    });
    return page.items.map(decode);
  },
});
