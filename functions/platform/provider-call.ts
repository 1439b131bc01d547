import { setTimeout as sleep } from 'node:timers/promises';
import type * as z from 'zod';
import type { AnswerCache } from './answer-cache.ts';
import type { Log } from './log.ts';
import type { MicroUsd } from './money.ts';
import { failureOf, type ProviderFailure, type ProviderFailureKind } from './provider-failure.ts';
import { type Answered, createProviderRequest, type Wish } from './provider-request.ts';
import { type Clock, SECOND, systemClock } from './time.ts';

export type { ProviderFailure, ProviderFailureKind } from './provider-failure.ts';

/** What an answer took: money (micro-dollars) and the provider's own credits. */
export type ProviderCost = Readonly<{ microUsd: MicroUsd; credits: number }>;

/** An answer with what it cost, or why there is none. */
export type ProviderReply<T> = Readonly<
  | { ok: true; value: T; costMicroUsd: MicroUsd; credits: number; fromCache: boolean }
  | { ok: false; failure: ProviderFailure; costMicroUsd: MicroUsd }
>;

type Answer = Readonly<{ status: number; body: unknown; headers: Headers }>;

export type ProviderCallOptions = Readonly<{
  provider: string;
  baseUrl: string;
  /** Headers of every request, the credential among them; asked for at every call, so that a new key is used at once. */
  headers: () => Promise<Readonly<Record<string, string>>>;
  /** Parameters that hold the credential of a provider that takes it in the address only. */
  secretQuery?: () => Promise<Readonly<Record<string, string>>>;
  /** Reads the body of a provider that does not speak JSON. */
  read?: (text: string) => unknown;
  fetch?: typeof globalThis.fetch;
  clock?: Clock;
  pause?: (milliseconds: number) => Promise<void>;
  random?: () => number;
  requestsPerMinute: number;
  /** How long one attempt may take, milliseconds. */
  timeout?: number;
  /** How long all attempts of a call and the waits between them may take, milliseconds. */
  patience?: number;
  cache?: AnswerCache;
  log?: Log;
  /** Where a provider's statuses mean something else than usual; undefined leaves it to the usual meaning. */
  meaningOf?: (answer: Answer) => ProviderFailureKind | undefined;
}>;

export type ProviderQuestion<S extends z.ZodType> = Wish &
  Readonly<{
    schema: S;
    cost: (value: z.output<S>, headers: Headers) => ProviderCost;
    /** What an answer cost that could not be read. */
    costOfUnread?: (headers: Headers) => ProviderCost;
    /** For how long the same question is answered from the cache, milliseconds. */
    cacheFor?: number;
    /** Statuses that mean "nothing matches", and the value that stands for it. */
    empty?: Readonly<{ statuses: readonly number[]; value: z.output<S> }>;
  }>;

export type ProviderCall = ReturnType<typeof createProviderCall>;

const NOTHING: ProviderCost = { microUsd: 0, credits: 0 };
const EMPTY = 'empty';

/**
 * Makes calls to one provider: at most so many a minute, each attempt ended after its timeout, 429 and 5xx repeated with the wait that the provider
 * asks for (jitter added) within a bounded total, answers parsed, what each cost told, and the same question answered from the cache within its time.
 * Never throws for what a provider does; messages of failures hold no credential.
 */
export const createProviderCall = (options: ProviderCallOptions) => {
  const { provider, cache, log } = options;
  const request = createProviderRequest({
    timeout: 20 * SECOND,
    patience: 60 * SECOND,
    clock: systemClock,
    random: Math.random,
    fetch: globalThis.fetch,
    ...options,
    pause: options.pause ?? ((milliseconds) => sleep(milliseconds)),
  });

  const refuse = (kind: ProviderFailureKind, told: string, { microUsd } = NOTHING) => {
    const failure = failureOf(provider, kind, told);
    log?.warn('A provider gave nothing', { provider, reason: kind });
    return { ok: false as const, failure, costMicroUsd: microUsd };
  };

  return async <S extends z.ZodType>(question: ProviderQuestion<S>): Promise<ProviderReply<z.output<S>>> => {
    const { schema, cost, costOfUnread, empty } = question;
    const cacheFor = question.cacheFor ?? 0;
    const asked = questionText(question);
    const known = cacheFor > 0 ? await cache?.get(provider, asked) : undefined;
    if (known !== undefined) {
      const kept = known.answer === EMPTY && empty !== undefined ? empty.value : schema.safeParse(known.answer).data;
      if (kept !== undefined) return { ok: true, value: kept, costMicroUsd: 0, credits: 0, fromCache: true };
    }
    const answered: Answered = await request(question, empty?.statuses ?? []);
    if (!answered.ok) return refuse(answered.kind, answered.told);
    const { status, body, headers } = answered;
    if (empty?.statuses.includes(status) === true) {
      if (cacheFor > 0) await cache?.put(provider, asked, EMPTY, cacheFor);
      return { ok: true, value: empty.value, costMicroUsd: 0, credits: 0, fromCache: false };
    }
    const parsed = schema.safeParse(body);
    if (!parsed.success) return refuse('schema_changed', whereWrong(parsed.error), costOfUnread?.(headers));
    if (cacheFor > 0) await cache?.put(provider, asked, body, cacheFor);
    const { microUsd, credits } = cost(parsed.data, headers);
    return { ok: true, value: parsed.data, costMicroUsd: microUsd, credits, fromCache: false };
  };
};

/** The question as its own key; headers may change what is answered (versions, field masks), the credential is not among them. */
const questionText = ({ method, path, query, body, headers }: Wish): string =>
  JSON.stringify([method, path, query ?? {}, body instanceof URLSearchParams ? body.toString() : body, headers ?? {}]);

const whereWrong = (error: z.ZodError): string => {
  const [issue] = error.issues;
  return issue === undefined ? '' : `${issue.path.map(String).join('.') || 'the answer'}: ${issue.message}`;
};
