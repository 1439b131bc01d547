import * as z from 'zod';
import { CampaignId, MessageId, ReplyId, RunId, WorkspaceId } from '../../platform/ids.ts';
import { type Key, replyByTime, replyKey } from '../../platform/keys.ts';
import type { Item } from '../../platform/table.ts';
import { Instant } from '../../platform/time.ts';
import { REPLY_CLASSES } from '../../sending/reply-class.ts';

/** By what a reply was found to be one: the address it was sent to, what it says it answers, who wrote it, or our own link in what it quotes. */
export const MATCHES = ['address', 'header', 'sender', 'quoted_link'] as const;
/** Why less than the whole of a mail was read. */
export const REPLY_NOTES = ['too_large', 'unreadable', 'virus'] as const;

/** A mail that answers one of ours, as its item holds it; the whole text and its markup lie in the file `replyFileKey`. */
export const Reply = z.object({
  id: ReplyId,
  workspaceId: WorkspaceId,
  campaignId: CampaignId,
  runId: RunId,
  messageId: MessageId,
  domain: z.string(),
  companyName: z.string(),
  at: Instant,
  from: z.string().nullable(),
  fromName: z.string().nullable(),
  subject: z.string(),
  /** What the writer wrote, without quotes and signature, cut to what an item holds. */
  words: z.string(),
  class: z.enum(REPLY_CLASSES),
  why: z.string(),
  /** Who set the class where a person did. */
  classedBy: z.string().nullable().default(null),
  matchedBy: z.enum(MATCHES),
  awayUntil: Instant.nullable().default(null),
  note: z.enum(REPLY_NOTES).nullable().default(null),
  spam: z.boolean().default(false),
  attachments: z.array(z.object({ filename: z.string(), mimeType: z.string(), bytes: z.int() })),
});
export type Reply = z.infer<typeof Reply>;

/** The whole of what was read of a reply. */
export const ReplyFile = z.object({ text: z.string(), html: z.string().nullable() });
export type ReplyFile = z.infer<typeof ReplyFile>;

export const decodeReply = (item: Item): Reply => Reply.parse(item);

export const replyItem = (reply: Reply, now: string): Item & Key => ({
  ...replyKey(reply.workspaceId, reply.messageId, reply.id),
  ...replyByTime(reply.workspaceId, reply.at, reply.id),
  type: 'Reply',
  v: 1,
  createdAt: now,
  updatedAt: now,
  ...reply,
});
