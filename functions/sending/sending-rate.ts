import * as z from 'zod';
import { sendingRateKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';

const Bucket = z.object({ nextAt: z.number() });
const TRIES = 20;

/**
 * Leases sends, `count` at the most and none later than `until`; gives when each may go, milliseconds since the epoch, in order, and when the
 * next after them could.
 */
export type LeaseSends = (
  count: number,
  until?: number,
) => Promise<Readonly<{ times: readonly number[]; next: number }>>;

/**
 * The pace of a channel or a mailbox, shared by all senders through one item: the time at which the next send is free. A lease moves it on by as
 * many intervals as there are sends, in one conditional write for all of them; where there is none to lease it writes nothing.
 */
export const createLeaseSends = ({
  table,
  channel,
  interval,
  clock,
  sleep,
  random,
}: {
  table: Table;
  channel: string;
  /** Milliseconds from one send to the next. */
  interval: number;
  clock: Clock;
  sleep: (milliseconds: number) => Promise<void>;
  random: () => number;
}): LeaseSends => {
  const Key = sendingRateKey(channel);
  /** What this process saw last; a wrong guess costs one more try. */
  let seen: number | undefined;

  return async (count, until = Number.POSITIVE_INFINITY) => {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const now = clock();
      const start = Math.max(now, seen ?? 0);
      const most = Math.min(count, Math.floor((until - start) / interval) + 1);
      // What another process leased meanwhile only makes it later.
      if (most <= 0) return { times: [], next: start };
      const nextAt = Math.ceil(start + most * interval);
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
        return { times: Array.from({ length: most }, (_, at) => start + at * interval), next: nextAt };
      }
      seen = taken.item === undefined ? undefined : Bucket.parse(taken.item).nextAt;
      if (attempt > 2) await sleep(random() * 20 * attempt);
    }
    throw new Error(`The sending rate of ${channel} could not be leased: too many senders at once`);
  };
};
