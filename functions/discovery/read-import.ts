import { Readable } from 'node:stream';
import type { Files } from '../platform/files.ts';
import { importRejectedKey, importRowsKey, importSourceKey } from '../platform/files-layout.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { Import } from './contract.ts';
import type { Checkpoint, ImportCheckpoints } from './import-checkpoint.ts';
import type { ImportKindReader, KeptRows } from './import-kind.ts';
import type { ImportTally } from './import-tally.ts';
import { openSource } from './open-source.ts';
import { createRejectedRows, type RejectedRows } from './rejected-rows.ts';
import type { OpenedSource, Rejection, SourceRow } from './source-rows.ts';
import { readLines } from './text-lines.ts';

/** Rows between two checkpoints: some seconds of reading. */
export const CHECKPOINT_ROWS = 25_000;

export type ReadingAt = Extract<Checkpoint['at'], { stage: 'reading' }>;
type Logs = Readonly<{ kept: KeptRows; rejected: RejectedRows }>;
type Reading = Readonly<{
  files: Files;
  workspaceId: WorkspaceId;
  record: Import;
  reader: ImportKindReader;
  checkpoints: ImportCheckpoints;
  tally: ImportTally;
  directory: string;
  checkpointRows: number;
}>;

/** Takes rows of the file: each is kept, merged into an earlier one, or rejected with the column at fault as the file names it. */
const takeRows = (
  rows: readonly SourceRow[],
  {
    kept,
    rejected,
    tally,
    source,
  }: { kept: KeptRows; rejected: RejectedRows; tally: ImportTally; source: OpenedSource },
): void => {
  const { columns } = source.columns();
  const reject = (rejection: Rejection): void => {
    tally.rejected(rejection);
    rejected.add(rejection);
  };
  for (const row of rows) {
    if (!row.ok) {
      reject(row.rejection);
      continue;
    }
    const taken = kept.take(row.cells, row.line);
    if (taken === 'kept') tally.kept();
    else if (taken === 'duplicate') tally.duplicate();
    else {
      const { field, reason, value } = taken;
      reject({ line: row.line, column: columns[field] ?? field, reason, value });
    }
  }
};

/** Opens the file at its beginning, or where a checkpoint says that reading goes on. */
const openAt = async ({ files, workspaceId, record }: Reading, at: ReadingAt | undefined) => {
  const key = importSourceKey(workspaceId, record.id);
  const head = await files.readStream(key);
  if (at === undefined) return openSource(head, record.format, record);
  const { offset, line, names } = at.position;
  const size = (await files.sizeOf(key)) ?? 0;
  // A range that begins at the end of an object is refused.
  const stream = offset >= size ? Readable.from([]) : await files.readStream(key, offset);
  return openSource(head, record.format, record, { from: { offset, line, names }, stream });
};

/** Takes up what earlier attempts had kept and rejected when the checkpoint was made. */
const openLogs = async (
  { reader, checkpoints, workspaceId, record, directory }: Reading,
  at: ReadingAt | undefined,
): Promise<Logs> => {
  const kept = reader.open({ workspaceId, record, directory });
  const before = at === undefined ? null : checkpoints.restored(at, 'rejected');
  const rejected = await createRejectedRows(directory, before);
  if (at === undefined) return { kept, rejected };
  for await (const lines of readLines(checkpoints.restored(at, 'kept')))
    for (const { text } of lines) kept.restore(text);
  checkpoints.goOnFrom(at, { kept: kept.log(), rejected: rejected.log() });
  return { kept, rejected };
};

/** Reads to the end of the file, leaving a checkpoint behind now and then. */
const readRows = async (
  { checkpoints, tally, checkpointRows }: Reading,
  { kept, rejected, source, size }: Logs & Readonly<{ source: OpenedSource; size: number }>,
): Promise<void> => {
  let saved = tally.counts().rows;
  for await (const rows of source.rows) {
    takeRows(rows, { kept, rejected, tally, source });
    const position = source.position();
    if (position !== null) {
      tally.read(position.offset / Math.max(1, size));
      const counts = tally.counts();
      if (counts.rows - saved >= checkpointRows) {
        await checkpoints.saveReading(position, counts, { kept: kept.log(), rejected: rejected.log() });
        saved = counts.rows;
      }
    }
    await tally.mayReport();
  }
  tally.unmapped(source.columns().unmapped);
};

/**
 * The first half of an import: reads the file into rows.jsonl and the list of rejected rows, from the checkpoint's place on when there is one.
 * Gives what is wrong with the file as a whole, if anything is.
 */
export const readImport = async (reading: Reading, at: ReadingAt | undefined): Promise<string | null> => {
  const { files, workspaceId, record } = reading;
  const size = (await files.sizeOf(importSourceKey(workspaceId, record.id))) ?? 0;
  const opened = await openAt(reading, at);
  if (!opened.ok) return opened.problem;
  const { kept, rejected } = await openLogs(reading, at);
  try {
    await readRows(reading, { kept, rejected, source: opened.source, size });
    await files.writeStream(importRowsKey(workspaceId, record.id), Readable.from(kept.texts()), 'application/x-ndjson');
    await kept.store();
    const rejectedKey = importRejectedKey(workspaceId, record.id);
    await rejected.send((body) => files.writeStream(rejectedKey, body, 'text/csv; charset=utf-8'));
    return null;
  } finally {
    kept.close();
    rejected.close();
  }
};
