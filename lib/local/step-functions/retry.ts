import type { Catcher, Retrier } from './definition.ts';
import { errorMatches, type StateFailure } from './failures.ts';

export type RetryDecision = { readonly retrier: number; readonly delayMilliseconds: number };

/**
 * The retry a failure is due, or undefined when none is left. The first Retrier that names the error decides; its
 * n-th retry waits IntervalSeconds × BackoffRate^(n-1), at most MaxDelaySeconds, and with JitterStrategy FULL a
 * random share of that (Amazon States Language, "Retrying after error").
 *
 * @param used retries already spent, one count a Retrier
 * @param random gives a number in [0, 1)
 */
export const dueRetry = (
  retriers: readonly Retrier[],
  failure: StateFailure,
  used: readonly number[],
  random: () => number,
): RetryDecision | undefined => {
  const index = retriers.findIndex((candidate) => errorMatches(candidate.ErrorEquals, failure));
  const retrier = retriers[index];
  if (retrier === undefined) return undefined;
  const spent = used[index] ?? 0;
  if (spent >= retrier.MaxAttempts) return undefined;
  const backedOff = retrier.IntervalSeconds * retrier.BackoffRate ** spent;
  const seconds = Math.min(backedOff, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  const share = retrier.JitterStrategy === 'FULL' ? random() : 1;
  return { retrier: index, delayMilliseconds: Math.round(seconds * 1000 * share) };
};

/** The first Catcher that names the failure. */
export const matchingCatcher = (catchers: readonly Catcher[], failure: StateFailure): Catcher | undefined =>
  catchers.find((candidate) => errorMatches(candidate.ErrorEquals, failure));
