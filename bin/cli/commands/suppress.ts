import { readFile, writeFile } from 'node:fs/promises';
import type * as z from 'zod';
import { SUPPRESSION_SCOPES, SuppressionView } from '../../../functions/sending/contract.ts';
import { suppressionRoutes } from '../../../functions/sending/suppression-contract.ts';
import { MOST_ROWS, readSuppressionRecords } from '../../../functions/sending/suppression-csv.ts';
import { type Context, defineCommand, needed, oneOf } from '../command.ts';
import { csvLine } from '../csv-line.ts';
import { checkFile } from '../import-file.ts';
import { UsageError } from '../usage-error.ts';
import { writableFile } from '../writable-file.ts';

type Imported = z.output<typeof suppressionRoutes.importSuppressions.response>;
const SHOWN = 10;

/** The file in parts that a request may hold, each under the heading of the whole. */
const partsOf = (text: string): readonly string[] => {
  const records = readSuppressionRecords(text);
  if (typeof records === 'string') throw new UsageError(`The file ${records}.`);
  const { heading, rows } = records;
  return Array.from({ length: Math.ceil(rows.length / MOST_ROWS) }, (_, at) =>
    [...(heading === undefined ? [] : [heading]), ...rows.slice(at * MOST_ROWS, (at + 1) * MOST_ROWS)]
      .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
      .join('\n'),
  );
};

const importList = async (
  { api, print, terminal, json }: Context,
  { path, scope }: Readonly<{ path: string; scope: string }>,
): Promise<number> => {
  await checkFile(path);
  const sum: Imported = { rows: 0, added: 0, known: 0, rejected: [] };
  for (const csv of partsOf(await readFile(path, 'utf8'))) {
    const schema = suppressionRoutes.importSuppressions.response;
    const part = await api.call('POST', '/suppressions/import', schema, { csv, scope });
    sum.rows += part.rows;
    sum.added += part.added;
    sum.known += part.known;
    sum.rejected.push(...part.rejected);
  }
  if (json) print(JSON.stringify(sum));
  else for (const { value, reason } of sum.rejected.slice(0, SHOWN)) print(`"${value}" ${reason}`);
  terminal.line(
    `${String(sum.added)} suppressed, ${String(sum.known)} were before, ${String(sum.rejected.length)} could not be used.`,
  );
  return 0;
};

const exportList = async ({ api, print, terminal, json }: Context, out: string | undefined): Promise<number> => {
  const rows: z.output<typeof SuppressionView>[] = [];
  for await (const row of api.all('/suppressions', SuppressionView)) rows.push(row);
  const columns = ['kind', 'value', 'reason', 'scope', 'at'] as const;
  const lines = [csvLine(columns), ...rows.map((row) => csvLine(columns.map((column) => row[column])))];
  const text = json ? JSON.stringify(rows) : lines.join('\n');
  if (out === undefined) print(text);
  else {
    await writeFile(out, `${text}\n`);
    terminal.line(`${String(rows.length)} suppressions written to ${out}.`);
  }
  return 0;
};

export const suppressImportCommand = defineCommand({
  name: 'suppress import',
  usage: `  throughline suppress import FILE [--scope marketing|all] [--json]
      Never write to the addresses and domains of a CSV again.`,
  options: { scope: { type: 'string', default: 'marketing' } },
  prepare: ({ scope }, [subject]) => {
    const options = {
      path: needed('The file to import', subject),
      scope: oneOf('scope', scope, SUPPRESSION_SCOPES),
    };
    return { needs: 'system', run: (context) => importList(context, options) };
  },
});

export const suppressExportCommand = defineCommand({
  name: 'suppress export',
  usage: `  throughline suppress export [--out FILE] [--json]
      Every suppressed address and domain as CSV or JSON.`,
  options: { out: { type: 'string' } },
  prepare: ({ out }) => {
    const file = out === undefined ? undefined : writableFile('out', out);
    return { needs: 'system', run: (context) => exportList(context, file) };
  },
});
