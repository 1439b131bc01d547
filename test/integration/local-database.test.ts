import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { createDatabase } from '../../lib/local/database/database.ts';
import { dynoxidePackage, findDynoxide } from '../../lib/local/database/dynoxide-binary.ts';
import type { StreamRecord } from '../../lib/local/database/shard-reader.ts';
import { commandOf } from '../../lib/local/database/stale-process.ts';
import { createUpkeep } from '../../lib/local/database/upkeep.ts';
import { startChildService } from '../support/child-service.ts';
import { until } from '../support/until.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const TableName = 'throughline';

const properties = {
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['pk', 'sk', 'gsi1pk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'gsi1',
      KeySchema: [{ AttributeName: 'gsi1pk', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['b', 'a'] },
    },
  ],
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
};

let dataDir = '';
let lines: string[] = [];
const open: { close: () => Promise<void> }[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'throughline-db-'));
  lines = [];
});

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
  rmSync(dataDir, { recursive: true });
});

async function start() {
  const database = createDatabase({ dataDir, log: (line) => lines.push(line) });
  const endpoint = await database.listen(0);
  const client = new DynamoDBClient({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 });
  open.push(database, { close: async () => client.destroy() });
  const put = (pk: string, rest: Record<string, { S: string } | { N: string }> = {}) =>
    client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, sk: { S: 's' }, ...rest } }));
  const has = async (pk: string) =>
    (await client.send(new GetItemCommand({ TableName, Key: { pk: { S: pk }, sk: { S: 's' } } }))).Item !== undefined;
  return { database, client, put, has, endpoint };
}

const stop = async () => {
  for (const one of open.splice(0).reverse()) await one.close();
};

const keyOf = (record: StreamRecord) => record.dynamodb?.Keys?.['pk']?.S ?? '';

describe('a table', () => {
  test('is created from its CloudFormation properties and keeps its items over a restart', async () => {
    const first = await start();
    await first.database.defineTable(TableName, properties);
    await first.put('kept', { gsi1pk: { S: 'g' }, a: { S: '1' }, c: { S: '2' } });
    await stop();
    const { database, client, has } = await start();
    await database.defineTable(TableName, properties);
    expect(await has('kept')).toBe(true);
    const { Items } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :g',
        ExpressionAttributeValues: { ':g': { S: 'g' } },
      }),
    );
    expect(Items).toEqual([{ pk: { S: 'kept' }, sk: { S: 's' }, gsi1pk: { S: 'g' }, a: { S: '1' } }]);
  });

  test('of another schema than the one on disk is refused, naming each difference', async () => {
    const { database } = await start();
    await database.defineTable(TableName, properties);
    await expect(
      database.defineTable(TableName, {
        ...properties,
        GlobalSecondaryIndexes: [],
        AttributeDefinitions: properties.AttributeDefinitions.slice(0, 2),
        StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
      }),
    ).rejects.toThrow(
      /attribute gsi1pk is S, not missing; index gsi1 .* not missing|stream is NEW_AND_OLD_IMAGES, not KEYS_ONLY/,
    );
    await expect(database.defineTable('other', { ...properties, LocalSecondaryIndexes: [] })).rejects.toThrow(
      'LocalSecondaryIndexes',
    );
  });

  test('loses its expired items, and only those, as the stream and the indexes see it', async () => {
    const { database, put, has } = await start();
    await database.defineTable(TableName, properties);
    const now = 2_000_000_000_000;
    await put('expired', { ttl: { N: '1999999999' } });
    await put('lives', { ttl: { N: '2000000000' } });
    await put('eternal');
    await put('no-number', { ttl: { S: '1' } });
    expect(await database.expireItems(now)).toBe(1);
    expect(await Promise.all(['expired', 'lives', 'eternal', 'no-number'].map(has))).toEqual([false, true, true, true]);
    const seen: string[] = [];
    database.readStream({
      tableName: TableName,
      consumer: 'test',
      batchSize: 100,
      startingPosition: 'TRIM_HORIZON',
      handle: async (records) => {
        for (const record of records) seen.push(`${record.eventName} ${keyOf(record)}`);
      },
    });
    await until(() => seen.length === 5);
    expect(seen.at(-1)).toBe('REMOVE expired');
  });
});

describe('a stream reader', () => {
  const reader = { tableName: TableName, consumer: 'counters', startingPosition: 'TRIM_HORIZON' as const };

  test('gives records in order and in batches, soon after they are written, and goes on where it was', async () => {
    const first = await start();
    await first.database.defineTable(TableName, properties);
    const batches: string[][] = [];
    const handle = async (records: StreamRecord[]): Promise<undefined> => {
      batches.push(records.map(keyOf));
    };
    for (let index = 0; index < 25; index++) await first.put(`k${index}`);
    first.database.readStream({ ...reader, batchSize: 10, handle });
    await until(() => batches.flat().length === 25);
    expect(batches.map((batch) => batch.length)).toEqual([10, 10, 5]);
    expect(batches.flat()).toEqual(Array.from({ length: 25 }, (_, index) => `k${index}`));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const written = Date.now();
    await first.put('late');
    await until(() => batches.length === 4);
    // Well before an idle reader would look by itself.
    expect(Date.now() - written).toBeLessThan(3000);
    await stop();
    const second = await start();
    await second.database.defineTable(TableName, properties);
    second.database.readStream({ ...reader, batchSize: 10, handle });
    await second.put('after');
    await until(() => batches.length === 5);
    expect(batches.at(-1)).toEqual(['after']);
  });

  test('waits a window for a batch to fill', async () => {
    const { database, put } = await start();
    await database.defineTable(TableName, properties);
    const batches: number[] = [];
    database.readStream({
      ...reader,
      batchSize: 3,
      windowSeconds: 1,
      handle: async (records) => {
        batches.push(records.length);
      },
    });
    for (let index = 0; index < 4; index++) await put(`k${index}`);
    await until(() => batches.length === 2);
    expect(batches).toEqual([3, 1]);
  });

  test('hands a failed batch over again, from the first record that failed, and moves on only after it', async () => {
    const { database, put } = await start();
    await database.defineTable(TableName, properties);
    for (let index = 0; index < 4; index++) await put(`k${index}`);
    const handed: string[] = [];
    let failures = 2;
    database.readStream({
      ...reader,
      batchSize: 10,
      handle: async (records) => {
        handed.push(records.map(keyOf).join(','));
        if (failures === 2 && failures--) throw new Error('not yet');
        const third = records.find((record) => keyOf(record) === 'k2');
        return failures-- === 1 ? { firstFailed: third?.dynamodb?.SequenceNumber ?? '' } : undefined;
      },
    });
    await until(() => handed.length === 3);
    expect(handed).toEqual(['k0,k1,k2,k3', 'k0,k1,k2,k3', 'k2,k3']);
    expect(lines.join()).toContain('not yet');
  });

  test('passes over a batch that keeps failing once its retries are spent', async () => {
    const { database, put } = await start();
    await database.defineTable(TableName, properties);
    await put('poison');
    const handed: string[] = [];
    database.readStream({
      ...reader,
      batchSize: 1,
      maximumRetries: 1,
      handle: async (records) => {
        handed.push(...records.map(keyOf));
        if (handed.at(-1) === 'poison') throw new Error('poison');
      },
    });
    await until(() => handed.length === 2);
    await put('good');
    await until(() => handed.length === 3);
    expect(handed).toEqual(['poison', 'poison', 'good']);
    expect(lines.join()).toContain('passed over after 2 tries');
  });

  test('from LATEST skips what was there at its first start and nothing after that', async () => {
    const first = await start();
    await first.database.defineTable(TableName, properties);
    await first.put('before');
    const seen: string[] = [];
    const latest = {
      ...reader,
      startingPosition: 'LATEST' as const,
      batchSize: 10,
      handle: async (records: StreamRecord[]): Promise<undefined> => {
        seen.push(...records.map(keyOf));
      },
    };
    first.database.readStream(latest);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await stop();
    const second = await start();
    await second.database.defineTable(TableName, properties);
    await second.put('between');
    second.database.readStream(latest);
    await until(() => seen.length > 0);
    expect(seen).toEqual(['between']);
  });
});

test('stream records are trimmed once every reader is done with them, and numbering goes on', async () => {
  const { database, put, client } = await start();
  await database.defineTable(TableName, properties);
  const seen = { fast: 0, slow: 0 };
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const read = (consumer: 'fast' | 'slow', wait: Promise<void>) => {
    database.readStream({
      tableName: TableName,
      consumer,
      batchSize: 5,
      startingPosition: 'TRIM_HORIZON',
      handle: async (records) => {
        await wait;
        seen[consumer] += records.length;
      },
    });
  };
  for (let index = 0; index < 20; index++) await put(`k${index}`);
  read('fast', Promise.resolve());
  read('slow', held);
  await until(() => seen.fast === 20);
  expect(database.trimStreams()).toBe(0);
  release();
  await until(() => seen.slow === 20);
  await until(() => database.trimStreams() === 19);
  await client.send(new DeleteItemCommand({ TableName, Key: { pk: { S: 'k0' }, sk: { S: 's' } } }));
  await until(() => seen.fast === 21 && seen.slow === 21);
  const upkeep = createUpkeep(join(dataDir, 'dynamodb.sqlite'));
  expect(upkeep.streamRecords(TableName)).toBe(2);
  upkeep.close();
});

test('trimming while the table is written to loses no write and no record', async () => {
  const { database, client } = await start();
  await database.defineTable(TableName, properties);
  const seen: string[] = [];
  database.readStream({
    tableName: TableName,
    consumer: 'all',
    batchSize: 100,
    startingPosition: 'TRIM_HORIZON',
    handle: async (records) => {
      seen.push(...records.map(keyOf));
    },
  });
  let trimmed = 0;
  const trimming = setInterval(() => {
    trimmed += database.trimStreams();
  }, 5);
  const item = (pk: string) => ({ Put: { TableName, Item: { pk: { S: pk }, sk: { S: 's' } } } });
  await Promise.all(
    Array.from({ length: 4 }, async (_, writer) => {
      for (let index = 0; index < 100; index++) {
        const TransactItems = [item(`${writer}-${index}-a`), item(`${writer}-${index}-b`)];
        await client.send(new TransactWriteItemsCommand({ TransactItems }));
      }
    }),
  );
  await until(() => seen.length === 800);
  clearInterval(trimming);
  expect(new Set(seen).size).toBe(800);
  expect(trimmed).toBeGreaterThan(0);
});

describe('the process', () => {
  const program = (dir: string) => `
    const { createDatabase } = await load('lib/local/database/database.ts');
    const database = createDatabase({ dataDir: ${JSON.stringify(dir)} });
    const url = await database.listen(0);
    await database.defineTable(${JSON.stringify(TableName)}, ${JSON.stringify(properties)});
    console.log(url);
  `;
  const runningPid = () => Number(readFileSync(join(dataDir, 'dynoxide.pid'), 'utf8'));

  test('dies with a parent that was killed, keeps every acknowledged write, and starts anew', async () => {
    const child = await startChildService(program(dataDir));
    const client = new DynamoDBClient({ region: 'us-east-1', endpoint: child.url, credentials, maxAttempts: 1 });
    const acknowledged: string[] = [];
    const writing = (async () => {
      for (let index = 0; ; index++) {
        await client.send(new PutItemCommand({ TableName, Item: { pk: { S: `k${index}` }, sk: { S: 's' } } }));
        acknowledged.push(`k${index}`);
      }
    })().catch(() => undefined);
    await until(() => acknowledged.length > 20);
    const pid = runningPid();
    expect(commandOf(pid)).toContain('dynoxide');
    await child.kill();
    await until(() => commandOf(pid) === '');
    await writing;
    client.destroy();
    const { database, has } = await start();
    await database.defineTable(TableName, properties);
    for (const pk of acknowledged) expect(await has(pk)).toBe(true);
  });

  test('that outlived its parent is ended at the next start', async () => {
    const stale = spawn(findDynoxide(), ['serve', '--port', '0', '--db-path', join(dataDir, 'dynamodb.sqlite')], {
      stdio: 'ignore',
    });
    writeFileSync(join(dataDir, 'dynoxide.pid'), String(stale.pid));
    const ended = once(stale, 'exit');
    await until(() => commandOf(stale.pid ?? 0).includes('dynoxide'));
    await start();
    await ended;
    expect(runningPid()).not.toBe(stale.pid);
  });

  test('of another program under a process id of ours is left alone', async () => {
    const bystander = spawn('sleep', ['60'], { stdio: 'ignore' });
    writeFileSync(join(dataDir, 'dynoxide.pid'), String(bystander.pid));
    await start();
    expect(bystander.exitCode).toBeNull();
    bystander.kill();
  });

  test('is reported when it ends by itself', async () => {
    await start();
    process.kill(runningPid(), 'SIGKILL');
    await until(() => lines.some((line) => line.includes('dynoxide ended by itself')));
  });

  test('is refused where another one holds the data directory', async () => {
    await start();
    const second = createDatabase({ dataDir });
    await expect(second.listen(0)).rejects.toThrow('in use by another running local cloud');
    await second.close();
  });

  test('leaves nothing behind when it is stopped', async () => {
    await start();
    const pid = runningPid();
    await stop();
    expect(commandOf(pid)).toBe('');
    expect(existsSync(join(dataDir, 'dynoxide.pid'))).toBe(false);
  });
});

test('another DynamoDB serves when its address is given', async () => {
  const { endpoint } = await start();
  const otherDir = mkdtempSync(join(tmpdir(), 'throughline-db-other-'));
  const other = createDatabase({ dataDir: otherDir, endpoint });
  expect(await other.listen(0)).toBe(endpoint);
  await other.defineTable(TableName, properties);
  const client = new DynamoDBClient({ region: 'us-east-1', endpoint, credentials });
  const seen: string[] = [];
  other.readStream({
    tableName: TableName,
    consumer: 'x',
    batchSize: 1,
    startingPosition: 'TRIM_HORIZON',
    handle: async (records) => {
      seen.push(...records.map(keyOf));
    },
  });
  await client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'there' }, sk: { S: 's' } } }));
  await until(() => seen.length === 1);
  client.destroy();
  await other.close();
  rmSync(otherDir, { recursive: true });
});

test('a platform without its package is told which to install', () => {
  expect(() => findDynoxide(dynoxidePackage('sunos', 'sparc'))).toThrow('npm install --no-save @dynoxide/sunos-sparc@');
});
