import { join } from 'node:path';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { LOCAL_REGION } from '../protocol.ts';
import { installMatchingDynoxide } from './dynoxide-binary.ts';
import { type DynoxideProcess, startDynoxide } from './dynoxide-process.ts';
import { expireTable } from './expire-items.ts';
import { messageOf, pause } from './shard-reader.ts';
import { createStreamCheckpoints } from './stream-checkpoints.ts';
import { createStreamReader, type StreamReader, type StreamReaderOptions } from './stream-reader.ts';
import { createTableInput, parseTableDefinition, schemaDifferences, timeToLive } from './table-definition.ts';
import { createUpkeep, type Upkeep } from './upkeep.ts';

const UPKEEP_EVERY_MS = 30_000;

type ReadStream = Omit<StreamReaderOptions, 'streams' | 'checkpoints' | 'hasChanged' | 'report'>;

/**
 * The DynamoDB of the local cloud: dynoxide as a child process over `<dataDir>/dynamodb.sqlite`, or, with `endpoint`,
 * whatever answers there (which then sees to its own expiry and stream retention).
 */
export function createDatabase(options: {
  dataDir: string;
  endpoint?: string | undefined;
  credentials?: { accessKeyId: string; secretAccessKey: string };
  clock?: () => number;
  log?: (line: string) => void;
  /** Hears when dynoxide ends without having been asked to; the database is gone then. */
  onExit?: (message: string) => void;
}) {
  const { dataDir, clock = Date.now, log = console.error, onExit = log } = options;
  const { credentials = { accessKeyId: 'local', secretAccessKey: 'local' } } = options;
  const checkpoints = createStreamCheckpoints(join(dataDir, 'streams.sqlite'));
  const readers: StreamReader[] = [];
  /** Tables with what upkeep needs of them. */
  const tables = new Map<string, { stream: string | undefined; expiry: string | undefined }>();
  let dynoxide: DynoxideProcess | undefined;
  let upkeep: Upkeep | undefined;
  let client: DynamoDBClient | undefined;
  let streams: DynamoDBStreamsClient | undefined;
  let timer: NodeJS.Timeout | undefined;
  let keeping: Promise<void> | undefined;
  const closing = new AbortController();

  async function listen(port: number): Promise<string> {
    let endpoint = options.endpoint;
    if (endpoint === undefined) {
      const binary = await installMatchingDynoxide(log);
      dynoxide = await startDynoxide({ binary, dataDir, port, onExit });
      upkeep = createUpkeep(dynoxide.databasePath);
      upkeep.indexStream();
      endpoint = dynoxide.url;
      timer = setInterval(() => {
        keeping ??= keepUp().finally(() => {
          keeping = undefined;
        });
      }, UPKEEP_EVERY_MS);
      timer.unref();
    }
    client = new DynamoDBClient({ region: LOCAL_REGION, endpoint, credentials });
    streams = new DynamoDBStreamsClient({ region: LOCAL_REGION, endpoint, credentials });
    return endpoint;
  }

  /** Creates the table when it is missing. Throws, naming each difference, when the one that is there differs. */
  async function defineTable(name: string, properties: unknown): Promise<void> {
    const definition = parseTableDefinition(name, properties);
    const table = (await describeTable(name)) ?? (await createTable(name));
    const differences = schemaDifferences(definition, table);
    if (differences.length > 0) {
      throw new Error(
        `the table ${name} in ${dataDir} is of another schema: ${differences.join('; ')}. ` +
          'Start with --fresh to begin with an empty one.',
      );
    }
    const expiry = timeToLive(definition);
    if (expiry?.AttributeName !== undefined) {
      const { TimeToLiveDescription: now } = await started(client).send(
        new DescribeTimeToLiveCommand({ TableName: name }),
      );
      if (now?.AttributeName !== expiry.AttributeName || now.TimeToLiveStatus !== 'ENABLED') {
        await started(client).send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: expiry }));
      }
      upkeep?.indexExpiry(name, expiry.AttributeName);
    }
    tables.set(name, { stream: table.LatestStreamArn, expiry: expiry?.AttributeName });

    async function createTable(tableName: string): Promise<TableDescription> {
      await started(client).send(new CreateTableCommand(createTableInput(tableName, definition)));
      const created = await describeTable(tableName);
      if (!created) throw new Error(`the table ${tableName} was created and is not there`);
      return created;
    }
  }

  async function describeTable(name: string): Promise<TableDescription | undefined> {
    try {
      return (await started(client).send(new DescribeTableCommand({ TableName: name }))).Table;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  /**
   * Deletes items that expired before `now` (epoch milliseconds), as DynamoDB does in its own time; gives how many. Their
   * stream records are those of an ordinary delete: they carry no `userIdentity` of the TTL service.
   */
  async function expireItems(now: number): Promise<number> {
    let expired = 0;
    for (const [table, { expiry }] of tables) {
      if (expiry === undefined || !upkeep) continue;
      expired += await expireTable({ client: started(client), upkeep, table, attribute: expiry, now });
    }
    return expired;
  }

  /** Removes stream records that every reader is done with, some hundreds a table; gives how many. */
  function trimStreams(): number {
    let trimmed = 0;
    for (const [name, { stream }] of tables) {
      if (stream === undefined || !upkeep) continue;
      trimmed += upkeep.trimStream(name, checkpoints.consumedByAll(stream), Math.floor(clock() / 1000));
    }
    return trimmed;
  }

  async function keepUp(): Promise<void> {
    try {
      await expireItems(clock());
      // A little at a time: dynoxide waits while a trim writes.
      while (!closing.signal.aborted && trimStreams() > 0) await pause(20, closing.signal);
    } catch (error) {
      log(`the upkeep of the local database failed: ${messageOf(error)}`);
    }
  }

  return {
    listen,
    defineTable,
    expireItems,
    trimStreams,

    /** ARN of a defined table's stream. Throws when it has none. */
    streamArn(name: string): string {
      const arn = tables.get(name)?.stream;
      if (arn === undefined) throw new Error(`the table ${name} has no stream`);
      return arn;
    },

    /** Reads a table's stream from the consumer's durable checkpoint on, until this database closes. */
    readStream(reader: ReadStream): void {
      const changed = upkeep ? { hasChanged: upkeep.watchChanges() } : {};
      readers.push(createStreamReader({ ...reader, ...changed, streams: started(streams), checkpoints, report: log }));
    },

    async close(): Promise<void> {
      clearInterval(timer);
      closing.abort();
      await keeping;
      await Promise.all(readers.map((reader) => reader.close()));
      upkeep?.close();
      client?.destroy();
      streams?.destroy();
      await dynoxide?.stop();
      checkpoints.close();
    },
  };
}

function started<Client>(client: Client | undefined): Client {
  if (!client) throw new Error('the local database is not listening yet');
  return client;
}
