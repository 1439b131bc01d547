import { mapAtOnce } from '../platform/at-once.ts';
import { WEBHOOK_SHARDS } from '../platform/keys.ts';
import type { Log } from '../platform/log.ts';
import { type Clock, MINUTE, SECOND } from '../platform/time.ts';
import type { WebhookDueIndex } from './webhook-due-index.ts';
import type { WebhookQueue } from './webhook-queue.ts';

/** How long one invocation goes on; the next comes with the minute. */
const LIFE = 45 * SECOND;
/** What is due before the next invocation goes onto the queue with a delay. */
const AHEAD = MINUTE;
const PAGE = 100;
const AT_ONCE = 10;

/** Puts webhooks that are due, or that the queue has lost, on the queue. Any number of these may run at once: each delivery is taken by one. */
export const createDispatchWebhooks =
  ({
    dueIndex,
    queue,
    clock,
    log,
  }: {
    dueIndex: WebhookDueIndex;
    queue: Pick<WebhookQueue, 'send'>;
    clock: Clock;
    log: Log;
  }) =>
  async (): Promise<Readonly<{ dispatched: number }>> => {
    const started = clock();
    const shards = Array.from({ length: WEBHOOK_SHARDS }, (_, shard) => shard);
    const counts = await Promise.all(
      shards.map(async (shard) => {
        let count = 0;
        while (clock() < started + LIFE) {
          const due = await dueIndex.before(shard, started + AHEAD, PAGE);
          const taken = (await mapAtOnce(due, AT_ONCE, dueIndex.take)).filter((one) => one !== undefined);
          if (taken.length > 0) await queue.send(taken);
          count += taken.length;
          if (due.length < PAGE || taken.length === 0) break;
        }
        return count;
      }),
    );
    const dispatched = counts.reduce((sum, count) => sum + count, 0);
    if (dispatched > 0) log.info('Webhooks were put on their queue', { count: dispatched });
    return { dispatched };
  };
