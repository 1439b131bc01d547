import type { ModelFailure, ModelFailureReason } from '../model.ts';

const MEND: Readonly<Record<ModelFailureReason, string>> = {
  budget: 'the budget is used up',
  refused: 'refused to answer',
  cut_off: 'its answer was longer than allowed and was cut off',
  malformed: 'gave an answer that cannot be read',
  rate_limited: 'takes no more requests for now; wait, or ask the provider for a higher limit',
  overloaded: 'is overloaded; try again in a minute',
  timeout: 'did not answer in time; try again',
  unavailable: 'cannot be reached or broke off; try again',
  not_configured: 'does not accept the API key; store a valid one under provider credentials',
};

export const failure = (
  provider: string,
  reason: ModelFailureReason,
  more: Readonly<{ retryAfterSeconds?: number | undefined; said?: string }> = {},
): ModelFailure => ({
  reason,
  detail: `${provider} ${MEND[reason]}${more.said === undefined || more.said === '' ? '' : ` (${more.said.slice(0, 200)})`}.`,
  ...(more.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: more.retryAfterSeconds }),
});

const fieldOf = (error: Error, name: 'status' | 'headers' | 'code' | 'type'): unknown =>
  name in error ? (error as Error & Partial<Record<typeof name, unknown>>)[name] : undefined;

/** Seconds that the provider asks to wait, from `retry-after` (delta seconds or an HTTP date). */
const waitOf = (headers: unknown, now: number): number | undefined => {
  if (!(headers instanceof Headers)) return undefined;
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds));
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1_000));
};

const reasonOf = (error: Error, status: number | undefined): ModelFailureReason => {
  // OpenAI answers 429 with this code when an account has no money left: waiting does not help.
  if (fieldOf(error, 'code') === 'insufficient_quota') return 'not_configured';
  if (status === 429 || fieldOf(error, 'type') === 'rate_limit_error') return 'rate_limited';
  // Within a stream an error has no status of its own, but the provider's word for it.
  if (
    status === 529 ||
    status === 503 ||
    fieldOf(error, 'type') === 'overloaded_error' ||
    /overloaded/i.test(error.message)
  )
    return 'overloaded';
  if (status === 401 || status === 402 || status === 403) return 'not_configured';
  return ranOutOfTime(error) || ranOutOfTime(error.cause) ? 'timeout' : 'unavailable';
};

/** Aborted by a time limit: the SDKs say so in the error's words, or in what caused it. */
const ranOutOfTime = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'name' in error &&
  'message' in error &&
  /timed? ?out|abort/i.test(`${String(error.name)} ${String(error.message)}`);

/**
 * Why a call failed, by what the SDK throws after its retries; `waited` says that an attempt's whole time went by, whatever the connection then did.
 * @throws what is not an Error
 */
export const failureOf = (provider: string, error: unknown, now: number, waited: boolean): ModelFailure => {
  if (!(error instanceof Error)) throw error;
  const found = fieldOf(error, 'status');
  const status = typeof found === 'number' ? found : undefined;
  const told = reasonOf(error, status);
  const reason = told === 'unavailable' && status === undefined && waited ? 'timeout' : told;
  return failure(provider, reason, {
    retryAfterSeconds: waitOf(fieldOf(error, 'headers'), now),
    said: status === undefined ? '' : `HTTP ${status}`,
  });
};
