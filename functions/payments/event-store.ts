import * as z from 'zod';
import { PurchaseId, WorkspaceId } from '../platform/ids.ts';
import { stripeEventKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, DAY, epochSeconds, Instant, instant } from '../platform/time.ts';
import { StripeEvent } from './stripe-objects.ts';

/** How long an event can be looked up: it names a buyer, so it is not kept for good. Stripe itself sends none again after thirty days. */
const KEPT = 180 * DAY;
/** Characters of an event's text that an item takes; Stripe's are a few thousand. What is longer is cut: what counts is read from Stripe anyway. */
const LONGEST = 300_000;

/** What became of an event. */
export const EVENT_OUTCOMES = ['settled', 'ignored', 'unknown_session', 'unknown_payment', 'wrong_mode'] as const;
export type EventOutcome = (typeof EVENT_OUTCOMES)[number];

const StoredEvent = z.object({
  event: StripeEvent,
  /** The body as it came, which was signed. */
  text: z.string(),
  outcome: z.enum(EVENT_OUTCOMES).nullable(),
  workspaceId: WorkspaceId.nullable(),
  purchaseId: PurchaseId.nullable(),
  processedAt: Instant.nullable(),
  createdAt: Instant,
});
export type StoredEvent = Readonly<z.infer<typeof StoredEvent>>;

export type EventStore = ReturnType<typeof createEventStore>;

/** Stripe's events, each once by its id: as they came, and what became of them. */
export const createEventStore = (table: Pick<Table, 'get' | 'put' | 'update'>, clock: Clock) => ({
  get: async (id: string): Promise<StoredEvent | undefined> => {
    const item = await table.get(stripeEventKey(id), { consistent: true });
    return item === undefined ? undefined : StoredEvent.parse(item);
  },

  /** Keeps an event; one that is known stays as it stands. Says whether it still waits to be worked through. */
  receive: async (event: StripeEvent, text: string): Promise<Readonly<{ waits: boolean }>> => {
    const now = clock();
    const put = await table.put(
      {
        ...stripeEventKey(event.id),
        ...{ type: 'StripeEvent', v: 1, createdAt: instant(now), updatedAt: instant(now) },
        event: StripeEvent.parse(event),
        text: text.slice(0, LONGEST),
        ...{ outcome: null, workspaceId: null, purchaseId: null, processedAt: null },
        ttl: epochSeconds(now + KEPT),
      },
      { ConditionExpression: 'attribute_not_exists(pk)' },
    );
    return { waits: put.ok || put.item?.['processedAt'] === null };
  },

  /** Notes that everything an event asked for was done; the first outcome stays. */
  finish: async (
    id: string,
    outcome: EventOutcome,
    of: Readonly<{ workspaceId: WorkspaceId; id: PurchaseId }> | undefined,
  ): Promise<void> => {
    await table.update({
      Key: stripeEventKey(id),
      UpdateExpression:
        'SET outcome = :outcome, workspaceId = :workspace, purchaseId = :purchase, processedAt = :now, updatedAt = :now',
      ConditionExpression: 'attribute_exists(pk) AND processedAt = :none',
      ExpressionAttributeValues: {
        ':outcome': outcome,
        ':workspace': of?.workspaceId ?? null,
        ':purchase': of?.id ?? null,
        ':now': instant(clock()),
        ':none': null,
      },
    });
  },
});
