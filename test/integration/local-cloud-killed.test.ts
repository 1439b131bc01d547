import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Cloud, startCloud } from '../../lib/local/cloud.ts';
import { writeTinyAssembly } from '../support/tiny-app.ts';
import { eventually } from '../support/until.ts';

const aws = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
const directory = mkdtempSync(join(tmpdir(), 'local-cloud-killed-'));
let child: ChildProcess | undefined;
let cloud: Cloud | undefined;
afterAll(async () => {
  child?.kill('SIGKILL');
  await cloud?.close();
  rmSync(directory, { recursive: true });
});

const startChild = async (): Promise<Record<string, string>> => {
  child = spawn(
    process.execPath,
    ['--no-warnings', join(import.meta.dirname, '../support/tiny-cloud-process.ts'), directory],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  if (child.stdout === null) throw new Error('no output');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return JSON.parse(line) as Record<string, string>;
};
const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};
const childrenOf = (pid: number): number[] => {
  const file = `/proc/${pid}/task/${pid}/children`;
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number) : [];
};

test('what was accepted before kill -9 is carried out after a new start, and no child is left behind', async () => {
  const names = Array.from({ length: 12 }, (_, index) => String(index).padStart(2, '0'));
  const endpoints = await startChild();
  const sqs = new SQSClient({ ...aws, endpoint: endpoints['AWS_ENDPOINT_URL_SQS'] ?? '' });
  const lambda = new LambdaClient({ ...aws, endpoint: endpoints['AWS_ENDPOINT_URL_LAMBDA'] ?? '' });
  const sfn = new SFNClient({ ...aws, endpoint: endpoints['AWS_ENDPOINT_URL_SFN'] ?? '' });
  const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:Tiny-Machine';
  const { executionArn = '' } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{"a":1}' }));
  for (const name of names) {
    await sqs.send(new SendMessageCommand({ QueueUrl: endpoints['QUEUE_URL'], MessageBody: name }));
    await lambda.send(
      new InvokeCommand({ FunctionName: 'Tiny-Slow', InvocationType: 'Event', Payload: `{"n":"${name}"}` }),
    );
  }
  const pid = child?.pid ?? 0;
  const grandchildren = childrenOf(pid);
  if (child !== undefined) {
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
  for (const client of [sqs, lambda, sfn]) client.destroy();
  expect(grandchildren.length).toBeGreaterThan(0);

  cloud = await startCloud({
    dataDir: join(directory, 'data'),
    port: 0,
    synthesize: async () => writeTinyAssembly(join(directory, 'assembly')),
    report: { say: () => undefined, fault: () => undefined },
  });
  expect(cloud.resumed.resumed).toEqual([executionArn]);
  const client = new DynamoDBClient({ ...aws, endpoint: cloud.services.endpoints.AWS_ENDPOINT_URL_DYNAMODB });
  const keysOf = async (pk: string): Promise<(string | undefined)[]> => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: 'Tiny-Table',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
      }),
    );
    return Items.map(({ sk }) => sk?.S);
  };
  for (const pk of ['RECEIVED', 'PROJECTED', 'SLOW'])
    expect([
      pk,
      await eventually(
        () => keysOf(pk),
        (keys) => keys.length === names.length,
      ),
    ]).toEqual([pk, names]);
  const { completion } = cloud.services.stepFunctions;
  expect(await completion(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1,"stepped":true}' });
  // What a function did shows before its invocation has ended.
  const { waiting } = cloud.services.functions;
  expect(await eventually(waiting, (left) => left === 0)).toBe(0);
  expect(
    await eventually(
      async () => grandchildren.filter(alive),
      (left) => left.length === 0,
    ),
  ).toEqual([]);
  client.destroy();
});
