import type Anthropic from '@anthropic-ai/sdk';
import * as z from 'zod';
import { type Clock, systemClock } from '../../platform/time.ts';
import type { ModelImage, ModelUsage } from '../model.ts';
import {
  type Ask,
  type ModelProvider,
  mendRequest,
  mostInputTokens,
  type Reading,
  readShape,
  type Told,
} from '../model-provider.ts';
import { type CallLimits, DEFAULT_CALL_LIMITS, LONG_ANSWER, withinTime } from './call-limits.ts';
import { priceOf, type TokenUsage } from './model-price.ts';
import { failure, failureOf } from './sdk-failure.ts';

export type Answered<T> = Pick<Anthropic.Message, 'usage' | 'stop_reason' | 'content'> & {
  parsed_output: Reading<T> | null;
};

/**
 * Claude through its SDK: structured output, the stable part of the prompt cached for five minutes, retries by the SDK (429, 5xx, connection), a stream when somebody
 * listens. The SDK is loaded when the first question is asked, so that functions without a key never load it. No sampling parameters: models since 4.7 take none.
 */
export const createClaude = ({
  apiKey,
  model,
  baseURL,
  limits = DEFAULT_CALL_LIMITS,
  clock = systemClock,
}: {
  apiKey: string;
  model: string;
  baseURL?: string | undefined;
  limits?: CallLimits;
  clock?: Clock;
}): ModelProvider => {
  const price = priceOf(model);
  const told = (usage: Anthropic.Usage): ModelUsage => usageOf(model, usage);
  const client = clientOnce({ apiKey, baseURL, limits });

  return {
    name: 'anthropic',
    model,
    mostCost: (ask) => {
      return price(mostUsage(ask));
    },
    ask: async <S extends z.ZodType>(ask: Ask<S>, onDelta?: (text: string) => void): Promise<Told<z.output<S>>> => {
      const signal = withinTime(limits, ask.signal);
      const began = clock();
      const heard = { any: false };
      try {
        const [{ messages }, params] = await Promise.all([client(), requestOf(model, ask)]);
        if (onDelta === undefined && ask.maxTokens <= LONG_ANSWER)
          return judge(await messages.parse(params, { signal }), told);
        const stream = messages.stream(params, { signal });
        stream.on('text', (text) => {
          heard.any = true;
          onDelta?.(text);
        });
        return judge(await stream.finalMessage(), told);
      } catch (error) {
        const found = failureOf('Claude', error, clock(), clock() - began >= limits.attemptMs);
        // An error with a status is not charged; an answer that nobody waited for, or that broke off, may be.
        return { ok: false, failure: found, usage: null, maybeBilled: heard.any || found.reason === 'timeout' };
      }
    },
  };
};

/** A question with the shape of its answer, as the Messages API takes it. */
export const requestOf = async <S extends z.ZodType>(model: string, ask: Ask<S>) => {
  const { zodOutputFormat } = await import('@anthropic-ai/sdk/helpers/zod');
  return {
    ...paramsOf(model, ask),
    output_config: { format: { ...zodOutputFormat(ask.schema), parse: readShape(ask.schema) } },
  };
};

/** No answer to this can take more: every byte may be a token, and all of them may be written to the cache. */
export const mostUsage = (ask: Ask<z.ZodType>): TokenUsage => ({
  input: 0,
  cacheRead: 0,
  cacheWrite: mostInputTokens(ask, JSON.stringify(z.toJSONSchema(ask.schema, { unrepresentable: 'any' }))),
  output: ask.maxTokens,
});

/** The client of a key, made when it is first needed. */
export const clientOnce = ({
  apiKey,
  baseURL,
  limits,
}: {
  apiKey: string;
  baseURL: string | undefined;
  limits: CallLimits;
}): (() => Promise<Anthropic>) => {
  let client: Promise<Anthropic> | undefined;
  const connect = async (): Promise<Anthropic> => {
    const { default: Sdk } = await import('@anthropic-ai/sdk');
    return new Sdk({
      apiKey,
      maxRetries: limits.retries,
      timeout: limits.attemptMs,
      ...(baseURL === undefined ? {} : { baseURL }),
    });
  };
  return () => (client ??= connect());
};

/** The parameters of one question; the same in a call and a stream. */
const paramsOf = (
  model: string,
  {
    stable,
    prompt,
    images,
    maxTokens,
    mend,
  }: Pick<Ask<z.ZodType>, 'stable' | 'prompt' | 'images' | 'maxTokens' | 'mend'>,
) => ({
  model,
  max_tokens: maxTokens,
  system: [{ type: 'text' as const, text: stable, cache_control: { type: 'ephemeral' as const } }],
  messages: [
    { role: 'user' as const, content: contentOf(prompt, images) },
    ...(mend === undefined
      ? []
      : [
          { role: 'assistant' as const, content: mend.answer },
          { role: 'user' as const, content: mendRequest(mend.problem) },
        ]),
  ],
});

const contentOf = (prompt: string, images: readonly ModelImage[] = []): string | Anthropic.ContentBlockParam[] =>
  images.length === 0
    ? prompt
    : [
        ...images.map(({ mediaType, base64 }) => ({
          type: 'image' as const,
          source: { type: 'base64' as const, media_type: mediaType, data: base64 },
        })),
        { type: 'text', text: prompt },
      ];

export const usageOf = (model: string, usage: Anthropic.Usage, share = 1): ModelUsage => {
  const [cacheWrite, cacheRead] = [usage.cache_creation_input_tokens ?? 0, usage.cache_read_input_tokens ?? 0];
  return {
    model,
    inputTokens: usage.input_tokens + cacheWrite + cacheRead,
    outputTokens: usage.output_tokens,
    cachedInputTokens: cacheRead,
    costMicroUsd: priceOf(
      model,
      share,
    )({ input: usage.input_tokens, output: usage.output_tokens, cacheWrite, cacheRead }),
  };
};

export const judge = <T>(answer: Answered<T>, told: (usage: Anthropic.Usage) => ModelUsage): Told<T> => {
  const usage = told(answer.usage);
  const text = answer.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  if (answer.stop_reason === 'refusal') return { ok: false, failure: failure('Claude', 'refused'), usage };
  if (answer.stop_reason === 'max_tokens' || answer.stop_reason === 'model_context_window_exceeded')
    return { ok: false, failure: failure('Claude', 'cut_off'), usage, answer: text };
  const reading = answer.parsed_output ?? { ok: false, problem: 'It holds no text.' };
  return reading.ok
    ? { ok: true, value: reading.value, usage }
    : { ok: false, failure: failure('Claude', 'malformed', { said: reading.problem }), usage, answer: text };
};
