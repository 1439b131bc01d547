import type { WorkspaceId } from '../platform/ids.ts';
import type { Cells, Unusable } from './cells.ts';
import type { Import } from './contract.ts';
import type { SpoolLog } from './row-spool.ts';

/** The rows of a list that is being read: each company or person once, on local disk. */
export type KeptRows = Readonly<{
  /** Takes a row of the file: it is kept, tells again of an earlier one, or cannot be used. */
  take: (cells: Cells, line: number) => 'kept' | 'duplicate' | Unusable;
  /** Takes a line of the log that an earlier attempt left behind. */
  restore: (line: string) => void;
  log: () => SpoolLog;
  /** All of them as JSON lines, some hundred at a time. */
  texts: () => Generator<string>;
  /** Stores them in whatever other form they are looked up by, once all are read. */
  store: () => Promise<void>;
  close: () => void;
}>;

/** What is particular to a kind of list. */
export type ImportKindReader = Readonly<{
  open: (into: Readonly<{ workspaceId: WorkspaceId; record: Import; directory: string }>) => KeptRows;
  /** Writes rows (JSON lines) to the table where they differ from it, and gives how many did; null for a kind that has no items of its own. */
  write: ((workspaceId: WorkspaceId, lines: readonly string[]) => Promise<number>) | null;
}>;
