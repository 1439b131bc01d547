import type { Instant } from '../platform/time.ts';
import type { Message } from '../sending/message.ts';

/** Stripe tells times in whole seconds, cut off: a sale in the second of the sending is not before it. */
const second = (at: Instant): string => at.slice(0, 19);

/** Whether a sale's time is at or after a mail's. */
export const isNotBefore = (saleAt: Instant, sentAt: Instant): boolean => second(saleAt) >= second(sentAt);

/**
 * When a mail was sent, if that was by `at`. A mail whose fate the sender never learnt counts from its claim: that somebody came by its link
 * shows that it arrived.
 */
export const sentBy = ({ sentAt, claimedAt, state }: Message, at: Instant): Instant | undefined => {
  const known = sentAt ?? (state === 'unknown' || state === 'unknown_final' ? claimedAt : undefined);
  return known !== undefined && isNotBefore(at, known) ? known : undefined;
};
