import { type Key, touchKey } from '../platform/keys.ts';
import type { Item } from '../platform/table.ts';
import type { Message } from '../sending/message.ts';

/**
 * A touch: a mail that the channel took, on the timeline of its lead. What a sale is later attributed to. A message that was never accepted
 * touched nobody.
 */
export const touchOf = (message: Message, now: string): (Item & Key) | undefined => {
  const { id: messageId, workspaceId, campaignId, runId, domain, variant, step, subject, sentAt: at } = message;
  if (at === undefined) return undefined;
  return {
    ...touchKey(workspaceId, campaignId, domain, at, messageId),
    type: 'Touch',
    v: 1,
    createdAt: now,
    updatedAt: now,
    campaignId,
    runId,
    domain,
    at,
    messageId,
    variant,
    step,
    subject,
  };
};
