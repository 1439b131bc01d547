import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import type { Checkpoint } from './stream-checkpoints.ts';

export type { StreamRecord };

/** What became of a batch: all done (undefined), or done up to but without the record of this sequence number. */
export type BatchOutcome = { firstFailed: string } | undefined;

export type ShardReaderOptions = {
  streams: DynamoDBStreamsClient;
  /** Records a batch (at most 1,000 a read), and seconds to wait for it to fill up from its first record on. */
  batchSize: number;
  windowSeconds?: number;
  /** Where a consumer begins that has no checkpoint. */
  startingPosition: 'TRIM_HORIZON' | 'LATEST';
  /** Handles a batch in order; what it throws has the batch handed over again. */
  handle: (records: StreamRecord[]) => Promise<BatchOutcome>;
  /** Retries of one batch before it is passed over, and reported; without it a batch is retried for ever. */
  maximumRetries?: number | undefined;
  /** Tells cheaply whether the stream may have news; without it an idle shard is asked four times a second. */
  hasChanged?: () => boolean;
  report: (problem: string) => void;
};

export type ShardPosition = {
  stream: string;
  shard: string;
  load: () => Checkpoint | undefined;
  save: (checkpoint: Checkpoint) => void;
};

type Page = { records: StreamRecord[]; next: string | undefined };
type Handling = 'done' | 'given up' | 'closed' | { firstFailed: string };

const LOOK_EVERY_MS = 50;
const ASK_EVERY_MS = 250;
const ASK_ANYWAY_MS = 10_000;
const LONGEST_BACKOFF_MS = 10_000;
const LARGEST_READ = 1000;

/** Reads one shard to its end, or until the signal aborts; its checkpoint moves only past what has been handled. */
export async function readShard(
  options: ShardReaderOptions,
  position: ShardPosition,
  signal: AbortSignal,
): Promise<void> {
  const { streams, batchSize, windowSeconds = 0 } = options;
  const known = position.load();
  let sequence = known?.sequence;
  let isSkipping = known === undefined && options.startingPosition === 'LATEST';
  if (known === undefined && !isSkipping) position.save({ sequence, isClosed: false });
  let iterator = await iteratorAfter(streams, position, sequence);
  while (iterator !== undefined && !signal.aborted) {
    const page: Page = isSkipping
      ? await fill(iterator, LARGEST_READ, 0)
      : await fill(iterator, batchSize, windowSeconds * 1000);
    const last = page.records.at(-1)?.dynamodb?.SequenceNumber;
    iterator = page.next;
    if (last === undefined) {
      // What follows the end of a stream that is read from LATEST is new, also when it comes after a restart.
      if (isSkipping) position.save({ sequence, isClosed: false });
      isSkipping = false;
      if (iterator !== undefined) await untilChanged(ASK_ANYWAY_MS);
      continue;
    }
    const handling = isSkipping ? 'done' : await handOver(options, page.records, signal);
    if (handling === 'closed') return;
    if (typeof handling === 'object') {
      sequence = sequenceBefore(page.records, handling.firstFailed) ?? sequence;
      iterator = await iteratorAfter(streams, position, sequence);
    } else {
      sequence = last;
    }
    if (!isSkipping) position.save({ sequence, isClosed: false });
  }
  if (iterator === undefined) position.save({ sequence, isClosed: true });

  /** A batch: what is there, and with a window what comes until it is over or the batch is full. */
  async function fill(from: string, size: number, windowMs: number): Promise<Page> {
    const records: StreamRecord[] = [];
    let next: string | undefined = from;
    let until: number | undefined;
    for (;;) {
      const answer: { Records?: StreamRecord[] | undefined; NextShardIterator?: string | undefined } =
        await streams.send(
          new GetRecordsCommand({ ShardIterator: next, Limit: Math.min(LARGEST_READ, size - records.length) }),
        );
      records.push(...(answer.Records ?? []));
      next = answer.NextShardIterator;
      if (records.length === 0 || records.length >= size || next === undefined) return { records, next };
      until ??= Date.now() + windowMs;
      if (Date.now() >= until || signal.aborted) return { records, next };
      await untilChanged(until - Date.now());
    }
  }

  async function untilChanged(most: number): Promise<void> {
    const { hasChanged } = options;
    if (!hasChanged) {
      await pause(Math.min(most, ASK_EVERY_MS), signal);
      return;
    }
    for (const until = Date.now() + most; Date.now() < until && !signal.aborted && !hasChanged(); ) {
      await pause(Math.min(LOOK_EVERY_MS, Math.max(1, until - Date.now())), signal);
    }
  }
}

/** Hands a batch over until its first record is done with, by success or by giving up. */
async function handOver(
  { handle, maximumRetries = Number.POSITIVE_INFINITY, report }: ShardReaderOptions,
  records: StreamRecord[],
  signal: AbortSignal,
): Promise<Handling> {
  for (let attempt = 0, backoff = 100; !signal.aborted; attempt++) {
    const outcome = await handle(records).catch((error: unknown) => ({ problem: messageOf(error) }));
    if (outcome === undefined) return 'done';
    if ('firstFailed' in outcome && outcome.firstFailed !== records[0]?.dynamodb?.SequenceNumber) return outcome;
    const problem = 'problem' in outcome ? outcome.problem : 'its first record failed';
    if (attempt >= maximumRetries) {
      report(`${records.length} stream records are passed over after ${attempt + 1} tries: ${problem}`);
      return 'given up';
    }
    report(`${records.length} stream records are handed over again: ${problem}`);
    await pause(backoff, signal);
    backoff = Math.min(2 * backoff, LONGEST_BACKOFF_MS);
  }
  return 'closed';
}

async function iteratorAfter(
  streams: DynamoDBStreamsClient,
  { stream, shard }: ShardPosition,
  sequence: string | undefined,
): Promise<string | undefined> {
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({
      StreamArn: stream,
      ShardId: shard,
      ...(sequence === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: sequence }),
    }),
  );
  return ShardIterator;
}

function sequenceBefore(records: readonly StreamRecord[], sequence: string): string | undefined {
  const index = records.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === sequence);
  return records[index - 1]?.dynamodb?.SequenceNumber;
}

/** Sleeps, or less when the signal aborts. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
