import * as z from 'zod';
import { MessageState } from '../campaigns/contract.ts';
import { FOLLOW_UP_CONDITIONS } from '../campaigns/sending-settings.ts';
import { VARIANTS } from '../copy/contract.ts';
import { CampaignId, MailboxId, MessageId, RunId, WorkspaceId } from '../platform/ids.ts';
import { type Key, messageKey } from '../platform/keys.ts';
import type { Item } from '../platform/table.ts';
import { Instant } from '../platform/time.ts';
import type { MessageView } from './contract.ts';
import { Tally } from './engagement-verdict.ts';
import { MAILBOX_CHANNELS } from './mailbox-contract.ts';
import { REPLY_CLASSES } from './reply-class.ts';

/** A message as its item holds it, without its text (MessageContent). Write copy inserts it; from then on it moves by `message-moves`. */
export const Message = z.object({
  id: MessageId,
  workspaceId: WorkspaceId,
  campaignId: CampaignId,
  runId: RunId,
  domain: z.string(),
  companyName: z.string(),
  toName: z.string().nullable().default(null),
  toAddress: z.string(),
  /** ISO 3166-1 alpha-2 of where the recipient works, which the clock of their mails follows; null when nobody knows. */
  country: z.string().nullable().default(null),
  variant: z.enum(VARIANTS),
  step: z.int().min(1),
  subject: z.string(),
  state: MessageState,
  reason: z.string().nullable().default(null),
  /** When it is to be sent by the run's own clock, as in live mode. */
  plannedAt: Instant.optional(),
  /** When it is to be sent in real time; the same as `plannedAt` unless a sandbox compresses its clock. */
  dueAt: Instant.optional(),
  /** Mailbox that sends it; none for the deployment's own channel. */
  mailbox: MailboxId.optional(),
  /** What took it, where that is not SES. */
  channel: z.enum(MAILBOX_CHANNELS).optional(),
  /** Set from its scheduling on. */
  mode: z.enum(['sandbox', 'live']).optional(),
  /** Of a follow-up: how long after the mail before it, in real milliseconds, and what it waits for besides. */
  waitMs: z.int().optional(),
  /** The sequence it was scheduled by (sequence-store). */
  sequence: z.string().optional(),
  condition: z.enum(FOLLOW_UP_CONDITIONS).optional(),
  /** When a sender claimed it; the sender's outcome is taken for this claim only. */
  claimedAt: Instant.optional(),
  sentAt: Instant.optional(),
  deliveredAt: Instant.optional(),
  channelId: z.string().optional(),
  costMicroUsd: z.int().optional(),
  /** How often the channel was too busy to take it. */
  tries: z.int().default(0),
  /** How much the channel's events have proved so far (message-state). */
  eventRank: z.int().optional(),
  /** Its opens and clicks, all and those taken for a person's. */
  engaged: Tally.optional(),
  /** What the last reply to it says; a person's outweighs a machine's. */
  reply: z.object({ class: z.enum(REPLY_CLASSES), at: Instant }).optional(),
  /** When its recipient unsubscribed by its link or by answering it. */
  unsubscribedAt: Instant.optional(),
  /** When a reviewer rejected it; such a rejection can be taken back. */
  rejectedAt: Instant.optional(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type Message = z.infer<typeof Message>;

/** Reads a message's item. @throws ZodError when it is not one. */
export const decodeMessage = (item: Item): Message => Message.parse({ ...item, id: item['sk'] });

export const keyOfMessage = ({ workspaceId, id }: Pick<Message, 'workspaceId' | 'id'>): Key =>
  messageKey(workspaceId, id);

/** What the API shows of a message in lists. */
export const viewMessage = (message: Message): MessageView => ({
  id: message.id,
  runId: message.runId,
  campaignId: message.campaignId,
  domain: message.domain,
  companyName: message.companyName,
  toName: message.toName,
  toAddress: message.toAddress,
  variant: message.variant,
  step: message.step,
  subject: message.subject,
  state: message.state,
  reason: message.reason,
  dueAt: message.dueAt ?? null,
  sentAt: message.sentAt ?? null,
  engagement: viewTally(message.engaged),
  reply: message.reply ?? null,
  createdAt: message.createdAt,
  updatedAt: message.updatedAt,
});

const viewTally = (tally: Tally | undefined): MessageView['engagement'] =>
  tally === undefined
    ? null
    : {
        opens: { all: tally.opens, human: tally.humanOpens },
        clicks: { all: tally.clicks, human: tally.humanClicks },
      };
