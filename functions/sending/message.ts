import * as z from 'zod';
import { MessageState } from '../campaigns/contract.ts';
import { VARIANTS } from '../copy/contract.ts';
import { CampaignId, MessageId, RunId, WorkspaceId } from '../platform/ids.ts';
import { type Key, messageKey } from '../platform/keys.ts';
import type { Item } from '../platform/table.ts';
import { Instant } from '../platform/time.ts';
import type { MessageView } from './contract.ts';

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
  variant: z.enum(VARIANTS),
  step: z.int().min(1),
  subject: z.string(),
  state: MessageState,
  reason: z.string().nullable().default(null),
  /** When it is to be sent by the run's own clock, as in live mode. */
  plannedAt: Instant.optional(),
  /** When it is to be sent in real time; the same as `plannedAt` unless a sandbox compresses its clock. */
  dueAt: Instant.optional(),
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
  createdAt: message.createdAt,
  updatedAt: message.updatedAt,
});
