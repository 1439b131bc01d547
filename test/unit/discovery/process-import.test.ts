import fc from 'fast-check';
import { companyKey } from '../../../functions/platform/keys.ts';
import type { Table } from '../../../functions/platform/table.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { createDiscoveryWorld, workspaceId } from './discovery-world.ts';

const HEADER = 'Company,Website,Employees,Description\n';

test('keeps the good rows, counts the rest by reason, and lists them with line, column and value', async () => {
  const world = createDiscoveryWorld();
  const read = await world.load(
    `${HEADER}Acme,acme.com,10,Good\nNo site,,5,x\n,noname.com,5,x\n"Open,b.com,1,x\nFew,c.com\nPage,linkedin.com/company/p,1,x\nAcme Inc,www.acme.com,,x\nBeta,beta.com,1-10,y\n`,
  );
  expect(read).toMatchObject({
    status: 'completed',
    problem: null,
    rows: 8,
    kept: 2,
    duplicates: 1,
    rejected: {
      missing_website: 1,
      missing_name: 1,
      wrong_quote: 1,
      wrong_column_count: 1,
      shared_platform_website: 1,
    },
    written: 2,
  });
  expect(world.rejectedOf(read.id)).toEqual([
    'line,column,reason,value,mend',
    "3,Website,missing_website,,Fill in the company's website or domain.",
    "4,Company,missing_name,,Fill in the company's name.",
    '5,Company,wrong_quote,"""Open,b.com,1,x","Close the quote, or double every quote inside a quoted cell."',
    '6,,wrong_column_count,"Few,c.com",Give the row as many cells as the header has; put cells that hold the delimiter in quotes.',
    "7,Website,shared_platform_website,linkedin.com/company/p,Give the company's own website instead of its page on a platform.",
  ]);
  expect(world.rowsOf(read.id).map(({ domain, headcount }) => [domain, headcount])).toEqual([
    ['acme.com', 10],
    ['beta.com', 6],
  ]);
});

test('one company a domain: the first row stands, later ones fill its gaps, order is the order of the file', async () => {
  const world = createDiscoveryWorld();
  const read = await world.load(
    `${HEADER}A,a.com,,\nB,b.com,5,b\nA again,http://www.a.com/en,7,about a\nA once more,a.com,9,other\n`,
  );
  expect(world.rowsOf(read.id).map(({ name, headcount, description }) => [name, headcount, description])).toEqual([
    ['A', 7, 'about a'],
    ['B', 5, 'b'],
  ]);
});

test('the same list again writes nothing; a changed row writes its own company only, and keeps what it does not tell', async () => {
  const world = createDiscoveryWorld();
  await world.load(`${HEADER}A,a.com,5,about a\nB,b.com,6,about b\n`);
  expect(await world.load(`${HEADER}A,a.com,5,about a\nB,b.com,6,about b\n`)).toMatchObject({ written: 0, kept: 2 });
  expect(await world.load(`${HEADER}A,a.com,9,\nB,b.com,6,about b\n`)).toMatchObject({ written: 1 });
  expect(await world.companies.get(workspaceId, 'a.com')).toMatchObject({ headcount: 9, description: 'about a' });
});

test('a company is one write unit in the table, however much there is to tell', async () => {
  const world = createDiscoveryWorld();
  await world.load(
    `${JSON.stringify({ name: 'ß'.repeat(190), website: 'a.com', long_description: 'ü'.repeat(1_200), tags: Array.from({ length: 30 }, (_, at) => `Täg number ${String(at)}`), one_liner: '東'.repeat(300) })}\n`,
    { format: 'jsonl' },
  );
  const [item] = world.table.items().filter(({ type }) => type === 'Company');
  const size = Object.entries(item ?? {}).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name + JSON.stringify(value)),
    0,
  );
  expect(size).toBeLessThanOrEqual(1_024);
  expect(item).toMatchObject(companyKey(workspaceId, 'a.com'));
});

test('what begins like a formula is made harmless in the list of rejected rows', async () => {
  const world = createDiscoveryWorld();
  const read = await world.load(`${HEADER}A,a.com,1,x\n,"=HYPERLINK(""http://evil"")",1,x\nB,@evil,1,x\n`);
  expect(world.rejectedOf(read.id).slice(1)).toEqual([
    "3,Company,missing_name,,Fill in the company's name.",
    `4,Website,malformed_website,'@evil,"Write the website as a domain or address, e.g. acme.com."`,
  ]);
});

test('a file that cannot be read as a whole fails with the reason', async () => {
  const world = createDiscoveryWorld();
  expect(await world.load('')).toMatchObject({ status: 'failed', problem: 'The file is empty.', rows: 0 });
  expect(await world.load('{"a":1}\n')).toMatchObject({
    status: 'failed',
    problem: expect.stringMatching(/announced as CSV/),
  });
  expect(await world.load(HEADER)).toMatchObject({
    status: 'failed',
    problem: 'The file has column names but no rows.',
  });
});

test('a list without one usable row fails, and still lists its rows', async () => {
  const world = createDiscoveryWorld();
  const read = await world.load(`${HEADER}A,,1,x\nB,,1,x\n`);
  expect(read).toMatchObject({
    status: 'failed',
    problem: expect.stringMatching(/None of the 2 rows could be used \(missing_website 2\)/),
  });
  expect(world.rejectedOf(read.id)).toHaveLength(3);
});

test('reading a finished import again changes nothing; the invocation may come twice', async () => {
  const world = createDiscoveryWorld();
  const read = await world.load(`${HEADER}A,a.com,1,x\n`);
  const before = world.table.items();
  world.time.now += 60_000;
  await world.processImport({ workspaceId, importId: read.id });
  expect(world.table.items()).toEqual(before);
});

test('when the table fails midway the import says so, and trying again ends it', async () => {
  let broken = true;
  const memory = createMemoryTable();
  const table: Table = {
    ...memory,
    batchPut: async (items) => {
      if (broken) throw new Error('throttled');
      await memory.batchPut(items);
    },
  };
  const world = createDiscoveryWorld({ table });
  const id = await world.announce(`${HEADER}A,a.com,1,x\n`);
  await expect(world.processImport({ workspaceId, importId: id })).rejects.toThrow('throttled');
  expect(await world.imports.get(workspaceId, id)).toMatchObject({
    status: 'failed',
    problem: expect.stringMatching(/process the import again/),
  });
  broken = false;
  await world.processImport({ workspaceId, importId: id });
  expect(await world.imports.get(workspaceId, id)).toMatchObject({
    status: 'completed',
    problem: null,
    kept: 1,
    written: 1,
  });
});

test('an import that nobody announced is left alone', async () => {
  const world = createDiscoveryWorld();
  await world.processImport({ workspaceId, importId: 'imp_00000000000000000000000009' });
  expect(world.table.items()).toEqual([]);
});

test('progress is told while a long file is read', async () => {
  const told: number[] = [];
  const memory = createMemoryTable();
  const table: Table = {
    ...memory,
    update: async (input) => {
      told.push(Number(input.ExpressionAttributeValues?.[':rows'] ?? -1));
      return memory.update(input);
    },
  };
  const world = createDiscoveryWorld({ table });
  // Every look at the clock takes 60 ms.
  Object.defineProperty(world.time, 'now', { get: () => (at += 60) });
  let at = Date.parse('2026-11-21T09:00:00.000Z');
  const rows = Array.from({ length: 5_000 }, (_, n) => `N${String(n)},n${String(n)}.com,1,x\n`).join('');
  expect(await world.load(HEADER + rows)).toMatchObject({ status: 'completed', rows: 5_000, kept: 5_000 });
  expect(told.length).toBeGreaterThan(3);
  expect(told.filter((count) => count > 0 && count < 5_000)).not.toEqual([]);
});

test('rows read are rows kept, merged or rejected, whatever the file', async () => {
  const row = fc.oneof(
    fc.integer({ min: 1, max: 20 }).map((n) => `N${String(n)},n${String(n)}.com,1,x`),
    fc.constantFrom('A,,1,x', ',b.com,1,x', '"q,b.com,1,x', 'short', 'A,facebook.com/a,1,x'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
      const world = createDiscoveryWorld();
      const read = await world.load(HEADER + rows.map((text) => `${text}\n`).join(''));
      const rejected = Object.values(read.rejected).reduce((sum, count) => sum + count, 0);
      expect(read.rows).toBe(rows.length);
      expect(read.kept + read.duplicates + rejected).toBe(read.rows);
      expect(world.rowsOf(read.id)).toHaveLength(read.kept);
      expect(new Set(world.rowsOf(read.id).map(({ domain }) => domain)).size).toBe(read.kept);
      expect(world.rejectedOf(read.id)).toHaveLength(rejected + 1);
    }),
    { numRuns: 40 },
  );
});
