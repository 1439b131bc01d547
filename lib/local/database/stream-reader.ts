import { DescribeStreamCommand, ListStreamsCommand, type Shard } from '@aws-sdk/client-dynamodb-streams';
import { messageOf, pause, readShard, type ShardReaderOptions } from './shard-reader.ts';
import type { StreamCheckpoints } from './stream-checkpoints.ts';

export type StreamReaderOptions = ShardReaderOptions & {
  checkpoints: StreamCheckpoints;
  tableName: string;
  /** Names the position that is kept; two readers of one name would share it. */
  consumer: string;
};

export type StreamReader = { close: () => Promise<void> };

const NEW_SHARDS_EVERY_MS = 30_000;
const LONGEST_BACKOFF_MS = 5000;

/**
 * Reads a table's DynamoDB stream into batches, each shard in order and a shard only after its parent. The checkpoint of
 * a shard moves when its batch has been handled and not before, so that a batch cut short by a crash comes again.
 */
export function createStreamReader(options: StreamReaderOptions): StreamReader {
  const { streams, checkpoints, tableName, consumer, report } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const isClosing = () => signal.aborted;
  const reading = new Map<string, Promise<void>>();

  async function run(): Promise<void> {
    await untilItSucceeds(`the stream of ${tableName} cannot be listed`, async () => {
      const { stream, shards } = await describe();
      for (const shard of readable(stream, shards)) start(stream, shard);
    });
    await pause(NEW_SHARDS_EVERY_MS, signal);
  }

  async function untilItSucceeds(failure: string, work: () => Promise<void>): Promise<void> {
    for (let backoff = 100; !signal.aborted; backoff = Math.min(2 * backoff, LONGEST_BACKOFF_MS)) {
      try {
        await work();
        return;
      } catch (error) {
        if (isClosing()) return;
        report(`${failure}: ${messageOf(error)}`);
        await pause(backoff, signal);
      }
    }
  }

  async function describe(): Promise<{ stream: string; shards: Shard[] }> {
    const { Streams = [] } = await streams.send(new ListStreamsCommand({ TableName: tableName }));
    const stream = Streams.at(-1)?.StreamArn;
    if (stream === undefined) throw new Error('the table has no stream');
    const shards: Shard[] = [];
    let from: string | undefined;
    do {
      const { StreamDescription: page } = await streams.send(
        new DescribeStreamCommand({
          StreamArn: stream,
          ...(from === undefined ? {} : { ExclusiveStartShardId: from }),
        }),
      );
      shards.push(...(page?.Shards ?? []));
      from = page?.LastEvaluatedShardId;
    } while (from !== undefined);
    return { stream, shards };
  }

  /** Shards to begin with now: not done, not being read, and their parent done or gone. */
  function readable(stream: string, shards: readonly Shard[]): string[] {
    const known = new Set(shards.map(({ ShardId }) => ShardId));
    const isDone = (shard: string) => checkpoints.find(stream, shard, consumer)?.isClosed === true;
    return shards.flatMap(({ ShardId: shard = '', ParentShardId: parent }) => {
      const waits = parent !== undefined && known.has(parent) && !isDone(parent);
      return waits || isDone(shard) || reading.has(shard) ? [] : [shard];
    });
  }

  function start(stream: string, shard: string): void {
    const position = {
      stream,
      shard,
      load: () => checkpoints.find(stream, shard, consumer),
      save: (checkpoint: { sequence: string | undefined; isClosed: boolean }) => {
        checkpoints.save(stream, shard, consumer, checkpoint);
      },
    };
    const work = untilItSucceeds(`shard ${shard} is read anew`, () => readShard(options, position, signal));
    reading.set(
      shard,
      work.finally(() => reading.delete(shard)),
    );
  }

  const running = (async () => {
    while (!signal.aborted) await run();
  })();
  return {
    /** Ends after the batches that are being handled now. */
    async close(): Promise<void> {
      closing.abort();
      await running;
      await Promise.all(reading.values());
    },
  };
}
