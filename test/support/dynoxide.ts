import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createMeter, type Meter } from '../../functions/platform/meter.ts';
import { createTable, type Table } from '../../functions/platform/table.ts';
import { createDatabase } from '../../lib/local/database/database.ts';

const TABLE = 'throughline-test';
/** What both indexes carry beside the keys: the list of `lib/constructs/single-table.ts`. */
const PROJECTED = [
  ...['type', 'campaignId', 'runId', 'domain', 'name', 'industry', 'headcount', 'country', 'score', 'grade'],
  ...['confidence', 'stage', 'status', 'kind', 'value', 'reason', 'createdAt'],
];
const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];
const definition = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  KeySchema: keys('pk', 'sk'),
  GlobalSecondaryIndexes: ['gsi1', 'gsi2'].map((IndexName) => ({
    IndexName,
    KeySchema: keys(`${IndexName}pk`, `${IndexName}sk`),
    Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: PROJECTED },
  })),
};

/** How many calls the client made, by command name, e.g. `TransactWriteItemsCommand`. */
export type Calls = ReadonlyMap<string, number>;
export type TestDatabase = Readonly<{
  table: Table;
  meter: Meter;
  calls: () => Calls;
  /** Where another process reaches the same table. */
  endpoint: string;
  tableName: string;
  stop: () => Promise<void>;
}>;

/** The single table on a database of its own. `meter` sums the capacity that its answers report. */
export const startTestDatabase = async (): Promise<TestDatabase> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'throughline-table-'));
  const database = createDatabase({ dataDir, log: () => undefined });
  const endpoint = await database.listen(0);
  await database.defineTable(TABLE, definition);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const calls = new Map<string, number>();
  client.middlewareStack.add(
    (next, context) => (input) => {
      const name = context.commandName ?? 'unknown';
      calls.set(name, (calls.get(name) ?? 0) + 1);
      return next(input);
    },
    { step: 'initialize' },
  );
  const meter = createMeter();
  return {
    table: createTable({
      name: TABLE,
      meter,
      client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    }),
    meter,
    endpoint,
    tableName: TABLE,
    calls: () => calls,
    stop: async () => {
      client.destroy();
      await database.close();
      rmSync(dataDir, { recursive: true });
    },
  };
};
