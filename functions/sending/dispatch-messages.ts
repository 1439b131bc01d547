import { SEND_SHARDS } from '../platform/keys.ts';
import type { Log } from '../platform/log.ts';
import { type Clock, SECOND } from '../platform/time.ts';
import type { createDispatchShard } from './dispatch-shard.ts';

/** How long one invocation goes on; the next comes with the minute. */
const LIFE = 45 * SECOND;

/** Puts due messages of every shard on the send queue. Any number of these may run at once: each shard has one dispatcher at a time. */
export const createDispatchMessages =
  ({ dispatchShard, clock, log }: { dispatchShard: ReturnType<typeof createDispatchShard>; clock: Clock; log: Log }) =>
  async (): Promise<Readonly<{ dispatched: number }>> => {
    const deadline = clock() + LIFE;
    const shards = Array.from({ length: SEND_SHARDS }, (_, shard) => shard);
    const outcomes = await Promise.allSettled(shards.map((shard) => dispatchShard(shard, deadline)));
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
    for (const error of failures) log.error('A shard of due messages was not dispatched', { error });
    if (failures.length > 0) throw new AggregateError(failures, 'Some due messages were not dispatched');
    const dispatched = outcomes.reduce((sum, outcome) => sum + (outcome.status === 'fulfilled' ? outcome.value : 0), 0);
    if (dispatched > 0) log.info('Due messages were put on the send queue', { count: dispatched });
    return { dispatched };
  };
