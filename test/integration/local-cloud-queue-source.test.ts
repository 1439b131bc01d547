import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { QueueSourceProperties, startQueueSource } from '../../lib/local/event-sources/queue-source.ts';
import type { Outcome } from '../../lib/local/lambda/function-environment.ts';
import { createQueues } from '../../lib/local/queues/queues.ts';
import { until } from '../support/until.ts';

const directory = mkdtempSync(join(tmpdir(), 'local-queue-source-'));
afterAll(() => rmSync(directory, { recursive: true }));

type Event = {
  Records: { messageId: string; body: string; attributes: Record<string, string>; messageAttributes: unknown }[];
};
const setUp = async (name: string, more: object, handle: (bodies: string[], event: Event) => Promise<Outcome>) => {
  const requests: string[] = [];
  const queues = createQueues({
    databasePath: join(directory, `${name}.sqlite`),
    onRequest: ({ action }) => requests.push(action),
  });
  queues.defineQueue('work', { VisibilityTimeout: 'MaximumBatchingWindowInSeconds' in more ? 30 : 1 });
  const client = new SQSClient({
    endpoint: await queues.listen(0),
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const batches: string[][] = [];
  const source = startQueueSource({
    properties: QueueSourceProperties.parse({
      EventSourceArn: 'arn:aws:sqs:us-east-1:0:work',
      FunctionName: 'f',
      ...more,
    }),
    queues,
    invoke: async (_name, event) => {
      const bodies = (event as Event).Records.map(({ body }) => body);
      batches.push(bodies);
      return handle(bodies, event as Event);
    },
    onFault: (message, fault) => {
      throw new Error(message, { cause: fault });
    },
  });
  const send = (...bodies: string[]) =>
    client.send(
      new SendMessageBatchCommand({
        QueueUrl: queues.queueUrl('work'),
        Entries: bodies.map((MessageBody, index) => ({
          Id: String(index),
          MessageBody,
          MessageAttributes: { kind: { DataType: 'String', StringValue: 'test' } },
        })),
      }),
    );
  const close = async (): Promise<void> => {
    await source.stop();
    await queues.close();
    client.destroy();
  };
  return { queues, requests, batches, send, until, close };
};
const done: Outcome = { ok: true, payload: 'null' };
const empty = { visible: 0, inFlight: 0, delayed: 0 };

test('handled messages are deleted; records have Lambda’s shape', async () => {
  let seen: Event | undefined;
  const { queues, batches, send, until, close } = await setUp('shape', {}, async (_bodies, event) => {
    seen = event;
    return done;
  });
  await send('a', 'b');
  await until(() => batches.flat().length === 2 && queues.counts('work').inFlight === 0);
  expect(queues.counts('work')).toEqual(empty);
  expect(seen?.Records[0]).toMatchObject({
    body: 'a',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:0:work',
    awsRegion: 'us-east-1',
    md5OfBody: '0cc175b9c0f1b6a831c399e269772661',
    attributes: { ApproximateReceiveCount: '1' },
    messageAttributes: { kind: { dataType: 'String', stringValue: 'test' } },
  });
  await close();
});

test('a function that fails gets its messages again; single failures come back alone', async () => {
  let round = 0;
  const { queues, batches, send, until, close } = await setUp(
    'failures',
    { FunctionResponseTypes: ['ReportBatchItemFailures'] },
    async (_bodies, { Records }) => {
      round += 1;
      if (round === 1) return { ok: false, error: { errorType: 'Error', errorMessage: 'no' } };
      const bad = round === 2 ? Records.filter(({ body }) => body === 'b') : [];
      return {
        ok: true,
        payload: JSON.stringify({ batchItemFailures: bad.map(({ messageId }) => ({ itemIdentifier: messageId })) }),
      };
    },
  );
  await send('a', 'b');
  await until(() => batches.length === 3 && queues.counts('work').inFlight === 0);
  expect(batches).toEqual([['a', 'b'], ['a', 'b'], ['b']]);
  expect(queues.counts('work')).toEqual(empty);
  await close();
});

test('an answer that is not understood counts as a failure of the whole batch', async () => {
  let round = 0;
  const { batches, send, until, close } = await setUp(
    'odd',
    { FunctionResponseTypes: ['ReportBatchItemFailures'] },
    async () => {
      round += 1;
      return { ok: true, payload: round === 1 ? '{"batchItemFailures":["x"]}' : '{}' };
    },
  );
  await send('a');
  await until(() => batches.length === 2);
  expect(batches).toEqual([['a'], ['a']]);
  await close();
});

test('no more batches are underway than the mapping allows', async () => {
  let now = 0;
  let most = 0;
  const { batches, send, until, close } = await setUp(
    'bound',
    { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } },
    async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 30));
      now -= 1;
      return done;
    },
  );
  await send('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j');
  await until(() => batches.length === 10);
  expect([batches.length, most]).toEqual([10, 2]);
  await close();
});

test('a window lets a batch come together, in few requests', async () => {
  const { batches, requests, send, until, close } = await setUp(
    'window',
    { MaximumBatchingWindowInSeconds: 1 },
    async () => done,
  );
  for (const body of 'abcde') await send(body);
  await until(() => batches.length > 0);
  expect(batches).toEqual([['a', 'b', 'c', 'd', 'e']]);
  expect(requests.filter((action) => action === 'ReceiveMessage').length).toBeLessThanOrEqual(3);
  await close();
});
