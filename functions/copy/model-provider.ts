import type * as z from 'zod';
import type { MicroUsd } from '../platform/money.ts';
import type { ModelFailure, ModelRequest, ModelUsage } from './model.ts';

/** One asking of a model, as the port below `Model` takes it. */
export type Ask<S extends z.ZodType> = Omit<ModelRequest<S>, 'maxTokens'> &
  Readonly<{
    maxTokens: number;
    /** An earlier answer to the same question and what was wrong with it: the one attempt at repair. */
    mend?: Readonly<{ answer: string; problem: string }>;
  }>;

/** What came of it. `usage` is null when nothing was answered; `maybeBilled` when the provider may charge for what never arrived. */
export type Told<T> = Readonly<
  | { ok: true; value: T; usage: ModelUsage }
  | {
      ok: false;
      failure: ModelFailure;
      usage: ModelUsage | null;
      maybeBilled?: boolean;
      /** The answer that could not be read. */
      answer?: string;
    }
>;

/** A provider of models: asks once, with the retries of its SDK, and says what it cost. Never throws for what the provider does. */
export type ModelProvider = Readonly<{
  name: 'anthropic' | 'openai';
  model: string;
  /** No answer to this can cost more. */
  mostCost: <S extends z.ZodType>(ask: Ask<S>) => MicroUsd;
  ask: <S extends z.ZodType>(ask: Ask<S>, onDelta?: (text: string) => void) => Promise<Told<z.output<S>>>;
}>;

export type Reading<T> = Readonly<{ ok: true; value: T } | { ok: false; problem: string }>;

const MOST_PROBLEMS = 5;

/** Reads a model's text as JSON of a shape. The SDKs' own readers throw, and with the error goes what the call cost and why the model stopped. */
export const readShape =
  <S extends z.ZodType>(schema: S) =>
  (text: string): Reading<z.output<S>> => {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return { ok: false, problem: 'It is not valid JSON.' };
    }
    const parsed = schema.safeParse(json);
    if (parsed.success) return { ok: true, value: parsed.data };
    const problems = parsed.error.issues
      .slice(0, MOST_PROBLEMS)
      .map(({ path, message }) => `${path.join('.')}: ${message}`);
    return { ok: false, problem: `It does not have the shape asked for. ${problems.join('; ')}` };
  };

/** What the model is told when it is asked again. */
export const mendRequest = (problem: string): string =>
  `That answer cannot be used. ${problem} Answer the same question again, complete and in the shape asked for.`;

const OVERHEAD_TOKENS = 1_000;
/** No picture costs more on either side: both scale down what is larger than their models see. */
const IMAGE_TOKENS = 6_000;

/** A bound on the tokens of a request: with byte-level tokenizers a token is at least one byte. The schema is sent along. */
export const mostInputTokens = (ask: Ask<z.ZodType>, schemaText: string): number =>
  OVERHEAD_TOKENS +
  IMAGE_TOKENS * (ask.images ?? []).length +
  [ask.stable, ask.prompt, ask.mend?.answer ?? '', ask.mend?.problem ?? '', schemaText].reduce(
    (sum, text) => sum + Buffer.byteLength(text, 'utf8'),
    0,
  );
