import { createHash } from 'node:crypto';
import { newId, WebhookDeliveryId, type WebhookEndpointId, WebhookEventId, type WorkspaceId } from '../platform/ids.ts';
import { webhookDeliveryKey, webhookDue, webhookEventKey } from '../platform/keys.ts';
import type { Action, Table } from '../platform/table.ts';
import { type Clock, DAY, epochSeconds, instant, MINUTE, SECOND } from '../platform/time.ts';
import type { DeliveryRecord, TEST_EVENT_TYPE, WebhookEventType } from './webhook-contract.ts';
import { createWebhookEndpointStore, type WebhookEndpoint } from './webhook-endpoint-store.ts';
import type { WebhookQueue } from './webhook-queue.ts';

/** Something that happened. `id` names it for good: the same type and id again is the same event and is told once. */
export type WebhookEvent<Type extends string = WebhookEventType> = Readonly<{
  id: string;
  type: Type;
  data: Readonly<Record<string, unknown>>;
}>;
export type EmitEvent = (workspaceId: WorkspaceId, event: WebhookEvent) => Promise<void>;

/** The log, and with it the memory of what was told, goes back so far. */
export const LOG_KEPT = 30 * DAY;
/** What was put on the queue is looked at again after so long, should the queue have lost it. */
export const LOOK_AGAIN = 2 * MINUTE;
/** How long a process goes by the endpoints it has read: a new endpoint is told from then on. */
const ENDPOINTS_KEPT = 30 * SECOND;
const LONGEST_BODY = 64 * 1024;

/** The header `webhook-id` of an event: made of what names it, without a full stop, which separates the parts that are signed. */
export const webhookIdOf = (workspaceId: WorkspaceId, type: string, id: string): WebhookEventId =>
  WebhookEventId.parse(
    `evt_${createHash('sha256').update([workspaceId, type, id].join('\n')).digest('hex').slice(0, 32)}`,
  );

type Ports = Readonly<{
  table: Pick<Table, 'transact'>;
  clock: Clock;
  /** Left out, deliveries begin with the minute, by the due index. */
  queue?: Pick<WebhookQueue, 'send'> | undefined;
}>;

/**
 * Writes an event with a delivery for each endpoint, all in one transaction. Gives the deliveries' ids by endpoint; undefined when the event is known already.
 * @throws Error when what it says is longer than 64 KB
 */
export const createWriteEvent =
  ({ table, clock, queue }: Ports) =>
  async (
    workspaceId: WorkspaceId,
    { id, type, data }: WebhookEvent<WebhookEventType | typeof TEST_EVENT_TYPE>,
    endpointIds: readonly WebhookEndpointId[],
  ): Promise<readonly DeliveryRecord[] | undefined> => {
    const now = clock();
    const at = instant(now);
    const eventId = webhookIdOf(workspaceId, type, id);
    const body = JSON.stringify({ type, timestamp: at, data });
    if (Buffer.byteLength(body) > LONGEST_BODY) throw new Error(`A webhook of type ${type} is longer than 64 KB`);
    const common = { v: 1, createdAt: at, updatedAt: at, kind: type, ttl: epochSeconds(now + LOG_KEPT) };
    const records = endpointIds.map((endpointId): DeliveryRecord => {
      const deliveryId = newId(WebhookDeliveryId, 'dlv');
      return { workspaceId, endpointId, deliveryId, attempt: 0 };
    });
    const puts: Action[] = records.map(({ endpointId, deliveryId }) => ({
      Put: {
        Item: {
          ...webhookDeliveryKey(workspaceId, endpointId, deliveryId),
          ...webhookDue(deliveryId, instant(queue === undefined ? now : now + LOOK_AGAIN)),
          ...{ type: 'WebhookDelivery', ...common, id: deliveryId, endpointId, eventId },
          ...{ status: 'pending', attempts: 0, round: 0, dueAt: at },
        },
      },
    }));
    const written = await table.transact([
      {
        Put: {
          Item: { ...webhookEventKey(workspaceId, eventId), type: 'WebhookEvent', ...common, id: eventId, body },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      ...puts,
    ]);
    if (!written.ok) {
      if (written.reasons[0]?.code === 'ConditionalCheckFailed') return undefined;
      throw new Error('A webhook could not be written down, other transactions stood in its way at every try');
    }
    // What does not get onto the queue is found by the due index.
    await queue?.send(records.map((record) => ({ record, delayMs: 0 }))).catch(() => undefined);
    return records;
  };

/**
 * Tells a workspace's endpoints of an event, at least once each. Where no endpoint wants its type, nothing is written, and a process asks for the endpoints
 * once in 30 s.
 */
export const createEmitEvent = ({ table, clock, queue }: Ports & Readonly<{ table: Table }>): EmitEvent => {
  const endpoints = createWebhookEndpointStore(table, clock);
  const write = createWriteEvent({ table, clock, queue });
  const known = new Map<WorkspaceId, Readonly<{ until: number; endpoints: Promise<readonly WebhookEndpoint[]> }>>();

  const endpointsOf = (workspaceId: WorkspaceId): Promise<readonly WebhookEndpoint[]> => {
    const found = known.get(workspaceId);
    if (found !== undefined && found.until > clock()) return found.endpoints;
    const reading = endpoints.list(workspaceId);
    known.set(workspaceId, { until: clock() + ENDPOINTS_KEPT, endpoints: reading });
    reading.catch(() => known.delete(workspaceId));
    return reading;
  };

  return async (workspaceId, event) => {
    const wanted = (await endpointsOf(workspaceId)).filter(
      ({ enabled, eventTypes }) => enabled && (eventTypes.length === 0 || eventTypes.includes(event.type)),
    );
    if (wanted.length > 0)
      await write(
        workspaceId,
        event,
        wanted.map(({ id }) => id),
      );
  };
};
