import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { createFunctions } from '../../lib/local/lambda/functions.ts';
import type { MetricValue } from '../../lib/local/lambda/output-lines.ts';

const HANDLERS = `
let started = 0;
const seen = [];
export const echo = async (event, context) => {
  console.log(JSON.stringify({ level: 'INFO', message: 'hello', id: context.awsRequestId }));
  return { event, name: process.env.AWS_LAMBDA_FUNCTION_NAME, own: process.env.OWN, other: process.env.OTHER, remaining: context.getRemainingTimeInMillis() > 0 };
};
export const fail = async () => { throw new TypeError('this is wrong'); };
export const slow = async (event) => { started += 1; await new Promise((resolve) => setTimeout(resolve, event.ms)); return started; };
export const together = async () => { seen.push(1); const now = seen.length; await new Promise((r) => setTimeout(r, 30)); seen.pop(); return now; };
export const leave = async () => { process.exit(3); };
export const metric = async () => {
  process.stdout.write(JSON.stringify({ _aws: { Timestamp: 1, CloudWatchMetrics: [{ Namespace: 'T', Dimensions: [['Function']], Metrics: [{ Name: 'WriteUnits' }] }] }, Function: 'f', WriteUnits: 7 }) + '\\n');
};
export const large = async () => 'x'.repeat(7 * 1024 * 1024);
export const loop = async () => { for (;;); };
let tries = 0;
export const third = async () => { tries += 1; if (tries < 3) throw new Error('not yet'); console.log('third time'); };
export const stream = awslambda.streamifyResponse(async (event, out) => {
  const body = awslambda.HttpResponseStream.from(out, { statusCode: 200, headers: { 'content-type': 'text/plain' } });
  body.write('one ');
  await new Promise((resolve) => setTimeout(resolve, 20));
  body.write('two');
  body.end();
});
`;

const setUp = () => {
  const directory = mkdtempSync(join(tmpdir(), 'local-lambda-'));
  writeFileSync(join(directory, 'index.mjs'), HANDLERS);
  const metrics: MetricValue[] = [];
  const open = () => {
    const functions = createFunctions({
      databasePath: join(directory, 'invocations.sqlite'),
      onMetric: (metric) => metrics.push(metric),
      retryDelaysMs: [5, 10],
    });
    const define = (exported: string, more: { timeoutSeconds?: number; concurrency?: number } = {}) =>
      functions.define(
        {
          name: exported,
          arn: `arn:aws:lambda:us-east-1:000000000000:function:${exported}`,
          codePath: directory,
          handler: `index.${exported}`,
          environment: { OWN: 'mine' },
          timeoutSeconds: more.timeoutSeconds ?? 10,
          memoryMb: 256,
          concurrency: more.concurrency ?? 10,
        },
        {},
      );
    return { functions, define };
  };
  return { directory, metrics, open };
};

const test_ = setUp();
const { functions, define } = test_.open();
afterAll(async () => {
  await functions.close();
  rmSync(test_.directory, { recursive: true });
});

test('a function sees its own environment and no other', async () => {
  process.env['OTHER'] = 'not yours';
  define('echo');
  const outcome = await functions.invoke('echo', { a: 1 });
  expect(outcome.ok && JSON.parse(outcome.payload)).toEqual({
    event: { a: 1 },
    name: 'echo',
    own: 'mine',
    remaining: true,
  });
  expect(JSON.parse(functions.linesOf('echo')[0]?.text ?? '')).toMatchObject({ message: 'hello' });
});

test('what a handler throws becomes Lambda’s error payload', async () => {
  define('fail');
  const outcome = await functions.invoke('fail', {});
  expect(outcome).toMatchObject({ ok: false, error: { errorType: 'TypeError', errorMessage: 'this is wrong' } });
});

test('an invocation over the timeout is given up, the others finish, and the next one finds a new environment', async () => {
  define('slow', { timeoutSeconds: 0.3 });
  const [late, early] = await Promise.all([
    functions.invoke('slow', { ms: 3_000 }),
    functions.invoke('slow', { ms: 200 }),
  ]);
  expect(late).toMatchObject({ ok: false, error: { errorType: 'Sandbox.Timedout' } });
  expect(early).toEqual({ ok: true, payload: '2' });
  expect(await functions.invoke('slow', { ms: 0 })).toEqual({ ok: true, payload: '1' });
});

test('a function that never gives the thread back is ended', async () => {
  define('loop', { timeoutSeconds: 0.3 });
  expect(await functions.invoke('loop', {})).toMatchObject({ ok: false, error: { errorType: 'Sandbox.Timedout' } });
});

test('no more invocations run at one time than the function may have', async () => {
  define('together', { concurrency: 3 });
  const outcomes = await Promise.all(Array.from({ length: 12 }, () => functions.invoke('together', {})));
  const seen = outcomes.map((outcome) => (outcome.ok ? Number(outcome.payload) : NaN));
  expect(Math.max(...seen)).toBe(3);
});

test('an environment that exits fails its invocation and is replaced', async () => {
  define('leave');
  for (let round = 0; round < 2; round++) {
    expect(await functions.invoke('leave', {})).toMatchObject({ ok: false, error: { errorType: 'Runtime.ExitError' } });
  }
});

test('metric lines are counted and not kept as log lines', async () => {
  define('metric');
  await functions.invoke('metric', {});
  expect(test_.metrics).toEqual([{ functionName: 'metric', name: 'WriteUnits', value: 7 }]);
  expect(functions.linesOf('metric')).toEqual([]);
});

test('an answer over 6 MB is refused', async () => {
  define('large');
  expect(await functions.invoke('large', {})).toMatchObject({
    ok: false,
    error: { errorType: 'Function.ResponseSizeTooLarge' },
  });
});

test('a streaming handler’s bytes come as they are written, head first', async () => {
  define('stream');
  const chunks: Buffer[] = [];
  const outcome = await functions.invokeStreaming('stream', {}, (bytes) => chunks.push(Buffer.from(bytes)));
  expect(outcome).toEqual({ ok: true, payload: '' });
  expect(chunks.length).toBeGreaterThan(2);
  const all = Buffer.concat(chunks);
  const end = all.indexOf(Buffer.alloc(8));
  expect(JSON.parse(all.subarray(0, end).toString())).toEqual({
    statusCode: 200,
    headers: { 'content-type': 'text/plain' },
  });
  expect(all.subarray(end + 8).toString()).toBe('one two');
});

test('the SDK invokes synchronously and asynchronously; a failing event is tried three times', async () => {
  define('third');
  functions.start();
  const client = new LambdaClient({
    endpoint: await functions.listen(0),
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const answer = await client.send(new InvokeCommand({ FunctionName: 'fail', Payload: '{}' }));
  expect(answer.FunctionError).toBe('Unhandled');
  expect(answer.StatusCode).toBe(200);
  await expect(client.send(new InvokeCommand({ FunctionName: 'nobody' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  const accepted = await client.send(
    new InvokeCommand({ FunctionName: 'third', InvocationType: 'Event', Payload: '{}' }),
  );
  expect(accepted.StatusCode).toBe(202);
  while (functions.waiting() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const lines = functions.linesOf('third').map(({ text }) => text);
  expect(lines).toEqual([expect.stringContaining('not yet'), expect.stringContaining('not yet'), 'third time']);
  client.destroy();
});

test('an accepted event outlives the process that accepted it', async () => {
  const { directory, open } = setUp();
  const before = open();
  before.define('echo');
  before.functions.accept('echo', { from: 'before' });
  await before.functions.close();
  const after = open();
  after.define('echo');
  expect(after.functions.waiting()).toBe(1);
  after.functions.start();
  while (after.functions.waiting() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(after.functions.linesOf('echo')).toHaveLength(1);
  await after.functions.close();
  rmSync(directory, { recursive: true });
});
