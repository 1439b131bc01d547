import { SECOND } from '../../platform/time.ts';

/** How long a provider of models may take. */
export type CallLimits = Readonly<{
  /** One attempt, in milliseconds; for a stream, until it begins. Its end is bounded by `wholeMs`. */
  attemptMs: number;
  /** All attempts and waiting for `Retry-After` together, and a stream to its end. */
  wholeMs: number;
  retries: number;
}>;

/** Below the time limits of what waits for the answer: an API request 29 s without streaming, the run's step 90 s. */
export const DEFAULT_CALL_LIMITS: CallLimits = { attemptMs: 30 * SECOND, wholeMs: 45 * SECOND, retries: 2 };

/** An answer that may have more tokens than this is streamed even when nobody listens: it may take longer than an attempt has to begin. */
export const LONG_ANSWER = 2_000;

/** Ends with the caller's patience or with the call's own time, whichever is first. */
export const withinTime = ({ wholeMs }: CallLimits, signal: AbortSignal | undefined): AbortSignal =>
  AbortSignal.any([AbortSignal.timeout(wholeMs), ...(signal === undefined ? [] : [signal])]);
