import { randomUUID } from 'node:crypto';
import type { Files } from '../platform/files.ts';
import { importSourceKey } from '../platform/files-layout.ts';
import { WorkspaceId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Clock } from '../platform/time.ts';
import { type IMPORT_KINDS, type Import, ProcessImportInput } from './contract.ts';
import { createImportCheckpoints } from './import-checkpoint.ts';
import type { ImportKindReader } from './import-kind.ts';
import type { ImportCounts, ImportStore } from './import-store.ts';
import { createImportTally } from './import-tally.ts';
import { CHECKPOINT_ROWS, readImport } from './read-import.ts';
import { temporaryDirectory } from './row-spool.ts';
import { writeImport } from './write-import.ts';

type Outcome = Readonly<{ counts: ImportCounts; problem: string | null }>;

const BROKE_OFF =
  'Reading the file broke off on our side. Nothing is lost; process the import again, and it goes on where it was.';

/** What is wrong with a list of which no row could be used. */
const nothingKept = ({ rows, rejected }: ImportCounts): string | null => {
  if (rows === 0) return 'The file has column names but no rows.';
  const reasons = Object.entries(rejected).map(([reason, count]) => `${reason} ${String(count)}`);
  return `None of the ${String(rows)} rows could be used (${reasons.join(', ')}). The list of rejected rows names line and column.`;
};

/**
 * Reads an uploaded file into the product's own rows. Runs on an asynchronous invocation, which may come twice or die: a finished import is
 * left alone, and an unfinished one goes on from its last checkpoint, where repeating what came after writes the same objects and items again.
 */
export const createProcessImport = ({
  imports,
  readers,
  files,
  log,
  clock,
  newAttemptId = randomUUID,
  checkpointRows = CHECKPOINT_ROWS,
}: {
  imports: ImportStore;
  readers: Readonly<Record<(typeof IMPORT_KINDS)[number], ImportKindReader>>;
  files: Files;
  log: Log;
  clock: Clock;
  newAttemptId?: () => string;
  checkpointRows?: number;
}) => {
  const read = async (workspaceId: WorkspaceId, record: Import, directory: string): Promise<Outcome> => {
    const reader = readers[record.kind];
    const { write } = reader;
    const source = await files.versionOf(importSourceKey(workspaceId, record.id));
    if (source === undefined) throw new Error('The uploaded file is gone');
    const checkpoints = createImportCheckpoints({
      ...{ files, workspaceId, importId: record.id, attemptId: newAttemptId(), source },
    });
    const tally = createImportTally({
      clock,
      report: (counts, progress) => imports.progress(workspaceId, record.id, counts, progress),
      writesAfterReading: write !== null,
    });
    const last = await checkpoints.load();
    if (last !== undefined) tally.restore(last.counts);
    if (last?.at.stage !== 'writing') {
      const reading = { files, workspaceId, record, reader, checkpoints, tally, directory, checkpointRows };
      const problem = await readImport(reading, last?.at);
      const counts = tally.counts();
      if (problem !== null || counts.kept === 0) return { counts, problem: problem ?? nothingKept(counts) };
      if (write !== null) await checkpoints.saveWriting({ offset: 0, companies: 0 }, counts);
    }
    if (write !== null) {
      tally.beginWriting();
      const from = last?.at.stage === 'writing' ? last.at : { offset: 0, companies: 0 };
      await writeImport({ files, workspaceId, record, write, checkpoints, tally }, from);
    }
    return { counts: tally.counts(), problem: null };
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
