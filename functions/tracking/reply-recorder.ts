import { createEmitEvent } from '../accounts/webhook-event.ts';
import type { WebhookQueue } from '../accounts/webhook-queue.ts';
import { createRunStore } from '../campaigns/run-store.ts';
import { createRecipientStore } from '../contacts/recipient-store.ts';
import type { Files } from '../platform/files.ts';
import type { Log } from '../platform/log.ts';
import type { Table } from '../platform/table.ts';
import type { Clock } from '../platform/time.ts';
import { createLeadStore } from '../scoring/lead-store.ts';
import { createMessageMoves } from '../sending/message-moves.ts';
import { createMessageStore } from '../sending/message-store.ts';
import { createSequenceStops } from '../sending/sequence-stop.ts';
import { createSuppressionStore } from '../sending/suppression-store.ts';
import type { GiveUp } from './dead-letters.ts';
import { createMatchReply } from './replies/match-reply.ts';
import { createReadInbound } from './replies/read-inbound.ts';
import { createRecordReplies } from './replies/record-replies.ts';
import { createReplyEffects, type ReplyEffects } from './replies/reply-effects.ts';
import { createReplyStore } from './replies/reply-store.ts';

type Base = Readonly<{
  table: Table;
  clock: Clock;
  /** Where webhooks of replies go at once; left out, they go with the minute. */
  webhooks?: Pick<WebhookQueue, 'send'>;
}>;

/** What replies change, over a table. */
export const createTableReplyEffects = ({ table, clock, webhooks }: Base): ReplyEffects =>
  createReplyEffects({
    table,
    moves: createMessageMoves(table, clock),
    suppressions: createSuppressionStore(table, clock),
    stops: createSequenceStops(table, clock),
    leads: createLeadStore(table),
    runs: createRunStore(table, clock),
    emit: createEmitEvent({ table, clock, queue: webhooks }),
    clock,
  });

/** The consumer of mail that comes in, over a table and a bucket. `giveUp` takes what failed at each of `tries` receives. */
export const createReplyRecorder = ({
  table,
  files,
  secret,
  giveUp,
  tries,
  clock,
  webhooks,
  log,
}: Base & Readonly<{ files: Files; secret: () => Promise<string>; giveUp: GiveUp; tries: number; log: Log }>) =>
  createRecordReplies({
    table,
    files,
    readInbound: createReadInbound({ files }),
    match: createMatchReply({
      table,
      runs: createRunStore(table, clock),
      recipients: createRecipientStore(table, clock),
      secret,
    }),
    messages: createMessageStore(table),
    replies: createReplyStore(table, files, clock),
    effects: createTableReplyEffects({ table, clock, ...(webhooks === undefined ? {} : { webhooks }) }),
    ...{ giveUp, tries, clock, log },
  });
