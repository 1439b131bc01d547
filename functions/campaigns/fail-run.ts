import * as z from 'zod';
import { type Clock, instant } from '../platform/time.ts';
import { RunInput } from './contract.ts';
import type { RunStore } from './run-store.ts';

/** ASL error output: a name and, from a Lambda, a JSON text with `errorMessage`. */
const Failure = z.object({ Error: z.string().default('Unknown'), Cause: z.string().default('') });
const Input = z.object({ run: RunInput, failure: Failure });
const LambdaCause = z.object({ errorMessage: z.string() });
const Output = z.object({ status: z.literal('failed'), problem: z.string() });

/** Records why a run failed, in words; closes its gates, so that nothing more is sent; keeps everything that was done. */
export const createFailRun =
  ({ runs, clock }: { runs: RunStore; clock: Clock }) =>
  async (event: unknown): Promise<z.infer<typeof Output>> => {
    const { run, failure } = Input.parse(event);
    const problem = inWords(failure);
    await runs.setGates(run.workspaceId, run.runId, false, 'run_failed');
    await runs.change(run.workspaceId, run.runId, { status: 'failed', problem, endedAt: instant(clock()) });
    return Output.parse({ status: 'failed', problem });
  };

const inWords = ({ Error: name, Cause: cause }: z.infer<typeof Failure>): string => {
  const told = cause === '' ? '' : messageIn(cause);
  switch (name) {
    case 'CannotPlan':
    case 'CannotDiscover':
      return told;
    case 'States.ExceedToleratedFailureThreshold':
      return 'Too many batches of companies failed; the failed ones are listed in the results of the run.';
    case 'States.Timeout':
      return 'A step took longer than it may. What was done so far is kept.';
    default:
      return `The run stopped with ${name}${told === '' ? '' : `: ${told}`}. What was done so far is kept.`;
  }
};

const messageIn = (cause: string): string => {
  try {
    return LambdaCause.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return cause.slice(0, 500);
  }
};
