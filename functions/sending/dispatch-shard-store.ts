import * as z from 'zod';
import { RunId, WorkspaceId } from '../platform/ids.ts';
import { dispatchShardKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, Instant, instant, SECOND } from '../platform/time.ts';
import { BEGINNING } from './due-index.ts';

/** How long a dispatcher holds a shard without a sign of life. */
export const LEASE = 20 * SECOND;

const Shard = z.object({
  /** Everything due up to here was put on the queue, or held. */
  mark: z.string().default(BEGINNING),
  /** Runs that had due messages behind the mark while their gate was closed. */
  heldRuns: z.array(z.object({ workspaceId: WorkspaceId, runId: RunId })).default([]),
  /** What still stands in the index up to here at `recheckAt` was lost on its way and goes on the queue again. */
  recheckMark: z.string().default(BEGINNING),
  recheckAt: Instant.optional(),
  leaseUntil: Instant.optional(),
});
export type Shard = Readonly<z.infer<typeof Shard>>;
export type Progress = Partial<Pick<Shard, 'mark' | 'heldRuns' | 'recheckMark' | 'recheckAt'>>;

export type DispatchShardStore = ReturnType<typeof createDispatchShardStore>;

/** Where the dispatcher stands in each shard of the due index, and which dispatcher has the shard. */
export const createDispatchShardStore = (table: Table, clock: Clock) => {
  const read = async (shard: number): Promise<Shard> =>
    Shard.parse((await table.get(dispatchShardKey(shard), { consistent: true })) ?? {});

  const isFree = ({ leaseUntil }: Shard): boolean => leaseUntil === undefined || leaseUntil < instant(clock());

  /** Changes the shard if `owner` still has it. */
  const write = async (shard: number, owner: string, fields: Readonly<Record<string, unknown>>): Promise<boolean> => {
    const all = Object.entries({ ...fields, updatedAt: instant(clock()) });
    const { ok } = await table.update({
      Key: dispatchShardKey(shard),
      UpdateExpression: `SET ${all.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: '#holder = :holder',
      ExpressionAttributeNames: { '#holder': 'holder', ...Object.fromEntries(all.map(([name]) => [`#${name}`, name])) },
      ExpressionAttributeValues: {
        ':holder': owner,
        ...Object.fromEntries(all.map(([name, value]) => [`:${name}`, value])),
      },
    });
    return ok;
  };

  return {
    read,
    isFree,

    /** Takes a shard that nobody has; gives where it stands, or undefined when another dispatcher was first. */
    acquire: async (shard: number, owner: string): Promise<Shard | undefined> => {
      const now = clock();
      const taken = await table.update({
        Key: dispatchShardKey(shard),
        UpdateExpression:
          'SET holder = :holder, leaseUntil = :until, #type = :type, v = :v, updatedAt = :now, createdAt = if_not_exists(createdAt, :now)',
        ConditionExpression: 'attribute_not_exists(leaseUntil) OR leaseUntil < :now',
        ExpressionAttributeNames: { '#type': 'type' },
        ExpressionAttributeValues: {
          ':holder': owner,
          ':until': instant(now + LEASE),
          ':now': instant(now),
          ':type': 'DispatchShard',
          ':v': 1,
        },
        ReturnValues: 'ALL_NEW',
      });
      return taken.ok ? Shard.parse(taken.item) : undefined;
    },

    /** Records progress and holds the shard on; `false` when it was lost to another dispatcher. */
    advance: (shard: number, owner: string, progress: Progress): Promise<boolean> =>
      write(shard, owner, { ...progress, leaseUntil: instant(clock() + LEASE) }),

    release: (shard: number, owner: string): Promise<boolean> => write(shard, owner, { leaseUntil: instant(0) }),
  };
};
