import { expressExecutionArn } from './arns.ts';
import type { Clock } from './clock.ts';
import type { ExecutionRecord } from './execution-store.ts';
import { forgetfulJournal } from './journal.ts';
import type { Machine } from './machine.ts';
import type { RunExecution } from './run-execution.ts';
import { newRecord } from './standard-executions.ts';

/** Express executions end after five minutes (service quota). */
export const EXPRESS_LIMIT = 300_000;
/** Express executions leave no trace in AWS but logs; the local viewer can look at the newest. */
const KEPT = 200;

export type ExpressPorts = {
  readonly clock: Clock;
  readonly uuid: () => string;
  readonly runExecution: RunExecution;
};

/** Express executions: in memory, gone with the process. */
export const createExpressExecutions = ({ clock, uuid, runExecution }: ExpressPorts) => {
  const known = new Map<string, ExecutionRecord>();
  const remember = (record: ExecutionRecord): ExecutionRecord => {
    known.set(record.arn, record);
    for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - KEPT))) known.delete(oldest);
    return record;
  };

  return {
    /** Begins an execution; `done` gives its closed record, or rejects with the Interruption of `signal`. */
    begin: (
      machine: Machine,
      name: string,
      inputText: string,
      signal: AbortSignal,
    ): { readonly record: ExecutionRecord; readonly done: Promise<ExecutionRecord> } => {
      const startedAt = clock.now();
      const arn = expressExecutionArn(machine.arn, name, uuid());
      const { arn: machineArn, name: machineName, definition } = machine;
      const record = remember(newRecord({ arn, machineArn, name, input: inputText, startedAt }));
      const limit = Math.min(EXPRESS_LIMIT, (definition.timeoutSeconds ?? Infinity) * 1000);
      const input: unknown = JSON.parse(inputText);
      const execution = { arn, name, machineArn, machineName, kind: 'EXPRESS', input, startedAt } as const;
      const run = { execution, scope: definition, journal: forgetfulJournal, deadline: startedAt + limit, signal };
      const done = runExecution(run).then((closing) => remember({ ...record, ...closing, stoppedAt: clock.now() }));
      return { record, done };
    },
    describe: (arn: string): ExecutionRecord | undefined => known.get(arn),
    /** Newest first. */
    list: (): ExecutionRecord[] => [...known.values()].reverse(),
  };
};
