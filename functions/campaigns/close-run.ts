import * as z from 'zod';
import { type Clock, instant } from '../platform/time.ts';
import { RunInput } from './contract.ts';
import type { RunStore } from './run-store.ts';

const Input = z.object({ run: RunInput });
const Output = z.object({ status: z.literal('completed') });

/** Closes a run. When nothing is unsettled any more, the sweeper need not look at it again. */
export const createCloseRun =
  ({ runs, clock }: { runs: RunStore; clock: Clock }) =>
  async (event: unknown): Promise<z.infer<typeof Output>> => {
    const { workspaceId, runId } = Input.parse(event).run;
    await runs.change(workspaceId, runId, { status: 'completed', endedAt: instant(clock()) });
    if (!(await runs.anyMessage(workspaceId, runId, 'open'))) await runs.removeActiveMarker(workspaceId, runId);
    return { status: 'completed' };
  };
