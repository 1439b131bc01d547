import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import type { Import } from '../../functions/discovery/contract.ts';
import { createImportStore } from '../../functions/discovery/import-store.ts';
import { createFiles } from '../../functions/platform/files.ts';
import {
  importCheckpointKey,
  importRejectedKey,
  importRowsKey,
  importSourceKey,
} from '../../functions/platform/files-layout.ts';
import { ImportId, newId, WorkspaceId } from '../../functions/platform/ids.ts';
import { systemClock as clock, instant } from '../../functions/platform/time.ts';
import { createObjectStorage } from '../../lib/local/object-storage/object-storage.ts';
import { startTestDatabase, type TestDatabase } from '../support/dynoxide.ts';

/** Processes that read imports are killed with SIGKILL, over a real table (dynoxide) and a real bucket that outlive them. */
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const bucket = 'data';
const workspaceId = WorkspaceId.parse('ws_00000000000000000000000001');
const ROWS = 60_000;

const dataDir = mkdtempSync(join(tmpdir(), 'throughline-killed-import-'));
const storage = createObjectStorage({ dataDir });
let database: TestDatabase;
let endpoint: string;
let client: S3Client;

beforeAll(async () => {
  database = await startTestDatabase();
  endpoint = await storage.listen(0);
  storage.defineBucket(bucket, {});
  client = new S3Client({ region: 'us-east-1', endpoint, credentials, forcePathStyle: true });
});
afterAll(async () => {
  client.destroy();
  await storage.close();
  await database.stop();
  rmSync(dataDir, { recursive: true });
});

/** Every fifth row tells again of an earlier person, every 97th cannot be used. */
const list = (rows: number): string =>
  `First Name,Email,Company Website\n${Array.from({ length: rows }, (_, n) =>
    n % 97 === 5
      ? `Nobody ${String(n)},@,https://c${String(n % 300)}.com\n`
      : `P${String(n)},p${String(n % 5 === 4 ? n - 3 : n)}@c.example,https://c${String(n % 300)}.com\n`,
  ).join('')}`;

const createUpload = async (kind: Import['kind'], content: string) => {
  const files = createFiles({ bucket, client });
  const imports = createImportStore(database.table, clock);
  const id = newId(ImportId, 'imp');
  const now = instant(clock());
  await imports.create(workspaceId, {
    ...{ id, kind, format: 'csv', fileName: 'list.csv', status: 'awaiting_upload', problem: null, mapping: {} },
    ...{
      rows: 0,
      kept: 0,
      duplicates: 0,
      rejected: {},
      written: 0,
      unmappedColumns: [],
      createdAt: now,
      updatedAt: now,
    },
  });
  await files.writeText(importSourceKey(workspaceId, id), content, 'text/csv');
  const start = (): ChildProcess =>
    spawn(
      join(import.meta.dirname, '../../node_modules/.bin/node'),
      [
        join(import.meta.dirname, '../support/import-child.ts'),
        JSON.stringify({
          storage: endpoint,
          database: database.endpoint,
          bucket,
          table: database.tableName,
          workspaceId,
          importId: id,
        }),
      ],
      { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
    );
  const toItsEnd = async (): Promise<void> => {
    const [code] = (await once(start(), 'close')) as [number | null];
    expect(code).toBe(0);
  };
  /** Kills the process as soon as the checkpoint says what it is waited for. */
  const killedAt = async (isReached: (checkpoint: z.infer<typeof Checkpoint>) => boolean) => {
    const child = start();
    for (;;) {
      const text = await files.readText(importCheckpointKey(workspaceId, id));
      const checkpoint = text === undefined ? undefined : Checkpoint.parse(JSON.parse(text));
      if (checkpoint !== undefined && isReached(checkpoint)) {
        child.kill('SIGKILL');
        if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
        return checkpoint;
      }
      if (child.exitCode !== null) throw new Error('It ended before it could be killed');
      await pause(5);
    }
  };
  const outcome = async () => {
    const {
      id: _id,
      createdAt: _c,
      updatedAt: _u,
      progress: _p,
      written: _w,
      ...counts
    } = (await imports.get(workspaceId, id)) ?? ({} as Import);
    const text = async (key: string) => ((await files.readText(key)) ?? '').replaceAll(id, 'imp');
    return {
      counts,
      rows: await text(importRowsKey(workspaceId, id)),
      rejected: await text(importRejectedKey(workspaceId, id)),
    };
  };
  return { id, imports, toItsEnd, killedAt, outcome };
};
const Checkpoint = z.object({
  counts: z.object({ rows: z.int(), written: z.int() }),
  at: z.object({ stage: z.enum(['reading', 'writing']) }),
});

test('a process that is killed while it reads leaves an import that goes on, and ends as one that was not', async () => {
  const whole = await createUpload('contacts', list(ROWS));
  await whole.toItsEnd();
  const killed = await createUpload('contacts', list(ROWS));
  const { counts } = await killed.killedAt(({ counts: { rows } }) => rows > 0);
  expect(counts.rows).toBeLessThan(ROWS);
  expect(await killed.imports.get(workspaceId, killed.id)).toMatchObject({ status: 'processing' });
  await killed.toItsEnd();
  const wanted = await whole.outcome();
  expect(wanted.counts).toMatchObject({ status: 'completed', rows: ROWS });
  expect(await killed.outcome()).toEqual(wanted);
});

test('killed while it writes companies, it goes on with those that are not written, and none is written twice', async () => {
  const companies = 6_000;
  const content = `Company,Website\n${Array.from({ length: companies }, (_, n) => `C${String(n)},https://k${String(n)}.com\n`).join('')}`;
  const upload = await createUpload('companies', content);
  await upload.killedAt(({ at, counts }) => at.stage === 'writing' && counts.written > 0);
  await upload.toItsEnd();
  const { counts } = await upload.outcome();
  expect(counts).toMatchObject({ status: 'completed', rows: companies, kept: companies });
  const again = await createUpload('companies', content);
  await again.toItsEnd();
  expect(await again.imports.get(workspaceId, again.id)).toMatchObject({ kept: companies, written: 0 });
});
