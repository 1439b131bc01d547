import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { createQueues, type MessagingRequest } from '../../lib/local/queues/queues.ts';
import { startChildService } from '../support/child-service.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

let dataDir = '';
let requests: MessagingRequest[] = [];
let queues = createQueues({ databasePath: ':memory:' });
let sqs = new SQSClient({ region: 'us-east-1' });
let sns = new SNSClient({ region: 'us-east-1' });

const databasePath = () => join(dataDir, 'queues.sqlite');

beforeEach(async () => {
  await queues.close();
  dataDir = mkdtempSync(join(tmpdir(), 'throughline-queues-'));
  requests = [];
  queues = createQueues({ databasePath: databasePath(), onRequest: (request) => requests.push(request) });
  const endpoint = await queues.listen(0);
  sqs = new SQSClient({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 });
  sns = new SNSClient({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 });
});

afterEach(() => {
  sqs.destroy();
  sns.destroy();
  rmSync(dataDir, { recursive: true });
});

afterAll(() => queues.close());

function define(name: string, attributes: object = {}): string {
  queues.defineQueue(name, attributes);
  return queues.queueUrl(name);
}

async function receive(QueueUrl: string, options: Partial<ReceiveMessageCommandInput> = {}) {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
      ...options,
    }),
  );
  return Messages;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('a queue', () => {
  test('gives a message once while it is in flight, with its attributes and digests, until it is deleted', async () => {
    const QueueUrl = define('work');
    const sent = await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'héllo ☃',
        MessageAttributes: {
          kind: { DataType: 'String', StringValue: 'greeting' },
          blob: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) },
        },
      }),
    );
    const [message] = await receive(QueueUrl);
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'héllo ☃',
      MD5OfBody: sent.MD5OfMessageBody,
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      Attributes: { ApproximateReceiveCount: '1' },
      MessageAttributes: { kind: { StringValue: 'greeting' }, blob: { BinaryValue: new Uint8Array([0, 255]) } },
    });
    expect(await receive(QueueUrl)).toEqual([]);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    expect(queues.counts('work')).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  test('digests message attributes as SQS does', async () => {
    const QueueUrl = define('work');
    const sent = await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'x',
        MessageAttributes: { name: { DataType: 'String', StringValue: 'value' } },
      }),
    );
    // md5 of 00000004 name 00000006 String 01 00000005 value, worked out apart from the code
    expect(sent.MD5OfMessageAttributes).toBe('25ada41cad9d6e55ad5a2b3d2da508a2');
  });

  test('shows a message again after its visibility timeout and counts the receive', async () => {
    const QueueUrl = define('work', { VisibilityTimeout: 1 });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'again' }));
    const [first] = await receive(QueueUrl);
    const [second] = await receive(QueueUrl, { WaitTimeSeconds: 5 });
    expect(second?.Attributes?.['ApproximateReceiveCount']).toBe('2');
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    expect(queues.counts('work').inFlight).toBe(1);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: second?.ReceiptHandle }));
    expect(queues.counts('work').inFlight).toBe(0);
  });

  test('changes visibility both ways and refuses it for what is not in flight', async () => {
    const QueueUrl = define('work');
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    const [message] = await receive(QueueUrl);
    const change = { QueueUrl, ReceiptHandle: message?.ReceiptHandle };
    await sqs.send(new ChangeMessageVisibilityCommand({ ...change, VisibilityTimeout: 60 }));
    await sqs.send(new ChangeMessageVisibilityCommand({ ...change, VisibilityTimeout: 0 }));
    await expect(
      sqs.send(new ChangeMessageVisibilityCommand({ ...change, VisibilityTimeout: 0 })),
    ).rejects.toMatchObject({ name: 'MessageNotInflight' });
    const { Failed } = await sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl,
        Entries: [{ Id: 'a', ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 5 }],
      }),
    );
    expect(Failed).toMatchObject([{ Id: 'a', Code: 'MessageNotInflight' }]);
    expect(await receive(QueueUrl)).toHaveLength(1);
  });

  test('holds a delayed message back and wakes a long poll when it is due', async () => {
    const QueueUrl = define('work');
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 1 }));
    expect(await receive(QueueUrl)).toEqual([]);
    expect(queues.counts('work').delayed).toBe(1);
    expect(await receive(QueueUrl, { WaitTimeSeconds: 5 })).toHaveLength(1);
  });

  test('wakes a long poll as soon as a message arrives, and only one of two receivers gets it', async () => {
    const QueueUrl = define('work');
    const started = Date.now();
    const both = Promise.all([receive(QueueUrl, { WaitTimeSeconds: 2 }), receive(QueueUrl, { WaitTimeSeconds: 2 })]);
    await pause(50);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
    const [a, b] = await both;
    expect(a.length + b.length).toBe(1);
    expect(Date.now() - started).toBeGreaterThanOrEqual(1900);
  });

  test('does not hand a message to a receiver that hung up', async () => {
    const QueueUrl = define('work');
    const hangUp = new AbortController();
    const waiting = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: hangUp.signal,
    });
    await pause(50);
    hangUp.abort();
    await expect(waiting).rejects.toThrow();
    await pause(50);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    expect(queues.counts('work')).toMatchObject({ visible: 1, inFlight: 0 });
  });

  test('moves a message to the dead-letter queue past maxReceiveCount, and back by a move task', async () => {
    const deadUrl = define('dead');
    const dead = 'arn:aws:sqs:us-east-1:000000000000:dead';
    const QueueUrl = define('work', {
      VisibilityTimeout: 0,
      RedrivePolicy: { deadLetterTargetArn: dead, maxReceiveCount: 2 },
    });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }));
    expect(await receive(QueueUrl)).toHaveLength(1);
    expect(await receive(QueueUrl)).toHaveLength(1);
    expect(await receive(QueueUrl)).toEqual([]);
    const [buried] = await receive(deadUrl, { VisibilityTimeout: 0 });
    expect(buried).toMatchObject({
      Body: 'poison',
      Attributes: { DeadLetterQueueSourceArn: 'arn:aws:sqs:us-east-1:000000000000:work' },
    });
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: dead }));
    const [back] = await receive(QueueUrl);
    expect(back).toMatchObject({ Body: 'poison', Attributes: { ApproximateReceiveCount: '1' } });
    await expect(
      sqs.send(new StartMessageMoveTaskCommand({ SourceArn: 'arn:aws:sqs:us-east-1:000000000000:work' })),
    ).rejects.toThrow('Dead Letter Queue');
  });

  test('passes poisoned messages by and still fills a batch', async () => {
    const dead = 'arn:aws:sqs:us-east-1:000000000000:dead';
    define('dead');
    const QueueUrl = define('work', {
      VisibilityTimeout: 0,
      RedrivePolicy: { deadLetterTargetArn: dead, maxReceiveCount: 1 },
    });
    const send = (prefix: string) =>
      sqs.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody: `${prefix}${index}` })),
        }),
      );
    await send('old');
    expect(await receive(QueueUrl)).toHaveLength(10);
    await send('new');
    const bodies = (await receive(QueueUrl)).map(({ Body }) => Body);
    expect(bodies.sort()).toEqual(Array.from({ length: 10 }, (_, index) => `new${index}`));
    expect(queues.counts('dead').visible).toBe(10);
  });

  test('forgets messages older than it retains', async () => {
    let now = Date.now();
    const path = join(dataDir, 'aged.sqlite');
    const aged = createQueues({ databasePath: path, clock: () => now });
    aged.defineQueue('work', { MessageRetentionPeriod: 60 });
    aged.defineTopic('t');
    aged.subscribe({
      TopicArn: 'arn:aws:sns:us-east-1:000000000000:t',
      Protocol: 'sqs',
      Endpoint: 'arn:aws:sqs:us-east-1:000000000000:work',
    });
    aged.publish({ topicArn: 'arn:aws:sns:us-east-1:000000000000:t', message: 'old' });
    now += 60_000;
    expect(await aged.receive('work', { most: 10, waitSeconds: 0 })).toEqual([]);
    await aged.close();
  });
});

describe('a batch', () => {
  test('sends and deletes up to ten, each with its own outcome', async () => {
    const QueueUrl = define('work');
    const { Successful, Failed } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'good', MessageBody: 'good' },
          { Id: 'bad', MessageBody: '\u0001' },
        ],
      }),
    );
    expect(Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }]);
    const [message] = await receive(QueueUrl);
    const deleted = await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'a', ReceiptHandle: message?.ReceiptHandle },
          { Id: 'b', ReceiptHandle: 'nonsense' },
        ],
      }),
    );
    expect(deleted.Successful).toEqual([{ Id: 'a' }]);
    expect(deleted.Failed).toMatchObject([{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }]);
  });

  test.each([
    ['AWS.SimpleQueueService.EmptyBatchRequest', []],
    [
      'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
      Array.from({ length: 11 }, (_, i) => ({ Id: `${i}`, MessageBody: 'x' })),
    ],
    [
      'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
      [
        { Id: 'a', MessageBody: 'x' },
        { Id: 'a', MessageBody: 'y' },
      ],
    ],
    [
      'AWS.SimpleQueueService.BatchRequestTooLong',
      [
        { Id: 'a', MessageBody: 'x'.repeat(600_000) },
        { Id: 'b', MessageBody: 'y'.repeat(600_000) },
      ],
    ],
  ])('is refused whole as %s', async (Code, Entries) => {
    const QueueUrl = define('work');
    await expect(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({ Code });
    expect(queues.counts('work').visible).toBe(0);
  });
});

describe('refusals', () => {
  test('a message over 1 MiB, attributes included, is refused', async () => {
    const QueueUrl = define('work');
    const attributes = { a: { DataType: 'String', StringValue: 'x' } };
    const fits = 'x'.repeat(1024 * 1024 - 'aStringx'.length);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: fits, MessageAttributes: attributes }));
    await expect(
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `${fits}x`, MessageAttributes: attributes })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  test('an unknown queue, an unsupported parameter and an unsupported action are named', async () => {
    await expect(sqs.send(new GetQueueUrlCommand({ QueueName: 'none' }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
    const QueueUrl = define('work');
    await expect(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageGroupId: 'g' }))).rejects.toThrow(
      'MessageGroupId',
    );
    expect(() => queues.defineQueue('other', { KmsMasterKeyId: 'k' })).toThrow('KmsMasterKeyId');
    expect(() => queues.defineQueue('other.fifo', {})).toThrow('FIFO');
  });
});

test('queues describe themselves, list and purge', async () => {
  const QueueUrl = define('work', { VisibilityTimeout: 45 });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({
    QueueArn: 'arn:aws:sqs:us-east-1:000000000000:work',
    VisibilityTimeout: '45',
    ApproximateNumberOfMessages: '1',
  });
  expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toEqual([QueueUrl]);
  expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'work' }))).QueueUrl).toBe(QueueUrl);
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  expect(queues.counts('work').visible).toBe(0);
});

describe('a topic', () => {
  const topic = 'arn:aws:sns:us-east-1:000000000000:events';
  const subscribe = (name: string, rest: object = {}) =>
    queues.subscribe({
      TopicArn: topic,
      Protocol: 'sqs',
      Endpoint: `arn:aws:sqs:us-east-1:000000000000:${name}`,
      ...rest,
    });

  beforeEach(() => {
    for (const name of ['wrapped', 'raw']) define(name);
    queues.defineTopic('events');
  });

  test('delivers in an SNS envelope, or raw with its attributes', async () => {
    subscribe('wrapped');
    subscribe('raw', { RawMessageDelivery: true });
    const { MessageId } = await sns.send(
      new PublishCommand({
        TopicArn: topic,
        Subject: 'news',
        Message: '{"a":1}',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'x' } },
      }),
    );
    const [wrapped] = await receive(queues.queueUrl('wrapped'));
    expect(JSON.parse(wrapped?.Body ?? '')).toMatchObject({
      Type: 'Notification',
      MessageId,
      TopicArn: topic,
      Subject: 'news',
      Message: '{"a":1}',
      MessageAttributes: { kind: { Type: 'String', Value: 'x' } },
    });
    const [raw] = await receive(queues.queueUrl('raw'));
    expect(raw).toMatchObject({ Body: '{"a":1}', MessageAttributes: { kind: { StringValue: 'x' } } });
  });

  test('filters by attributes and by body, and refuses operators it does not know', async () => {
    subscribe('wrapped', { FilterPolicy: { kind: ['bounce', { prefix: 'com' }] } });
    subscribe('raw', {
      FilterPolicyScope: 'MessageBody',
      FilterPolicy: { mail: { size: [{ numeric: ['>', 5, '<', 9] }] } },
    });
    const publish = (kind: string, size: number) =>
      sns.send(
        new PublishCommand({
          TopicArn: topic,
          Message: JSON.stringify({ mail: { size } }),
          MessageAttributes: { kind: { DataType: 'String', StringValue: kind } },
        }),
      );
    await publish('bounce', 9);
    await publish('complaint', 7);
    await publish('open', 5);
    expect(queues.counts('wrapped').visible).toBe(2);
    expect(queues.counts('raw').visible).toBe(1);
    expect(() => subscribe('raw', { FilterPolicy: { ip: [{ cidr: '10.0.0.0/8' }] } })).toThrow('cannot be emulated');
  });

  test('that does not exist is refused as NotFound', async () => {
    await expect(sns.send(new PublishCommand({ TopicArn: `${topic}x`, Message: 'x' }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });
});

test('an event source in process waits, receives and deletes, counted as the API requests it stands for', async () => {
  define('work');
  const topicArn = queues.defineTopic('t');
  queues.subscribe({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:us-east-1:000000000000:work' });
  const waiting = queues.receive('work', { most: 10, waitSeconds: 20 });
  queues.publish({ topicArn, message: 'x'.repeat(70_000) });
  const messages = await waiting;
  expect(messages).toMatchObject([{ receiveCount: 1 }]);
  queues.deleteBatch(
    'work',
    messages.map(({ receiptHandle }) => receiptHandle),
  );
  expect(queues.counts('work')).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  expect(requests).toEqual([
    { service: 'sns', action: 'Publish', billed: 2 },
    { service: 'sqs', action: 'ReceiveMessage', billed: 2 },
    { service: 'sqs', action: 'DeleteMessageBatch', billed: 1 },
  ]);
});

test('what a killed process acknowledged is there after it, and what it held in flight is visible again', async () => {
  const path = join(dataDir, 'killed.sqlite');
  const child = await startChildService(`
    const { createQueues } = await load('lib/local/queues/queues.ts');
    const queues = createQueues({ databasePath: ${JSON.stringify(path)} });
    queues.defineQueue('work', { VisibilityTimeout: 600 });
    console.log(await queues.listen(0));
  `);
  const endpoint = child.url;
  const client = new SQSClient({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 });
  const QueueUrl = `${endpoint}/000000000000/work`;
  let acknowledged = 0;
  const sending = (async () => {
    for (;;) {
      const Entries = Array.from({ length: 5 }, (_, index) => ({ Id: String(index), MessageBody: 'm'.repeat(2000) }));
      await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      acknowledged += 5;
    }
  })().catch(() => undefined);
  while (acknowledged < 20) await pause(5);
  await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  await child.kill();
  await sending;
  client.destroy();
  const after = createQueues({ databasePath: path });
  const { visible, inFlight } = after.counts('work');
  await after.close();
  expect(inFlight).toBe(0);
  // One batch may have been committed without its answer reaching us.
  expect([acknowledged, acknowledged + 5]).toContain(visible);
});

test('a long poll gives a message that shows while it looks at the clock', async () => {
  let now = Date.now();
  const ticking = createQueues({ databasePath: ':memory:', clock: () => now++ });
  const endpoint = await ticking.listen(0);
  const client = new SQSClient({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 });
  ticking.defineQueue('ticking', { DelaySeconds: 60 });
  const bodies: unknown[] = [];
  for (let early = 0; early <= 6; early++) {
    const sentAt = now;
    await client.send(new SendMessageCommand({ QueueUrl: ticking.queueUrl('ticking'), MessageBody: String(early) }));
    now = sentAt + 60_000 - early;
    const polled = ticking.receive('ticking', { most: 1, waitSeconds: 20 });
    const given = await Promise.race([polled, pause(5_000).then(() => 'nothing within five seconds')]);
    bodies.push(typeof given === 'string' ? given : given[0]?.body);
    await client.send(new PurgeQueueCommand({ QueueUrl: ticking.queueUrl('ticking') }));
  }
  client.destroy();
  await ticking.close();
  expect(bodies).toEqual(['0', '1', '2', '3', '4', '5', '6']);
});
