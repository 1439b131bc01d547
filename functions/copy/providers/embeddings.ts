import type OpenAI from 'openai';
import type { Reserve } from '../generate.ts';
import { type CallLimits, DEFAULT_CALL_LIMITS, withinTime } from './call-limits.ts';
import { priceOf } from './model-price.ts';

/** Gives vectors of 1,536 dimensions; an index must have been made with as many, and with the cosine distance. */
export const EMBEDDING_MODEL = 'text-embedding-3-small';
/** Texts a request (the API's limit is 2,048, and 300,000 tokens together). */
const BATCH = 256;

/** Texts as vectors, in order. */
export type Embed = (texts: readonly string[]) => Promise<readonly (readonly number[])[]>;

/**
 * Embeds with OpenAI, held to the same budget as the models.
 * @throws Error when a limit has no room, and whatever the SDK throws after its retries
 */
export const createEmbed = ({
  apiKey,
  baseURL,
  reserve,
  limits = DEFAULT_CALL_LIMITS,
}: {
  apiKey: string;
  baseURL?: string | undefined;
  reserve: Reserve;
  limits?: CallLimits;
}): Embed => {
  const price = priceOf(EMBEDDING_MODEL);
  const costOf = (input: number) => price({ input, output: 0, cacheWrite: 0, cacheRead: 0 });
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

  const embedBatch = async (input: readonly string[]): Promise<readonly (readonly number[])[]> => {
    const most = costOf(input.reduce((sum, text) => sum + Buffer.byteLength(text, 'utf8'), 0));
    const reserved = await reserve(most);
    if (!reserved.ok) throw new Error(`The budget for language models ${reserved.limit.name} is used up`);
    client ??= connect();
    let paid = most;
    try {
      const { embeddings } = await client;
      const answer = await embeddings.create(
        { model: EMBEDDING_MODEL, input: [...input], encoding_format: 'float' },
        { signal: withinTime(limits, undefined) },
      );
      paid = costOf(answer.usage.prompt_tokens);
      return [...answer.data].sort((a, b) => a.index - b.index).map(({ embedding }) => embedding);
    } catch (error) {
      if (error instanceof Error && 'status' in error && typeof error.status === 'number') paid = 0;
      throw error;
    } finally {
      await reserved.reservation.settle(paid);
    }
  };

  return async (texts) => {
    const vectors: (readonly number[])[] = [];
    for (let at = 0; at < texts.length; at += BATCH) vectors.push(...(await embedBatch(texts.slice(at, at + BATCH))));
    return vectors;
  };
};
