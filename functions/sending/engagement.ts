import * as z from 'zod';
import type { MessageId, WorkspaceId } from '../platform/ids.ts';
import { engagementKey, type Key } from '../platform/keys.ts';
import type { Item } from '../platform/table.ts';
import { Instant } from '../platform/time.ts';

export const ENGAGEMENT_KINDS = [
  'bounce',
  'complaint',
  'reject',
  'delay',
  'open',
  'click',
  'rendering_failure',
  'subscription',
  'unsubscribe',
] as const;

/** What an open or click shows by itself of not being a person's. */
export const BOT_SIGNS = [
  'apple_proxy',
  'gmail_proxy',
  'yahoo_proxy',
  'scanner_agent',
  'scanner_network',
  'no_agent',
  'hidden_link',
] as const;
export type BotSign = (typeof BOT_SIGNS)[number];

/**
 * Something that happened to a message, beside it in its collection. Sending and delivery, which every mail has, stand on the message
 * itself: an item each would cost every mail two write units more.
 */
export const Engagement = z.object({
  eventId: z.string(),
  kind: z.enum(ENGAGEMENT_KINDS),
  at: Instant,
  /** In words for a person: the bounce's diagnosis, the link clicked. */
  detail: z.string().nullable(),
  /** The channel's own account of the event, without the mail's headers; of our own links who asked, their address cut to its network. */
  raw: z.string(),
  signs: z.array(z.enum(BOT_SIGNS)).default([]),
  /** How many links the mail has, where a click came through one of ours. */
  links: z.int().optional(),
});
export type Engagement = z.infer<typeof Engagement>;
export type NewEngagement = z.input<typeof Engagement>;

/** The item of an engagement; its key holds its time and id, so that the same event again is the same item. */
export const engagementItem = (
  workspaceId: WorkspaceId,
  messageId: MessageId,
  engagement: NewEngagement,
  now: string,
): Item & Key => ({
  ...engagementKey(workspaceId, messageId, engagement.at, engagement.eventId),
  type: 'Engagement',
  v: 1,
  createdAt: now,
  updatedAt: now,
  ...engagement,
});
