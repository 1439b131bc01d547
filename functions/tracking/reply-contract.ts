import * as z from 'zod';
import { PageQuery, pageOf } from '../platform/http/page.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { CampaignId, MessageId, ReplyId } from '../platform/ids.ts';
import { Instant } from '../platform/time.ts';
import { MessageView } from '../sending/contract.ts';
import { REPLY_CLASSES } from '../sending/reply-class.ts';
import { Reply } from './replies/reply.ts';

/** A reply as lists and threads show it: the writer's own words as plain text. */
export const ReplyView = Reply.omit({ workspaceId: true }).extend({
  /** Whether a person wrote it; a machine's reply ends no sequence. */
  human: z.boolean(),
});
export type ReplyView = z.infer<typeof ReplyView>;

export const ReplyDetail = ReplyView.extend({
  /** The whole text, quotes included. */
  text: z.string(),
  /** The sender's markup, unchanged: hostile until shown in a frame that may run nothing and load nothing. Null when there is none. */
  html: z.object({ display: z.literal('sandboxed-frame-only'), markup: z.string() }).nullable(),
});

const SentEntry = z.object({
  kind: z.literal('sent'),
  at: Instant,
  message: MessageView,
  text: z.string(),
});
const ReplyEntry = z.object({ kind: z.literal('reply'), at: Instant, reply: ReplyView });

const replies = { servedBy: 'tracking/serve-replies', tag: 'Replies' } as const;
const replyParams = z.object({ messageId: MessageId, replyId: ReplyId });

export const replyRoutes = defineRoutes({
  listReplies: {
    ...replies,
    operationId: 'listReplies',
    method: 'GET',
    path: '/replies',
    summary:
      'Replies to all campaigns or to one, newest first; a page of a filtered list may be short and still have a cursor',
    permission: 'message:read',
    query: PageQuery.extend({ class: z.enum(REPLY_CLASSES).optional(), campaignId: CampaignId.optional() }),
    status: 200,
    response: pageOf(ReplyView),
  },
  getReplyAddress: {
    ...replies,
    operationId: 'getReplyAddress',
    method: 'GET',
    path: '/replies/address',
    summary:
      'The address to forward your own mailboxes to, so that answers past a Reply-To are found; null where no mail is taken in',
    permission: 'message:read',
    status: 200,
    response: z.object({ address: z.string().nullable() }),
  },
  getThread: {
    ...replies,
    operationId: 'getThread',
    method: 'GET',
    path: '/messages/{messageId}/thread',
    summary: 'All that was written to and by a person in a run, oldest first',
    permission: 'message:read',
    params: z.object({ messageId: MessageId }),
    status: 200,
    response: z.object({ entries: z.array(z.discriminatedUnion('kind', [SentEntry, ReplyEntry])) }),
  },
  getReply: {
    ...replies,
    operationId: 'getReply',
    method: 'GET',
    path: '/messages/{messageId}/replies/{replyId}',
    summary: 'A reply with its whole text and its markup',
    permission: 'message:read',
    params: replyParams,
    status: 200,
    response: ReplyDetail,
  },
  classifyReply: {
    ...replies,
    operationId: 'classifyReply',
    method: 'PUT',
    path: '/messages/{messageId}/replies/{replyId}/class',
    summary: "Put a person's judgement in place of the rules'; what it stops is stopped",
    permission: 'message:update',
    params: replyParams,
    body: z.strictObject({ class: z.enum(REPLY_CLASSES) }),
    status: 200,
    response: ReplyView,
  },
});
