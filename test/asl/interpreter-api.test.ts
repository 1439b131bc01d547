import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  InvalidToken,
  ListExecutionsCommand,
  ListMapRunsCommand,
  ListStateMachinesCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StateMachineDoesNotExist,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { StepFunctions } from '../../lib/local/step-functions/ports.ts';
import { createStepFunctions } from '../../lib/local/step-functions/step-functions.ts';
import { lambdas, machineArn, objectStore, only, task } from './interpreter-support.ts';

let stepFunctions: StepFunctions;
let client: SFNClient;
let url: string;
const tokens: string[] = [];

const machines = {
  approve: only({
    ...task({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }),
    Arguments: { FunctionName: 'ask', Payload: '{% $states.context.Task.Token %}' },
    Output: '{% $states.result %}',
  }),
  double: only({ Type: 'Pass', Output: '{% $states.input.n * 2 %}' }),
  each: only({
    Type: 'Map',
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      ...only({ Type: 'Pass' }, 'Item'),
    },
    Label: 'Each',
  }),
};

beforeAll(async () => {
  const { readObject, writeObject } = objectStore();
  const ask = (payload: unknown) => tokens.push(String(payload));
  stepFunctions = createStepFunctions({
    databasePath: ':memory:',
    invokeLambda: lambdas({ ask }),
    readObject,
    writeObject,
  });
  for (const [name, definition] of Object.entries(machines)) {
    const type = name === 'double' ? 'EXPRESS' : 'STANDARD';
    stepFunctions.createStateMachine(machineArn(name), name, { QueryLanguage: 'JSONata', ...definition }, type);
  }
  const listening = await stepFunctions.listen(0);
  url = listening.url;
  client = new SFNClient({
    endpoint: listening.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    disableHostPrefix: true,
    maxAttempts: 1,
  });
});

afterAll(async () => {
  client.destroy();
  await stepFunctions.close();
});

/** The token of the execution started last, once its function was asked. */
const nextToken = async (count: number): Promise<string> => {
  while (tokens.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  return tokens[count - 1] ?? '';
};

test('an execution is started, described, answered and listed', async () => {
  const started = await client.send(
    new StartExecutionCommand({ stateMachineArn: machineArn('approve'), name: 'one', input: '{"a":1}' }),
  );
  expect(started.startDate).toBeInstanceOf(Date);
  const { executionArn = '' } = started;
  const token = await nextToken(1);
  expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    name: 'one',
    status: 'RUNNING',
    input: '{"a":1}',
    startDate: started.startDate,
  });
  await client.send(new SendTaskHeartbeatCommand({ taskToken: token }));
  await client.send(new SendTaskSuccessCommand({ taskToken: token, output: '{"ok":true}' }));
  await stepFunctions.completion(executionArn);
  expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: 'SUCCEEDED',
    output: '{"ok":true}',
  });
  const { executions } = await client.send(
    new ListExecutionsCommand({ stateMachineArn: machineArn('approve'), statusFilter: 'SUCCEEDED' }),
  );
  expect(executions?.map(({ name }) => name)).toEqual(['one']);
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }));
  expect(events?.map(({ type }) => type)).toEqual([
    'ExecutionSucceeded',
    'TaskStateExited',
    'TaskStateEntered',
    'ExecutionStarted',
  ]);
  expect(events?.[2]?.stateEnteredEventDetails?.name).toBe('Only');
  await expect(client.send(new SendTaskSuccessCommand({ taskToken: token, output: '1' }))).rejects.toBeInstanceOf(
    TaskTimedOut,
  );
  const again = new StartExecutionCommand({ stateMachineArn: machineArn('approve'), name: 'one', input: '{"a":1}' });
  await expect(client.send(again)).rejects.toBeInstanceOf(ExecutionAlreadyExists);
});

test('a failed task fails the execution; a stopped one is aborted', async () => {
  const start = () => client.send(new StartExecutionCommand({ stateMachineArn: machineArn('approve') }));
  const { executionArn: failed = '' } = await start();
  await client.send(new SendTaskFailureCommand({ taskToken: await nextToken(2), error: 'No', cause: 'not now' }));
  await stepFunctions.completion(failed);
  expect(await client.send(new DescribeExecutionCommand({ executionArn: failed }))).toMatchObject({
    status: 'FAILED',
    error: 'No',
    cause: 'not now',
  });
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn: failed }));
  expect(events?.at(-1)?.executionFailedEventDetails).toEqual({ error: 'No', cause: 'not now' });
  const { executionArn: stopped = '' } = await start();
  await nextToken(3);
  const { stopDate } = await client.send(new StopExecutionCommand({ executionArn: stopped, error: 'Stopped' }));
  expect(await client.send(new DescribeExecutionCommand({ executionArn: stopped }))).toMatchObject({
    status: 'ABORTED',
    error: 'Stopped',
    stopDate,
  });
});

test('an Express execution is run synchronously', async () => {
  const ran = await client.send(
    new StartSyncExecutionCommand({ stateMachineArn: machineArn('double'), input: '{"n":21}' }),
  );
  expect(ran).toMatchObject({ status: 'SUCCEEDED', output: '42', input: '{"n":21}' });
  expect(ran.billingDetails?.billedMemoryUsedInMB).toBe(64);
});

test('a request that is no call of the API is refused', async () => {
  const call = (headers: Record<string, string>, body: string) => fetch(url, { method: 'POST', headers, body });
  const unknown = await call({ 'x-amz-target': 'AWSStepFunctions.CreateActivity' }, '{}');
  expect([unknown.status, await unknown.json()]).toEqual([
    400,
    { __type: 'com.amazonaws.sfn#UnknownOperationException', message: 'Not supported here: CreateActivity' },
  ]);
  const broken = await call({ 'x-amz-target': 'AWSStepFunctions.StartExecution' }, '{');
  expect(await broken.json()).toMatchObject({ __type: 'com.amazonaws.sfn#SerializationException' });
  const incomplete = await call({ 'x-amz-target': 'AWSStepFunctions.StartExecution' }, '{}');
  expect(await incomplete.json()).toMatchObject({ __type: 'com.amazonaws.sfn#ValidationException' });
});

test('map runs are listed and described', async () => {
  const { executionArn = '' } = await client.send(
    new StartExecutionCommand({ stateMachineArn: machineArn('each'), input: '[1,2,3]' }),
  );
  await stepFunctions.completion(executionArn);
  const { mapRuns } = await client.send(new ListMapRunsCommand({ executionArn }));
  const mapRunArn = mapRuns?.[0]?.mapRunArn ?? '';
  expect(await client.send(new DescribeMapRunCommand({ mapRunArn }))).toMatchObject({
    executionArn,
    status: 'SUCCEEDED',
    itemCounts: { total: 3, succeeded: 3, pending: 0 },
    executionCounts: { total: 3, succeeded: 3 },
  });
  const first = await client.send(new ListExecutionsCommand({ mapRunArn, maxResults: 2 }));
  expect(first.executions).toHaveLength(2);
  const rest = await client.send(new ListExecutionsCommand({ mapRunArn, maxResults: 2, nextToken: first.nextToken }));
  expect(rest.executions).toHaveLength(1);
  expect(rest.nextToken).toBeUndefined();
});

test('state machines are listed and described', async () => {
  const { stateMachines } = await client.send(new ListStateMachinesCommand({ maxResults: 2 }));
  expect(stateMachines?.map(({ name, type }) => [name, type])).toEqual([
    ['approve', 'STANDARD'],
    ['double', 'EXPRESS'],
  ]);
  const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn: machineArn('double') }));
  expect(JSON.parse(described.definition ?? '')).toMatchObject(machines.double);
});

test('errors are the SDK’s own exceptions', async () => {
  const missing = machineArn('none');
  await expect(client.send(new StartExecutionCommand({ stateMachineArn: missing }))).rejects.toBeInstanceOf(
    StateMachineDoesNotExist,
  );
  await expect(client.send(new DescribeExecutionCommand({ executionArn: missing }))).rejects.toBeInstanceOf(
    ExecutionDoesNotExist,
  );
  await expect(client.send(new SendTaskHeartbeatCommand({ taskToken: 'x' }))).rejects.toBeInstanceOf(InvalidToken);
  const forged = Buffer.from('task-token:none').toString('base64url');
  await expect(client.send(new SendTaskHeartbeatCommand({ taskToken: forged }))).rejects.toBeInstanceOf(
    TaskDoesNotExist,
  );
  await expect(client.send(new SendTaskSuccessCommand({ taskToken: forged, output: '{' }))).rejects.toMatchObject({
    name: 'InvalidOutput',
  });
  await expect(
    client.send(new StartSyncExecutionCommand({ stateMachineArn: machineArn('each') })),
  ).rejects.toMatchObject({
    name: 'StateMachineTypeNotSupported',
  });
  await expect(
    client.send(new StartExecutionCommand({ stateMachineArn: machineArn('each'), input: '{' })),
  ).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
});
