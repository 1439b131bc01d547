import { SECOND } from '../platform/time.ts';
import { SHARE } from './pace/pacer.ts';

/** Milliseconds from one mail to the next at our share of a channel's rate per second. */
export const intervalMs = (ratePerSecond: number): number => SECOND / (ratePerSecond * SHARE);

/** Mails that our share of the rate lets go in a span of time. */
export const mailsIn = (milliseconds: number, ratePerSecond: number): number =>
  Math.floor(milliseconds / intervalMs(ratePerSecond));

const FIRST_BACKOFF = 5 * SECOND;
const LONGEST_BACKOFF = 15 * 60 * SECOND;

/** How long to wait after the channel was too busy for the `tries`-th time, ms: doubling from 5 s to 15 min, half of it by chance. */
export const throttleBackoff = (tries: number, random: number): number => {
  const longest = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** Math.min(tries, 16));
  return Math.round(longest / 2 + (longest / 2) * random);
};

/** Busy answers after which a message is given up: about a day at the longest backoff. */
export const MOST_TRIES = 100;
