import fc from 'fast-check';
import { createCompanyStore } from '../../../functions/discovery/company-store.ts';
import type { Import } from '../../../functions/discovery/contract.ts';
import { createImportCompanies } from '../../../functions/discovery/import-companies.ts';
import { createImportContacts } from '../../../functions/discovery/import-contacts.ts';
import { createImportStore } from '../../../functions/discovery/import-store.ts';
import { createProcessImport } from '../../../functions/discovery/process-import.ts';
import { createRowIndex } from '../../../functions/discovery/row-index.ts';
import { createLineReader } from '../../../functions/discovery/text-lines.ts';
import { importSourceKey } from '../../../functions/platform/files-layout.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import type { Table } from '../../../functions/platform/table.ts';
import { createMemoryFiles } from '../../support/memory-files.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { importIdOf, workspaceId } from './discovery-world.ts';

const importId = importIdOf(1);
const sourceKey = importSourceKey(workspaceId, importId);

/** What a killed process is to its stores: from some call on, nothing answers any more. */
class Killed extends Error {}

type Life = Readonly<{ step: () => void }>;
const forever: Life = { step: () => undefined };
const lifeOf = (calls: number): Life => {
  let left = calls;
  return {
    step: () => {
      left -= 1;
      if (left < 0) throw new Killed('killed');
    },
  };
};

/** One upload over stores that outlive the processes that read it. */
const createUpload = async (content: string | Buffer, told: Partial<Import> = {}) => {
  const table = createMemoryTable();
  const files = createMemoryFiles(1_024);
  const readFrom: number[] = [];
  let now = Date.parse('2026-11-21T09:00:00.000Z');
  const clock = () => (now += 10);
  await createImportStore(table, clock).create(workspaceId, {
    ...{ id: importId, kind: 'companies', format: 'csv', fileName: 'list', status: 'awaiting_upload', problem: null },
    ...{ mapping: {}, rows: 0, kept: 0, duplicates: 0, rejected: {}, written: 0, unmappedColumns: [] },
    ...{ createdAt: '2026-11-21T09:00:00.000Z', updatedAt: '2026-11-21T09:00:00.000Z' },
    ...told,
  });
  files.objects.set(sourceKey, Buffer.from(content));

  let attempts = 0;
  /** A process that lives for so many calls to its stores. */
  const attempt = async ({ step }: Life): Promise<void> => {
    attempts += 1;
    const alive =
      <Given extends readonly unknown[], Result>(call: (...given: Given) => Promise<Result>) =>
      async (...given: Given): Promise<Result> => {
        step();
        return call(...given);
      };
    const living: Table = {
      ...table,
      get: alive(table.get),
      update: alive(table.update),
      batchPut: alive(table.batchPut),
      batchGet: alive(table.batchGet),
    };
    const kept = {
      ...files,
      writeText: alive(files.writeText),
      writeStream: alive(files.writeStream),
      readStream: alive(async (key: string, from?: number) => {
        if (key === sourceKey) readFrom.push(from ?? 0);
        return files.readStream(key, from);
      }),
    };
    const process = createProcessImport({
      imports: createImportStore(living, clock),
      readers: {
        companies: createImportCompanies({ companies: createCompanyStore(living), clock }),
        contacts: createImportContacts({ files: kept }),
      },
      ...{ files: kept, log: silentLog, clock, newAttemptId: () => `attempt-${String(attempts)}`, checkpointRows: 50 },
    });
    await process({ workspaceId, importId });
  };
  /** All that is left behind, times and checkpoints apart. */
  const outcome = async () => {
    const read = await createImportStore(table, clock).get(workspaceId, importId);
    const { updatedAt: _at, progress: _progress, written: _written, ...counts } = read ?? ({} as Import);
    const objects = [...files.objects].filter(([key]) => !key.startsWith('import-checkpoints/'));
    return {
      counts,
      objects: Object.fromEntries(objects.map(([key, body]) => [key, body.toString('utf8')])),
      items: table
        .items()
        .filter(({ type }) => type === 'Company')
        .map(({ updatedAt: _u, createdAt: _c, ...item }) => item),
    };
  };
  return { table, files, readFrom, attempt, outcome };
};

/** Every fifth row tells again of an earlier company, some rows cannot be used, some run over two lines. */
const companyRow = (n: number): string => {
  if (n % 17 === 3) return `No site ${String(n)},,x,1`;
  if (n % 5 === 4) return `Again,www.c${String(n - 3)}.com,told later,${String(n)}`;
  return n % 11 === 0
    ? `Company ${String(n)},c${String(n)}.com,"two\nlines of ""it""",`
    : `Company ${String(n)},c${String(n)}.com,,`;
};
const companiesCsv = (rows: number): string =>
  `Company,Website,Description,Employees\n${Array.from({ length: rows }, (_, n) => `${companyRow(n)}\n`).join('')}`;
const companiesJsonl = (rows: number): string =>
  Array.from({ length: rows }, (_, n) =>
    // A better column for the website turns up late; who goes on must know of it too.
    JSON.stringify(
      n < 300
        ? { name: `C${String(n)}`, url: `c${String(n % 90)}.com` }
        : { name: `C${String(n)}`, website: `c${String(n)}.com`, extra: n },
    ),
  ).join('\n');
const contactsCsv = (rows: number): string =>
  `First Name,Email,Company Website\n${Array.from({ length: rows }, (_, n) => (n % 13 === 1 ? `X,@,a.com\n` : `P${String(n)},p${String(n % 5 === 4 ? n - 3 : n)}@c${String(n % 30)}.example,https://c${String(n % 30)}.com\n`)).join('')}`;

describe.each([
  ['companies, CSV', companiesCsv(600), {}],
  ['companies, JSONL', companiesJsonl(500), { format: 'jsonl' }],
  ['contacts', contactsCsv(600), { kind: 'contacts' }],
] as const)('%s', (_what, content, told) => {
  test('killed at any call to its stores, an import ends as if it had not been, and nothing is doubled', async () => {
    const whole = await createUpload(content, told);
    await whole.attempt(forever);
    const wanted = await whole.outcome();
    expect(wanted.counts).toMatchObject({ status: 'completed' });
    for (let calls = 2; ; calls += 1) {
      const upload = await createUpload(content, told);
      const isDone = await upload.attempt(lifeOf(calls)).then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof Killed)) throw error;
          return false;
        },
      );
      if (isDone) break;
      await upload.attempt(forever);
      expect(await upload.outcome()).toEqual(wanted);
    }
  });

  test('it goes on from its last checkpoint, not from the beginning', async () => {
    const upload = await createUpload(content, told);
    // Lives for some checkpoints of the reading, each a part or two and the checkpoint itself.
    await expect(upload.attempt(lifeOf(16))).rejects.toThrow('killed');
    const checkpoints = [...upload.files.objects.keys()].filter((key) => key.endsWith('checkpoint.json'));
    expect(checkpoints).toHaveLength(1);
    upload.readFrom.length = 0;
    await upload.attempt(forever);
    // The head for its columns, and the rest from where the checkpoint was.
    expect(upload.readFrom[0]).toBe(0);
    expect(upload.readFrom[1]).toBeGreaterThan(Buffer.byteLength(content) / 10);
  });
});

test('killed again and again, each time a little further, an import still ends', async () => {
  const whole = await createUpload(companiesCsv(1_500));
  await whole.attempt(forever);
  const upload = await createUpload(companiesCsv(1_500));
  let attempts = 0;
  const done = async () => (await upload.attempt(lifeOf(24 + 8 * attempts)).catch(() => 'killed')) === undefined;
  while (!(await done())) {
    attempts += 1;
    if (attempts > 60) throw new Error('It does not come forward');
  }
  expect(attempts).toBeGreaterThan(1);
  expect(await upload.outcome()).toEqual(await whole.outcome());
});

test('while companies are written, it goes on with the company after the last checkpoint', async () => {
  const content = `Company,Website\n${Array.from({ length: 6_000 }, (_, n) => `C${String(n)},c${String(n)}.com\n`).join('')}`;
  const upload = await createUpload(content);
  const batchPut = upload.table.batchPut;
  let puts = 0;
  const breaking = async (items: Parameters<typeof batchPut>[0]) => {
    puts += 1;
    if (puts > 40) throw new Killed('killed');
    await batchPut(items);
  };
  Object.assign(upload.table, { batchPut: breaking });
  await expect(upload.attempt(forever)).rejects.toThrow('killed');
  Object.assign(upload.table, { batchPut });
  upload.readFrom.length = 0;
  await upload.attempt(forever);
  expect(upload.readFrom).toEqual([]);
  const stored = upload.table.items().filter(({ type }) => type === 'Company');
  expect(stored).toHaveLength(6_000);
  expect((await upload.outcome()).counts).toMatchObject({ status: 'completed', rows: 6_000, kept: 6_000 });
});

test('another file uploaded in place of the one that broke off is read from its beginning', async () => {
  const upload = await createUpload(companiesCsv(600));
  await expect(upload.attempt(lifeOf(16))).rejects.toThrow('killed');
  upload.files.objects.set(sourceKey, Buffer.from('Company,Website\nOnly,only.com\n'));
  await upload.attempt(forever);
  expect((await upload.outcome()).counts).toMatchObject({ status: 'completed', rows: 1, kept: 1 });
});

test('progress tells stage, percent and rate, and percent only grows', async () => {
  const upload = await createUpload(companiesCsv(4_000));
  const told: { stage: string; percent: number; perSecond: number }[] = [];
  const update = upload.table.update;
  Object.assign(upload.table, {
    update: async (input: Parameters<typeof update>[0]) => {
      const progress = input.ExpressionAttributeValues?.[':progress'] as (typeof told)[number] | undefined;
      if (progress !== undefined) told.push(progress);
      return update(input);
    },
  });
  await upload.attempt(forever);
  expect(new Set(told.map(({ stage }) => stage))).toEqual(new Set(['reading', 'writing']));
  expect(told.map(({ percent }) => percent)).toEqual(told.map(({ percent }) => percent).toSorted((a, b) => a - b));
  expect(told.every(({ perSecond }) => perSecond > 0)).toBe(true);
});

test('lines read from any position on are those that reading from the start gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', 'é,"', '\n', '\r\n', 'long '), { maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      async (parts, chunk) => {
        const bytes = Buffer.from(parts.join(''));
        async function* from(offset: number) {
          for (let at = offset; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
        }
        const all = createLineReader(from(0));
        const lines = [];
        const positions = [];
        for await (const batch of all.batches) {
          lines.push(...batch);
          positions.push({ position: all.position(), seen: lines.length });
        }
        for (const { position, seen } of positions) {
          if (position === null) throw new Error('Short lines are never passed over');
          const rest = createLineReader(from(position.offset), { from: position });
          const later = [];
          for await (const batch of rest.batches) later.push(...batch);
          expect(later).toEqual(lines.slice(seen));
        }
      },
    ),
  );
});

test('a row is found by its key among rows of the same hash', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ maxLength: 4 }), { maxLength: 3_000, minLength: 1 }), (keys) => {
      const index = createRowIndex((row) => keys[row] ?? '');
      for (const [row, key] of keys.entries()) {
        expect(index.find(key)).toBeUndefined();
        index.add(key);
        expect(index.find(key)).toBe(row);
      }
      for (const [row, key] of keys.entries()) expect(index.find(key)).toBe(row);
      expect(index.find('not there')).toBeUndefined();
    }),
    { numRuns: 20 },
  );
  // Two texts of one FNV-1a hash.
  const pair = ['costarring', 'liquid'];
  const index = createRowIndex((row) => pair[row] ?? '');
  index.add('costarring');
  expect(index.find('liquid')).toBeUndefined();
  index.add('liquid');
  expect([index.find('costarring'), index.find('liquid')]).toEqual([0, 1]);
});
