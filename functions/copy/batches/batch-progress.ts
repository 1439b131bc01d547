import * as z from 'zod';
import type { Files } from '../../platform/files.ts';
import { runCopyBatchStateKey } from '../../platform/files-layout.ts';
import type { RunId, WorkspaceId } from '../../platform/ids.ts';
import { Instant } from '../../platform/time.ts';

/** Of Anthropic's limits (100,000 requests, 256 MB) what a function holds in its memory well. */
export const MOST_REQUESTS = 10_000;
const MOST_BYTES = 64 * 1024 * 1024;
/** A chunk has 25 companies with ten people each at most, two a call. */
const MOST_CALLS_A_CHUNK = 125;
const MOST_CHUNKS = Math.floor(MOST_REQUESTS / MOST_CALLS_A_CHUNK);

/**
 * One batch of a run. `submitting` is written down before it is handed in, so that who comes after a crash looks for it first; `given_up` leaves its mails to be asked for
 * directly.
 */
const Group = z.object({
  chunks: z.array(z.string()),
  requests: z.int().nullable(),
  status: z.enum(['waiting', 'submitting', 'submitted', 'done', 'given_up']),
  firstTriedAt: Instant.nullable(),
  triedAt: Instant.nullable(),
  batchId: z.string().nullable(),
  /** Found in the provider's list by its size and time: whose it is shows when it has ended. */
  adopted: z.boolean(),
  /** Batches that looked like this one and were not. */
  others: z.array(z.string()),
  reason: z.string().nullable(),
  /** Calls that were not answered so that it can be used. */
  unanswered: z.int(),
});
export type Group = z.infer<typeof Group>;

const Progress = z.object({ looks: z.int(), groups: z.array(Group) });
export type Progress = z.infer<typeof Progress>;

/** Puts chunks together to batches, in their order: as many as one may have, by requests and by bytes. */
export const groupsOf = (chunks: readonly Readonly<{ chunk: string; bytes: number }>[]): Group[] => {
  const groups: { chunks: string[]; bytes: number }[] = [];
  for (const { chunk, bytes } of chunks) {
    const open = groups.at(-1);
    if (open !== undefined && open.chunks.length < MOST_CHUNKS && open.bytes + bytes <= MOST_BYTES) {
      open.chunks.push(chunk);
      open.bytes += bytes;
    } else groups.push({ chunks: [chunk], bytes });
  }
  return groups.map(({ chunks: together }) => ({
    ...{ chunks: together, requests: null, status: 'waiting', firstTriedAt: null, triedAt: null, batchId: null },
    ...{ adopted: false, others: [], reason: null, unanswered: 0 },
  }));
};

/** Why a batch of a cancelled run came to nothing. */
export const WITHDRAWN = 'the run was cancelled';

export const isSettled = ({ status }: Pick<Group, 'status'>): boolean => status === 'done' || status === 'given_up';

export type BatchProgress = ReturnType<typeof createBatchProgress>;

/** How far a run's batches are, in its files. One step of the run's machine at a time writes it. */
export const createBatchProgress = (files: Pick<Files, 'readText' | 'writeText'>) => ({
  read: async (w: WorkspaceId, run: RunId): Promise<Progress | undefined> => {
    const text = await files.readText(runCopyBatchStateKey(w, run));
    return text === undefined ? undefined : Progress.parse(JSON.parse(text));
  },
  write: (w: WorkspaceId, run: RunId, progress: Progress): Promise<void> =>
    files.writeText(runCopyBatchStateKey(w, run), JSON.stringify(progress)),
});
