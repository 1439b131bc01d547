import * as z from 'zod';
import type { IcpId, WorkspaceId } from '../platform/ids.ts';
import { rescoreKey } from '../platform/keys.ts';
import type { Item, Table } from '../platform/table.ts';
import { type Clock, instant, MINUTE } from '../platform/time.ts';
import { Rescore } from './rescore-contract.ts';

/** `rescore-leads` may run for fifteen minutes; one that has not been heard of for longer has died. */
const DEAD_AFTER = 16 * MINUTE;

const RescoreItem = Rescore.extend({ type: z.literal('Rescore') });
const decode = (item: Item): Rescore => Rescore.parse(RescoreItem.parse(item));

/** Whether a re-scoring is under way: one that was begun and is heard of. */
export const isUnderWay = ({ status, updatedAt }: Rescore, now: number): boolean =>
  status === 'running' && Date.parse(updatedAt) >= now - DEAD_AFTER;

export type RescoreStore = ReturnType<typeof createRescoreStore>;
export type RescoreCounts = Pick<Rescore, 'leads' | 'changed' | 'movedUp' | 'movedDown'>;

/** The last re-scoring of each profile. */
export const createRescoreStore = (table: Pick<Table, 'get' | 'put' | 'update'>, clock: Clock) => ({
  get: async (workspaceId: WorkspaceId, icpId: IcpId): Promise<Rescore | undefined> => {
    const item = await table.get(rescoreKey(workspaceId, icpId), { consistent: true });
    return item === undefined ? undefined : decode(item);
  },

  /** Begins one; when another is under way, that one is given instead. */
  begin: async (
    workspaceId: WorkspaceId,
    begun: Pick<Rescore, 'icpId' | 'icpVersion' | 'campaignId'>,
  ): Promise<Readonly<{ begun: boolean; rescore: Rescore }>> => {
    const now = instant(clock());
    const rescore: Rescore = {
      ...{ ...begun, status: 'running', problem: null, leads: 0, changed: 0, movedUp: 0, movedDown: 0 },
      ...{ startedAt: now, updatedAt: now },
    };
    const put = await table.put(
      { ...rescoreKey(workspaceId, begun.icpId), type: 'Rescore', v: 1, createdAt: now, ...rescore },
      {
        ConditionExpression: 'attribute_not_exists(pk) OR #status <> :running OR updatedAt < :dead',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':running': 'running', ':dead': instant(clock() - DEAD_AFTER) },
      },
    );
    return put.ok || put.item === undefined ? { begun: true, rescore } : { begun: false, rescore: decode(put.item) };
  },

  /** Records how far the re-scoring by one version is. A later one's record is left alone. */
  record: async (
    workspaceId: WorkspaceId,
    { icpId, icpVersion }: Pick<Rescore, 'icpId' | 'icpVersion'>,
    fields: RescoreCounts & Pick<Rescore, 'status' | 'problem'>,
  ): Promise<void> => {
    const entries = Object.entries({ ...fields, updatedAt: instant(clock()) });
    await table.update({
      Key: rescoreKey(workspaceId, icpId),
      UpdateExpression: `SET ${entries.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: 'icpVersion = :version',
      ExpressionAttributeNames: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ':version': icpVersion,
        ...Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
      },
    });
  },
});
