import * as z from 'zod';
import { MessageState, RunInput, Sender } from '../campaigns/contract.ts';
import { SendWindow } from '../campaigns/sending-settings.ts';
import { Passage } from '../contacts/contract.ts';
import { Draft, VARIANTS } from '../copy/contract.ts';
import { PageQuery, pageOf } from '../platform/http/page.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { CampaignId, MailboxId, MessageId, RunId, WorkspaceId } from '../platform/ids.ts';
import { Instant } from '../platform/time.ts';
import { GRADES } from '../scoring/contract.ts';
import { BOT_REASONS } from './engagement-verdict.ts';
import { MAILBOX_CHANNELS } from './mailbox-contract.ts';
import { REPLY_CLASSES } from './reply-class.ts';

const Visits = z.object({ all: z.int(), human: z.int() });

export const MessageView = z.object({
  id: MessageId,
  runId: RunId,
  campaignId: CampaignId,
  domain: z.string(),
  companyName: z.string(),
  toName: z.string().nullable(),
  toAddress: z.string(),
  variant: z.enum(VARIANTS),
  step: z.int().min(1),
  subject: z.string(),
  state: MessageState,
  /** Why it is in this state, where that is not plain: a guard, a suppression, the channel's words. */
  reason: z.string().nullable(),
  dueAt: Instant.nullable(),
  sentAt: Instant.nullable(),
  /** Opens and clicks: all, and those that are taken for a person's. Null while there is none. */
  engagement: z.object({ opens: Visits, clicks: Visits }).nullable().default(null),
  /** What the last reply says; null while there is none. */
  reply: z
    .object({ class: z.enum(REPLY_CLASSES), at: Instant })
    .nullable()
    .default(null),
  createdAt: Instant,
  updatedAt: Instant,
});
export type MessageView = z.infer<typeof MessageView>;

export const MessageDetail = MessageView.extend({
  body: z.string(),
  writer: z.string(),
  /** When a reviewer rejected it; null when none did, or took it back. */
  rejectedAt: Instant.nullable().default(null),
  evidence: Draft.shape.evidence,
  guards: Draft.shape.guards,
  others: z.array(z.object({ variant: z.enum(VARIANTS), subject: z.string(), body: z.string() })),
  /** What the cited ids say, where it is still stored: passages of the recipient's site with their addresses. */
  passages: z.array(Passage).default([]),
  events: z.array(
    z.object({
      type: z.string(),
      at: Instant,
      detail: z.string().nullable(),
      /** Why an open or click is not taken for a person's; empty for a person's, null for what is neither. */
      botReasons: z.array(z.enum(BOT_REASONS)).nullable().default(null),
    }),
  ),
});

export const SUPPRESSION_REASONS = ['unsubscribe', 'hard_bounce', 'complaint', 'manual', 'import'] as const;
/** `marketing` stops campaigns and leaves what a customer asked for (receipts, reports); `all` stops everything, as after a hard bounce. */
export const SUPPRESSION_SCOPES = ['marketing', 'all'] as const;
export const SuppressionView = z.object({
  kind: z.enum(['address', 'domain']),
  /** Null when the person was erased: only the hash is kept. */
  value: z.string().nullable(),
  reason: z.enum(SUPPRESSION_REASONS),
  scope: z.enum(SUPPRESSION_SCOPES).default('marketing'),
  at: Instant,
});
export type SuppressionView = z.infer<typeof SuppressionView>;

export const RequestApprovalInput = z.object({ run: RunInput, taskToken: z.string() });
export const ReleaseInput = z.object({ run: RunInput, cursor: z.string().nullable() });
export const ReleaseOutput = z.object({ cursor: z.string().nullable(), released: z.int() });
export const AwaitDeliveryInput = z.object({ run: RunInput, taskToken: z.string() });

/** Body of a queue record of the send queue: all that the sender needs, so that a mail costs it three calls. */
export const SendRecord = z.object({
  workspaceId: WorkspaceId,
  campaignId: CampaignId,
  runId: RunId,
  messageId: MessageId,
  /** The scheduling it was made for: a record of an earlier one claims nothing. */
  dueAt: Instant,
  /** How often the channel was too busy before. */
  tries: z.int().nonnegative(),
  mode: z.enum(['sandbox', 'live']),
  domain: z.string(),
  variant: z.enum(VARIANTS),
  step: z.int(),
  toName: z.string().nullable(),
  toAddress: z.string(),
  subject: z.string(),
  body: z.string(),
  /** As it is shown to the recipient: the campaign's, or the mailbox's with the campaign's legal name and address. */
  sender: Sender,
  /** Mailbox it goes through; none for the deployment's own channel. */
  mailbox: z.object({ id: MailboxId, channel: z.enum(MAILBOX_CHANNELS), gapSeconds: z.number() }).optional(),
  /** Message-IDs of the mails before it in its sequence, oldest first. */
  references: z.array(z.string()).default([]),
  /** In live mode: when it was planned and when its recipient may be written to. */
  place: z.object({ plannedAt: Instant, zone: z.string(), window: SendWindow }).optional(),
});
export type SendRecord = z.infer<typeof SendRecord>;

/** Which of the messages that wait; a page of a filtered list may be short and still have a cursor. */
export const ReviewFilter = z.object({
  campaignId: CampaignId.optional(),
  variant: z.enum(VARIANTS).optional(),
  grade: z.enum(GRADES).optional(),
});
export type ReviewFilter = z.infer<typeof ReviewFilter>;

const messages = { servedBy: 'sending/serve-messages', tag: 'Messages' } as const;
const suppressions = { servedBy: 'sending/serve-messages', tag: 'Suppressions' } as const;
const messageParams = z.object({ messageId: MessageId });

export const sendingRoutes = defineRoutes({
  listRunMessages: {
    ...messages,
    operationId: 'listRunMessages',
    method: 'GET',
    path: '/runs/{runId}/messages',
    summary: "A run's messages, by state if asked",
    permission: 'message:read',
    params: z.object({ runId: RunId }),
    query: PageQuery.extend({ state: MessageState.optional() }),
    status: 200,
    response: pageOf(MessageView),
  },
  listReview: {
    ...messages,
    operationId: 'listReview',
    method: 'GET',
    path: '/messages/review',
    summary: 'Messages that wait for a reviewer',
    permission: 'message:read',
    query: PageQuery.extend({ runId: RunId.optional(), ...ReviewFilter.shape }),
    status: 200,
    response: pageOf(MessageView),
  },
  getMessage: {
    ...messages,
    operationId: 'getMessage',
    method: 'GET',
    path: '/messages/{messageId}',
    summary: 'Read a message with its text, evidence and events',
    permission: 'message:read',
    params: messageParams,
    status: 200,
    response: MessageDetail,
  },
  approveMessage: {
    ...messages,
    operationId: 'approveMessage',
    method: 'POST',
    path: '/messages/{messageId}/approve',
    summary: 'Approve a held message',
    permission: 'message:execute',
    params: messageParams,
    status: 200,
    response: MessageView,
  },
  rejectMessage: {
    ...messages,
    operationId: 'rejectMessage',
    method: 'POST',
    path: '/messages/{messageId}/reject',
    summary: 'Reject a held message, with the reason',
    permission: 'message:execute',
    params: messageParams,
    body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
    status: 200,
    response: MessageView,
  },
  approveRun: {
    ...messages,
    operationId: 'approveRun',
    method: 'POST',
    path: '/runs/{runId}/approve',
    summary: 'Approve every message of a run that still waits',
    permission: 'message:execute',
    params: z.object({ runId: RunId }),
    status: 200,
    response: z.object({ approved: z.int() }),
  },
  listSuppressions: {
    ...suppressions,
    operationId: 'listSuppressions',
    method: 'GET',
    path: '/suppressions',
    summary: 'Addresses and domains that are never written to, newest first',
    permission: 'suppression:read',
    query: PageQuery,
    status: 200,
    response: pageOf(SuppressionView),
  },
  addSuppression: {
    ...suppressions,
    operationId: 'addSuppression',
    method: 'POST',
    path: '/suppressions',
    summary: 'Never write to an address or a domain again',
    permission: 'suppression:create',
    body: z.strictObject({
      kind: z.enum(['address', 'domain']),
      value: z.string().trim().min(3).max(254),
      reason: z.enum(['manual', 'import']).default('manual'),
      scope: z.enum(SUPPRESSION_SCOPES).default('marketing'),
    }),
    status: 201,
    response: SuppressionView,
  },
});
