import type { Clock } from './clock.ts';
import type { MachineType, Scope } from './definition.ts';
import type { Engine, ExecutionIdentity } from './engine.ts';
import type { Closing } from './execution-store.ts';
import { failureFields } from './failures.ts';
import { childController, Interruption } from './interruption.ts';
import { guardedJournal, type Journal } from './journal.ts';
import { runScope } from './run-states.ts';

export type RunPorts = {
  readonly clock: Clock;
  readonly onTransition: (machineArn: string, kind: MachineType) => void;
  /** The engine but for what belongs to one execution. */
  readonly engine: Omit<Engine, 'execution' | 'journal' | 'signal' | 'transition'>;
};

type ExecutionRun = {
  readonly execution: ExecutionIdentity;
  readonly scope: Scope;
  readonly journal: Journal;
  /** When the execution times out, epoch ms. */
  readonly deadline: number | undefined;
  readonly signal: AbortSignal;
};

export type RunExecution = (run: ExecutionRun) => Promise<Closing>;

/**
 * Gives what runs one execution, Standard or Express, from where its journal stands to its end.
 *
 * @throws Interruption when `signal` aborts first; the execution's own timeout is an end like others
 */
export const createRunExecution = ({ clock, onTransition, engine: shared }: RunPorts): RunExecution => {
  return async ({ execution, scope, journal, deadline, signal: parent }) => {
    const { controller, release } = childController(parent);
    const { signal } = controller;
    const timeOut = () => controller.abort(new Interruption('timed-out'));
    const cancel = deadline === undefined ? undefined : clock.setTimeout(timeOut, deadline - clock.now());
    const engine: Engine = {
      ...shared,
      execution,
      signal,
      journal: guardedJournal(journal, signal),
      transition: () => onTransition(execution.machineArn, execution.kind),
    };
    try {
      const output = await runScope(engine, scope, { path: '', outer: {}, mapItem: undefined }, execution.input);
      return { status: 'SUCCEEDED', output: JSON.stringify(output) };
    } catch (thrown) {
      if (!(thrown instanceof Interruption)) return { status: 'FAILED', ...failureFields(thrown) };
      if (parent.aborted || thrown.kind !== 'timed-out') throw thrown;
      return { status: 'TIMED_OUT', error: 'States.Timeout' };
    } finally {
      cancel?.();
      release();
    }
  };
};
