import * as z from 'zod';
import { type ColumnMap, mapColumns } from './columns.ts';
import type { LineSource, OpenSource, SourceRow, SourceSettings } from './source-rows.ts';
import type { Line } from './text-lines.ts';

const JsonObject = z.record(z.string(), z.unknown());
type JsonObject = z.infer<typeof JsonObject>;
type Parsed = Readonly<{ ok: true; object: JsonObject } | { ok: false; reason: string }>;

const parseLine = ({ text, broken, tooLong }: Line): Parsed => {
  if (tooLong) return { ok: false, reason: 'line_too_long' };
  if (broken) return { ok: false, reason: 'broken_utf8' };
  try {
    const parsed = JsonObject.safeParse(JSON.parse(text));
    return parsed.success ? { ok: true, object: parsed.data } : { ok: false, reason: 'not_an_object' };
  } catch {
    return { ok: false, reason: 'malformed_json' };
  }
};

/** Opens a file of one JSON object a line; its columns are the keys of its objects, found as they come. */
export const openJsonl = async (
  { batches, position }: LineSource,
  settings: SourceSettings,
  rest: (LineSource & Readonly<{ names: readonly string[] }>) | undefined,
): Promise<OpenSource> => {
  const keys = new Set<string>(rest?.names);
  const learn = (object: JsonObject): boolean => {
    const before = keys.size;
    for (const key of Object.keys(object)) keys.add(key);
    return keys.size > before;
  };
  const first: Line[] = [];
  for (let found = keys.size > 0; !found; ) {
    const batch = await batches.next();
    if (batch.done === true) break;
    first.push(...batch.value);
    for (const line of batch.value) {
      const parsed = parseLine(line);
      if (parsed.ok) found = learn(parsed.object) || found;
    }
  }
  if (keys.size === 0)
    return { ok: false, problem: 'No line of the file is a JSON object. JSONL holds one object a line.' };
  const mapped = mapColumns(settings.kind, [...keys], settings.mapping);
  if (!mapped.ok) return mapped;
  let columns: ColumnMap = mapped;

  const rowOf = (line: Line): readonly SourceRow[] => {
    if (line.text.trim() === '' && !line.tooLong) return [];
    const parsed = parseLine(line);
    if (!parsed.ok)
      return [{ ok: false, rejection: { line: line.number, column: '', reason: parsed.reason, value: line.text } }];
    const { object } = parsed;
    if (learn(object)) {
      const grown = mapColumns(settings.kind, [...keys], settings.mapping);
      if (grown.ok) columns = grown;
    }
    const cells = Object.fromEntries(
      Object.entries(columns.columns).map(([field, column]) => [field, object[column ?? '']]),
    );
    return [{ ok: true, line: line.number, cells }];
  };
  const rows = async function* (): AsyncGenerator<readonly SourceRow[]> {
    yield first.flatMap(rowOf);
    const ahead = (rest ?? { batches }).batches;
    for (let batch = await ahead.next(); batch.done !== true; batch = await ahead.next())
      yield batch.value.flatMap(rowOf);
  };
  const standing = () => {
    const reached = (rest ?? { position }).position();
    return reached === null ? null : { ...reached, names: [...keys] };
  };
  return { ok: true, source: { columns: () => columns, rows: rows(), position: standing } };
};
