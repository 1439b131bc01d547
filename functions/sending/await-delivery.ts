import type { RunStore } from '../campaigns/run-store.ts';
import type { SettleRun } from '../campaigns/settle-run.ts';
import { AwaitDeliveryInput } from './contract.ts';

/** Keeps the task token of "Await delivery"; goes on at once when every message is in a final state. */
export const createAwaitDelivery =
  ({ runs, settle }: { runs: Pick<RunStore, 'keepToken'>; settle: SettleRun }) =>
  async (event: unknown): Promise<void> => {
    const { run, taskToken } = AwaitDeliveryInput.parse(event);
    await runs.keepToken(run.workspaceId, run.runId, 'delivery', taskToken);
    await settle(run.workspaceId, run.runId);
  };
