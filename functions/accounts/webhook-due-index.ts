import * as z from 'zod';
import { WebhookDeliveryId, WebhookEndpointId } from '../platform/ids.ts';
import { type Key, webhookDue, webhookDueShard, workspaceOfKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, Instant, instant, MINUTE } from '../platform/time.ts';
import type { QueuedDelivery } from './webhook-queue.ts';

/** What was put on the queue leaves the index's front for so long: a queue that stands must not be filled with the same. */
const QUEUED_FOR = 10 * MINUTE;

const DueItem = z.object({ pk: z.string(), sk: z.string(), gsi2sk: z.string() });
export type DueDelivery = Readonly<{ key: Key; position: string; id: WebhookDeliveryId }>;
const Taken = z.object({ endpointId: WebhookEndpointId, attempts: z.int(), dueAt: Instant.nullable() });

export type WebhookDueIndex = ReturnType<typeof createWebhookDueIndex>;

/** Deliveries that are not settled, by when they are to be looked at. */
export const createWebhookDueIndex = (table: Pick<Table, 'query' | 'update'>, clock: Clock) => ({
  /** The next deliveries of a shard that are to be looked at before a time. */
  before: async (shard: number, until: number, limit: number): Promise<readonly DueDelivery[]> => {
    const { items } = await table.query({
      IndexName: 'gsi2',
      KeyConditionExpression: 'gsi2pk = :pk AND gsi2sk < :until',
      ExpressionAttributeValues: { ':pk': webhookDueShard(shard), ':until': instant(until) },
      Limit: limit,
    });
    return items.map((item) => {
      const { pk, sk, gsi2sk } = DueItem.parse(item);
      return { key: { pk, sk }, position: gsi2sk, id: WebhookDeliveryId.parse(sk.slice(sk.indexOf('#') + 1)) };
    });
  },

  /** Takes a delivery for the queue; undefined when it was settled or another was faster. */
  take: async ({ key, position, id }: DueDelivery): Promise<QueuedDelivery | undefined> => {
    const now = clock();
    const { gsi2sk } = webhookDue(id, instant(now + QUEUED_FOR));
    const taken = await table.update({
      Key: key,
      UpdateExpression: 'SET gsi2sk = :later',
      ConditionExpression: '#status = :pending AND gsi2sk = :position',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':later': gsi2sk, ':pending': 'pending', ':position': position },
      ReturnValues: 'ALL_NEW',
    });
    if (!taken.ok || taken.item === undefined) return undefined;
    const { endpointId, attempts, dueAt } = Taken.parse(taken.item);
    const record = { workspaceId: workspaceOfKey(key), endpointId, deliveryId: id, attempt: attempts };
    return { record, delayMs: dueAt === null ? 0 : Date.parse(dueAt) - now };
  },
});
