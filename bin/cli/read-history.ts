import { readFile } from 'node:fs/promises';
import type { History } from '../../functions/scoring/qualification/history.ts';
import { historyFromCsv } from '../../functions/scoring/qualification/history-from-csv.ts';
import { UsageError } from './usage-error.ts';

export type HistoryFile = Readonly<{ target?: string | undefined; time?: string | undefined }>;

/** Leads with outcomes from a CSV file, with the column that their times came from. @throws UsageError naming the file and what to mend */
export const readHistory = async (
  path: string,
  { target, time }: HistoryFile,
): Promise<Readonly<{ history: History; timeColumn: string | null }>> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  });
  const read = historyFromCsv(text, { target, time });
  if (!read.ok) throw new UsageError(`${path}: ${read.problem}`);
  return read;
};

/** Column names separated by commas. */
export const columnNames = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
