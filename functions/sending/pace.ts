import { SECOND } from '../platform/time.ts';

/** Share of the channel's rate that we use, so that others on the account and a late clock never meet its limit (spec/sending.md, "Pace"). */
const SHARE = 0.8;

/** Milliseconds from one mail to the next at our share of a channel's rate per second. */
export const intervalMs = (ratePerSecond: number): number => SECOND / (ratePerSecond * SHARE);

/** Mails that our share of the rate lets go in a span of time. */
export const mailsIn = (milliseconds: number, ratePerSecond: number): number =>
  Math.floor(milliseconds / intervalMs(ratePerSecond));

/**
 * When the `index`-th message of a release is due: `planned` by the run's own clock, evenly at our share of the rate, as in live mode;
 * `due` in real time, which a sandbox reaches `clockFactor` times as fast. Both in milliseconds since the epoch, never before `now`: what
 * is put into the due index behind the dispatcher would wait to be found.
 */
export const dueTimes = ({
  releasedAt,
  index,
  ratePerSecond,
  clockFactor,
  now,
}: Readonly<{ releasedAt: number; index: number; ratePerSecond: number; clockFactor: number; now: number }>): Readonly<{
  planned: number;
  due: number;
}> => {
  const after = index * intervalMs(ratePerSecond);
  const due = Math.max(now, Math.ceil(releasedAt + after / clockFactor));
  return { planned: Math.max(due, Math.ceil(releasedAt + after)), due };
};

const FIRST_BACKOFF = 5 * SECOND;
const LONGEST_BACKOFF = 15 * 60 * SECOND;

/** How long to wait after the channel was too busy for the `tries`-th time, ms: doubling from 5 s to 15 min, half of it by chance. */
export const throttleBackoff = (tries: number, random: number): number => {
  const longest = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** Math.min(tries, 16));
  return Math.round(longest / 2 + (longest / 2) * random);
};

/** Busy answers after which a message is given up: about a day at the longest backoff. */
export const MOST_TRIES = 100;
