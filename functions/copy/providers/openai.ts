import { createHash } from 'node:crypto';
import type OpenAI from 'openai';
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
import { priceOf } from './model-price.ts';
import { failure, failureOf } from './sdk-failure.ts';

type Answered<T> = Pick<OpenAI.Responses.Response, 'status' | 'incomplete_details' | 'usage' | 'output' | 'error'> & {
  output_parsed: Reading<T> | null;
};

/** Families that think before they answer; for writing short texts little of it is enough, and it is charged as output. */
const REASONS = /^(?:gpt-(?:[5-9]|\d{2})|o\d)/;

/**
 * OpenAI through its SDK (Responses API): structured output, retries by the SDK, a stream when somebody listens. Prompts with the same beginning are cached by the
 * provider of itself; the key leads them to the same machine. Nothing is stored there.
 */
export const createOpenAi = ({
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
  let client: Promise<OpenAI> | undefined;
  const connect = async (): Promise<OpenAI> => {
    const { default: Sdk } = await import('openai');
    return new Sdk({
      apiKey,
      maxRetries: limits.retries,
      timeout: limits.attemptMs,
      ...(baseURL === undefined ? {} : { baseURL }),
    });
  };

  const request = async <S extends z.ZodType>({ schema, stable, prompt, images, maxTokens, mend }: Ask<S>) => {
    const [{ zodTextFormat }, { makeParseableTextFormat }] = await Promise.all([
      import('openai/helpers/zod'),
      import('openai/lib/parser'),
    ]);
    return {
      model,
      instructions: stable,
      input: [
        { role: 'user' as const, content: contentOf(prompt, images) },
        ...(mend === undefined
          ? []
          : [
              { role: 'assistant' as const, content: mend.answer },
              { role: 'user' as const, content: mendRequest(mend.problem) },
            ]),
      ],
      text: { format: makeParseableTextFormat(zodTextFormat(schema, 'answer'), readShape(schema)) },
      max_output_tokens: maxTokens,
      prompt_cache_key: createHash('sha256').update(stable).digest('hex').slice(0, 32),
      store: false,
      ...(REASONS.test(model) ? { reasoning: { effort: 'low' as const } } : {}),
    };
  };

  return {
    name: 'openai',
    model,
    mostCost: (ask) => {
      const schema = JSON.stringify(z.toJSONSchema(ask.schema, { unrepresentable: 'any' }));
      return price({ input: 0, cacheRead: 0, cacheWrite: mostInputTokens(ask, schema), output: ask.maxTokens });
    },
    ask: async <S extends z.ZodType>(ask: Ask<S>, onDelta?: (text: string) => void): Promise<Told<z.output<S>>> => {
      const signal = withinTime(limits, ask.signal);
      const began = clock();
      const heard = { any: false };
      client ??= connect();
      try {
        const [{ responses }, params] = await Promise.all([client, request(ask)]);
        if (onDelta === undefined && ask.maxTokens <= LONG_ANSWER)
          return judge(await responses.parse(params, { signal }), model);
        const stream = responses.stream(params, { signal });
        stream.on('response.output_text.delta', ({ delta }) => {
          heard.any = true;
          onDelta?.(delta);
        });
        return judge(await stream.finalResponse(), model);
      } catch (error) {
        const found = failureOf('OpenAI', error, clock(), clock() - began >= limits.attemptMs);
        return { ok: false, failure: found, usage: null, maybeBilled: heard.any || found.reason === 'timeout' };
      }
    },
  };
};

const contentOf = (
  prompt: string,
  images: readonly ModelImage[] = [],
): string | OpenAI.Responses.ResponseInputMessageContentList =>
  images.length === 0
    ? prompt
    : [
        ...images.map(({ mediaType, base64 }) => ({
          type: 'input_image' as const,
          detail: 'auto' as const,
          image_url: `data:${mediaType};base64,${base64}`,
        })),
        { type: 'input_text', text: prompt },
      ];

const usageOf = (model: string, usage: OpenAI.Responses.ResponseUsage | undefined): ModelUsage | null => {
  if (usage === undefined) return null;
  const { cached_tokens: cacheRead, cache_write_tokens: cacheWrite } = usage.input_tokens_details;
  return {
    model,
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cachedInputTokens: cacheRead,
    costMicroUsd: priceOf(model)({
      input: Math.max(0, usage.input_tokens - cacheRead - cacheWrite),
      output: usage.output_tokens,
      cacheRead,
      cacheWrite,
    }),
  };
};

const judge = <T>(answer: Answered<T>, model: string): Told<T> => {
  const usage = usageOf(model, answer.usage);
  const parts = answer.output.flatMap((item) => (item.type === 'message' ? item.content : []));
  const text = parts.map((part) => (part.type === 'output_text' ? part.text : '')).join('');
  const stopped = answer.incomplete_details?.reason;
  if (parts.some(({ type }) => type === 'refusal') || stopped === 'content_filter')
    return { ok: false, failure: failure('OpenAI', 'refused'), usage };
  if (stopped === 'max_output_tokens') return { ok: false, failure: failure('OpenAI', 'cut_off'), usage, answer: text };
  if (answer.status !== 'completed' || usage === null)
    return {
      ok: false,
      failure: failure('OpenAI', 'unavailable', { said: answer.error?.message ?? 'the answer broke off' }),
      usage,
      maybeBilled: usage === null,
    };
  const reading = answer.output_parsed ?? { ok: false, problem: 'It holds no text.' };
  return reading.ok
    ? { ok: true, value: reading.value, usage }
    : { ok: false, failure: failure('OpenAI', 'malformed', { said: reading.problem }), usage, answer: text };
};
