import { type Clock, MINUTE, SECOND } from './time.ts';

type Headers = Readonly<{ get: (name: string) => string | null }>;

const RESET_HEADERS = ['x-ratelimit-reset', 'ratelimit-reset', 'x-rate-limit-reset'] as const;
const REMAINING_HEADERS = ['x-ratelimit-remaining', 'ratelimit-remaining', 'x-rate-limit-remaining'] as const;
/** Numbers above this are instants (seconds since the epoch), below it durations: a limit does not reset in thirty years. */
const EPOCH_SECONDS = 1_000_000_000;

const firstOf = (headers: Headers, names: readonly string[]): string | undefined => {
  for (const name of names) {
    const value = headers.get(name)?.trim();
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
};

const untilOf = (value: string, now: number): number | undefined => {
  const number = Number(value);
  if (Number.isFinite(number)) {
    if (number < 0) return undefined;
    if (number > EPOCH_SECONDS * SECOND) return Math.max(0, number - now);
    return number > EPOCH_SECONDS ? Math.max(0, number * SECOND - now) : number * SECOND;
  }
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
};

/**
 * How long a provider asks to be left alone, milliseconds: `Retry-After` (RFC 9110 § 10.2.3: seconds or a date), else the reset of its rate
 * limit (seconds, an instant in seconds or milliseconds, or a date); undefined when it does not say.
 */
export const askedPause = (headers: Headers, now: number): number | undefined => {
  const after = headers.get('retry-after')?.trim();
  const asked = after === undefined || after === '' ? undefined : untilOf(after, now);
  if (asked !== undefined) return asked;
  const reset = firstOf(headers, RESET_HEADERS);
  return reset === undefined ? undefined : untilOf(reset, now);
};

/** Waits so that no more than `requestsPerMinute` begin in any minute of this process, and not before a limit that was used up resets. */
export const createPace = ({
  requestsPerMinute,
  clock,
  pause,
}: {
  requestsPerMinute: number;
  clock: Clock;
  pause: (milliseconds: number) => Promise<void>;
}) => {
  const began: number[] = [];
  let notBefore = 0;

  const waitFor = (now: number): number => {
    while (began[0] !== undefined && began[0] <= now - MINUTE) began.shift();
    const oldest = began[began.length - requestsPerMinute];
    return Math.max(notBefore, oldest === undefined ? 0 : oldest + MINUTE) - now;
  };

  return {
    /** Resolves to true when the next request may begin; to false when that would take longer than `patience` milliseconds. */
    turn: async (patience: number): Promise<boolean> => {
      for (;;) {
        const now = clock();
        const wait = waitFor(now);
        if (wait <= 0) {
          began.push(now);
          return true;
        }
        if (wait > patience) return false;
        await pause(wait);
      }
    },
    /** Learns from an answer that nothing is left until the limit resets. */
    heed: (headers: Headers): void => {
      if (firstOf(headers, REMAINING_HEADERS) !== '0') return;
      const reset = firstOf(headers, RESET_HEADERS);
      const until = reset === undefined ? undefined : untilOf(reset, clock());
      if (until !== undefined) notBefore = Math.max(notBefore, clock() + until);
    },
  };
};
