import * as z from 'zod';
import type { ExecutionRecord } from './execution-store.ts';
import { StateFailure } from './failures.ts';
import type { IntegrationRun } from './integration-call.ts';
import { Interruption, interruptible } from './interruption.ts';

export type StartOutcome =
  | { readonly ok: true; readonly executionArn: string; readonly startedAt: number }
  | { readonly ok: false; readonly error: string; readonly message: string };

/** How Task states start executions of other machines. */
export type NestedExecutions = {
  readonly executionName: () => string;
  readonly standardArn: (machineArn: string, name: string) => string;
  readonly start: (request: { machineArn: string; name: string; input: string }) => StartOutcome;
  /** As `start`, but refuses an Express machine, whose executions cannot be waited for by their ARN. */
  readonly startStandard: NestedExecutions['start'];
  readonly describe: (executionArn: string) => ExecutionRecord | undefined;
  /** The closed execution; of one closed already, at once. */
  readonly completion: (executionArn: string) => Promise<ExecutionRecord>;
  readonly stop: (executionArn: string) => void;
  /** Runs an Express execution to its end. */
  readonly runExpress: (
    request: { machineArn: string; name: string; input: string },
    signal: AbortSignal,
  ) => Promise<
    | { readonly ok: true; readonly execution: ExecutionRecord }
    | { readonly ok: false; readonly error: string; readonly message: string }
  >;
};

const startArguments = z.object({
  StateMachineArn: z.string(),
  Input: z.unknown().optional(),
  Name: z.string().optional(),
});

/** Input is a JSON value for the optimized integration and, as in the SDK, possibly JSON text. */
const inputText = (input: unknown): string => (typeof input === 'string' ? input : JSON.stringify(input ?? {}));

const parsedOr = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text));

/** A closed execution in the shape of DescribeExecution, with upper-case names as Step Functions gives it to states. */
const described = (execution: ExecutionRecord, data: (text: string | undefined) => unknown) => ({
  ...(execution.error === undefined ? {} : { Error: execution.error }),
  ...(execution.cause === undefined ? {} : { Cause: execution.cause }),
  ExecutionArn: execution.arn,
  Input: data(execution.input),
  InputDetails: { Included: true },
  Name: execution.name,
  ...(execution.output === undefined ? {} : { Output: data(execution.output), OutputDetails: { Included: true } }),
  RedriveCount: 0,
  StateMachineArn: execution.machineArn,
  Status: execution.status,
});

const waitFor = async (nested: NestedExecutions, arn: string, signal: AbortSignal): Promise<ExecutionRecord> => {
  try {
    return await interruptible(nested.completion(arn), signal);
  } catch (thrown) {
    // A parent that ends takes its child with it; a process that ends leaves both for the next one.
    if (!(thrown instanceof Interruption && thrown.kind === 'shutdown')) nested.stop(arn);
    throw thrown;
  }
};

/** The three ways a Task state starts another machine. */
export const createNestedIntegrations = (
  nested: () => NestedExecutions,
): { start: IntegrationRun; startAndWait: IntegrationRun; startSync: IntegrationRun } => {
  /** Starts the child, or finds the one that this attempt started before a restart. */
  const startOnce = (
    args: unknown,
    call: Parameters<IntegrationRun>[1],
    start: NestedExecutions['start'],
  ): { executionArn: string; startedAt: number } => {
    const { StateMachineArn: machineArn, Input, Name } = startArguments.parse(args);
    const executions = nested();
    const earlier = call.childArn === undefined ? undefined : executions.describe(call.childArn);
    if (earlier !== undefined) return { executionArn: earlier.arn, startedAt: earlier.startedAt };
    const name = Name ?? call.childArn?.split(':').at(-1) ?? executions.executionName();
    call.saveChildArn(executions.standardArn(machineArn, name));
    const started = start({ machineArn, name, input: inputText(Input) });
    if (!started.ok) throw new StateFailure(`StepFunctions.${started.error}Exception`, started.message);
    return started;
  };

  return {
    start: (args, call) => {
      const { executionArn, startedAt } = startOnce(args, call, nested().start);
      return Promise.resolve({ ExecutionArn: executionArn, StartDate: startedAt });
    },
    startAndWait: async (args, call) => {
      const { executionArn } = startOnce(args, call, nested().startStandard);
      const closed = await waitFor(nested(), executionArn, call.signal);
      const dates = { StartDate: closed.startedAt, StopDate: closed.stoppedAt };
      if (closed.status === 'SUCCEEDED') return { ...described(closed, parsedOr), ...dates };
      const cause = JSON.stringify({ ...described(closed, (text) => text), ...dates });
      throw new StateFailure('States.TaskFailed', cause);
    },
    startSync: async (args, call) => {
      const { StateMachineArn: machineArn, Input, Name } = startArguments.parse(args);
      const executions = nested();
      const request = { machineArn, name: Name ?? executions.executionName(), input: inputText(Input) };
      const ran = await executions.runExpress(request, call.signal);
      if (!ran.ok) throw new StateFailure(`Sfn.${ran.error}Exception`, ran.message);
      const { execution } = ran;
      const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());
      const StartDate = iso(execution.startedAt);
      return { ...described(execution, (text) => text), StartDate, StopDate: iso(execution.stoppedAt) };
    },
  };
};
