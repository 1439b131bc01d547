import type * as z from 'zod';
import type { MicroUsd } from '../platform/money.ts';

/** What one call to a model took. */
export type ModelUsage = Readonly<{
  model: string;
  inputTokens: number;
  outputTokens: number;
  cachedInputTokens: number;
  costMicroUsd: MicroUsd;
}>;

/** A picture for a model that sees. */
export type ModelImage = Readonly<{ mediaType: 'image/webp' | 'image/png' | 'image/jpeg'; base64: string }>;

/** A question to a model whose answer has a shape. */
export type ModelRequest<S extends z.ZodType> = Readonly<{
  /** What it is for, in a word or two; stands in messages. */
  task: string;
  schema: S;
  /** The part that many requests share: sent first and cached by the provider. */
  stable: string;
  /** The part of this request alone. What comes from outside stands in it as data (`passagesBlock`). */
  prompt: string;
  /** Pictures that stand before the prompt. */
  images?: readonly ModelImage[];
  maxTokens?: number;
  signal?: AbortSignal;
}>;

export type ModelFailureReason =
  | 'budget'
  | 'refused'
  | 'cut_off'
  | 'malformed'
  | 'rate_limited'
  | 'overloaded'
  | 'timeout'
  | 'unavailable'
  | 'not_configured';

/** Why there is no answer; `detail` names the provider and says what helps, for a person. */
export type ModelFailure = Readonly<{ reason: ModelFailureReason; detail: string; retryAfterSeconds?: number }>;

/** An answer with everything that was paid for it, failed attempts included. */
export type ModelAnswer<T> = Readonly<
  | { ok: true; value: T; usage: readonly ModelUsage[] }
  | { ok: false; failure: ModelFailure; usage: readonly ModelUsage[] }
>;

/** Answers questions in a shape. Never throws for what a provider does. `onDelta` is given the answer's text (JSON) as it comes. */
export type Model = Readonly<{
  name: string;
  generate: <S extends z.ZodType>(
    request: ModelRequest<S>,
    onDelta?: (text: string) => void,
  ) => Promise<ModelAnswer<z.output<S>>>;
}>;

/** What all calls of one answer cost together. */
export const costOf = (usage: readonly ModelUsage[]): MicroUsd =>
  usage.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0);
