import type { ReadPlan } from '../../campaigns/run-plan.ts';
import type { RunStore } from '../../campaigns/run-store.ts';
import type { Clock } from '../../platform/time.ts';
import { AdvanceCopyBatchesInput, AdvanceCopyBatchesOutput } from '../contract.ts';
import type { WorkspaceBatches } from '../workspace-batches.ts';
import { advanceGroup, giveUp } from './advance-group.ts';
import type { BatchAnswers, RunRef } from './batch-answers.ts';
import { type BatchProgress, type Group, groupsOf, isSettled, type Progress } from './batch-progress.ts';
import type { PreparedCopy } from './prepared-copy.ts';

/** After so many looks it is worth less to look often. */
const OFTEN = 10;
const SELDOM = 5;

export type AdvanceCopyBatchesPorts = Readonly<{
  readPlan: ReadPlan;
  batchesFor: WorkspaceBatches;
  prepared: Pick<PreparedCopy, 'list'>;
  progress: BatchProgress;
  answers: BatchAnswers;
  runs: Pick<RunStore, 'addWarning' | 'change'>;
  clock: Clock;
  /** Seconds between two looks, to begin with. */
  pollSeconds: number;
}>;

/**
 * Brings a run's batches on by one look: hands in what is not handed in, takes the answers of what has ended, and says whether all have. A batch's id is written
 * down before it is asked for, and that it is about to be handed in before that: who comes after a crash finds the batch in the provider's list rather than paying for a
 * second one.
 *
 * The run is marked while batches may be out, which fails on a run that was cancelled: then nothing more is handed in, what was is taken back, and what it has cost is
 * settled when it has ended. The mark tells who cancels to leave that to this step.
 */
export const createAdvanceCopyBatches =
  ({ readPlan, batchesFor, prepared, progress, answers, runs, clock, pollSeconds }: AdvanceCopyBatchesPorts) =>
  async (event: unknown): Promise<AdvanceCopyBatchesOutput> => {
    const { workspaceId, runId } = await readPlan(AdvanceCopyBatchesInput.parse(event).planKey);
    const ref = { workspaceId, runId };
    const begun: Progress = (await progress.read(workspaceId, runId)) ?? {
      looks: 0,
      groups: groupsOf(await prepared.list(workspaceId, runId)),
    };
    const groups = [...begun.groups];
    const looks = begun.looks + 1;
    const open = await runs.change(workspaceId, runId, { batchesOut: true });
    const batches = await batchesFor(workspaceId);
    for (const [at, group] of groups.entries()) {
      if (isSettled(group)) continue;
      const keep = async (next: Group): Promise<Group> => {
        groups[at] = next;
        await progress.write(workspaceId, runId, { looks, groups });
        return next;
      };
      const taken = () => new Set(groups.flatMap(({ batchId }, other) => (other === at ? [] : (batchId ?? []))));
      if (batches === undefined) await giveUp({ ref, answers, keep }, group, 'the key of the model is gone');
      else await advanceGroup({ ref, batches, answers, clock, keep, taken, withdraw: !open }, group);
    }
    const done = groups.every(isSettled);
    // Cancelled while this looked: who did so has left the rest to this step.
    const closed = !open || (done && !(await runs.change(workspaceId, runId, { batchesOut: false })));
    if (!done) await progress.write(workspaceId, runId, { looks, groups });
    else if (closed) await warnOfWithdrawal(runs, ref, groups);
    else await warn(runs, ref, groups, batches !== undefined);
    return AdvanceCopyBatchesOutput.parse({ done, closed, waitSeconds: pollSeconds * (looks > OFTEN ? SELDOM : 1) });
  };

/** What a person who cancelled a run should know of its batches; nothing when none was handed in. */
const warnOfWithdrawal = async (
  runs: Pick<RunStore, 'addWarning'>,
  { workspaceId, runId }: RunRef,
  groups: readonly Group[],
): Promise<void> => {
  const out = groups.filter(({ batchId }) => batchId !== null).length;
  if (out > 0)
    await runs.addWarning(
      workspaceId,
      runId,
      `${String(out)} of ${String(groups.length)} batches were with the model when the run was cancelled. They were taken back; what was answered by then is paid for and not used.`,
    );
};

/** What a person should know, said when the last batch is settled. */
const warn = async (
  runs: Pick<RunStore, 'addWarning'>,
  { workspaceId, runId }: RunRef,
  groups: readonly Group[],
  hasBatches: boolean,
): Promise<void> => {
  const say = (warning: string): Promise<void> => runs.addWarning(workspaceId, runId, warning);
  if (groups.length === 0 && !hasBatches)
    await say(
      'The mails were to be written in batches, but there is no Claude model that is asked first: they were written at once. Batches need a key for Claude.',
    );
  const givenUp = groups.filter(({ status }) => status === 'given_up');
  if (givenUp.length > 0)
    await say(
      `${String(givenUp.length)} of ${String(groups.length)} batches came to nothing (${givenUp[0]?.reason ?? 'unknown'}): their mails were asked for one by one, at the full price.`,
    );
  const unanswered = groups.reduce((sum, group) => sum + group.unanswered, 0);
  if (unanswered > 0)
    await say(
      `${String(unanswered)} calls within batches brought nothing that can be used: they were made again, at the full price.`,
    );
};
