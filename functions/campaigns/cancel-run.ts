import type { RunId, WorkspaceId } from '../platform/ids.ts';
import { type Clock, instant } from '../platform/time.ts';
import { isClosed, type RunStore } from './run-store.ts';
import type { RunMachine } from './start-run.ts';

/**
 * Cancels a run: the gates close first, so that no further mail leaves whatever else fails; then its machine stops. What was not
 * sent can never be, as its gate stays closed; the sweeper cancels it. A run that has batches at a model is not stopped: its machine finds it cancelled at its
 * next look, takes the batches back and ends by itself.
 */
export const createCancelRun =
  ({ runs, machine, clock }: { runs: RunStore; machine: RunMachine; clock: Clock }) =>
  async (workspaceId: WorkspaceId, runId: RunId): Promise<'cancelled' | 'closed' | 'unknown'> => {
    const run = await runs.get(workspaceId, runId);
    if (run === undefined) return 'unknown';
    if (isClosed(run)) return 'closed';
    await runs.setGates(workspaceId, runId, false, 'run_cancelled');
    await runs.change(workspaceId, runId, { status: 'cancelled', endedAt: instant(clock()) });
    // Read after the run was closed: from then on it hands no batch in, so the mark is final.
    const closed = (await runs.get(workspaceId, runId)) ?? run;
    if (closed.executionArn !== null && closed.batchesOut !== true)
      await machine.stop(closed.executionArn, 'The run was cancelled.');
    return 'cancelled';
  };
