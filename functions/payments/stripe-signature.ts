import Stripe from 'stripe';
import { type Clock, SECOND } from '../platform/time.ts';

/** How far a signature's time may lie from ours, either way; Stripe's own library refuses old ones only. */
export const MOST_SKEW = 300 * SECOND;

/** The times that the header names: one, or it is not Stripe's. */
const timesOf = (header: string): readonly number[] =>
  header
    .split(',')
    .filter((part) => part.trimStart().startsWith('t='))
    .map((part) => Number(part.trim().slice(2)) * SECOND);

/**
 * Whether one of the secrets signed this body, within five minutes of now. The body is the bytes as they came: parsed and written again it would be
 * another one (https://docs.stripe.com/webhooks/signature).
 */
export const isSigned = (
  body: string | Buffer,
  header: string | undefined,
  secrets: readonly string[],
  clock: Clock,
): boolean => {
  const now = clock();
  const [time, ...more] = timesOf(header ?? '');
  if (header === undefined || time === undefined || more.length > 0) return false;
  if (!(Math.abs(now - time) <= MOST_SKEW)) return false;
  return secrets.some((secret) => {
    try {
      return Stripe.webhooks.signature?.verifyHeader(body, header, secret, MOST_SKEW / SECOND, undefined, now) === true;
    } catch {
      return false;
    }
  });
};
