import type { Files } from '../platform/files.ts';
import { importRejectedKey, importSourceKey } from '../platform/files-layout.ts';
import { WorkspaceId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Clock } from '../platform/time.ts';
import { type IMPORT_KINDS, type Import, ProcessImportInput } from './contract.ts';
import type { ImportRows } from './import-companies.ts';
import type { ImportCounts, ImportStore } from './import-store.ts';
import { createImportTally } from './import-tally.ts';
import { openSource } from './open-source.ts';
import { createRejectedRows } from './rejected-rows.ts';
import { temporaryDirectory } from './row-spool.ts';

type Outcome = Readonly<{ counts: ImportCounts; problem: string | null }>;

const BROKE_OFF = 'Reading the file broke off on our side. Nothing is lost; process the import again.';

/** What is wrong with a list of which no row could be used. */
const nothingKept = ({ rows, rejected }: ImportCounts): string | null => {
  if (rows === 0) return 'The file has column names but no rows.';
  const reasons = Object.entries(rejected).map(([reason, count]) => `${reason} ${String(count)}`);
  return `None of the ${String(rows)} rows could be used (${reasons.join(', ')}). The list of rejected rows names line and column.`;
};

/**
 * Reads an uploaded file into the product's own rows. Runs on an asynchronous invocation, which may come twice: a finished import is left
 * alone, and repeating an unfinished one writes the same objects and items again.
 */
export const createProcessImport = ({
  imports,
  readers,
  files,
  log,
  clock,
}: {
  imports: ImportStore;
  readers: Readonly<Record<(typeof IMPORT_KINDS)[number], ImportRows>>;
  files: Files;
  log: Log;
  clock: Clock;
}) => {
  const read = async (workspaceId: WorkspaceId, record: Import, directory: string): Promise<Outcome> => {
    const rejected = createRejectedRows(directory);
    const tally = createImportTally({
      clock,
      onRejected: rejected.add,
      report: (counts) => imports.progress(workspaceId, record.id, counts),
    });
    const stream = await files.readStream(importSourceKey(workspaceId, record.id));
    const opened = await openSource(stream, record.format, record);
    if (!opened.ok) return { counts: tally.counts(), problem: opened.problem };
    await readers[record.kind](opened.source, { workspaceId, record, tally, directory });
    tally.unmapped(opened.source.columns().unmapped);
    await files.writeStream(importRejectedKey(workspaceId, record.id), rejected.finish(), 'text/csv; charset=utf-8');
    const counts = tally.counts();
    return { counts, problem: counts.kept === 0 ? nothingKept(counts) : null };
  };

  return async (event: unknown): Promise<void> => {
    const input = ProcessImportInput.parse(event);
    const workspaceId = WorkspaceId.parse(input.workspaceId);
    const found = await imports.get(workspaceId, input.importId);
    if (found === undefined || found.status === 'completed') return;
    const record = found.status === 'processing' ? found : await imports.start(workspaceId, input.importId);
    if (record === undefined) return;
    const directory = temporaryDirectory();
    try {
      const { counts, problem } = await read(workspaceId, record, directory.path);
      if (problem === null) await imports.complete(workspaceId, record.id, counts);
      else await imports.fail(workspaceId, record.id, problem, counts);
      log.info('An import was read', { workspaceId, importId: record.id, count: counts.kept, reason: problem });
    } catch (error) {
      log.error('An import broke off', { workspaceId, importId: record.id, error });
      await imports.fail(workspaceId, record.id, BROKE_OFF);
      throw error;
    } finally {
      directory.remove();
    }
  };
};
