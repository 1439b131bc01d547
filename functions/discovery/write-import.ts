import type { Files } from '../platform/files.ts';
import { importRowsKey } from '../platform/files-layout.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { Import } from './contract.ts';
import type { ImportCheckpoints } from './import-checkpoint.ts';
import type { ImportTally } from './import-tally.ts';
import { readLines } from './text-lines.ts';

const WRITTEN_AT_ONCE = 500;
/** Companies between two checkpoints: a second or two of writing. */
const CHECKPOINT_COMPANIES = 2_000;

type Writing = Readonly<{
  files: Pick<Files, 'readStream' | 'sizeOf'>;
  workspaceId: WorkspaceId;
  record: Import;
  write: (workspaceId: WorkspaceId, lines: readonly string[]) => Promise<number>;
  checkpoints: Pick<ImportCheckpoints, 'saveWriting'>;
  tally: ImportTally;
}>;

/**
 * The second half of an import of companies: goes over rows.jsonl and writes to the table what differs from it, from a byte on. A repeated
 * batch finds its companies as it left them and writes nothing.
 */
export const writeImport = async (
  { files, workspaceId, record, write, checkpoints, tally }: Writing,
  from: Readonly<{ offset: number; companies: number }>,
): Promise<void> => {
  const key = importRowsKey(workspaceId, record.id);
  const size = (await files.sizeOf(key)) ?? 0;
  let { offset, companies } = from;
  let saved = companies;
  let waiting: string[] = [];
  const writeWaiting = async (): Promise<void> => {
    const written = await write(workspaceId, waiting);
    offset += waiting.reduce((sum, line) => sum + Buffer.byteLength(line, 'utf8') + 1, 0);
    companies += waiting.length;
    tally.compared(waiting.length, written, offset / Math.max(1, size));
    waiting = [];
    if (companies - saved >= CHECKPOINT_COMPANIES) {
      await checkpoints.saveWriting({ offset, companies }, tally.counts());
      saved = companies;
    }
    await tally.mayReport();
  };
  if (offset >= size) return;
  for await (const lines of readLines(await files.readStream(key, offset)))
    for (const { text } of lines) {
      waiting.push(text);
      if (waiting.length >= WRITTEN_AT_ONCE) await writeWaiting();
    }
  if (waiting.length > 0) await writeWaiting();
};
