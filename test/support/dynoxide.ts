import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createMeter, type Meter } from '../../functions/platform/meter.ts';
import { createTable, type Table } from '../../functions/platform/table.ts';

const BINARY = path.resolve('node_modules/@dynoxide/linux-x64/dynoxide');
const TABLE = 'throughline-test';
/** What both indexes carry beside the keys; the data stack's list. */
const PROJECTED = [
  ...['type', 'campaignId', 'runId', 'domain', 'name', 'industry', 'headcount', 'country', 'score', 'grade'],
  ...['confidence', 'stage', 'status', 'kind', 'value', 'reason', 'createdAt'],
];

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });

const until = async (probe: () => Promise<unknown>): Promise<void> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await probe();
      return;
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
};

const tableDefinition = {
  TableName: TABLE,
  BillingMode: 'PAY_PER_REQUEST' as const,
  AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  })),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' as const },
    { AttributeName: 'sk', KeyType: 'RANGE' as const },
  ],
  GlobalSecondaryIndexes: ['gsi1', 'gsi2'].map((IndexName) => ({
    IndexName,
    KeySchema: [
      { AttributeName: `${IndexName}pk`, KeyType: 'HASH' as const },
      { AttributeName: `${IndexName}sk`, KeyType: 'RANGE' as const },
    ],
    Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: PROJECTED },
  })),
};

export type TestDatabase = Readonly<{ table: Table; meter: Meter; endpoint: string; stop: () => Promise<void> }>;

/** The single table on a dynoxide of its own, in memory. `meter` sums the capacity that the table's answers report. */
export const startTestDatabase = async (): Promise<TestDatabase> => {
  const port = await freePort();
  const child = spawn(BINARY, ['serve', '--port', String(port)], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const endpoint = `http://127.0.0.1:${String(port)}`;
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await until(() => client.send(new CreateTableCommand(tableDefinition)));
  const meter = createMeter();
  const table = createTable({
    name: TABLE,
    meter,
    client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
  });
  return {
    table,
    meter,
    endpoint,
    stop: async () => {
      client.destroy();
      child.kill('SIGKILL');
      await ended;
    },
  };
};
