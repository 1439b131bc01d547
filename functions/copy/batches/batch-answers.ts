import type { RunId, WorkspaceId } from '../../platform/ids.ts';
import { onceKey } from '../../platform/keys.ts';
import type { Spending } from '../../platform/spending.ts';
import type { Table } from '../../platform/table.ts';
import { type Clock, DAY, epochSeconds, instant } from '../../platform/time.ts';
import { MailsAnswer } from '../mail-prompt.ts';
import type { BatchAnswer, ModelBatches } from '../model-batches.ts';
import type { CopyAnswer, CopyAnswers, PreparedCall, PreparedCopy } from './prepared-copy.ts';

/** How long it is remembered that a chunk's budgets are settled: as long as the budgets themselves. */
const SETTLED_KEPT = 60 * DAY;

export type BatchAnswersPorts = Readonly<{
  prepared: Pick<PreparedCopy, 'read' | 'keepAnswers'>;
  spending: Pick<Spending, 'settleLater'>;
  table: Pick<Table, 'put'>;
  clock: Clock;
}>;
export type RunRef = Readonly<{ workspaceId: WorkspaceId; runId: RunId }>;

const answerOf = (answer: BatchAnswer<MailsAnswer>, model: string): CopyAnswer => {
  if (answer.ok) return { ok: true, model, costMicroUsd: answer.usage.costMicroUsd, mails: answer.value.mails };
  if ('ended' in answer) return { ok: false, model, costMicroUsd: 0, reason: answer.ended };
  return { ok: false, model, costMicroUsd: answer.usage?.costMicroUsd ?? 0, reason: answer.failure.reason };
};

/** Takes what batches answered into a run's files, and settles its budgets. */
export const createBatchAnswers = ({ prepared, spending, table, clock }: BatchAnswersPorts) => {
  const callsOf = async ({ workspaceId, runId }: RunRef, chunk: string): Promise<readonly PreparedCall[]> =>
    (await prepared.read(workspaceId, runId, chunk))?.calls ?? [];

  /** Once a chunk, whoever comes: a commitment that is left behind ends a budget a little early, one taken back twice would break it. */
  const settle = async (
    { workspaceId, runId }: RunRef,
    chunk: string,
    calls: readonly PreparedCall[],
    answers: CopyAnswers,
  ): Promise<void> => {
    const now = instant(clock());
    const marked = await table.put(
      {
        ...onceKey('copy-batch', `${runId}#${chunk}`),
        ...{ type: 'Once', v: 1, createdAt: now, updatedAt: now, ttl: epochSeconds(clock() + SETTLED_KEPT) },
      },
      { ConditionExpression: 'attribute_not_exists(pk)' },
    );
    if (!marked.ok) return;
    for (const { id, limits, mostMicroUsd } of calls)
      await spending.settleLater(workspaceId, limits, mostMicroUsd, answers[id]?.costMicroUsd ?? 0);
  };

  return {
    callsOf,

    /** Gives back what was committed for calls that are not answered by a batch. */
    release: async (ref: RunRef, chunks: readonly string[]): Promise<void> => {
      for (const chunk of chunks) await settle(ref, chunk, await callsOf(ref, chunk), {});
    },

    /** Stores an ended batch's answers by chunk; gives how many calls have none that can be used, or undefined when it is another's batch. */
    take: async (
      ref: RunRef,
      chunks: readonly string[],
      batches: ModelBatches,
      batchId: string,
    ): Promise<number | undefined> => {
      const answers = new Map<string, CopyAnswer>();
      for await (const answer of batches.answers(batchId, MailsAnswer))
        answers.set(answer.id, answerOf(answer, batches.model));
      let known = 0;
      let unanswered = 0;
      for (const chunk of chunks) {
        const calls = await callsOf(ref, chunk);
        const own: CopyAnswers = Object.fromEntries(
          calls.flatMap(({ id }) => {
            const answer = answers.get(id);
            return answer === undefined ? [] : [[id, answer]];
          }),
        );
        known += Object.keys(own).length;
        unanswered += calls.filter(({ id }) => own[id]?.ok !== true).length;
        // A batch of another run has none of the first chunk's calls; one of ours has at least a word on each.
        if (known === 0 && calls.length > 0) return undefined;
        await prepared.keepAnswers(ref.workspaceId, ref.runId, chunk, own);
        await settle(ref, chunk, calls, own);
      }
      return unanswered;
    },
  };
};
export type BatchAnswers = ReturnType<typeof createBatchAnswers>;
