import { machineNameOf, standardExecutionArn } from './arns.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import type { Scope } from './definition.ts';
import type { Closing, ExecutionRecord, ExecutionStore } from './execution-store.ts';
import { createFrameJournal } from './frame-journal.ts';
import { childController, Interruption } from './interruption.ts';
import type { Machine } from './machine.ts';
import type { StartOutcome } from './nested-executions.ts';
import type { RunExecution } from './run-execution.ts';

export type StandardPorts = {
  readonly database: Database;
  readonly store: ExecutionStore;
  readonly clock: Clock;
  readonly runExecution: RunExecution;
  /** Aborts when the interpreter shuts down. */
  readonly shutdown: AbortSignal;
  readonly onFault: (message: string, fault: unknown) => void;
};

const sameJson = (one: string, other: string): boolean =>
  JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));

export const newRecord = (
  fields: Pick<ExecutionRecord, 'arn' | 'machineArn' | 'name' | 'input' | 'startedAt'> & Partial<ExecutionRecord>,
): ExecutionRecord => ({
  status: 'RUNNING',
  output: undefined,
  error: undefined,
  cause: undefined,
  stoppedAt: undefined,
  deadline: undefined,
  mapRunArn: undefined,
  ...fields,
});

/** Standard executions: durable, stopped and waited for by their ARN. */
export const createStandardExecutions = (ports: StandardPorts) => {
  const { database, store, clock, shutdown } = ports;
  const live = new Map<string, AbortController>();
  const waiting = new Map<string, ((record: ExecutionRecord) => void)[]>();

  const notify = (arn: string): void => {
    const record = store.get(arn);
    if (record === undefined || record.status === 'RUNNING') return;
    const waiters = waiting.get(arn) ?? [];
    waiting.delete(arn);
    for (const waiter of waiters) waiter(record);
  };

  const close = (arn: string, closing: Closing): boolean => {
    const closed = store.close(arn, closing, clock.now());
    if (closed) live.get(arn)?.abort(new Interruption('closed'));
    notify(arn);
    return closed;
  };

  /** Runs an execution from where its journal stands until it is closed in the store, or the process ends. */
  const run = async (record: ExecutionRecord, scope: Scope, parent: AbortSignal): Promise<void> => {
    const { arn, machineArn, name, startedAt, deadline } = record;
    const { controller, release } = childController(parent);
    live.set(arn, controller);
    const input: unknown = JSON.parse(record.input);
    const machineName = machineNameOf(machineArn);
    const execution = { arn, name, machineArn, machineName, kind: 'STANDARD', input, startedAt } as const;
    const journal = createFrameJournal(database, arn, clock.now);
    try {
      const closing = await ports.runExecution({ execution, scope, journal, deadline, signal: controller.signal });
      // The journal closes what succeeds in the transaction of its last state.
      if (closing.status !== 'SUCCEEDED') store.close(arn, closing, clock.now());
    } catch (thrown) {
      if (shutdown.aborted) return;
      if (!(thrown instanceof Interruption)) throw thrown;
      store.close(arn, { status: 'ABORTED' }, clock.now());
    } finally {
      live.delete(arn);
      release();
    }
    notify(arn);
  };

  const launch = (record: ExecutionRecord, scope: Scope): void => {
    run(record, scope, shutdown).catch((fault: unknown) => {
      ports.onFault(`execution ${record.arn} could not go on`, fault);
    });
  };

  return {
    start: (machine: Machine, name: string, input: string): StartOutcome => {
      const arn = standardExecutionArn(machine.arn, name);
      const existing = store.get(arn);
      if (existing !== undefined) {
        const same = existing.status === 'RUNNING' && sameJson(existing.input, input);
        if (same) return { ok: true, executionArn: arn, startedAt: existing.startedAt };
        return { ok: false, error: 'ExecutionAlreadyExists', message: `Execution Already Exists: '${arn}'` };
      }
      const startedAt = clock.now();
      const { timeoutSeconds } = machine.definition;
      const deadline = timeoutSeconds === undefined ? undefined : startedAt + timeoutSeconds * 1000;
      const record = newRecord({ arn, machineArn: machine.arn, name, input, startedAt, deadline });
      store.insert(record);
      launch(record, machine.definition);
      return { ok: true, executionArn: arn, startedAt };
    },
    run,
    launch,
    isLive: (arn: string): boolean => live.has(arn),
    close,
    completion: (arn: string): Promise<ExecutionRecord> =>
      new Promise((resolve) => {
        const record = store.get(arn);
        if (record !== undefined && record.status !== 'RUNNING') resolve(record);
        else waiting.set(arn, [...(waiting.get(arn) ?? []), resolve]);
      }),
  };
};
