import type Anthropic from '@anthropic-ai/sdk';
import type * as z from 'zod';
import { type Clock, MINUTE, systemClock } from '../../platform/time.ts';
import {
  type BatchAnswer,
  BatchesNotSeen,
  type BatchState,
  type ModelBatches,
  type Submitted,
} from '../model-batches.ts';
import { type Ask, readShape } from '../model-provider.ts';
import { clientOnce, judge, mostUsage, requestOf, usageOf } from './claude.ts';
import { BATCH_SHARE, priceOf } from './model-price.ts';
import { failureOf } from './sdk-failure.ts';

/** Batches are megabytes, and nobody waits for the answer to one request of ours. */
const LIMITS = { attemptMs: 2 * MINUTE, wholeMs: 5 * MINUTE, retries: 2 };
const NOT_FOUND = 404;
/** What the API says to stopping a batch that has ended, or that is gone. */
const TOO_LATE: readonly unknown[] = [400, NOT_FOUND, 409];

const textOf = ({ content }: Anthropic.Message): string =>
  content.map((block) => (block.type === 'text' ? block.text : '')).join('');

const statusOf = (error: unknown): unknown => (error instanceof Error && 'status' in error ? error.status : undefined);

const stateOf = ({
  id,
  created_at,
  processing_status,
  request_counts: { processing, succeeded, errored, canceled, expired },
}: Anthropic.Messages.MessageBatch): BatchState => ({
  id,
  createdAt: Date.parse(created_at),
  requests: processing + succeeded + errored + canceled + expired,
  ended: processing_status === 'ended',
  cancelling: processing_status === 'canceling',
});

/** Claude's Message Batches (docs.claude.com, "Batch processing"): half the price, most within an hour, what is not done after 24 hours expires. */
export const createClaudeBatches = ({
  apiKey,
  model,
  baseURL,
  clock = systemClock,
  limits = LIMITS,
}: {
  apiKey: string;
  model: string;
  baseURL?: string | undefined;
  clock?: Clock;
  limits?: typeof LIMITS;
}): ModelBatches => {
  const client = clientOnce({ apiKey, baseURL, limits });

  /** Asks about batches. @throws BatchesNotSeen for whatever the SDK throws after its retries */
  const seen = async <T>(ask: (api: Anthropic) => Promise<T>): Promise<T> => {
    try {
      return await ask(await client());
    } catch (error) {
      // A body that breaks off is fetch's own error, which the SDK does not wrap.
      const reason = error instanceof Error ? failureOf('Claude', error, clock(), false).reason : 'unavailable';
      throw new BatchesNotSeen(`${model}: ${reason}`, reason === 'not_configured');
    }
  };

  /** A batch that was taken and whose answer was lost must not be made twice: the SDK's own retries are off. */
  const submit: ModelBatches['submit'] = async (requests): Promise<Submitted> => {
    try {
      const { messages } = await client();
      const made = await messages.batches.create(
        {
          requests: requests.map(({ id, params }) => ({
            custom_id: id,
            // What `paramsOf` gave, as it was stored.
            params: params as Anthropic.Messages.MessageCreateParamsNonStreaming,
          })),
        },
        { maxRetries: 0 },
      );
      return { outcome: 'taken', id: made.id };
    } catch (error) {
      const { reason } = failureOf('Claude', error, clock(), false);
      const status = statusOf(error);
      if (typeof status !== 'number' || status >= 500)
        return { outcome: reason === 'overloaded' ? 'later' : 'unknown', reason };
      return status === 429 ? { outcome: 'later', reason } : { outcome: 'refused', reason: `http_${String(status)}` };
    }
  };

  return {
    model,
    mostCost: (ask) => priceOf(model, BATCH_SHARE)(mostUsage(ask)),
    paramsOf: async <S extends z.ZodType>(ask: Ask<S>): Promise<unknown> =>
      JSON.parse(JSON.stringify(await requestOf(model, ask))) as unknown,
    submit,

    since: (milliseconds) =>
      seen(async ({ messages }) => {
        const found: BatchState[] = [];
        for await (const batch of messages.batches.list({ limit: 100 })) {
          const state = stateOf(batch);
          if (state.createdAt < milliseconds) break;
          found.push(state);
        }
        return found;
      }),

    state: (id) =>
      seen(async ({ messages }) => {
        try {
          return stateOf(await messages.batches.retrieve(id));
        } catch (error) {
          if (statusOf(error) === NOT_FOUND) return undefined;
          throw error;
        }
      }),

    cancel: (id) =>
      seen(async ({ messages }) => {
        try {
          await messages.batches.cancel(id);
        } catch (error) {
          if (!TOO_LATE.includes(statusOf(error))) throw error;
        }
      }),

    answers: async function* <S extends z.ZodType>(id: string, schema: S): AsyncGenerator<BatchAnswer<z.output<S>>> {
      const read = readShape(schema);
      const results = await seen(({ messages }) => messages.batches.results(id));
      const lines = results[Symbol.asyncIterator]();
      for (;;) {
        const line = await seen(() => lines.next());
        if (line.done === true) return;
        const { custom_id, result } = line.value;
        if (result.type !== 'succeeded') {
          yield { id: custom_id, ok: false, ended: result.type };
          continue;
        }
        const { message } = result;
        const told = judge({ ...message, parsed_output: read(textOf(message)) }, (usage) =>
          usageOf(model, usage, BATCH_SHARE),
        );
        yield { id: custom_id, ...told };
      }
    },
  };
};
