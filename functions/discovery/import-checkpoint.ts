import * as z from 'zod';
import type { Files } from '../platform/files.ts';
import { importCheckpointKey, importCheckpointPartKey } from '../platform/files-layout.ts';
import type { ImportId, WorkspaceId } from '../platform/ids.ts';
import { type SpoolLog, sendFile } from './row-spool.ts';
import type { SourcePosition } from './source-rows.ts';

const count = z.int().nonnegative();
const Position = z.object({ offset: count, line: count, names: z.array(z.string()).optional() });

/**
 * How far an import is, so that whoever takes it up again goes on from there. While the file is read: up to where, and the logs of what was
 * kept and rejected until then, in parts. While companies are written: up to which byte of rows.jsonl.
 */
const Checkpoint = z.object({
  /** Version of the file it is about: another one may be uploaded in its place. */
  source: z.string(),
  counts: z.object({
    rows: count,
    kept: count,
    duplicates: count,
    rejected: z.record(z.string(), count),
    written: count,
    unmappedColumns: z.array(z.string()),
  }),
  at: z.discriminatedUnion('stage', [
    z.object({
      stage: z.literal('reading'),
      position: Position,
      parts: z.array(z.object({ id: z.string(), kept: z.boolean(), rejected: z.boolean() })),
    }),
    z.object({ stage: z.literal('writing'), offset: count, companies: count }),
  ]),
});
export type Checkpoint = z.infer<typeof Checkpoint>;
type Reading = Extract<Checkpoint['at'], { stage: 'reading' }>;
type Counts = Checkpoint['counts'];
type Logs = Readonly<{ kept: SpoolLog; rejected: SpoolLog }>;

export type ImportCheckpoints = ReturnType<typeof createImportCheckpoints>;

/**
 * The checkpoints of one import. Parts are named by the attempt that wrote them: should two attempts overlap, each checkpoint still names parts
 * that belong together.
 */
export const createImportCheckpoints = ({
  files,
  workspaceId,
  importId,
  attemptId,
  source,
}: {
  files: Pick<Files, 'readText' | 'readStream' | 'writeText' | 'writeStream'>;
  workspaceId: WorkspaceId;
  importId: ImportId;
  attemptId: string;
  source: string;
}) => {
  const keyOf = (id: string, what: 'kept' | 'rejected') => importCheckpointPartKey(workspaceId, importId, id, what);
  let parts: Reading['parts'] = [];
  /** How much of the logs lies in parts already. */
  let stored = { kept: 0, rejected: 0 };

  const storePart = async (id: string, what: 'kept' | 'rejected', { path, bytes }: SpoolLog): Promise<boolean> => {
    const start = stored[what];
    if (bytes === start) return false;
    await sendFile(path, { start, end: bytes - 1 }, (body) => files.writeStream(keyOf(id, what), body, 'text/plain'));
    stored = { ...stored, [what]: bytes };
    return true;
  };

  const save = (at: Checkpoint['at'], counts: Counts): Promise<void> =>
    files.writeText(
      importCheckpointKey(workspaceId, importId),
      JSON.stringify(Checkpoint.parse({ source, counts, at })),
    );

  return {
    /** The last checkpoint; undefined when the import has to begin at its beginning. */
    load: async (): Promise<Checkpoint | undefined> => {
      const text = await files.readText(importCheckpointKey(workspaceId, importId));
      const last = text === undefined ? undefined : Checkpoint.parse(JSON.parse(text));
      return last?.source === source ? last : undefined;
    },

    /** The bytes of a log as it stood at a checkpoint, part after part. */
    restored: async function* (at: Reading, what: 'kept' | 'rejected'): AsyncGenerator<Uint8Array> {
      for (const part of at.parts) {
        if (!part[what]) continue;
        for await (const chunk of await files.readStream(keyOf(part.id, what))) yield chunk as Uint8Array;
      }
    },

    /** Goes on after the parts of a checkpoint whose logs were taken up again. */
    goOnFrom: (at: Reading, logs: Logs): void => {
      parts = at.parts;
      stored = { kept: logs.kept.bytes, rejected: logs.rejected.bytes };
    },

    /** Stores what the logs gained, then the checkpoint that names it: one that is cut off between the two leaves the one before. */
    saveReading: async (position: SourcePosition, counts: Counts, logs: Logs): Promise<void> => {
      const id = `${attemptId}-${String(parts.length).padStart(5, '0')}`;
      const kept = await storePart(id, 'kept', logs.kept);
      const rejected = await storePart(id, 'rejected', logs.rejected);
      parts = [...parts, { id, kept, rejected }];
      const { names, ...reached } = position;
      await save({ stage: 'reading', position: { ...reached, names: names?.slice() }, parts }, counts);
    },

    saveWriting: (at: Readonly<{ offset: number; companies: number }>, counts: Counts): Promise<void> =>
      save({ stage: 'writing', ...at }, counts),
  };
};
