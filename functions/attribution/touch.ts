import * as z from 'zod';
import { CampaignId, MessageId, RunId } from '../platform/ids.ts';
import { type Key, touchKey } from '../platform/keys.ts';
import type { Item } from '../platform/table.ts';
import { Instant } from '../platform/time.ts';
import type { Message } from '../sending/message.ts';

/**
 * A touch: a mail that the channel took, on the timeline of its lead. What a sale is later attributed to. A message that was never accepted
 * touched nobody.
 */
export const Touch = z.object({
  campaignId: CampaignId,
  runId: RunId,
  domain: z.string(),
  at: Instant,
  messageId: MessageId,
  variant: z.string(),
  step: z.int(),
  subject: z.string(),
});
export type Touch = Readonly<z.infer<typeof Touch>>;

/** The touch that a message is, or undefined while nobody took it. */
export const touchOfMessage = (message: Message): Touch | undefined => {
  const { id: messageId, campaignId, runId, domain, variant, step, subject, sentAt: at } = message;
  return at === undefined ? undefined : { campaignId, runId, domain, at, messageId, variant, step, subject };
};

/** The item of a message's touch. */
export const touchOf = (message: Message, now: string): (Item & Key) | undefined => {
  const touch = touchOfMessage(message);
  if (touch === undefined) return undefined;
  const { campaignId, domain, at, messageId } = touch;
  return {
    ...touchKey(message.workspaceId, campaignId, domain, at, messageId),
    type: 'Touch',
    v: 1,
    createdAt: now,
    updatedAt: now,
    ...touch,
  };
};
