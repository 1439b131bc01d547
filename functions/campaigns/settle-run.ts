import type { RunId, WorkspaceId } from '../platform/ids.ts';
import type { RunStore } from './run-store.ts';

/** Answers a task token of the run's machine; `gone` when the machine no longer waits with it. */
export type AnswerToken = (token: string, output: unknown) => Promise<'answered' | 'gone'>;

export type SettleRun = ReturnType<typeof createSettleRun>;

/**
 * Lets a waiting run go on when nothing holds it any more: no message waits for a reviewer, or every message is in a final state. It reads
 * the messages themselves, so a late counter can neither hold a run nor let it go too early. Safe to call at any time, any number of times.
 */
export const createSettleRun =
  ({ runs, answer }: { runs: RunStore; answer: AnswerToken }) =>
  async (workspaceId: WorkspaceId, runId: RunId): Promise<void> => {
    const run = await runs.get(workspaceId, runId);
    if (run === undefined) return;
    if (run.status === 'awaiting_approval' && run.approvalToken !== undefined) {
      if (!(await runs.anyMessage(workspaceId, runId, 'draft')))
        await answer(run.approvalToken, { settled: 'approval' });
    } else if (run.status === 'sending' && run.deliveryToken !== undefined) {
      if (!(await runs.anyMessage(workspaceId, runId, 'open')))
        await answer(run.deliveryToken, { settled: 'delivery' });
    }
  };
