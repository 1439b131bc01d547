import { readFile } from 'node:fs/promises';
import type { History } from '../../functions/scoring/qualification/history.ts';
import { historyFromCsv } from '../../functions/scoring/qualification/history-from-csv.ts';
import { UsageError } from './usage-error.ts';

/** What a file is read by: its column of outcomes, that of times, and columns that the user names besides. */
export type HistoryFile = Readonly<{
  target?: string | undefined;
  time?: string | undefined;
  drop?: readonly string[];
  keep?: readonly string[];
}>;

/** A name that no column has is a misspelling, and would leave in, or out, what the user meant. @throws UsageError */
const checkNames = (path: string, columns: readonly string[], flag: string, names: readonly string[]): void => {
  const known = new Set(columns.map((name) => name.toLowerCase()));
  const wrong = names.find((name) => !known.has(name.toLowerCase()));
  if (wrong === undefined) return;
  const all = columns.map((name) => `“${name}”`).join(', ');
  throw new UsageError(`${path} has no column “${wrong}” (${flag}). Its columns: ${all}.`);
};

/** Leads with outcomes from a CSV file, with the column that their times came from. @throws UsageError naming the file and what to mend */
export const readHistory = async (
  path: string,
  { target, time, drop = [], keep = [] }: HistoryFile,
): Promise<Readonly<{ history: History; timeColumn: string | null }>> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  });
  const read = historyFromCsv(text, { target, time });
  if (!read.ok) throw new UsageError(`${path}: ${read.problem}`);
  const { history, timeColumn } = read;
  const names = [...history.columns.map(({ name }) => name), ...(timeColumn === null ? [] : [timeColumn])];
  checkNames(path, names, '--drop', drop);
  checkNames(path, names, '--keep', keep);
  return read;
};

/** Column names separated by commas. */
export const columnNames = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
