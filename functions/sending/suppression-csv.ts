import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod';
import { csvLine } from '../platform/csv-line.ts';
import type { SuppressionView } from './contract.ts';
import { nameIn, whatIsWrong } from './suppressed-name.ts';
import type { SuppressedName } from './suppression-store.ts';

/** Rows that one request may hold; a longer list is sent in parts. */
export const MOST_ROWS = 5_000;
const SHOWN = 100;
const COLUMNS = ['kind', 'value', 'reason', 'scope', 'at'] as const;
/** What other tools call the column that holds the address or domain. */
const VALUE_COLUMNS = ['value', 'email', 'e-mail', 'email address', 'address', 'recipient', 'domain'];

export type RejectedRow = Readonly<{ line: number; value: string; reason: string }>;
export type SuppressionList = Readonly<
  | { ok: true; rows: readonly (SuppressedName & { line: number })[]; rejected: readonly RejectedRow[] }
  | { ok: false; reason: string }
>;

const Records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));

/** A list's heading, where it has one, and its rows as they stand; or why it is no CSV. */
export const readSuppressionRecords = (
  text: string,
): Readonly<{ heading: readonly string[] | undefined; rows: readonly (readonly string[])[] }> | string => {
  const list = readRecords(text);
  return typeof list === 'string' ? list : { heading: list.heading, rows: list.rows.map(({ record }) => record) };
};

/** Reads a list of addresses and domains: one column, or the column that a heading names. */
export const readSuppressionCsv = (text: string): SuppressionList => {
  const list = readRecords(text);
  if (typeof list === 'string') return { ok: false, reason: list };
  if (list.rows.length > MOST_ROWS)
    return {
      ok: false,
      reason: `holds ${String(list.rows.length)} rows; send at most ${String(MOST_ROWS)} at a time`,
    };
  const rows: (SuppressedName & { line: number })[] = [];
  const rejected: RejectedRow[] = [];
  const seen = new Set<string>();
  for (const { record, info } of list.rows) {
    const cell = unquoted(record[list.column] ?? '');
    const name = nameIn(cell);
    const wrong = cell.trim() === '' ? 'is empty' : whatIsWrong(name);
    const key = `${name.kind} ${name.value.toLowerCase()}`;
    if (wrong !== undefined) rejected.push({ line: info.lines, value: cell.slice(0, SHOWN), reason: wrong });
    else if (!seen.has(key)) {
      seen.add(key);
      rows.push({ ...name, line: info.lines });
    }
  }
  return { ok: true, rows, rejected };
};

const readRecords = (text: string) => {
  const records = parseRows(text);
  if (typeof records === 'string') return records;
  const [first, ...more] = records;
  if (first === undefined) return 'holds no row';
  const named = first.record.findIndex((cell) => VALUE_COLUMNS.includes(cell.trim().toLowerCase()));
  return named < 0
    ? { heading: undefined, column: 0, rows: records }
    : { heading: first.record, column: named, rows: more };
};

const parseRows = (text: string): z.infer<typeof Records> | string => {
  const [heading = ''] = text.split('\n', 1);
  const delimiter = [';', '\t'].find((each) => heading.includes(each)) ?? ',';
  try {
    const options = { bom: true, delimiter, info: true, relax_column_count: true, relax_quotes: true, trim: true };
    return Records.parse(parse(text, { ...options, skip_empty_lines: true }));
  } catch (error) {
    if (error instanceof CsvError) return `is not CSV: ${error.message}`;
    throw error;
  }
};

/** An apostrophe before what a spreadsheet would take for a formula is not part of the address; our own export writes it. */
const unquoted = (cell: string): string => cell.replace(/^'(?=[=+\-@])/, '');

/** The heading of an export. */
export const SUPPRESSION_HEADING = csvLine(COLUMNS);

/** Suppressions as rows of CSV. */
export const suppressionRows = (suppressions: readonly SuppressionView[]): string =>
  suppressions.map((one) => csvLine(COLUMNS.map((column) => one[column]))).join('');
