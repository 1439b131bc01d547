import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { queueRedriveCommand } from '../../../bin/cli/commands/queue-redrive.ts';
import { redrive } from '../../../bin/cli/redrive.ts';
import type { Terminal } from '../../../bin/cli/terminal.ts';
import { UsageError } from '../../../bin/cli/usage-error.ts';
import { createDeadLetterQueue } from '../../../functions/tracking/providers/dead-letter-queue.ts';
import { createQueues } from '../../../lib/local/queues/queues.ts';

const folder = mkdtempSync(join(tmpdir(), 'throughline-redrive-'));
const queues = createQueues({ databasePath: join(folder, 'queues.sqlite') });
let client: SQSClient;
let endpoint: string;

beforeAll(async () => {
  endpoint = await queues.listen(0);
  client = new SQSClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});
afterAll(async () => {
  client.destroy();
  await queues.close();
  rmSync(folder, { recursive: true, force: true });
});

const setUp = async (name: string) => {
  for (const queue of [`${name}-main`, `${name}-dead`]) queues.defineQueue(queue, {});
  const [to, from] = [`${name}-main`, `${name}-dead`].map((queue) => queues.queueUrl(queue));
  if (to === undefined || from === undefined) throw new Error('no queues');
  const bodies = async (url: string) => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
    );
    return Messages.map(({ Body }) => Body).sort();
  };
  return { from, to, bodies };
};

test('a record is given up with its reason, shown with it, and put back as it was', async () => {
  const { from, to, bodies } = await setUp('one');
  const giveUp = createDeadLetterQueue(from, client);
  await giveUp({ messageId: 'm', body: '{"a":1}' }, 'Error: table\ngone \u0007');
  const shown = await redrive(client, { from, to: undefined, most: 100 });
  expect(shown).toEqual({
    letters: [{ id: expect.any(String) as string, reason: 'Error: table?gone ?', begins: '{"a":1}' }],
    moved: 0,
  });
  expect(await bodies(from)).toEqual(['{"a":1}']);
  expect((await redrive(client, { from, to, most: 100 })).moved).toBe(1);
  expect([await bodies(from), await bodies(to)]).toEqual([[], ['{"a":1}']]);
});

test('every letter is put back, more than a batch, and no more than asked for', async () => {
  const { from, to } = await setUp('many');
  for (let n = 0; n < 27; n += 1)
    await client.send(new SendMessageCommand({ QueueUrl: from, MessageBody: `letter ${String(n)}` }));
  expect((await redrive(client, { from, to, most: 12 })).moved).toBe(12);
  const rest = await redrive(client, { from, to, most: 1_000 });
  expect([rest.moved, rest.letters.every(({ reason }) => reason === null)]).toEqual([15, true]);
  expect(queues.counts('many-main')).toMatchObject({ visible: 27 });
});

test('a letter that cannot be sent on stays a dead letter', async () => {
  const { from, bodies } = await setUp('broken');
  await client.send(new SendMessageCommand({ QueueUrl: from, MessageBody: 'x' }));
  await expect(redrive(client, { from, to: `${endpoint}/000000000000/none`, most: 10 })).rejects.toThrow();
  expect(queues.counts('broken-dead')).toMatchObject({ inFlight: 1 });
  expect(await bodies(from)).toEqual([]);
});

describe('the command', () => {
  const call = async (args: readonly string[]) => {
    const printed: string[] = [];
    const task = queueRedriveCommand.prepare(args);
    if (task.needs !== 'nothing') throw new Error('it needs no system');
    const terminal = { line: (text: string) => printed.push(text) } as unknown as Terminal;
    const code = await task.run({ terminal, json: task.json, print: (text) => printed.push(text) });
    return { code, printed: printed.join('\n') };
  };

  test('puts the letters of a queue on this machine back without any settings of AWS', async () => {
    const { from, to, bodies } = await setUp('command');
    await client.send(new SendMessageCommand({ QueueUrl: from, MessageBody: 'letter' }));
    expect((await call(['--from', from])).printed).toContain('1 dead letters; name --to');
    expect((await call(['--from', from, '--to', to])).printed).toContain('1 of 1 dead letters were put back.');
    expect(await bodies(to)).toEqual(['letter']);
  });

  test('says in a sentence why a queue cannot be used and what to look at', async () => {
    const { from } = await setUp('gone');
    await expect(call(['--from', `${from}-nowhere`])).rejects.toThrow(UsageError);
    await expect(call(['--from', `${from}-nowhere`])).rejects.toThrow(
      /cannot be used: .*does not exist.*Look at the address/,
    );
  });
});
