import * as z from 'zod';
import { CompanyProspects, Passage } from '../../contacts/contract.ts';
import type { Files } from '../../platform/files.ts';
import { runCopyAnswersKey, runPreparedCopyKey, runPreparedCopyPrefix } from '../../platform/files-layout.ts';
import type { RunId, WorkspaceId } from '../../platform/ids.ts';
import { MailDraft } from '../mail-prompt.ts';
import { OfferedReport } from '../offered-report.ts';

const Limit = z.object({ scope: z.string(), name: z.string(), capMicroUsd: z.int() });

/** One call to the model: whose mails it writes, what it asks, and what is committed for it. */
export const PreparedCall = z.object({
  id: z.string(),
  /** Seeds of the briefs that it answers, in the order of its people. */
  seeds: z.array(z.string()),
  mostMicroUsd: z.int(),
  limits: z.array(Limit),
  params: z.unknown(),
});
export type PreparedCall = z.infer<typeof PreparedCall>;

/** A batch of companies that waits for its mails: all that writing them takes, as it was when they were asked for. */
export const PreparedChunk = z.object({
  chunk: z.string(),
  /** Only people who are reserved for this run. */
  prospects: z.array(CompanyProspects),
  /** By company: the passages that the model was shown, and what it was told of our assessment. A site may be read anew before it answers. */
  known: z.record(z.string(), z.object({ passages: z.array(Passage), report: OfferedReport.optional() })),
  calls: z.array(PreparedCall),
});
export type PreparedChunk = z.infer<typeof PreparedChunk>;

const usable = z.object({
  ok: z.literal(true),
  model: z.string(),
  costMicroUsd: z.int(),
  mails: z.array(z.object({ to: z.string(), drafts: z.array(MailDraft) })),
});
const unusable = z.object({ ok: z.literal(false), model: z.string(), costMicroUsd: z.int(), reason: z.string() });
/** What came of a call; what cannot be used may have cost something. */
export const CopyAnswer = z.discriminatedUnion('ok', [usable, unusable]);
export type CopyAnswer = z.infer<typeof CopyAnswer>;
export const CopyAnswers = z.record(z.string(), CopyAnswer);
export type CopyAnswers = z.infer<typeof CopyAnswers>;

export type PreparedCopy = ReturnType<typeof createPreparedCopy>;

/** What a run has prepared for batches, and what they answered, in its files: one object a batch of companies. */
export const createPreparedCopy = (files: Pick<Files, 'list' | 'readText' | 'writeText'>) => ({
  /** The chunks that were prepared, with their bytes, in an order that does not change. */
  list: async (w: WorkspaceId, run: RunId): Promise<readonly Readonly<{ chunk: string; bytes: number }>[]> => {
    const prefix = runPreparedCopyPrefix(w, run);
    return (await files.list(prefix)).map(({ key, bytes }) => ({
      chunk: key.slice(prefix.length).replace(/\.json$/, ''),
      bytes,
    }));
  },

  read: async (w: WorkspaceId, run: RunId, chunk: string): Promise<PreparedChunk | undefined> => {
    const text = await files.readText(runPreparedCopyKey(w, run, chunk));
    return text === undefined ? undefined : PreparedChunk.parse(JSON.parse(text));
  },

  keep: (w: WorkspaceId, run: RunId, prepared: PreparedChunk): Promise<void> =>
    files.writeText(runPreparedCopyKey(w, run, prepared.chunk), JSON.stringify(prepared)),

  readAnswers: async (w: WorkspaceId, run: RunId, chunk: string): Promise<CopyAnswers> => {
    const text = await files.readText(runCopyAnswersKey(w, run, chunk));
    return text === undefined ? {} : CopyAnswers.parse(JSON.parse(text));
  },

  keepAnswers: (w: WorkspaceId, run: RunId, chunk: string, answers: CopyAnswers): Promise<void> =>
    files.writeText(runCopyAnswersKey(w, run, chunk), JSON.stringify(answers)),
});
