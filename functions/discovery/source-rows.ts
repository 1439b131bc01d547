import type { Cells } from './cells.ts';
import type { ColumnMap, ImportKind } from './columns.ts';
import type { Line, Position } from './text-lines.ts';

/** Why a row of a file could not be read or used, as the list of rejected rows shows it. */
export type Rejection = Readonly<{
  /** Line of the file on which the row begins, counted from 1. */
  line: number;
  /** The file's own name of the column, `''` when the row as a whole is at fault. */
  column: string;
  reason: string;
  value: string;
}>;

/** A row as it stands in a file: its cells by our fields, or why it could not be read. */
export type SourceRow =
  | Readonly<{ ok: true; line: number; cells: Cells }>
  | Readonly<{ ok: false; rejection: Rejection }>;

/** Where reading can go on, with the names seen until then where the file has no header that names its columns. */
export type SourcePosition = Position & Readonly<{ names?: readonly string[] | undefined }>;

/** A file opened for reading. What its columns are may still grow while it is read: JSON objects differ from line to line. */
export type OpenedSource = Readonly<{
  columns: () => ColumnMap;
  rows: AsyncIterable<readonly SourceRow[]>;
  /** Where the rows given so far end; null in the middle of a row. */
  position: () => SourcePosition | null;
}>;

/** The rest of a file whose reading goes on: its bytes from a position. Its head is read once more, for the columns. */
export type SourceRest = Readonly<{ from: SourcePosition; stream: AsyncIterable<Uint8Array> }>;

/** Lines in batches, and where the batch given last ends. */
export type LineSource = Readonly<{ batches: AsyncIterator<readonly Line[]>; position: () => Position | null }>;

/** Opening fails with a sentence for a person when the file as a whole cannot be used. */
export type OpenSource = Readonly<{ ok: true; source: OpenedSource }> | Readonly<{ ok: false; problem: string }>;

export type SourceSettings = Readonly<{ kind: ImportKind; mapping: Readonly<Record<string, string>> }>;
