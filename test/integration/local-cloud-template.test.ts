import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { AlreadyRunning, type Cloud, startCloud } from '../../lib/local/cloud.ts';
import { tinyResources, writeTinyAssembly } from '../support/tiny-app.ts';
import { eventually } from '../support/until.ts';

const directory = mkdtempSync(join(tmpdir(), 'local-cloud-'));
const faults: string[] = [];
const start = (dataDir: string, resources?: Record<string, unknown>): Promise<Cloud> =>
  startCloud({
    dataDir,
    port: 0,
    synthesize: async () => writeTinyAssembly(join(directory, 'assembly'), resources),
    report: { say: () => undefined, fault: (message) => faults.push(message) },
  });

let cloud: Cloud;
beforeAll(async () => {
  cloud = await start(join(directory, 'data'));
});
afterAll(async () => {
  await cloud.close();
  rmSync(directory, { recursive: true });
});

const aws = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${cloud.url}${path}`, init);
const json = async (answer: Response): Promise<Record<string, unknown>> =>
  (await answer.json()) as Record<string, unknown>;
const closed = (token: string): Promise<Response> => ask('/closed', { headers: { Authorization: token } });
const itemsOf = async (pk: string) => {
  const client = new DynamoDBClient({ ...aws, endpoint: cloud.services.endpoints.AWS_ENDPOINT_URL_DYNAMODB });
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: 'Tiny-Table',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: pk } },
    }),
  );
  client.destroy();
  return Items;
};

test('a proxy event has the shape of API Gateway’s', async () => {
  const answer = await ask('/open/a%20b?x=1&x=2&y=', { headers: { 'X-Custom': 'yes' } });
  const event = await json(answer);
  expect(event).toMatchObject({
    resource: '/open/{id}',
    path: '/open/a%20b',
    httpMethod: 'GET',
    pathParameters: { id: 'a b' },
    queryStringParameters: { x: '2', y: '' },
    multiValueQueryStringParameters: { x: ['1', '2'], y: [''] },
    body: null,
    isBase64Encoded: false,
    stageVariables: null,
    requestContext: {
      stage: 'live',
      resourcePath: '/open/{id}',
      path: '/live/open/a%20b',
      identity: { sourceIp: '127.0.0.1' },
    },
  });
  expect(
    (event['headers'] as Record<string, string>)['X-Custom'] ??
      (event['headers'] as Record<string, string>)['x-custom'],
  ).toBe('yes');
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(answer.headers.get('x-amzn-remapped-www-authenticate')).toBe('x');
  expect(answer.headers.get('x-amzn-requestid')).toBe((event['requestContext'] as Record<string, string>)['requestId']);
});

test('a fixed segment is found before a parameter, and a greedy one last', async () => {
  expect((await json(await ask('/open/fixed')))['resource']).toBe('/open/fixed');
  const proxied = await json(await ask('/any/where', { method: 'POST', body: 'text' }));
  expect(proxied).toMatchObject({ resource: '/{proxy+}', pathParameters: { proxy: 'any/where' }, body: 'text' });
});

test('a path or method that leads nowhere is answered by the gateway', async () => {
  const answer = await ask('/nowhere');
  expect(answer.status).toBe(403);
  expect(await json(answer)).toEqual({ message: 'Missing Authentication Token' });
});

test('what is no proxy answer, and what throws, is a 502', async () => {
  expect((await ask('/broken', { method: 'POST' })).status).toBe(502);
  expect((await ask('/throws', { method: 'POST' })).status).toBe(502);
});

test('an integration that takes too long is a 504', async () => {
  expect((await ask('/slow')).status).toBe(504);
});

test('a request over 10 MB is refused', async () => {
  const answer = await ask('/any', { method: 'POST', body: 'x'.repeat(10 * 1024 * 1024 + 1) }).catch(() => undefined);
  expect(answer?.status ?? 413).toBe(413);
});

test('the authorizer lets in, refuses, denies and fails, each with its own answer', async () => {
  expect((await ask('/closed')).status).toBe(401);
  expect((await closed('no')).status).toBe(401);
  expect((await closed('denied')).status).toBe(403);
  expect((await closed('crash')).status).toBe(500);
  const event = await json(await closed('fast'));
  expect(event['requestContext']).toMatchObject({
    authorizer: { principalId: 'fast', workspaceId: 'ws_1', admin: 'true' },
  });
});

test('an authorizer’s answer is kept for its identity', async () => {
  const callsOf = async (token: string) =>
    ((await json(await closed(token)))['requestContext'] as { authorizer: { calls: string } }).authorizer.calls;
  expect(await callsOf('fast')).toBe(await callsOf('fast'));
  expect(await callsOf('fast-2').catch(() => 'throttled')).not.toBe(await callsOf('fast'));
});

test('a usage plan throttles its keys and lets nobody in whose key it does not know', async () => {
  const statuses: number[] = [];
  for (let n = 0; n < 4; n++) statuses.push((await closed('slow')).status);
  expect(statuses).toContain(429);
  const throttled = await closed('slow');
  expect(throttled.headers.get('content-type')).toBe('application/problem+json');
  expect(Number(throttled.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await json(throttled)).toEqual({ status: 429, detail: 'Too Many Requests' });
  expect((await closed('unknown')).status).toBe(403);
});

test('a streamed answer arrives piece by piece', async () => {
  const answer = await ask('/events');
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  const pieces: string[] = [];
  if (answer.body === null) throw new Error('no body');
  for await (const piece of answer.body) pieces.push(Buffer.from(piece as Uint8Array).toString());
  expect(pieces.length).toBeGreaterThan(1);
  expect(pieces.join('')).toBe('data: 0\n\ndata: 1\n\ndata: 2\n\n');
});

test('queue records reach the function, its writes reach the stream, and what fails goes to the dead letters', async () => {
  const queueUrl = cloud.services.queues.queueUrl('Tiny-Queue');
  const bodies = ['one', 'two', 'bad', 'three'];
  await cloud.services.sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
    }),
  );
  const projected = await eventually(
    () => itemsOf('PROJECTED'),
    (items) => items.length === 3,
  );
  expect(projected.map(({ sk }) => sk?.S).sort()).toEqual(['one', 'three', 'two']);
  expect(projected[0]?.['eventName']?.S).toMatch(/^(INSERT|MODIFY)$/);
  const dead = await eventually(
    async () => cloud.services.queues.counts('Tiny-Dead').visible,
    (visible) => visible === 1,
  );
  expect(dead).toBe(1);
  expect(cloud.services.queues.counts('Tiny-Queue')).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
});

test('a state machine invokes the functions it was given', async () => {
  const client = new SFNClient({ ...aws, endpoint: cloud.services.endpoints.AWS_ENDPOINT_URL_SFN });
  const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:Tiny-Machine';
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '{"a":1}' }));
  const done = await eventually(
    () => client.send(new DescribeExecutionCommand({ executionArn })),
    ({ status }) => status !== 'RUNNING',
  );
  expect(done).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1,"stepped":true}' });
  client.destroy();
});

test('the counts tell what was used', async () => {
  const counts = (await json(await ask('/local/counts'))) as unknown as ReturnType<Cloud['counts']>;
  expect(counts.transitions).toBeGreaterThan(0);
  expect(counts.byFunction['Tiny-Api']?.invocations).toBeGreaterThan(3);
  expect(counts.bySqsAction['SendMessageBatch']).toBe(1);
  expect(counts.lambdaInvocations).toBe(
    Object.values(counts.byFunction).reduce((sum, { invocations }) => sum + invocations, 0),
  );
});

test('the local pages answer', async () => {
  for (const path of ['/local', '/local/inbox', '/local/executions', '/local/functions', '/local/functions/Tiny-Api']) {
    const answer = await ask(path);
    expect([path, answer.status]).toEqual([path, 200]);
    expect(await answer.text()).toContain('<h1>');
  }
  expect((await ask('/local/nothing')).status).toBe(404);
});

test('a second one on the same data directory is refused, naming the first', async () => {
  await expect(start(join(directory, 'data'))).rejects.toThrow(AlreadyRunning);
  await expect(start(join(directory, 'data'))).rejects.toThrow(cloud.url);
});

test('an unknown type and an unsupported property are refused by name', async () => {
  const unknown = { ...tinyResources(), Odd: { Type: 'AWS::Neptune::DBCluster', Properties: {} } };
  await expect(start(join(directory, 'other'), unknown)).rejects.toThrow('AWS::Neptune::DBCluster (Tiny/Odd)');
  const vpc = { ...tinyResources() };
  const api = vpc['Api'] as { Properties: Record<string, unknown> };
  api.Properties['VpcConfig'] = { SubnetIds: [] };
  await expect(start(join(directory, 'other'), vpc)).rejects.toThrow('VpcConfig');
});
