import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Outcome } from '../lambda/function-environment.ts';
import { LOCAL_REGION } from '../protocol.ts';
import { md5OfBody } from '../queues/message-attributes.ts';
import type { ReceivedMessage } from '../queues/queue-store.ts';
import type { Queues } from '../queues/queues.ts';
import { systemAttributesOf } from '../queues/sqs-replies.ts';

export const QueueSourceProperties = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.number().int().min(1).max(10_000).default(10),
  MaximumBatchingWindowInSeconds: z.number().int().min(0).max(300).default(0),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.number().int().min(2).max(1_000).optional() }).default({}),
  Enabled: z.boolean().default(true),
  /** Has no effect here: nothing bills or polls faster for it. */
  MetricsConfig: z.unknown().optional(),
  Tags: z.unknown().optional(),
});
export type QueueSourceProperties = z.infer<typeof QueueSourceProperties>;

/** What a function answers that reports single failures. */
const BatchAnswer = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() })
  .nullish();

/** Invocations of one mapping at a time when the template sets no bound: the five pollers that Lambda begins with. */
const DEFAULT_CONCURRENCY = 5;
const LONG_POLL_SECONDS = 20;

const recordOf = (message: ReceivedMessage, queueArn: string) => ({
  messageId: message.messageId,
  receiptHandle: message.receiptHandle,
  body: message.body,
  attributes: systemAttributesOf(message),
  messageAttributes: Object.fromEntries(
    Object.entries(message.attributes).map(([name, attribute]) => [
      name,
      {
        dataType: attribute.DataType,
        ...(attribute.StringValue === undefined ? {} : { stringValue: attribute.StringValue }),
        ...(attribute.BinaryValue === undefined ? {} : { binaryValue: attribute.BinaryValue }),
        stringListValues: [],
        binaryListValues: [],
      },
    ]),
  ),
  md5OfBody: md5OfBody(message.body),
  eventSource: 'aws:sqs',
  eventSourceARN: queueArn,
  awsRegion: LOCAL_REGION,
});

/**
 * Polls a queue for a function: batches by size and window, at most so many invocations at once, and deletes what was handled. What failed
 * stays and comes back when its visibility timeout is over, as with Lambda's pollers.
 * Source: Lambda developer guide, "Using Lambda with Amazon SQS".
 */
export const startQueueSource = ({
  properties,
  queues,
  invoke,
  onFault,
}: {
  properties: QueueSourceProperties;
  queues: Pick<Queues, 'receive' | 'deleteBatch'>;
  invoke: (functionName: string, event: unknown) => Promise<Outcome>;
  onFault: (message: string, fault: unknown) => void;
}) => {
  const { EventSourceArn: queueArn, FunctionName: functionName, BatchSize: most } = properties;
  const queue = queueArn.split(':').at(-1) ?? '';
  const concurrency = properties.ScalingConfig.MaximumConcurrency ?? DEFAULT_CONCURRENCY;
  const stopping = new AbortController();
  const { signal } = stopping;
  const stopped = (): boolean => signal.aborted;
  const underway = new Set<Promise<void>>();

  /** A batch: waits for its first messages and, when they do not fill it, for the window; then takes what has come. */
  const gather = async (): Promise<ReceivedMessage[]> => {
    const batch = await queues.receive(queue, { most, waitSeconds: LONG_POLL_SECONDS, signal });
    const window = properties.MaximumBatchingWindowInSeconds * 1_000;
    if (batch.length === 0 || batch.length >= most || window === 0) return batch;
    await sleep(window, undefined, { signal }).catch(() => undefined);
    if (!stopped()) batch.push(...(await queues.receive(queue, { most: most - batch.length, waitSeconds: 0, signal })));
    return batch;
  };

  const deliver = async (batch: readonly ReceivedMessage[]): Promise<void> => {
    const outcome = await invoke(functionName, { Records: batch.map((message) => recordOf(message, queueArn)) });
    if (signal.aborted || !outcome.ok) return;
    const failed = failuresIn(outcome.payload);
    if (failed === undefined) return;
    const handled = batch.filter(({ messageId }) => !failed.has(messageId));
    if (handled.length > 0)
      queues.deleteBatch(
        queue,
        handled.map(({ receiptHandle }) => receiptHandle),
      );
  };

  /** Ids of messages that failed; undefined when the answer is not understood, which counts as all having failed. */
  const failuresIn = (payload: string): ReadonlySet<string> | undefined => {
    if (properties.FunctionResponseTypes.length === 0) return new Set();
    const parsed = BatchAnswer.safeParse(JSON.parse(payload));
    if (!parsed.success) return undefined;
    return new Set((parsed.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier));
  };

  const poll = async (): Promise<void> => {
    while (!stopped()) {
      while (underway.size >= concurrency) await Promise.race(underway);
      const batch = await gather();
      if (batch.length === 0 || stopped()) continue;
      const work: Promise<void> = deliver(batch)
        .catch((error: unknown) => onFault(`The event source of ${functionName} failed`, error))
        .finally(() => underway.delete(work));
      underway.add(work);
    }
  };
  const polling = properties.Enabled
    ? poll().catch((error: unknown) => {
        if (!signal.aborted) onFault(`The event source of ${functionName} has stopped`, error);
      })
    : Promise.resolve();

  return {
    /** Takes nothing more; invocations underway are not waited for: what they do not delete comes again. */
    stop: async (): Promise<void> => {
      stopping.abort();
      await polling;
    },
  };
};
