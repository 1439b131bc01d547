import * as z from 'zod';
import type { EmitEvent } from '../accounts/webhook-event.ts';
import { type Clock, instant } from '../platform/time.ts';
import { RunInput } from './contract.ts';
import { countersAgree } from './run-counters.ts';
import type { RunStore } from './run-store.ts';

const Input = z.object({ run: RunInput });
const Output = z.object({ status: z.literal('completed') });

/** How long the projection of the counters may lag before the run is closed all the same (a batch that failed leaves leads behind). */
const PATIENCE = 40;
const PAUSE_MS = 250;

/**
 * Closes a run when its counters tell what its items tell, so that who reads "completed" reads the final numbers. When nothing is unsettled
 * any more, the sweeper need not look at it again. Who subscribed to `run.completed` is told.
 */
export const createCloseRun =
  ({
    runs,
    emit,
    clock,
    pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
  }: {
    runs: RunStore;
    emit: EmitEvent;
    clock: Clock;
    pause?: (milliseconds: number) => Promise<void>;
  }) =>
  async (event: unknown): Promise<z.infer<typeof Output>> => {
    const { workspaceId, runId } = Input.parse(event).run;
    /** By the run's id, so that a step that is repeated tells once. A run that was cancelled meanwhile is not completed. */
    const tell = async (): Promise<void> => {
      const run = await runs.view(workspaceId, runId);
      if (run?.status !== 'completed') return;
      const { id, campaignId, mode, startedAt, endedAt, stages, costUsd } = run;
      const data = { runId: id, campaignId, mode, startedAt, endedAt, stages, costUsd };
      await emit(workspaceId, { id, type: 'run.completed', data });
    };
    const messages = await runs.countMessages(workspaceId, runId);
    for (let attempt = 0; attempt < PATIENCE; attempt += 1) {
      const run = await runs.get(workspaceId, runId);
      if (run === undefined || countersAgree(run.counts, companiesOf(run.discovered), messages)) break;
      await pause(PAUSE_MS);
    }
    await runs.change(workspaceId, runId, { status: 'completed', endedAt: instant(clock()) });
    await tell();
    if (!(await runs.anyMessage(workspaceId, runId, 'open'))) await runs.removeActiveMarker(workspaceId, runId);
    return Output.parse({ status: 'completed' });
  };

const companiesOf = (
  pages: Readonly<Record<string, { found: number; dropped: Readonly<Record<string, number>> }>>,
): number =>
  Object.values(pages).reduce(
    (sum, { found, dropped }) => sum + found - Object.values(dropped).reduce((left, n) => left + n, 0),
    0,
  );
