import type { MessageState } from '../campaigns/contract.ts';
import { HOUR } from '../platform/time.ts';
import type { Message } from './message.ts';
import { GRACE } from './pace/on-time.ts';

/** What is to become of a follow-up that is due. */
export type Turn =
  | Readonly<{ kind: 'send' }>
  | Readonly<{ kind: 'later'; notBefore: number; reason: string }>
  | Readonly<{ kind: 'stop'; reason: string }>;

/** The mail before it is still on its way, or nobody knows yet. */
const OPEN: readonly MessageState[] = ['draft', 'approved', 'scheduled', 'sending', 'unknown'];
const SENT: readonly MessageState[] = ['accepted', 'delivered'];
/** When to look again at a mail that is still on its way; a sandbox's whole wait may be shorter. */
const LOOK_AGAIN = HOUR;

/**
 * Whether a follow-up's turn has come, by the mail before it: that must have been sent `waitMs` ago, reached its reader as far as is known, and
 * what the follow-up waits for must hold. Opens and clicks that are taken for a machine's do not count. An answer, an opt-out or a purchase ends
 * the sequence elsewhere (sequence-stop), within the claim.
 */
export const turnOf = (followUp: Message, previous: Message | undefined, now: number): Turn => {
  const { waitMs = 0, condition = 'no_reply' } = followUp;
  if (previous === undefined) return { kind: 'stop', reason: 'the mail before it no longer exists' };
  const { state, sentAt, engaged } = previous;
  if (OPEN.includes(state))
    return {
      kind: 'later',
      notBefore: now + Math.min(LOOK_AGAIN, waitMs),
      reason: `waits for the mail before it, which is ${state}`,
    };
  if (!SENT.includes(state)) return { kind: 'stop', reason: `the mail before it is ${state}` };
  const ripe = sentAt === undefined ? now : Date.parse(sentAt) + waitMs;
  // A few seconds on the way of the first mail are no reason to move the second.
  if (ripe - now > Math.min(GRACE, waitMs / 2))
    return { kind: 'later', notBefore: ripe, reason: 'the mail before it was sent later than planned' };
  if (condition === 'not_opened' && (engaged?.humanOpens ?? 0) > 0)
    return { kind: 'stop', reason: 'the mail before it was opened' };
  if (condition === 'not_clicked' && (engaged?.humanClicks ?? 0) > 0)
    return { kind: 'stop', reason: 'a link of the mail before it was clicked' };
  return { kind: 'send' };
};
