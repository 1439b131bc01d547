import { CsvError, parse } from 'csv-parse/sync';
import { tellsWhen } from './column-rules.ts';
import { type History, type HistoryColumn, outcomeIn, statedText } from './history.ts';

export type ReadHistory = Readonly<
  { ok: true; history: History; timeColumn: string | null } | { ok: false; problem: string }
>;

/** A share of dates that may be unreadable before a column is no time column. */
const UNREADABLE_TIMES = 0.05;

const timesIn = (column: HistoryColumn): Float64Array | null => {
  const times = Float64Array.from(column.values, (value) => (value === null ? Number.NaN : Date.parse(value)));
  const readable = times.filter((time) => !Number.isNaN(time));
  if (readable.length < times.length * (1 - UNREADABLE_TIMES)) return null;
  const oldest = readable.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  // A lead without a time is taken as an old one: it may be learned from, never judged by.
  return times.map((time) => (Number.isNaN(time) ? oldest : time));
};

const recordsOf = (text: string): string[][] | string => {
  try {
    return parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return `The file is no CSV: ${error.message}.`;
  }
};

const quoted = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ');

/** Names that say whether a lead converted, asked in this order when no target is named. */
const TARGETS = ['converted', 'outcome', 'won', 'target', 'label'];

const findTarget = (names: readonly string[], target: string | undefined): number => {
  const wanted = target === undefined ? TARGETS : [target.toLowerCase()];
  const lower = names.map((name) => name.toLowerCase());
  return wanted.map((name) => lower.indexOf(name)).find((at) => at !== -1) ?? -1;
};

/**
 * Leads with outcomes from a CSV file. `target` names the column that says whether a lead converted (1/0, yes/no, true/false); rows that
 * say neither are refused, because what they teach is unknown. A time column is found by its usual names when `time` names none.
 */
export const historyFromCsv = (
  text: string,
  { target, time }: Readonly<{ target?: string | undefined; time?: string | undefined }>,
): ReadHistory => {
  const records = recordsOf(text);
  if (typeof records === 'string') return { ok: false, problem: records };
  const [header = [], ...rows] = records;
  const names = header.map((name) => name.trim());
  const targetAt = findTarget(names, target);
  if (targetAt === -1)
    return {
      ok: false,
      problem: `There is no column “${target ?? 'Converted'}” that says whether a lead converted; name it (--target). The file's columns: ${quoted(names.filter(Boolean))}.`,
    };
  if (rows.length === 0) return { ok: false, problem: 'The file has column names but no rows.' };

  const outcomes = new Uint8Array(rows.length);
  for (const [at, row] of rows.entries()) {
    const outcome = outcomeIn(statedText(row[targetAt]));
    if (outcome === null)
      return {
        ok: false,
        problem: `Row ${String(at + 1)} has “${row[targetAt] ?? ''}” in “${names[targetAt] ?? ''}”; it must say whether the lead converted: 1 or 0, yes or no.`,
      };
    outcomes[at] = outcome;
  }
  const columns = names.flatMap((name, at) =>
    at === targetAt || name === '' ? [] : [{ name, values: rows.map((row) => statedText(row[at])) }],
  );
  return withTimes({ columns, outcomes, times: null }, time);
};

const withTimes = (history: History, wanted: string | undefined): ReadHistory => {
  const column =
    wanted === undefined
      ? history.columns.find(({ name, values }) => tellsWhen(name) && timesIn({ name, values }) !== null)
      : history.columns.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (column === undefined)
    return wanted === undefined
      ? { ok: true, history, timeColumn: null }
      : { ok: false, problem: `There is no column “${wanted}” to take the leads' times from.` };
  const times = timesIn(column);
  if (times === null)
    return { ok: false, problem: `Column “${column.name}” holds no dates; use ISO dates (2026-11-21).` };
  const columns = history.columns.filter(({ name }) => name !== column.name);
  return { ok: true, history: { ...history, columns, times }, timeColumn: column.name };
};
