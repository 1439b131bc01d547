import { standardExecutionArn } from './arns.ts';
import type { DistributedMapPorts } from './distributed-map.ts';
import type { ExecutionRecord } from './execution-store.ts';
import { createExpressExecutions, EXPRESS_LIMIT } from './express-executions.ts';
import { DATA_LIMIT } from './failures.ts';
import { Interruption } from './interruption.ts';
import { forgetfulJournal } from './journal.ts';
import type { Machine } from './machine.ts';
import type { NestedExecutions, StartOutcome } from './nested-executions.ts';
import { createRunExecution, type RunPorts } from './run-execution.ts';
import { createStandardExecutions, newRecord, type StandardPorts } from './standard-executions.ts';

export type ExecutionPorts = RunPorts &
  Omit<StandardPorts, 'runExecution' | 'shutdown'> & {
    readonly machine: (arn: string) => Machine | undefined;
    readonly uuid: () => string;
  };

export type StartRequest = { readonly machineArn: string; readonly name?: string | undefined; readonly input: string };

type Refusal = Extract<StartOutcome, { ok: false }>;

const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const refusal = (error: string, message: string): Refusal => ({ ok: false, error, message });

/** Starts, resumes and stops executions, and tells who waits for one how it ended. */
export const createExecutions = (ports: ExecutionPorts) => {
  const { store, clock, uuid } = ports;
  const shutdown = new AbortController();
  const runExecution = createRunExecution(ports);
  const standard = createStandardExecutions({ ...ports, runExecution, shutdown: shutdown.signal });
  const express = createExpressExecutions({ clock, uuid, runExecution });

  const describe = (arn: string): ExecutionRecord | undefined => store.get(arn) ?? express.describe(arn);

  const checked = (request: StartRequest): { ok: true; machine: Machine; name: string } | Refusal => {
    const machine = ports.machine(request.machineArn);
    const name = request.name ?? uuid();
    if (machine === undefined) {
      return refusal('StateMachineDoesNotExist', `State Machine Does Not Exist: '${request.machineArn}'`);
    }
    if (!NAME.test(name)) return refusal('InvalidName', `Invalid Name: '${name}'`);
    if (!isJson(request.input)) return refusal('InvalidExecutionInput', 'Invalid execution input: not JSON');
    if (Buffer.byteLength(request.input) > DATA_LIMIT) {
      return refusal('InvalidExecutionInput', 'Invalid execution input: over 256 KiB');
    }
    return { ok: true, machine, name };
  };

  const start = (request: StartRequest): StartOutcome => {
    const check = checked(request);
    if (!check.ok) return check;
    const { machine, name } = check;
    if (machine.type === 'STANDARD') return standard.start(machine, name, request.input);
    const { record, done } = express.begin(machine, name, request.input, shutdown.signal);
    done.catch((fault: unknown) => {
      if (!(fault instanceof Interruption)) ports.onFault(`execution ${record.arn} could not go on`, fault);
    });
    return { ok: true, executionArn: record.arn, startedAt: record.startedAt };
  };

  const wrongType = (machine: Machine): Refusal =>
    refusal(
      'StateMachineTypeNotSupported',
      `This operation is not supported by this type of state machine: '${machine.arn}'`,
    );

  const startStandard: NestedExecutions['start'] = (request) => {
    const check = checked(request);
    if (!check.ok) return check;
    return check.machine.type === 'STANDARD' ? start(request) : wrongType(check.machine);
  };

  const startSync: NestedExecutions['runExpress'] = async (request, signal) => {
    const check = checked(request);
    if (!check.ok) return check;
    const { machine, name } = check;
    if (machine.type !== 'EXPRESS') return wrongType(machine);
    return { ok: true, execution: await express.begin(machine, name, request.input, signal).done };
  };

  /** Aborts an execution; gives when it stopped, also when it had ended already. */
  const stop = (arn: string, error?: string, cause?: string): number | undefined => {
    standard.close(arn, { status: 'ABORTED', error, cause });
    return store.get(arn)?.stoppedAt;
  };

  /** Runs one child of a distributed Map; its record is what the map run keeps. */
  const runChild: DistributedMapPorts['runChild'] = async (visit, state, child) => {
    const { arn, machineArn, machineName, input: inputText, mapRunArn } = child;
    if (Buffer.byteLength(inputText) > DATA_LIMIT) {
      return { status: 'FAILED', error: 'States.DataLimitExceeded', cause: 'The input of the child is over 256 KiB.' };
    }
    const name = arn.split(':')[7] ?? arn;
    const startedAt = clock.now();
    const { signal } = visit.engine;
    if (state.config.Mode === 'DISTRIBUTED' && state.config.ExecutionType === 'EXPRESS') {
      const input: unknown = JSON.parse(inputText);
      const execution = { arn, name, machineArn, machineName, kind: 'EXPRESS', input, startedAt } as const;
      const deadline = startedAt + EXPRESS_LIMIT;
      return runExecution({ execution, scope: state.processor, journal: forgetfulJournal, deadline, signal });
    }
    const known = store.get(arn);
    const record = known ?? newRecord({ arn, machineArn, name, input: inputText, startedAt, mapRunArn });
    if (known === undefined) store.insert(record);
    if (record.status === 'RUNNING') await standard.run(record, state.processor, signal);
    const { status, output, error, cause } = store.get(arn) ?? record;
    return { status: status === 'RUNNING' ? 'ABORTED' : status, output, error, cause };
  };

  const resume = (): { readonly resumed: string[]; readonly failed: string[] } => {
    const resumed: string[] = [];
    const failed: string[] = [];
    for (const record of store.running().filter(({ arn }) => !standard.isLive(arn))) {
      const machine = ports.machine(record.machineArn);
      if (machine?.type === 'STANDARD') {
        resumed.push(record.arn);
        standard.launch(record, machine.definition);
      } else {
        const why = machine === undefined ? 'no longer exists' : 'is no longer of type STANDARD';
        const cause = `The execution was interrupted, and its state machine ${record.machineArn} ${why}.`;
        standard.close(record.arn, { status: 'FAILED', error: 'States.Runtime', cause });
        failed.push(record.arn);
      }
    }
    return { resumed, failed };
  };

  return {
    start,
    startSync: (request: StartRequest) => startSync({ ...request, name: request.name ?? uuid() }, shutdown.signal),
    describe,
    /** Express executions still remembered, newest first. */
    expressExecutions: express.list,
    completion: standard.completion,
    stop,
    resume,
    runChild,
    /** Interrupts everything; nothing is written any more. */
    shutDown: (): void => {
      shutdown.abort(new Interruption('shutdown'));
    },
    nested: {
      executionName: uuid,
      standardArn: standardExecutionArn,
      start,
      startStandard,
      describe,
      completion: standard.completion,
      stop: (arn: string) => {
        stop(arn);
      },
      runExpress: startSync,
    } satisfies NestedExecutions,
  };
};
