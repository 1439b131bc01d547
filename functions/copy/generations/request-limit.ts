import * as z from 'zod';
import type { WorkspaceId } from '../../platform/ids.ts';
import { copyRequestsKey } from '../../platform/keys.ts';
import type { Table } from '../../platform/table.ts';
import { type Clock, epochSeconds, HOUR, instant, SECOND } from '../../platform/time.ts';

/** Requests for copy that a workspace may make in an hour. */
export const REQUESTS_AN_HOUR = 100;

const CountItem = z.object({ requests: z.number() });

export type RequestLimit = Readonly<{
  ok: boolean;
  /** `X-RateLimit-Limit/Remaining/Reset`; reset in seconds since the epoch. */
  headers: Readonly<Record<string, string>>;
  retryAfterSeconds: number;
}>;

/** Counts a workspace's requests by the hour in one conditional write, so that the limit holds however many come at once. */
export const createRequestLimit =
  (table: Pick<Table, 'update'>, clock: Clock, limit: number = REQUESTS_AN_HOUR) =>
  async (workspaceId: WorkspaceId): Promise<RequestLimit> => {
    const now = clock();
    const ends = (Math.floor(now / HOUR) + 1) * HOUR;
    const counted = await table.update({
      Key: copyRequestsKey(workspaceId, instant(now).slice(0, 13)),
      UpdateExpression:
        'SET #type = :type, v = :v, createdAt = if_not_exists(createdAt, :now), updatedAt = :now, #ttl = :ttl ADD requests :one',
      ConditionExpression: 'attribute_not_exists(requests) OR requests < :limit',
      ExpressionAttributeNames: { '#type': 'type', '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':type': 'CopyRequests',
        ':v': 1,
        ':now': instant(now),
        ':ttl': epochSeconds(ends + HOUR),
        ':one': 1,
        ':limit': limit,
      },
      ReturnValues: 'ALL_NEW',
    });
    const used = counted.ok ? CountItem.parse(counted.item).requests : limit;
    return {
      ok: counted.ok,
      headers: {
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(Math.max(0, limit - used)),
        'x-ratelimit-reset': String(epochSeconds(ends)),
      },
      retryAfterSeconds: Math.max(1, Math.ceil((ends - now) / SECOND)),
    };
  };
