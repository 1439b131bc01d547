import * as z from 'zod';
import { parseJson, readText, usualMeaning, wordsOf } from './provider-answer.ts';
import type { ProviderFailureKind } from './provider-failure.ts';
import { askedPause, createPace } from './provider-pace.ts';
import { type Clock, SECOND } from './time.ts';

export type Answered = Readonly<
  { ok: true; status: number; body: unknown; headers: Headers } | { ok: false; kind: ProviderFailureKind; told: string }
>;
/** What is asked. */
export type Wish = Readonly<{
  method: 'GET' | 'POST';
  path: string;
  /** Lists are repeated, one `name=value` for each. */
  query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  /** Sent as JSON; a `URLSearchParams` is sent as a form. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}>;
type Meaning = (
  answer: Readonly<{ status: number; body: unknown; headers: Headers }>,
) => ProviderFailureKind | undefined;

const ATTEMPTS = 4;
/** First wait where the provider does not say; doubled with every attempt. */
const FIRST_WAIT = SECOND;
const AGAIN: readonly ProviderFailureKind[] = ['rate_limited', 'unavailable'];
/** Shortest header value that is taken for a credential and masked where a provider repeats it. */
const SECRET_LENGTH = 8;

const urlOf = (baseUrl: string, { path, query = {} }: Wish, secret: Readonly<Record<string, string>>): string => {
  const url = new URL(`${baseUrl}${path}`);
  for (const [name, value] of Object.entries({ ...query, ...secret })) {
    if (value === undefined) continue;
    for (const one of typeof value === 'object' ? value : [String(value)]) url.searchParams.append(name, one);
  }
  return url.href;
};

const contentOf = (body: unknown): Readonly<{ body?: string; type?: string }> => {
  if (body === undefined) return {};
  if (body instanceof URLSearchParams)
    return { body: body.toString(), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
  return { body: JSON.stringify(body), type: 'application/json' };
};

/** One question to a provider with its repeats. */
export const createProviderRequest = ({
  baseUrl,
  headers,
  secretQuery = () => Promise.resolve({}),
  read = parseJson,
  fetch,
  clock,
  pause,
  random,
  requestsPerMinute,
  timeout,
  patience,
  meaningOf,
}: Readonly<{
  baseUrl: string;
  headers: () => Promise<Readonly<Record<string, string>>>;
  /** A credential that is taken in the address only. */
  secretQuery?: () => Promise<Readonly<Record<string, string>>>;
  /** Reads a body that is not JSON. */
  read?: (text: string) => unknown;
  fetch: typeof globalThis.fetch;
  clock: Clock;
  pause: (milliseconds: number) => Promise<void>;
  random: () => number;
  requestsPerMinute: number;
  timeout: number;
  patience: number;
  meaningOf?: Meaning;
}>) => {
  const pace = createPace({ requestsPerMinute, clock, pause });

  const attempt = async (wish: Wish, within: number, calm: readonly number[]) => {
    const own = await headers();
    const secret = await secretQuery();
    const { body, type } = contentOf(wish.body);
    const masked = (text: string): string =>
      [...Object.values(own), ...Object.values(secret)].reduce((told, value) => {
        const hidden = value.replace(/^\w+ /, '');
        return hidden.length < SECRET_LENGTH ? told : told.replaceAll(hidden, '***');
      }, text);
    const failed = (kind: ProviderFailureKind, told: string, from?: Headers) => ({
      ok: false as const,
      kind,
      told: masked(told),
      asked: from === undefined ? undefined : askedPause(from, clock()),
    });
    try {
      const response = await fetch(urlOf(baseUrl, wish, secret), {
        method: wish.method,
        headers: {
          accept: 'application/json',
          ...(type === undefined ? {} : { 'content-type': type }),
          ...own,
          ...wish.headers,
        },
        ...(body === undefined ? {} : { body }),
        redirect: 'error',
        signal: AbortSignal.timeout(within),
      });
      pace.heed(response.headers);
      const text = await readText(response);
      if (text === undefined) return failed('unavailable', 'the answer is larger than 64 MB');
      const answer = { status: response.status, body: read(text), headers: response.headers };
      if (calm.includes(answer.status)) return { ok: true as const, ...answer };
      const kind = meaningOf?.(answer) ?? usualMeaning(answer.status);
      if (kind === undefined) return { ok: true as const, ...answer };
      return failed(kind, `HTTP ${String(answer.status)} ${wordsOf(answer.body)}`, response.headers);
    } catch (error) {
      return failed('unavailable', reasonOf(error, within));
    }
  };

  return async (wish: Wish, calm: readonly number[]): Promise<Answered> => {
    const endsAt = clock() + patience;
    for (let count = 1; ; count += 1) {
      if (!(await pace.turn(endsAt - clock())))
        return { ok: false, kind: 'rate_limited', told: 'the wait would be longer than a call may take' };
      const answered = await attempt(wish, Math.max(1, Math.min(timeout, endsAt - clock())), calm);
      if (answered.ok) return answered;
      const wait = (answered.asked ?? FIRST_WAIT * 2 ** (count - 1)) * (1 + random() / 4);
      if (count === ATTEMPTS || !AGAIN.includes(answered.kind) || clock() + wait >= endsAt)
        return { ok: false, kind: answered.kind, told: withReset(answered) };
      await pause(wait);
    }
  };
};

const withReset = ({ told, asked }: Readonly<{ told: string; asked: number | undefined }>): string =>
  asked === undefined ? told : `${told}; it asks to wait ${String(Math.ceil(asked / SECOND))} s`;

const Thrown = z.looseObject({
  name: z.string().optional(),
  message: z.string(),
  cause: z.looseObject({ message: z.string() }).optional(),
});

/** `fetch` says why only in the cause of what it throws, which need not be an Error of this realm. */
const reasonOf = (thrown: unknown, within: number): string => {
  const { name, message, cause } = Thrown.safeParse(thrown).data ?? { message: 'no answer' };
  if (name === 'TimeoutError') return `no answer within ${String(Math.round(within / 100) / 10)} s`;
  return cause?.message ?? message;
};
