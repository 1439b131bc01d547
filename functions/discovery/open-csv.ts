import { parse } from 'csv-parse/sync';
import { type ColumnMap, mapColumns } from './columns.ts';
import { type CsvRecord, createCsvReader, hasOpenQuote } from './csv-rows.ts';
import type { LineSource, OpenSource, SourceRow, SourceSettings } from './source-rows.ts';
import type { Line } from './text-lines.ts';

const DELIMITERS = [',', ';', '\t', '|'];
const HEADER_LINES = 20;

type Header = Readonly<{ delimiter: string; names: readonly string[] }>;

const parseHeader = (text: string, delimiter: string): string[] | undefined => {
  try {
    const trim = delimiter === '\t' ? {} : { trim: true };
    const [record] = parse(text, { delimiter, relax_column_count: true, relax_quotes: true, ...trim });
    return record?.map((name) => name.trim());
  } catch {
    return undefined;
  }
};

/** The delimiter whose columns can be mapped, else the one that gives the most of them. */
const readHeader = (text: string, settings: SourceSettings): Header | undefined => {
  const candidates = DELIMITERS.flatMap((delimiter) => {
    const names = parseHeader(text, delimiter);
    return names === undefined ? [] : [{ delimiter, names }];
  });
  const worth = ({ names }: Header): number =>
    names.length + (mapColumns(settings.kind, names, settings.mapping).ok ? 10_000 : 0);
  return candidates.toSorted((a, b) => worth(b) - worth(a))[0];
};

/** Opens a CSV file: finds delimiter, header and columns, then gives its rows in batches; those of `rest` when reading goes on. */
export const openCsv = async (
  lines: LineSource,
  settings: SourceSettings,
  rest: LineSource | undefined,
): Promise<OpenSource> => {
  const head = await readHead(lines.batches);
  if (head === undefined) return { ok: false, problem: 'The file is empty.' };
  const header =
    head.delimiter === undefined ? readHeader(head.text, settings) : withDelimiter(head.text, head.delimiter);
  if (header === undefined || head.broken)
    return {
      ok: false,
      problem: 'The first line cannot be read as column names. Save the file as CSV in UTF-8 with a header line.',
    };
  const mapped = mapColumns(settings.kind, header.names, settings.mapping);
  if (!mapped.ok) return mapped;
  const reader = createCsvReader({ delimiter: header.delimiter, width: header.names.length });
  const { batches, position } = rest ?? lines;
  const rows = readRows(batches, rest === undefined ? head.rest : [], reader, rowReader(header, mapped));
  return { ok: true, source: { columns: () => mapped, rows, position: () => (reader.isOpen() ? null : position()) } };
};

const withDelimiter = (text: string, delimiter: string): Header | undefined => {
  const names = parseHeader(text, delimiter);
  return names === undefined ? undefined : { delimiter, names };
};

/** The lines of the header (quoted names may hold line breaks) and what was read beyond it. `sep=;` is a hint of spreadsheets. */
const readHead = async (batches: AsyncIterator<readonly Line[]>) => {
  let lines: readonly Line[] = [];
  let at = 0;
  let delimiter: string | undefined;
  const next = async (): Promise<Line | undefined> => {
    while (at >= lines.length) {
      const batch = await batches.next();
      if (batch.done === true) return undefined;
      lines = batch.value;
      at = 0;
    }
    at += 1;
    return lines[at - 1];
  };
  for (let line = await next(); line !== undefined; line = await next()) {
    const hint = /^sep=(.)$/i.exec(line.text)?.[1];
    if (hint !== undefined && line.number === 1) delimiter = hint;
    else if (line.text.trim() !== '') {
      let { text } = line;
      for (let more = 0; more < HEADER_LINES && hasOpenQuote(text); more += 1)
        text += `\n${(await next())?.text ?? ''}`;
      return { text, broken: line.broken || line.tooLong, delimiter, rest: lines.slice(at) };
    }
  }
  return undefined;
};

type RowReader = (record: CsvRecord) => readonly SourceRow[];

const rowReader = ({ names }: Header, { columns }: ColumnMap): RowReader => {
  const fields = Object.entries(columns).map(([field, column]) => [field, names.indexOf(column ?? '')] as const);
  return (record) => {
    if (!record.ok) {
      const { line, reason, value, column } = record;
      return [{ ok: false, rejection: { line, column: column === null ? '' : (names[column] ?? ''), reason, value } }];
    }
    if (record.fields.every((field) => field.trim() === '')) return [];
    const cells = Object.fromEntries(fields.map(([field, at]) => [field, record.fields[at]]));
    return [{ ok: true, line: record.line, cells }];
  };
};

async function* readRows(
  batches: AsyncIterator<readonly Line[]>,
  first: readonly Line[],
  reader: ReturnType<typeof createCsvReader>,
  rowOf: RowReader,
): AsyncGenerator<readonly SourceRow[]> {
  yield reader.read(first).flatMap(rowOf);
  for (let batch = await batches.next(); batch.done !== true; batch = await batches.next())
    yield reader.read(batch.value).flatMap(rowOf);
  yield reader.end().flatMap(rowOf);
}
