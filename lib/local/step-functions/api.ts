import * as z from 'zod';
import { ServiceError } from '../protocol.ts';
import type { ExecutionRecord, StoredEvent } from './execution-store.ts';
import type { Machine } from './machine.ts';
import type { BatchStatus, MapRunCounts } from './map-run-store.ts';
import type { StepFunctions } from './ports.ts';
import type { TokenOutcome, TokenProblem } from './task-tokens.ts';

type Operation = (input: unknown) => unknown;

const startInput = z.object({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().default('{}'),
  traceHeader: z.string().optional(),
});
const executionInput = z.object({ executionArn: z.string() });
const stopInput = executionInput.extend({ error: z.string().optional(), cause: z.string().optional() });
const page = { maxResults: z.int().min(0).max(1000).optional(), nextToken: z.string().optional() };
const listInput = z.object({
  stateMachineArn: z.string().optional(),
  mapRunArn: z.string().optional(),
  statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']).optional(),
  ...page,
});
const historyInput = executionInput.extend({
  reverseOrder: z.boolean().default(false),
  includeExecutionData: z.boolean().optional(),
  ...page,
});
const tokenInput = z.object({ taskToken: z.string() });
const successInput = tokenInput.extend({ output: z.string() });
const failureInput = tokenInput.extend({ error: z.string().optional(), cause: z.string().optional() });
const machineInput = z.object({ stateMachineArn: z.string() });
const mapRunInput = z.object({ mapRunArn: z.string() });

const parse = <T>(schema: z.ZodType<T>, input: unknown): T => {
  const result = schema.safeParse(input);
  if (!result.success) throw new ServiceError('ValidationException', z.prettifyError(result.error));
  return result.data;
};

/** The protocol writes instants as seconds since the epoch. */
const seconds = (at: number | undefined): number | undefined => (at === undefined ? undefined : at / 1000);

const summary = (execution: ExecutionRecord) => ({
  executionArn: execution.arn,
  stateMachineArn: execution.machineArn,
  name: execution.name,
  status: execution.status,
  startDate: seconds(execution.startedAt),
  stopDate: seconds(execution.stoppedAt),
  mapRunArn: execution.mapRunArn,
  redriveCount: 0,
});

const withData = (execution: ExecutionRecord) => ({
  ...summary(execution),
  input: execution.input,
  inputDetails: { included: true },
  output: execution.output,
  ...(execution.output === undefined ? {} : { outputDetails: { included: true } }),
  error: execution.error,
  cause: execution.cause,
});

const executionMissing = (arn: string): ServiceError =>
  new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);

/** The member of HistoryEvent that holds an event's details. */
const detailsOf = (event: StoredEvent): Record<string, unknown> => {
  const { error, cause, state: name, type } = event;
  if (type.endsWith('StateEntered')) return { stateEnteredEventDetails: { name } };
  if (type.endsWith('StateExited')) return { stateExitedEventDetails: { name } };
  if (type === 'TaskFailed' || type === 'TaskTimedOut') {
    return { [`${type.replace('Task', 'task')}EventDetails`]: { resourceType: 'task', resource: name, error, cause } };
  }
  if (type.startsWith('Execution') && type !== 'ExecutionStarted') {
    return { [`e${type.slice(1)}EventDetails`]: { error, cause } };
  }
  return type === 'MapRunFailed' ? { mapRunFailedEventDetails: { error, cause } } : {};
};

const historyEvent = (event: StoredEvent) => ({
  id: event.id,
  previousEventId: event.id - 1,
  timestamp: seconds(event.at),
  type: event.type,
  ...detailsOf(event),
});

/** One page of a list whose next page is named by how far this one came. */
const paged = <T>(all: readonly T[], maxResults: number | undefined, nextToken: string | undefined) => {
  const start = Number(nextToken ?? 0);
  const size = maxResults === undefined || maxResults === 0 ? 100 : maxResults;
  const end = start + size;
  return { members: all.slice(start, end), ...(end < all.length ? { nextToken: String(end) } : {}) };
};

const TOKEN_ERRORS: Readonly<Record<TokenProblem, string>> = {
  invalid: 'InvalidToken',
  unknown: 'TaskDoesNotExist',
  over: 'TaskTimedOut',
};

const tokenAnswer = (outcome: TokenOutcome): Record<string, never> => {
  if (outcome.ok) return {};
  throw new ServiceError(TOKEN_ERRORS[outcome.reason], `Task token: ${outcome.reason}`);
};

const outputOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new ServiceError('InvalidOutput', 'The output is not JSON.');
  }
};

const countsOf = (counts: MapRunCounts, unit: 'items' | 'executions') => {
  const of = (status: BatchStatus) => counts[status][unit];
  const total = Object.values(counts).reduce((sum, count) => sum + count[unit], 0);
  const done = { succeeded: of('SUCCEEDED'), failed: of('FAILED'), timedOut: of('TIMED_OUT'), aborted: of('ABORTED') };
  const resultsWritten = done.succeeded + done.failed + done.timedOut;
  return { pending: of('PENDING'), running: of('RUNNING'), ...done, total, resultsWritten };
};

const machineSummary = (machine: Machine) => ({
  stateMachineArn: machine.arn,
  name: machine.name,
  type: machine.type,
  creationDate: seconds(machine.createdAt),
});

const executionOperations = (stepFunctions: StepFunctions): [string, Operation][] => [
  [
    'StartExecution',
    (input) => {
      const { stateMachineArn: machineArn, name, input: data } = parse(startInput, input);
      const started = stepFunctions.start({ machineArn, name, input: data });
      if (!started.ok) throw new ServiceError(started.error, started.message);
      return { executionArn: started.executionArn, startDate: seconds(started.startedAt) };
    },
  ],
  [
    'StartSyncExecution',
    async (input) => {
      const { stateMachineArn: machineArn, name, input: data } = parse(startInput, input);
      const ran = await stepFunctions.startSync({ machineArn, name, input: data });
      if (!ran.ok) throw new ServiceError(ran.error, ran.message);
      const billedDurationInMilliseconds = (ran.execution.stoppedAt ?? 0) - ran.execution.startedAt;
      return { ...withData(ran.execution), billingDetails: { billedDurationInMilliseconds, billedMemoryUsedInMB: 64 } };
    },
  ],
  [
    'DescribeExecution',
    (input) => {
      const { executionArn } = parse(executionInput, input);
      const execution = stepFunctions.describe(executionArn);
      if (execution === undefined) throw executionMissing(executionArn);
      return withData(execution);
    },
  ],
  [
    'StopExecution',
    (input) => {
      const { executionArn, error, cause } = parse(stopInput, input);
      const stoppedAt = stepFunctions.stop(executionArn, error, cause);
      if (stoppedAt === undefined) throw executionMissing(executionArn);
      return { stopDate: seconds(stoppedAt) };
    },
  ],
  [
    'ListExecutions',
    (input) => {
      const { stateMachineArn: machineArn, mapRunArn, statusFilter, maxResults, nextToken } = parse(listInput, input);
      if ((machineArn === undefined) === (mapRunArn === undefined)) {
        throw new ServiceError('ValidationException', 'Give either stateMachineArn or mapRunArn.');
      }
      const offset = Number(nextToken ?? 0);
      const limit = maxResults === undefined || maxResults === 0 ? 100 : maxResults;
      const found = stepFunctions.list({ machineArn, mapRunArn, status: statusFilter, limit: limit + 1, offset });
      const executions = found.slice(0, limit).map(summary);
      return found.length > limit ? { executions, nextToken: String(offset + limit) } : { executions };
    },
  ],
  [
    'GetExecutionHistory',
    (input) => {
      const { executionArn, reverseOrder, maxResults, nextToken } = parse(historyInput, input);
      if (stepFunctions.describe(executionArn) === undefined) throw executionMissing(executionArn);
      const events = stepFunctions.history(executionArn).map(historyEvent);
      const { members, ...next } = paged(reverseOrder ? events.reverse() : events, maxResults, nextToken);
      return { events: members, ...next };
    },
  ],
];

const taskOperations = (stepFunctions: StepFunctions): [string, Operation][] => [
  [
    'SendTaskSuccess',
    (input) => {
      const { taskToken, output } = parse(successInput, input);
      return tokenAnswer(stepFunctions.taskSuccess(taskToken, outputOf(output)));
    },
  ],
  [
    'SendTaskFailure',
    (input) => {
      const { taskToken, error, cause } = parse(failureInput, input);
      return tokenAnswer(stepFunctions.taskFailure(taskToken, error, cause));
    },
  ],
  ['SendTaskHeartbeat', (input) => tokenAnswer(stepFunctions.heartbeat(parse(tokenInput, input).taskToken))],
];

const readOperations = (stepFunctions: StepFunctions): [string, Operation][] => [
  [
    'ListStateMachines',
    (input) => {
      const { maxResults, nextToken } = parse(z.object(page), input);
      const { members, ...next } = paged(stepFunctions.stateMachines().map(machineSummary), maxResults, nextToken);
      return { stateMachines: members, ...next };
    },
  ],
  [
    'DescribeStateMachine',
    (input) => {
      const { stateMachineArn } = parse(machineInput, input);
      const machine = stepFunctions.stateMachines().find((candidate) => candidate.arn === stateMachineArn);
      if (machine === undefined) {
        throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
      }
      return { ...machineSummary(machine), status: 'ACTIVE', definition: machine.source, roleArn: '' };
    },
  ],
  [
    'DescribeMapRun',
    (input) => {
      const { mapRunArn } = parse(mapRunInput, input);
      const run = stepFunctions.mapRun(mapRunArn);
      if (run === undefined) throw new ServiceError('ResourceNotFound', `Resource not found: '${mapRunArn}'`);
      return {
        mapRunArn,
        executionArn: run.executionArn,
        status: run.status,
        startDate: seconds(run.startedAt),
        stopDate: seconds(run.stoppedAt),
        maxConcurrency: run.settings.maxConcurrency,
        toleratedFailureCount: run.settings.toleratedFailureCount ?? 0,
        toleratedFailurePercentage: run.settings.toleratedFailurePercentage ?? 0,
        itemCounts: countsOf(run.counts, 'items'),
        executionCounts: countsOf(run.counts, 'executions'),
        redriveCount: 0,
      };
    },
  ],
  [
    'ListMapRuns',
    (input) => {
      const { executionArn, maxResults, nextToken } = parse(executionInput.extend(page), input);
      const runs = stepFunctions.mapRuns(executionArn).map((run) => ({
        executionArn,
        mapRunArn: run.arn,
        stateMachineArn: run.machineArn,
        startDate: seconds(run.startedAt),
        stopDate: seconds(run.stoppedAt),
      }));
      const { members, ...next } = paged(runs, maxResults, nextToken);
      return { mapRuns: members, ...next };
    },
  ],
];

/** The operations of the Step Functions API that are served, by name. */
export const apiOperations = (stepFunctions: StepFunctions): ReadonlyMap<string, Operation> =>
  new Map([...executionOperations(stepFunctions), ...taskOperations(stepFunctions), ...readOperations(stepFunctions)]);
