import type { RunStore } from '../campaigns/run-store.ts';
import type { SettleRun } from '../campaigns/settle-run.ts';
import { RequestApprovalInput } from './contract.ts';

/** Keeps the task token of "Await approval"; goes on at once when no message waits for a reviewer. */
export const createRequestApproval =
  ({ runs, settle }: { runs: Pick<RunStore, 'keepToken'>; settle: SettleRun }) =>
  async (event: unknown): Promise<void> => {
    const { run, taskToken } = RequestApprovalInput.parse(event);
    await runs.keepToken(run.workspaceId, run.runId, 'approval', taskToken);
    await settle(run.workspaceId, run.runId);
  };
