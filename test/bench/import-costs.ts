import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import type { Import } from '../../functions/discovery/contract.ts';
import { createImportStore } from '../../functions/discovery/import-store.ts';
import { createFiles } from '../../functions/platform/files.ts';
import { importSourceKey } from '../../functions/platform/files-layout.ts';
import { ImportId, newId, WorkspaceId } from '../../functions/platform/ids.ts';
import { systemClock as clock, instant } from '../../functions/platform/time.ts';
import { createObjectStorage } from '../../lib/local/object-storage/object-storage.ts';
import { startTestDatabase } from '../support/dynoxide.ts';

const BUCKET = 'data';
const LINES_AT_ONCE = 1_000;
const Used = z.object({ cpuSeconds: z.number(), peakMb: z.number(), writeUnits: z.number() });

type Kind = Import['kind'];
export type ImportCost = Readonly<{
  rows: number;
  kept: number;
  duplicates: number;
  written: number;
  rowsPerCpuSecond: number;
  peakMb: number;
  writeUnits: number;
}>;

const workspaceId = newId(WorkspaceId, 'ws');
const DESCRIPTION =
  'Builds tools that companies of this kind use every day, with a team that answers within the hour. '.repeat(3);

const HEADERS = {
  companies: 'Company,Website,Industry,Employees,Country,Description,Founded\n',
  contacts: 'First Name,Last Name,Job Title,Email,Company,Company Website,Location,Notes\n',
} as const;
/** Every fifth row tells again of an earlier company or person. */
const ROWS: Readonly<Record<Kind, (n: number) => string>> = {
  companies: (n) =>
    `Company ${String(n)},https://www.company-${String(n)}.com,Software Development,${String(10 + (n % 900))},USA,"${DESCRIPTION}",${String(1990 + (n % 30))}\n`,
  contacts: (n) =>
    `Ann,Example${String(n)},Head of Operations,ann.${String(n)}@company-${String(n % 40_000)}.com,Company ${String(n % 40_000)},https://company-${String(n % 40_000)}.com,"Austin, Texas","${DESCRIPTION}"\n`,
};
const numberOf = (row: number): number =>
  row % 5 === 4 ? Math.floor(row / 2) - (Math.floor(row / 2) % 5 === 4 ? 1 : 0) : row;

const writeList = async (path: string, kind: Kind, rows: number): Promise<void> => {
  const file = createWriteStream(path);
  file.write(HEADERS[kind]);
  for (let row = 0; row < rows; row += LINES_AT_ONCE) {
    const lines = Array.from({ length: Math.min(LINES_AT_ONCE, rows - row) }, (_, at) =>
      ROWS[kind](numberOf(row + at)),
    );
    if (!file.write(lines.join(''))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
};

/**
 * Imports a list of `rows` rows, a fifth of them duplicates, and then the same list again, each in a process of its own over the local
 * storage and database: rows per CPU-second and peak memory are that process's.
 */
export const costsOfImport = async (
  folder: string,
  kind: Kind,
  rows: number,
): Promise<Readonly<{ first: ImportCost; again: ImportCost }>> => {
  const home = join(folder, `import-${kind}-${String(rows)}`);
  mkdirSync(home, { recursive: true });
  const database = await startTestDatabase();
  const storage = createObjectStorage({ dataDir: home });
  try {
    const endpoint = await storage.listen(0);
    storage.defineBucket(BUCKET, {});
    const client = new S3Client({
      ...{ endpoint, region: 'us-east-1', forcePathStyle: true },
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const files = createFiles({ bucket: BUCKET, client });
    const imports = createImportStore(database.table, clock);
    const path = join(home, 'list.csv');
    await writeList(path, kind, rows);
    const read = async (): Promise<ImportCost> => {
      const id = newId(ImportId, 'imp');
      const now = instant(clock());
      await imports.create(workspaceId, {
        ...{ id, kind, format: 'csv', fileName: 'list.csv', status: 'awaiting_upload', problem: null, mapping: {} },
        ...{ rows: 0, kept: 0, duplicates: 0, rejected: {}, written: 0, unmappedColumns: [] },
        ...{ createdAt: now, updatedAt: now },
      });
      await files.writeStream(importSourceKey(workspaceId, id), createReadStream(path), 'text/csv');
      const wish = { storage: endpoint, database: database.endpoint, table: database.tableName };
      const used = await inChild({ ...wish, bucket: BUCKET, workspaceId, importId: id });
      const after = await imports.get(workspaceId, id);
      if (after?.status !== 'completed')
        throw new Error(`The import ended ${after?.status ?? 'nowhere'}: ${after?.problem ?? ''}`);

      const { kept, duplicates, written } = after;
      return {
        ...{ rows: after.rows, kept, duplicates, written, writeUnits: used.writeUnits, peakMb: used.peakMb },
        rowsPerCpuSecond: after.rows / used.cpuSeconds,
      };
    };
    return { first: await read(), again: await read() };
  } finally {
    await storage.close();
    await database.stop();
  }
};

const inChild = async (wish: object): Promise<z.infer<typeof Used>> => {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../support/import-child.ts'), JSON.stringify(wish)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let told = '';
  child.stdout.on('data', (chunk: Buffer) => {
    told += chunk.toString('utf8');
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`Reading the import ended with code ${String(code)}`);
  return Used.parse(JSON.parse(told));
};
