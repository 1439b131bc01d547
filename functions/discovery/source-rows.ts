import type { Cells } from './cells.ts';
import type { ColumnMap, ImportKind } from './columns.ts';

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

/** A file opened for reading. What its columns are may still grow while it is read: JSON objects differ from line to line. */
export type OpenedSource = Readonly<{
  columns: () => ColumnMap;
  rows: AsyncIterable<readonly SourceRow[]>;
}>;

/** Opening fails with a sentence for a person when the file as a whole cannot be used. */
export type OpenSource = Readonly<{ ok: true; source: OpenedSource }> | Readonly<{ ok: false; problem: string }>;

export type SourceSettings = Readonly<{ kind: ImportKind; mapping: Readonly<Record<string, string>> }>;
