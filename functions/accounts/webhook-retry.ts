import { DAY, HOUR, MINUTE, SECOND } from '../platform/time.ts';
import type { PostOutcome } from './webhook-target.ts';

/** How long after the attempt before it each attempt is made (spec/payments.md, "Webhooks out"): three days in all. */
export const RETRY_WAITS = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

/** A tenth on top at most, so that what failed together does not come back together, and nothing comes before its time. */
const JITTER = 0.1;
/** Whoever asks to be left alone for longer is asked again after a day all the same. */
const LONGEST_RETRY_AFTER = DAY;

/** What becomes of a delivery after an attempt. */
export type Verdict = Readonly<
  | { status: 'delivered' }
  | { status: 'failed'; reason: string; disable: boolean }
  | { status: 'pending'; reason: string; waitMs: number }
>;

/** The wait that a `Retry-After` asks for, in milliseconds: seconds or a date (RFC 9110 § 10.2.3). Undefined when it is neither. */
export const retryAfterMs = (header: string | null, now: number): number | undefined => {
  const text = header?.trim() ?? '';
  if (text === '') return undefined;
  if (/^\d+$/.test(text)) return Math.min(LONGEST_RETRY_AFTER, Number(text) * SECOND);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.min(LONGEST_RETRY_AFTER, Math.max(0, at - now));
};

/**
 * Decides by an attempt's outcome. 2xx is delivered; 410 says that nobody listens there any more and switches the endpoint off; all else, redirects
 * too, is tried again until the schedule ends.
 * @param made Attempts made in this round, this one included.
 */
export const verdictOf = (
  outcome: PostOutcome,
  { made, now, random }: Readonly<{ made: number; now: number; random: () => number }>,
): Verdict => {
  if (outcome.kind === 'answered' && outcome.status >= 200 && outcome.status <= 299) return { status: 'delivered' };
  if (outcome.kind === 'answered' && outcome.status === 410)
    return { status: 'failed', reason: 'http_410', disable: true };
  const reason = outcome.kind === 'answered' ? `http_${String(outcome.status)}` : outcome.reason;
  const wait = RETRY_WAITS[made];
  if (wait === undefined) return { status: 'failed', reason, disable: false };
  const asked = outcome.kind === 'answered' ? (retryAfterMs(outcome.retryAfter, now) ?? 0) : 0;
  return { status: 'pending', reason, waitMs: Math.round(Math.max(wait, asked) * (1 + JITTER * random())) };
};
