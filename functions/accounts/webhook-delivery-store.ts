import * as z from 'zod';
import { WebhookDeliveryId, WebhookEndpointId, WebhookEventId, type WorkspaceId } from '../platform/ids.ts';
import { webhookAttemptKey, webhookDeliveryKey, webhookDue, webhookEventKey } from '../platform/keys.ts';
import { listPage, type PageOf } from '../platform/list-page.ts';
import type { Item, Table } from '../platform/table.ts';
import { type Clock, epochSeconds, Instant, instant, SECOND } from '../platform/time.ts';
import {
  DELIVERY_STATES,
  type DeliveryRecord,
  TEST_EVENT_TYPE,
  WEBHOOK_EVENT_TYPES,
  WebhookAttempt,
  type WebhookDeliveryView,
} from './webhook-contract.ts';
import { LOG_KEPT, LOOK_AGAIN } from './webhook-event.ts';
import { LONGEST_DELAY } from './webhook-queue.ts';
import type { Verdict } from './webhook-retry.ts';

const DeliveryItem = z.object({
  id: WebhookDeliveryId,
  endpointId: WebhookEndpointId,
  eventId: WebhookEventId,
  kind: z.enum([...WEBHOOK_EVENT_TYPES, TEST_EVENT_TYPE]),
  status: z.enum(DELIVERY_STATES),
  /** All that were made, and those of this round: since it was written or replayed. */
  attempts: z.int(),
  round: z.int(),
  dueAt: Instant.nullable(),
  lastAttemptAt: Instant.nullable().default(null),
  httpStatus: z.int().nullable().default(null),
  reason: z.string().nullable().default(null),
  createdAt: Instant,
});
export type WebhookDelivery = Readonly<z.infer<typeof DeliveryItem>>;

/**
 * An attempt is one function's alone for so long: longer than it takes, shorter than the queue waits before it gives the record to another. What was sent
 * by a function that died is sent again then: at least once, and receivers know it by its `webhook-id`.
 */
const CLAIM = 40 * SECOND;
/** Clocks and the queue's whole seconds do not agree to the millisecond. */
const EARLY = SECOND;
/** Pages that one page of a filtered list may read. */
const MOST_PAGES = 10;

const decode = (item: Item): WebhookDelivery => DeliveryItem.parse(item);

export const viewOfDelivery = ({
  eventId,
  kind,
  round: _round,
  dueAt,
  ...shown
}: WebhookDelivery): WebhookDeliveryView => ({ ...shown, webhookId: eventId, type: kind, nextAttemptAt: dueAt });

type Ref = Readonly<Pick<DeliveryRecord, 'workspaceId' | 'endpointId' | 'deliveryId'>>;
const keyOf = ({ workspaceId, endpointId, deliveryId }: Ref) => webhookDeliveryKey(workspaceId, endpointId, deliveryId);

export type WebhookDeliveryStore = ReturnType<typeof createWebhookDeliveryStore>;

/** The deliveries of endpoints: which attempt is next, who makes it, what came of it. */
export const createWebhookDeliveryStore = (table: Table, clock: Clock) => ({
  get: async (ref: Ref): Promise<WebhookDelivery | undefined> => {
    const item = await table.get(keyOf(ref), { consistent: true });
    return item === undefined ? undefined : decode(item);
  },

  /** What a webhook says; undefined when it has left the log. */
  bodyOf: async (workspaceId: WorkspaceId, eventId: WebhookEventId): Promise<string | undefined> => {
    const item = await table.get(webhookEventKey(workspaceId, eventId));
    return item === undefined ? undefined : z.string().parse(item['body']);
  },

  /** An endpoint's deliveries, newest first; undefined for a cursor of another list. */
  list: async (
    workspaceId: WorkspaceId,
    endpointId: WebhookEndpointId,
    { limit, cursor, status, type }: PageOf & Readonly<{ status?: string | undefined; type?: string | undefined }>,
  ): Promise<Readonly<{ items: WebhookDelivery[]; nextCursor: string | null }> | undefined> => {
    const { pk, sk } = webhookDeliveryKey(workspaceId, endpointId, '');
    const items: WebhookDelivery[] = [];
    let from = cursor;
    for (let pages = 1; ; pages += 1) {
      const collection = { partition: pk, startsWith: sk, newestFirst: true };
      const page = await listPage(table, collection, { limit: limit - items.length, cursor: from });
      if (page === undefined) return undefined;
      const found = page.items.map(decode);
      items.push(
        ...found.filter(
          (one) => (status === undefined || one.status === status) && (type === undefined || one.kind === type),
        ),
      );
      if (page.nextCursor === null || items.length === limit || pages === MOST_PAGES)
        return { items, nextCursor: page.nextCursor };
      from = page.nextCursor;
    }
  },

  /** What each attempt of a delivery brought, the first one first. */
  attemptsOf: async ({ workspaceId, endpointId, deliveryId }: Ref): Promise<readonly WebhookAttempt[]> => {
    const { pk, sk } = webhookAttemptKey(workspaceId, endpointId, deliveryId, 0);
    const items = await table.queryAll({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :start)',
      ExpressionAttributeValues: { ':pk': pk, ':start': sk.slice(0, sk.lastIndexOf('#') + 1) },
    });
    return items.map((item) => WebhookAttempt.parse(item['attempt']));
  },

  /** Takes an attempt; undefined when it was made, is not due, or another has it. Should the taker die, the due index shows it again. */
  claim: async (record: DeliveryRecord): Promise<WebhookDelivery | undefined> => {
    const now = clock();
    const { gsi2pk, gsi2sk } = webhookDue(record.deliveryId, instant(now + LOOK_AGAIN));
    const claimed = await table.update({
      Key: keyOf(record),
      UpdateExpression: 'SET claimedUntil = :until, gsi2pk = :gsi2pk, gsi2sk = :gsi2sk',
      ConditionExpression:
        '#status = :pending AND attempts = :attempt AND dueAt <= :soon AND (attribute_not_exists(claimedUntil) OR claimedUntil < :now)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ...{ ':pending': 'pending', ':attempt': record.attempt, ':soon': instant(now + EARLY) },
        ...{ ':until': now + CLAIM, ':now': now, ':gsi2pk': gsi2pk, ':gsi2sk': gsi2sk },
      },
      ReturnValues: 'ALL_NEW',
    });
    return claimed.ok && claimed.item !== undefined ? decode(claimed.item) : undefined;
  },

  /**
   * Records what came of a claimed attempt; gives when the next one is to be made, or undefined when there is none, or when another has recorded this one
   * meanwhile. `attempt` is null when nothing was sent.
   */
  settle: async (
    record: DeliveryRecord,
    verdict: Verdict,
    attempt: WebhookAttempt | null,
  ): Promise<Readonly<{ record: DeliveryRecord; delayMs: number }> | undefined> => {
    const now = clock();
    const made = attempt === null ? 0 : 1;
    const next = verdict.status === 'pending' ? now + verdict.waitMs : null;
    // What fits the queue's delay is put there at once; the index is its safety net.
    const look = next === null ? null : next + (next - now <= LONGEST_DELAY ? LOOK_AGAIN : 0);
    const due = look === null ? null : webhookDue(record.deliveryId, instant(look));
    const settled = await table.transact([
      {
        Update: {
          Key: keyOf(record),
          UpdateExpression: [
            'SET #status = :status, dueAt = :dueAt, updatedAt = :now, reason = :reason, attempts = attempts + :made, round = round + :made',
            attempt === null ? '' : ', lastAttemptAt = :at, httpStatus = :http',
            due === null ? '' : ', gsi2pk = :gsi2pk, gsi2sk = :gsi2sk',
            due === null ? ' REMOVE claimedUntil, gsi2pk, gsi2sk' : ' REMOVE claimedUntil',
          ].join(''),
          ConditionExpression: '#status = :pending AND attempts = :attempt',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ...{ ':status': verdict.status, ':pending': 'pending', ':attempt': record.attempt, ':made': made },
            ...{ ':dueAt': next === null ? null : instant(next), ':now': instant(now) },
            ':reason': verdict.status === 'delivered' ? null : verdict.reason,
            ...(attempt === null ? {} : { ':at': attempt.at, ':http': attempt.response?.status ?? null }),
            ...(due === null ? {} : { ':gsi2pk': due.gsi2pk, ':gsi2sk': due.gsi2sk }),
          },
        },
      },
      ...(attempt === null ? [] : [{ Put: { Item: attemptItem(record, attempt, now) } }]),
    ]);
    if (!settled.ok) {
      if (settled.conflict) throw new Error('What came of a webhook could not be recorded for other transactions');
      return undefined;
    }
    return next === null || next - now > LONGEST_DELAY
      ? undefined
      : { record: { ...record, attempt: record.attempt + made }, delayMs: next - now };
  },

  /** Makes a delivery due now, with the whole schedule before it; undefined when it is being sent at this moment or is gone. */
  replay: async (ref: Ref): Promise<WebhookDelivery | undefined> => {
    const now = clock();
    const { gsi2pk, gsi2sk } = webhookDue(ref.deliveryId, instant(now + LOOK_AGAIN));
    const replayed = await table.update({
      Key: keyOf(ref),
      UpdateExpression:
        'SET #status = :pending, round = :none, dueAt = :at, updatedAt = :at, gsi2pk = :gsi2pk, gsi2sk = :gsi2sk REMOVE claimedUntil',
      ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(claimedUntil) OR claimedUntil < :now)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ...{ ':pending': 'pending', ':none': 0, ':at': instant(now), ':now': now },
        ...{ ':gsi2pk': gsi2pk, ':gsi2sk': gsi2sk },
      },
      ReturnValues: 'ALL_NEW',
    });
    return replayed.ok && replayed.item !== undefined ? decode(replayed.item) : undefined;
  },
});

const attemptItem = (
  { workspaceId, endpointId, deliveryId, attempt: number }: DeliveryRecord,
  attempt: WebhookAttempt,
  now: number,
) => ({
  ...webhookAttemptKey(workspaceId, endpointId, deliveryId, number),
  ...{ type: 'WebhookAttempt', v: 1, createdAt: attempt.at, updatedAt: instant(now), attempt },
  ttl: epochSeconds(now + LOG_KEPT),
});
