import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { CampaignId, newId, RunId, WorkspaceId } from '../../functions/platform/ids.ts';
import { createMeter } from '../../functions/platform/meter.ts';
import { createTable } from '../../functions/platform/table.ts';
import { encodeLead } from '../../functions/scoring/lead-item.ts';
import { createLeadStore } from '../../functions/scoring/lead-store.ts';
import { aCompany } from '../support/a-company.ts';

const DYNOXIDE = resolve('node_modules/@dynoxide/linux-x64/dynoxide');
const TABLE = 'throughline-bench';
const PAGE = 50;
const ROUNDS = 40;
const PROJECTED = [
  'type',
  'campaignId',
  'runId',
  'domain',
  'name',
  'industry',
  'headcount',
  'country',
  'score',
  'grade',
  'confidence',
  'stage',
];

const workspaceId = newId(WorkspaceId, 'ws');
const campaignId = newId(CampaignId, 'cmp');
const runId = newId(RunId, 'run');

const tableDescription = {
  TableName: TABLE,
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'gsi1',
      KeySchema: [
        { AttributeName: 'gsi1pk', KeyType: 'HASH' },
        { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: PROJECTED },
    },
  ],
};

/** Leads as the store writes them, in DynamoDB's export format, which the database loads at once. */
const writeExport = (folder: string, leads: number): void => {
  const lines = Array.from({ length: leads }, (_, at) => {
    const company = aCompany({
      domain: `company-${String(at).padStart(7, '0')}.example`,
      name: 'A company of usual length',
    });
    const score = { value: (at % 1000) / 1000, grade: 'B' as const, confidence: 1, breakdown: [] };
    const item = encodeLead({
      workspaceId,
      campaignId,
      runId,
      company,
      score,
      stage: 'qualified',
      at: '2026-11-21T09:00:00.000Z',
    });
    return JSON.stringify({ Item: marshall(item, { removeUndefinedValues: true }) });
  });
  mkdirSync(join(folder, 'export', TABLE, 'data'), { recursive: true });
  writeFileSync(join(folder, 'export', TABLE, 'data', 'leads.json.gz'), gzipSync(lines.join('\n'), { level: 1 }));
  writeFileSync(join(folder, 'schema.json'), JSON.stringify([{ Table: tableDescription }]));
};

const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') failed(new Error('no port'));
        else done(address.port);
      });
    });
  });

export type ListPageCost = Readonly<{ leads: number; readUnits: number; queries: number; medianMs: number }>;

/**
 * What a page of a campaign's leads costs in a table of `leads` leads: read units and Queries of a page in the middle of the list, and the median
 * time of it.
 */
export const costOfListPage = async (folder: string, leads: number): Promise<ListPageCost> => {
  const home = join(folder, String(leads));
  writeExport(home, leads);
  const database = join(home, 'leads.sqlite');
  execFileSync(
    DYNOXIDE,
    [
      'import',
      '--source',
      join(home, 'export'),
      '--schema',
      join(home, 'schema.json'),
      '--output',
      database,
      '--force',
    ],
    { stdio: 'ignore' },
  );
  const port = await freePort();
  const child: ChildProcess = spawn(DYNOXIDE, ['serve', '--port', String(port), '--db-path', database], {
    stdio: 'ignore',
  });
  try {
    const client = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      maxAttempts: 10,
      credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    });
    let queries = 0;
    const meter = createMeter();
    const table = createTable({ name: TABLE, meter, client: DynamoDBDocumentClient.from(client) });
    const counted = {
      ...table,
      query: (input: Parameters<typeof table.query>[0]) => {
        queries += 1;
        return table.query(input);
      },
    };
    const store = createLeadStore(counted);
    await untilUp(port);
    const first = await store.list(workspaceId, campaignId, { limit: PAGE });
    const cursor = first?.nextCursor ?? undefined;
    meter.take();
    queries = 0;
    const page = await store.list(workspaceId, campaignId, { limit: PAGE, cursor });
    if (page?.items.length !== PAGE)
      throw new Error(`A page of ${PAGE} leads was asked for, ${page?.items.length ?? 0} came`);
    const { readUnits } = meter.take();
    const asked = queries;
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const began = performance.now();
      await store.list(workspaceId, campaignId, { limit: PAGE, cursor });
      times.push(performance.now() - began);
    }
    times.sort((a, b) => a - b);
    return { leads, readUnits, queries: asked, medianMs: times[ROUNDS / 2] ?? 0 };
  } finally {
    child.kill();
    rmSync(home, { recursive: true, force: true });
  }
};

const untilUp = async (port: number): Promise<void> => {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const up = await fetch(`http://127.0.0.1:${port}`).then(
      () => true,
      () => false,
    );
    if (up) return;
    await pause(50);
  }
  throw new Error('The database did not start');
};
