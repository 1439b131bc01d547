import { Readable } from 'node:stream';
import fc from 'fast-check';
import { openSource } from '../../../functions/discovery/open-source.ts';
import type { Rejection } from '../../../functions/discovery/source-rows.ts';

type Options = {
  format?: 'csv' | 'jsonl';
  kind?: 'companies' | 'contacts';
  mapping?: Record<string, string>;
  chunk?: number;
};

const bytesOf = (content: string | Buffer) => (typeof content === 'string' ? Buffer.from(content) : content);

const open = (
  content: string | Buffer,
  { format = 'csv', kind = 'companies', mapping = {}, chunk = 7 }: Options = {},
) => {
  const bytes = bytesOf(content);
  const chunks = function* () {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  };
  return openSource(Readable.from(chunks()), format, { kind, mapping });
};

const readAll = async (content: string | Buffer, options: Options = {}) => {
  const opened = await open(content, options);
  if (!opened.ok) throw new Error(opened.problem);
  const rows: { line: number; cells: Record<string, unknown> }[] = [];
  const rejected: Rejection[] = [];
  for await (const batch of opened.source.rows)
    for (const row of batch) {
      if (row.ok) rows.push({ line: row.line, cells: { ...row.cells } });
      else rejected.push(row.rejection);
    }
  return { rows, rejected, columns: opened.source.columns() };
};

const problemOf = async (content: string | Buffer, options: Options = {}): Promise<string> => {
  const opened = await open(content, options);
  return opened.ok ? 'no problem' : opened.problem;
};

const HEADER = 'Company,Website,City\n';
const names = (rows: readonly { cells: Record<string, unknown> }[]) => rows.map(({ cells }) => cells['name']);

test.each([
  ['commas', 'Company,Website\nA,a.com\n'],
  ['semicolons', 'Company;Website\nA;a.com\n'],
  ['tabs', 'Company\tWebsite\nA\ta.com\n'],
  ['bars', 'Company|Website\nA|a.com\n'],
  ['a byte order mark', '\uFEFFCompany,Website\nA,a.com\n'],
  ['CR LF', 'Company,Website\r\nA,a.com\r\n'],
  ['CR alone', 'Company,Website\rA,a.com\r'],
  ['no last line break', 'Company,Website\nA,a.com'],
  ['a hint for spreadsheets', 'sep=;\nCompany;Website\nA;a.com\n'],
  ['blank lines', '\n\nCompany,Website\n\nA,a.com\n\n,\n'],
  ['quotes everywhere', '"Company","Website"\n"A","a.com"\n'],
  ['spaces around quotes', 'Company, Website\nA, "a.com"\n'],
])('reads a CSV with %s', async (_what, content) => {
  const { rows, rejected } = await readAll(content);
  expect(rows.map(({ cells }) => cells)).toEqual([{ name: 'A', website: 'a.com' }]);
  expect(rejected).toEqual([]);
});

test('semicolons in a header of commas do not make it one of semicolons', async () => {
  const { columns } = await readAll('Company,Website,"Tags; labels; more"\nA,a.com,x\n');
  expect(columns.columns).toMatchObject({ name: 'Company', website: 'Website' });
});

test('keeps line breaks, doubled quotes and delimiters of quoted fields, and counts lines as an editor does', async () => {
  const { rows } = await readAll(`${HEADER}"A ""&"" B","a.com","Two\nlines, one city"\nC,c.com,Rome\n`);
  expect(rows).toEqual([
    { line: 2, cells: { name: 'A "&" B', website: 'a.com', city: 'Two\nlines, one city' } },
    { line: 4, cells: { name: 'C', website: 'c.com', city: 'Rome' } },
  ]);
});

test('an unclosed quote costs its own row only', async () => {
  const { rows, rejected } = await readAll(`${HEADER}A,a.com,Rome\n"B,b.com,Rome\nC,c.com,Rome\nD,d.com,Rome\n`);
  expect(names(rows)).toEqual(['A', 'C', 'D']);
  expect(rejected).toMatchObject([{ line: 3, reason: 'wrong_quote', value: '"B,b.com,Rome' }]);
});

test('two stray quotes lines apart do not swallow the rows between them', async () => {
  const { rows, rejected } = await readAll(`${HEADER}"A,a.com,Rome\nB,b.com,Rome\nC,c.com,"Rome\nD,d.com,Rome\n`);
  expect(names(rows)).toEqual(['B', 'D']);
  expect(rejected.map(({ line, reason }) => [line, reason])).toEqual([
    [2, 'wrong_quote'],
    [4, 'wrong_quote'],
  ]);
});

test('names the column of a quote in the middle of a field', async () => {
  const { rejected } = await readAll(`${HEADER}A,a.com,Ro"me"\n`);
  expect(rejected).toEqual([{ line: 2, column: 'City', reason: 'wrong_quote', value: 'A,a.com,Ro"me"' }]);
});

test('rejects a row with too few or too many columns, and forgives empty cells at its end', async () => {
  const { rows, rejected } = await readAll(`${HEADER}A,a.com\nB,b.com,Rome,Italy\nC,c.com,Rome,,\n`);
  expect(names(rows)).toEqual(['C']);
  expect(rejected.map(({ line, reason }) => [line, reason])).toEqual([
    [2, 'wrong_column_count'],
    [3, 'wrong_column_count'],
  ]);
});

test('a broken byte costs its row and is found with its column', async () => {
  const content = Buffer.concat([
    Buffer.from(`${HEADER}A,a.com,Rome\nB,b.com,M`),
    Buffer.from([0xfc]),
    Buffer.from('nchen\nC,c.com,Rome\n'),
  ]);
  const { rows, rejected } = await readAll(content);
  expect(names(rows)).toEqual(['A', 'C']);
  expect(rejected).toEqual([{ line: 3, column: 'City', reason: 'broken_utf8', value: 'B,b.com,M\uFFFDnchen' }]);
});

test('a line longer than any row is cut, and the rows after it are read', async () => {
  const { rows, rejected } = await readAll(`${HEADER}A,${'x'.repeat(1_200_000)},Rome\nB,b.com,Rome\n`, {
    chunk: 60_000,
  });
  expect(names(rows)).toEqual(['B']);
  expect(rejected).toMatchObject([{ line: 2, reason: 'line_too_long' }]);
  expect(rejected[0]?.value.length).toBeLessThan(1_000);
});

test('a long quoted field is one row, an endless one is a slip', async () => {
  const lines = (count: number) => Array.from({ length: count }, (_, at) => `line ${String(at)}`).join('\n');
  const good = await readAll(`${HEADER}A,a.com,"${lines(150)}"\nB,b.com,Rome\n`);
  expect(names(good.rows)).toEqual(['A', 'B']);
  const bad = await readAll(
    `${HEADER}"A,a.com,Rome\n${Array.from({ length: 700 }, () => 'B,b.com,Rome').join('\n')}\n`,
  );
  expect(bad.rows).toHaveLength(700);
  expect(bad.rejected).toHaveLength(1);
});

test('reads the same rows however the bytes are cut into chunks', async () => {
  const content = `${HEADER}Ünïcode,ü.com,"Sã\no"\n"bad,b.com,Rome\n🦊,fox.com,東京\n`;
  const whole = await readAll(content, { chunk: 10_000 });
  for (const chunk of [1, 2, 3, 5, 11]) expect(await readAll(content, { chunk })).toEqual(whole);
});

test('whatever rows are broken, every sound row is kept and every row is accounted for', async () => {
  const sound = fc
    .integer({ min: 1, max: 9_999 })
    .map((n) => ({ text: `Name ${String(n)},n${String(n)}.com,Rome`, ok: true }));
  const broken = fc
    .constantFrom('"Open,b.com,Rome', 'Two,"b.com,Rome', 'a,b', 'a,b,c,d', 'x,y"z",w')
    .map((text) => ({ text, ok: false }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 3, arbitrary: sound }, broken), { minLength: 1, maxLength: 30 }),
      async (lines) => {
        const { rows, rejected } = await readAll(HEADER + lines.map(({ text }) => `${text}\n`).join(''), {
          chunk: 1_000,
        });
        expect(rows.map(({ line }) => line)).toEqual(lines.flatMap(({ ok }, at) => (ok ? [at + 2] : [])));
        expect(rejected.map(({ line }) => line)).toEqual(lines.flatMap(({ ok }, at) => (ok ? [] : [at + 2])));
      },
    ),
    { numRuns: 60 },
  );
});

test('reads JSON lines, keys that come later included', async () => {
  const { rows, rejected, columns } = await readAll(
    '{"name":"A","website":"a.com"}\n\n{"name":"B","website":"b.com","team_size":5,"id":7}\n',
    { format: 'jsonl' },
  );
  expect(rows[1]).toEqual({ line: 3, cells: { name: 'B', website: 'b.com', headcount: 5 } });
  expect(rejected).toEqual([]);
  expect(columns.unmapped).toEqual(['id']);
});

test('a malformed JSON line costs itself only', async () => {
  const content = Buffer.concat([
    Buffer.from('{"name":"A","website":"a.com"}\n{"name": "B", \n["C"]\n{"name":"D","website":"d'),
    Buffer.from([0xff]),
    Buffer.from('.com"}\n{"name":"E","website":"e.com"}'),
  ]);
  const { rows, rejected } = await readAll(content, { format: 'jsonl' });
  expect(names(rows)).toEqual(['A', 'E']);
  expect(rejected.map(({ line, reason }) => [line, reason])).toEqual([
    [2, 'malformed_json'],
    [3, 'not_an_object'],
    [4, 'broken_utf8'],
  ]);
});

test.each<[string, string | Buffer, 'csv' | 'jsonl', RegExp]>([
  ['an empty file', '', 'csv', /empty/],
  ['a file of blank lines', '\n \n\n', 'csv', /empty/],
  ['a workbook', Buffer.from('504b030414000600', 'hex'), 'csv', /Excel workbook/],
  ['a PDF', '%PDF-1.7 …', 'csv', /PDF/],
  ['UTF-16', Buffer.from('\uFEFFCompany,Website\n', 'utf16le'), 'csv', /UTF-16/],
  ['bytes', Buffer.from([1, 2, 0, 4, 5]), 'jsonl', /not text/],
  ['a web page', '<!DOCTYPE html><html></html>', 'csv', /web page/],
  ['JSON announced as CSV', '{"name":"A"}\n', 'csv', /announced as CSV/],
  ['CSV announced as JSONL', 'Company,Website\nA,a.com\n', 'jsonl', /announced as JSONL.*“Company,Website”/],
  ['a JSON array', '[{"name":"A"}]', 'jsonl', /one JSON array/],
  ['JSONL without an object', '{broken\n{also\n', 'jsonl', /No line of the file is a JSON object/],
  [
    'no column for the website',
    'Company,City\nA,Rome\n',
    'csv',
    /no column for website or domain\. Its columns: “Company”, “City”/,
  ],
])('says what is wrong with %s', async (_what, content, format, expected) => {
  expect(await problemOf(content, { format })).toMatch(expected);
});

test('a mapping takes columns by name, whatever they are called, before the usual names', async () => {
  const { rows, columns } = await readAll('Wer,Wo,Company\nA,a.com,Ignored\n', {
    mapping: { name: 'wer', website: 'Wo' },
  });
  expect(rows[0]?.cells).toEqual({ name: 'A', website: 'a.com' });
  expect(columns.unmapped).toEqual(['Company']);
});

test('a mapping to a column that is not there names it and those that are', async () => {
  expect(await problemOf('Company,Website\nA,a.com\n', { mapping: { headcount: 'Staff count' } })).toBe(
    'The mapping takes headcount from column “Staff count”, which the file does not have. Its columns: “Company”, “Website”.',
  );
});

test('a mapping of a field that does not exist is refused with the fields there are', async () => {
  expect(await problemOf('Company,Website\nA,a.com\n', { mapping: { shoeSize: 'Company' } })).toMatch(
    /fields that a list of companies does not have: “shoeSize”\. Fields: name, website/,
  );
});
