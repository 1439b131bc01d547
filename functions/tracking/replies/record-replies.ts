import { createHash } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Files } from '../../platform/files.ts';
import { ReplyId } from '../../platform/ids.ts';
import { orphanReplyKey } from '../../platform/keys.ts';
import type { Log } from '../../platform/log.ts';
import type { Table } from '../../platform/table.ts';
import { type Clock, DAY, epochSeconds, instant } from '../../platform/time.ts';
import type { Message } from '../../sending/message.ts';
import type { MessageStore } from '../../sending/message-store.ts';
import { createRecordOutcomes } from '../consume-records.ts';
import type { GiveUp } from '../dead-letters.ts';
import { type Classified, classifyReply } from './classify-reply.ts';
import { readDeliveryReport } from './delivery-report.ts';
import { type InboundNotice, readInboundNotice } from './inbound-notice.ts';
import type { Match, MatchReply } from './match-reply.ts';
import { type ReadInbound, type ReadWhole, unread } from './read-inbound.ts';
import type { Reply } from './reply.ts';
import type { ReplyEffects } from './reply-effects.ts';
import type { ReplyStore } from './reply-store.ts';

const ORPHANS_KEPT = 30 * DAY;
/** An item holds so much of a reply; the whole lies in its file. */
const LONGEST_WORDS = 6_000;
const LONGEST_STATUS_SUBJECT = 300;

/**
 * Takes in mail that SES put into the bucket: finds the message it answers, reads what it says, keeps it, and stops or puts off what it stops or puts
 * off. What answers no message of ours, is not a mail or is gone is put aside with the reason and does not come again.
 */
export const createRecordReplies = ({
  table,
  files,
  readInbound,
  match,
  messages,
  replies,
  effects,
  giveUp,
  tries,
  clock,
  log,
}: {
  table: Pick<Table, 'put'>;
  files: Pick<Files, 'sizeOf'>;
  readInbound: ReadInbound;
  match: MatchReply;
  messages: Pick<MessageStore, 'get'>;
  replies: Pick<ReplyStore, 'keep' | 'mark' | 'get'>;
  effects: ReplyEffects;
  giveUp: GiveUp;
  tries: number;
  clock: Clock;
  log: Log;
}) => {
  const putAside = async (inboundId: string, reason: string): Promise<void> => {
    const now = instant(clock());
    log.warn('A mail that came in was put aside', { reason });
    await table.put({
      ...orphanReplyKey(now, inboundId),
      ...{ type: 'OrphanReply', v: 1, createdAt: now, updatedAt: now, reason, inboundId },
      ttl: epochSeconds(clock() + ORPHANS_KEPT),
    });
  };

  const takeIn = async (notice: InboundNotice): Promise<void> => {
    const bytes = await files.sizeOf(notice.objectKey);
    if (bytes === undefined) return putAside(notice.inboundId, 'its object is gone');
    const read = await readInbound(notice, bytes);
    const found = await match(read.mail, notice.recipients);
    const message = found === undefined ? undefined : await messages.get(found.workspaceId, found.messageId);
    if (found === undefined || message === undefined)
      return putAside(notice.inboundId, found === undefined ? 'it answers no mail of ours' : 'its message is gone');
    const classified = classifyReply(read.mail, { source: notice.source, receivedAt: notice.at });
    const reply = replyOf(notice, read, { message, found, classified });
    const file = read.note === 'virus' ? { text: '', html: null } : { text: read.mail.text, html: read.mail.html };
    const isNew = await replies.keep(reply, file);
    // A person may have judged it meanwhile; what they said counts.
    const kept = isNew ? reply : ((await replies.get(reply.workspaceId, reply.messageId, reply.id)) ?? reply);
    const status = read.mail.deliveryStatus;
    await effects(message, kept, status === null ? undefined : readDeliveryReport(status));
    await replies.mark(kept, kept.class);
  };

  return async (batch: SQSEvent): Promise<SQSBatchResponse> => {
    const { tryIt, response } = createRecordOutcomes(batch, { giveUp, tries, log });
    for (const record of batch.Records)
      await tryIt(record, async () => {
        const read = readInboundNotice(record.body);
        if (read.ok) await takeIn(read.notice);
        else await putAside(createHash('sha256').update(record.body).digest('hex').slice(0, 20), read.reason);
      });
    return response();
  };
};

const replyOf = (
  notice: InboundNotice,
  { mail, note }: ReadWhole,
  { message, found, classified }: Readonly<{ message: Message; found: Match; classified: Classified }>,
): Reply => ({
  id: replyIdOf(found, mail.messageId ?? notice.inboundId),
  workspaceId: message.workspaceId,
  campaignId: message.campaignId,
  runId: message.runId,
  messageId: message.id,
  domain: message.domain,
  companyName: message.companyName,
  at: notice.at,
  from: mail.from ?? (notice.source === '' ? null : notice.source),
  fromName: mail.fromName,
  subject: mail.subject.slice(0, LONGEST_STATUS_SUBJECT),
  words: note === null ? classified.words.slice(0, LONGEST_WORDS) : unread(note),
  class: classified.class,
  why: classified.why,
  classedBy: null,
  matchedBy: found.by,
  awayUntil: classified.awayUntil ?? null,
  note,
  spam: notice.spam,
  attachments: note === 'virus' ? [] : [...mail.attachments],
});

/** The same mail, delivered to two of our addresses or told of twice, is the same reply. */
const replyIdOf = ({ messageId }: Match, mailId: string): ReplyId =>
  ReplyId.parse(`rpl_${createHash('sha256').update(`${messageId}\n${mailId}`).digest('hex').slice(0, 26)}`);
