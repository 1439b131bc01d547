import * as z from 'zod';
import type { BatchOutcome, StreamRecord } from '../database/shard-reader.ts';
import type { Outcome } from '../lambda/function-environment.ts';
import { LOCAL_REGION } from '../protocol.ts';
import { createFilter, FilterCriteria } from './filter.ts';
import type { PendingBatches } from './pending-batches.ts';

export const StreamSourceProperties = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']),
  BatchSize: z.number().int().min(1).max(10_000).default(100),
  MaximumBatchingWindowInSeconds: z.number().int().min(0).max(300).default(0),
  BisectBatchOnFunctionError: z.boolean().default(false),
  /** -1 stands for no bound. */
  MaximumRetryAttempts: z.number().int().min(-1).max(10_000).default(-1),
  /** Records are kept for as long as somebody has to read them, so none grows too old while this machine is off. */
  MaximumRecordAgeInSeconds: z.number().optional(),
  /** One shard is all there is here, read in order: a factor above 1 changes speed only. */
  ParallelizationFactor: z.number().int().min(1).max(10).optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) }).optional(),
  FilterCriteria: FilterCriteria.optional(),
  Enabled: z.boolean().default(true),
  MetricsConfig: z.unknown().optional(),
  Tags: z.unknown().optional(),
});
export type StreamSourceProperties = z.infer<typeof StreamSourceProperties>;

const BatchAnswer = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() })
  .nullish();

/** Values of an image as they stand in Lambda's events: bytes in base64. */
const wireForm = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(wireForm);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, wireForm(entry)]));
};

const eventRecord = (record: StreamRecord, streamArn: string) => {
  const { ApproximateCreationDateTime: at, Keys, NewImage, OldImage, ...rest } = record.dynamodb ?? {};
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: LOCAL_REGION,
    dynamodb: {
      ...rest,
      ...(at === undefined ? {} : { ApproximateCreationDateTime: Math.floor(at.getTime() / 1000) }),
      ...(Keys === undefined ? {} : { Keys: wireForm(Keys) }),
      ...(NewImage === undefined ? {} : { NewImage: wireForm(NewImage) }),
      ...(OldImage === undefined ? {} : { OldImage: wireForm(OldImage) }),
    },
    eventSourceARN: streamArn,
  };
};

const sequenceOf = (record: StreamRecord | undefined): string => record?.dynamodb?.SequenceNumber ?? '';

/**
 * Hands batches of a DynamoDB stream to a function, in order: filters, halves a batch that fails when the mapping says so, gives a record up
 * after its tries, and hands a batch that was interrupted over again as it was.
 * Source: Lambda developer guide, "Process DynamoDB records with Lambda".
 */
export const createStreamHandler = ({
  properties,
  consumer,
  pending,
  invoke,
  giveUp,
}: {
  properties: StreamSourceProperties;
  /** The same at every start. */
  consumer: string;
  pending: PendingBatches;
  invoke: (functionName: string, event: unknown) => Promise<Outcome>;
  /** Hears of records that are passed over for good. */
  giveUp: (records: readonly StreamRecord[], problem: string) => void;
}) => {
  const { FunctionName: functionName, EventSourceArn: streamArn, MaximumRetryAttempts: tries } = properties;
  const passes = createFilter(properties.FilterCriteria);
  const failed = new Map<string, number>();

  const firstFailureIn = (payload: string): string | undefined => {
    if (properties.FunctionResponseTypes.length === 0) return undefined;
    const failures = BatchAnswer.parse(JSON.parse(payload))?.batchItemFailures ?? [];
    const sequences = failures.map(({ itemIdentifier }) => BigInt(itemIdentifier));
    const [least] = sequences.sort((a, b) => (a < b ? -1 : 1));
    return least === undefined ? undefined : String(least);
  };

  /** Counts a failure of what begins with this record; true when its tries are used up. */
  const isGivenUp = (records: readonly StreamRecord[], problem: string): boolean => {
    const sequence = sequenceOf(records[0]);
    const count = (failed.get(sequence) ?? 0) + 1;
    failed.set(sequence, count);
    if (tries < 0 || count <= tries) return false;
    failed.delete(sequence);
    giveUp(records, problem);
    return true;
  };

  const deliver = async (records: readonly StreamRecord[]): Promise<BatchOutcome> => {
    const wanted = records.map((record) => eventRecord(record, streamArn)).filter(passes);
    if (wanted.length === 0) return undefined;
    const outcome = await invoke(functionName, { Records: wanted });
    if (outcome.ok) {
      const sequence = firstFailureIn(outcome.payload);
      const from = records.findIndex((record) => sequenceOf(record) === sequence);
      if (sequence === undefined || from < 0) return undefined;
      if (!isGivenUp(records.slice(from), 'the function reported it')) return { firstFailed: sequence };
      return undefined;
    }
    const problem = `${outcome.error.errorType}: ${outcome.error.errorMessage}`;
    if (properties.BisectBatchOnFunctionError && records.length > 1) {
      const middle = Math.ceil(records.length / 2);
      return (await deliver(records.slice(0, middle))) ?? (await deliver(records.slice(middle)));
    }
    if (isGivenUp(records, problem)) return undefined;
    return { firstFailed: sequenceOf(records[0]) };
  };

  const deliverRemembered = async (records: readonly StreamRecord[]): Promise<BatchOutcome> => {
    const first = sequenceOf(records[0]);
    pending.begin(consumer, first, sequenceOf(records.at(-1)));
    const outcome = await deliver(records);
    // What failed is cut anew by the reader, which begins at the failed record; only what is done may be forgotten.
    if (outcome === undefined) pending.end(consumer, first);
    return outcome;
  };

  return async (records: readonly StreamRecord[]): Promise<BatchOutcome> => {
    const last = pending.lastOf(consumer, sequenceOf(records[0]));
    const end = records.findIndex((record) => sequenceOf(record) === last);
    if (end < 0 || end === records.length - 1) return deliverRemembered(records);
    return (await deliverRemembered(records.slice(0, end + 1))) ?? (await deliverRemembered(records.slice(end + 1)));
  };
};
