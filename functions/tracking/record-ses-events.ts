import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { MessageId, WorkspaceId } from '../platform/ids.ts';
import { messageKey, orphanEventKey } from '../platform/keys.ts';
import type { Log } from '../platform/log.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, DAY, epochSeconds, instant } from '../platform/time.ts';
import { EVENT_TAGS, SES_MICRO_USD } from '../sending/channel.ts';
import { engagementItem } from '../sending/engagement.ts';
import { decodeMessage, type Message } from '../sending/message.ts';
import type { MessageMoves } from '../sending/message-moves.ts';
import { addsTo } from '../sending/message-state.ts';
import type { SuppressionStore } from '../sending/suppression-store.ts';
import { type Meaning, meaningOf } from './event-meaning.ts';
import { type ReadEvent, readSesEvent, type SesEvent } from './ses-event.ts';

const ORPHANS_KEPT = 30 * DAY;
/** An engagement keeps the channel's words up to here; a bounce's diagnosis is far shorter. */
const RAW_LIMIT = 4_000;

type Arrived = Readonly<{
  itemId: string;
  read: ReadEvent & { ok: true };
  workspaceId: WorkspaceId;
  messageId: MessageId;
}>;

/**
 * Records what SES tells of mails. Any event may come late, twice, out of order, or before our own record of the send: a message ends where
 * the strongest of its events puts it. What names no message of ours is kept aside with the reason; it never comes again.
 */
export const createRecordSesEvents = ({
  table,
  moves,
  suppressions,
  clock,
  log,
}: {
  table: Pick<Table, 'get' | 'put' | 'batchGet'>;
  moves: Pick<MessageMoves, 'recordProof'>;
  suppressions: Pick<SuppressionStore, 'add'>;
  clock: Clock;
  log: Log;
}) => {
  const putAside = async ({ eventId, raw }: ReadEvent, reason: string): Promise<void> => {
    const now = instant(clock());
    log.warn('An event of the channel names no message', { reason });
    await table.put({
      ...orphanEventKey(now, eventId),
      type: 'OrphanEvent',
      v: 1,
      createdAt: now,
      updatedAt: now,
      reason,
      raw: raw.slice(0, RAW_LIMIT),
      ttl: epochSeconds(clock() + ORPHANS_KEPT),
    });
  };

  /** Messages by key; read once for all events, consistently only where one is missing. */
  const readMessages = async (arrived: readonly Arrived[]): Promise<Map<string, Message>> => {
    const ids = new Map(arrived.map((event) => [event.messageId, event]));
    const items = await table.batchGet(
      [...ids.values()].map((event) => messageKey(event.workspaceId, event.messageId)),
    );
    const found = new Map(items.map(decodeMessage).map((message) => [message.id as string, message]));
    for (const { workspaceId, messageId } of ids.values()) {
      if (found.has(messageId)) continue;
      const item = await table.get(messageKey(workspaceId, messageId), { consistent: true });
      if (item !== undefined) found.set(messageId, decodeMessage(item));
    }
    return found;
  };

  /** Each part may be done again without harm; the state comes last, for it tells that the rest is done. */
  const record = async (message: Message, { event, eventId, raw }: ReadEvent & { ok: true }): Promise<Message> => {
    const meaning = meaningOf(event);
    const { workspaceId, id } = message;
    if (meaning.suppress !== undefined)
      await suppressions.add(workspaceId, {
        kind: 'address',
        value: message.toAddress,
        reason: meaning.suppress,
        source: id,
      });
    if (meaning.engagement !== undefined) {
      const engagement = { ...meaning.engagement, eventId, at: meaning.at, raw: withoutHeaders(raw) };
      await table.put(engagementItem(workspaceId, id, engagement, instant(clock())));
    }
    if (!addsTo(message, meaning.proof)) return message;
    const moved = await moves.recordProof(message, meaning.proof, {
      reason: meaning.reason,
      ...provedTimes(event, meaning),
    });
    return moved.message ?? message;
  };

  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = new Set<string>();
    const tryIt = async (itemId: string, work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        log.error('An event of the channel could not be recorded', { error });
        failed.add(itemId);
      }
    };
    const arrived: Arrived[] = [];
    for (const { messageId: itemId, body } of Records) {
      const read = readSesEvent(body);
      const named = read.ok ? namedBy(read.event) : undefined;
      if (read.ok && named !== undefined) arrived.push({ itemId, read, ...named });
      else await tryIt(itemId, () => putAside(read, read.ok ? 'it carries no send_id of ours' : read.reason));
    }
    const messages = arrived.length === 0 ? new Map<string, Message>() : await readMessages(arrived);
    for (const { itemId, read, messageId } of arrived)
      await tryIt(itemId, async () => {
        const message = messages.get(messageId);
        if (message === undefined) await putAside(read, `there is no message ${messageId}`);
        else messages.set(messageId, await record(message, read));
      });
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };
};

/** The message that an event's tags name. The channel's own id is not asked: events may come before we know it. */
const namedBy = ({ mail: { tags } }: SesEvent): Pick<Arrived, 'workspaceId' | 'messageId'> | undefined => {
  const messageId = MessageId.safeParse(tags[EVENT_TAGS.message]?.[0]);
  const workspaceId = WorkspaceId.safeParse(tags[EVENT_TAGS.workspace]?.[0]);
  return messageId.success && workspaceId.success
    ? { messageId: messageId.data, workspaceId: workspaceId.data }
    : undefined;
};

/** What an event proves besides the state: an accepted mail was sent, and paid for, even if our own record of it was lost. */
const provedTimes = (event: SesEvent, { at, proof }: Meaning) => {
  if (proof === 'rejected' || proof === 'notTried') return { fill: { channelId: event.mail.messageId } };
  return {
    fill: { channelId: event.mail.messageId, sentAt: event.mail.timestamp, costMicroUsd: SES_MICRO_USD },
    ...(event.eventType === 'Delivery' ? { set: { deliveredAt: at } } : {}),
  };
};

/** The event without the mail's headers, which we have ourselves. */
const withoutHeaders = (raw: string): string => {
  const { mail: _mail, ...rest } = JSON.parse(raw) as Record<string, unknown>;
  return JSON.stringify(rest).slice(0, RAW_LIMIT);
};
