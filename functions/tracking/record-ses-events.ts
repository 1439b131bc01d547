import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { MessageId, WorkspaceId } from '../platform/ids.ts';
import { messageKey, orphanEventKey } from '../platform/keys.ts';
import type { Log } from '../platform/log.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, DAY, epochSeconds, instant } from '../platform/time.ts';
import { EVENT_TAGS, SES_MICRO_USD } from '../sending/channel.ts';
import { engagementItem, type NewEngagement } from '../sending/engagement.ts';
import { decodeMessage, type Message } from '../sending/message.ts';
import type { MessageEngagement } from '../sending/message-engagement.ts';
import type { MessageMoves } from '../sending/message-moves.ts';
import { addsTo, type Proof } from '../sending/message-state.ts';
import type { SequenceStops, StopReason } from '../sending/sequence-stop.ts';
import type { SuppressionStore } from '../sending/suppression-store.ts';
import { botSignsOf, networkOf } from './bot-signs.ts';
import { createRecordOutcomes } from './consume-records.ts';
import type { GiveUp } from './dead-letters.ts';
import { type Meaning, meaningOf } from './event-meaning.ts';
import { type ReadEvent, readSesEvent, type SesEvent } from './ses-event.ts';

const ORPHANS_KEPT = 30 * DAY;
/** An engagement keeps the channel's words up to here; a bounce's diagnosis is far shorter. */
const RAW_LIMIT = 4_000;

type Arrived = Readonly<{
  record: SQSRecord;
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
  engagement,
  suppressions,
  stops,
  giveUp,
  tries,
  clock,
  log,
}: {
  table: Pick<Table, 'get' | 'put' | 'batchGet'>;
  moves: Pick<MessageMoves, 'recordProof'>;
  engagement: Pick<MessageEngagement, 'record' | 'recount'>;
  suppressions: Pick<SuppressionStore, 'add'>;
  stops: Pick<SequenceStops, 'stop'>;
  giveUp: GiveUp;
  /** Receives after which the queue gives a record up. */
  tries: number;
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
  const recordEvent = async (message: Message, { event, eventId, raw }: ReadEvent & { ok: true }): Promise<Message> => {
    const meaning = meaningOf(event);
    const { workspaceId, id } = message;
    if (meaning.suppress !== undefined)
      await suppressions.add(workspaceId, {
        kind: 'address',
        value: message.toAddress,
        reason: meaning.suppress,
        source: id,
      });
    const ended = STOPS[meaning.proof];
    if (ended !== undefined)
      await stops.stop({ workspaceId, campaignId: message.campaignId, address: message.toAddress }, ended, id);
    if (meaning.engagement !== undefined)
      await keepEngagement(message, event, {
        ...meaning.engagement,
        eventId,
        at: meaning.at,
        raw: withoutHeaders(raw),
      });
    const proved = { reason: meaning.reason, ...provedTimes(event, meaning) };
    const moved = addsTo(message, meaning.proof) ? await moves.recordProof(message, meaning.proof, proved) : undefined;
    const after = moved?.message ?? message;
    // Whether a click was a person's depends on when the mail was delivered.
    if (after.engaged !== undefined && event.eventType === 'Delivery')
      return (await engagement.recount({ workspaceId, id })) ?? after;
    return after;
  };

  const keepEngagement = async (message: Message, event: SesEvent, kept: NewEngagement): Promise<void> => {
    if (event.eventType !== 'Open' && event.eventType !== 'Click') {
      await table.put(engagementItem(message.workspaceId, message.id, kept, instant(clock())));
      return;
    }
    const { userAgent, ipAddress } = event.eventType === 'Open' ? event.open : event.click;
    const signs = botSignsOf({ userAgent: userAgent ?? '', ipAddress: ipAddress ?? undefined });
    const raw = JSON.stringify({ userAgent, network: networkOf(ipAddress ?? undefined) ?? null });
    await engagement.record(message, { ...kept, signs: [...signs], raw });
  };

  return async (batch: SQSEvent): Promise<SQSBatchResponse> => {
    const { tryIt, response } = createRecordOutcomes(batch, { giveUp, tries, log });
    const arrived: Arrived[] = [];
    for (const record of batch.Records) {
      const read = readSesEvent(record.body);
      const named = read.ok ? namedBy(read.event) : undefined;
      if (read.ok && named !== undefined) arrived.push({ record, read, ...named });
      else await tryIt(record, () => putAside(read, read.ok ? 'it carries no send_id of ours' : read.reason));
    }
    const known = arrived.length === 0 ? Promise.resolve(new Map<string, Message>()) : readMessages(arrived);
    // Awaited for each record below, where its failure is told.
    known.catch(() => undefined);
    for (const { record, read, messageId } of arrived)
      await tryIt(record, async () => {
        const messages = await known;
        const message = messages.get(messageId);
        if (message === undefined) await putAside(read, `there is no message ${messageId}`);
        else messages.set(messageId, await recordEvent(message, read));
      });
    return response();
  };
};

/** What ends the rest of a sequence. A suppressed address is stopped by its suppression too, but not every bounce suppresses. */
const STOPS: Readonly<Partial<Record<Proof, StopReason>>> = {
  softBounce: 'bounced',
  hardBounce: 'bounced',
  notTried: 'bounced',
  complaint: 'complained',
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
