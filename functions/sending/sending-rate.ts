import * as z from 'zod';
import { sendingRateKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import { intervalMs } from './pace.ts';

const Bucket = z.object({ nextAt: z.number() });
const TRIES = 20;

/** Leases so many sends; gives when each may go, milliseconds since the epoch, in order. */
export type LeaseSends = (count: number) => Promise<readonly number[]>;

/**
 * The channel's rate, shared by all senders through one item: the time at which the next send is free. A lease moves it on by as many
 * intervals as there are sends, in one conditional write for all of them.
 */
export const createLeaseSends = ({
  table,
  channel,
  ratePerSecond,
  clock,
  sleep,
  random,
}: {
  table: Table;
  channel: string;
  ratePerSecond: number;
  clock: Clock;
  sleep: (milliseconds: number) => Promise<void>;
  random: () => number;
}): LeaseSends => {
  const Key = sendingRateKey(channel);
  const interval = intervalMs(ratePerSecond);
  /** What this process saw last; a wrong guess costs one more try. */
  let seen: number | undefined;

  return async (count) => {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const now = clock();
      const start = Math.max(now, seen ?? 0);
      const nextAt = Math.ceil(start + count * interval);
      const taken = await table.update({
        Key,
        UpdateExpression:
          'SET nextAt = :next, #type = :type, v = :v, updatedAt = :at, createdAt = if_not_exists(createdAt, :at)',
        ConditionExpression: seen === undefined ? 'attribute_not_exists(nextAt)' : 'nextAt = :seen',
        ExpressionAttributeNames: { '#type': 'type' },
        ExpressionAttributeValues: {
          ':next': nextAt,
          ':type': 'SendingRate',
          ':v': 1,
          ':at': instant(now),
          ...(seen === undefined ? {} : { ':seen': seen }),
        },
      });
      if (taken.ok) {
        seen = nextAt;
        return Array.from({ length: count }, (_, at) => start + at * interval);
      }
      seen = taken.item === undefined ? undefined : Bucket.parse(taken.item).nextAt;
      if (attempt > 2) await sleep(random() * 20 * attempt);
    }
    throw new Error(`The sending rate of ${channel} could not be leased: too many senders at once`);
  };
};
