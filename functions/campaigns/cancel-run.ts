import type { RunId, WorkspaceId } from '../platform/ids.ts';
import { type Clock, instant } from '../platform/time.ts';
import { isClosed, type RunStore } from './run-store.ts';
import type { RunMachine } from './start-run.ts';

/**
 * Cancels a run: the gates close first, so that no further mail leaves whatever else fails; then its machine stops. Messages that were not
 * sent stay where they are and can never be sent, as their gate stays closed.
 */
export const createCancelRun =
  ({ runs, machine, clock }: { runs: RunStore; machine: RunMachine; clock: Clock }) =>
  async (workspaceId: WorkspaceId, runId: RunId): Promise<'cancelled' | 'closed' | 'unknown'> => {
    const run = await runs.get(workspaceId, runId);
    if (run === undefined) return 'unknown';
    if (isClosed(run)) return 'closed';
    await runs.setGates(workspaceId, runId, false, 'run_cancelled');
    await runs.change(workspaceId, runId, { status: 'cancelled', endedAt: instant(clock()) });
    if (run.executionArn !== null) await machine.stop(run.executionArn, 'The run was cancelled.');
    return 'cancelled';
  };
