import type { SendMessageBatchCommandInput } from '@aws-sdk/client-sqs';
import { createKickDispatcher } from '../../../functions/sending/providers/kick-dispatcher.ts';
import { createSendQueue } from '../../../functions/sending/providers/send-queue.ts';
import { sendRecord } from '../../support/sending-world.ts';

const url = 'http://localhost:1/000000000000/send';
const records = Array.from({ length: 12 }, (_, n) =>
  sendRecord(
    { id: `msg_${String(n).padStart(46, '0')}` as never, address: `p${String(n)}@x.example`, domain: 'x.example' },
    '2026-11-21T09:00:00.000Z',
  ),
);

/** A client that takes what `refuses` does not name. */
const queueThat = (refuses: (id: string, request: number) => boolean) => {
  const requests: SendMessageBatchCommandInput[] = [];
  const taken: string[] = [];
  const send = ({ input }: { input: SendMessageBatchCommandInput }) => {
    requests.push(input);
    const entries = input.Entries ?? [];
    const failed = entries.filter(({ Id }) => refuses(Id ?? '', requests.length));
    taken.push(...entries.filter((entry) => !failed.includes(entry)).map(({ MessageBody }) => MessageBody ?? ''));
    return Promise.resolve({ Failed: failed.map(({ Id }) => ({ Id })) });
  };
  return { queue: createSendQueue({ url, client: { send } as never }), requests, taken };
};

test('records go out ten a request, each with an id of its own', async () => {
  const { queue, requests, taken } = queueThat(() => false);
  await queue.enqueue(records);
  expect(requests.map(({ Entries }) => Entries?.length)).toEqual([10, 2]);
  expect(taken.map((body) => JSON.parse(body) as unknown)).toEqual(records);
});

test('only what SQS refused is sent again', async () => {
  const { queue, requests, taken } = queueThat((id, request) => id === '3' && request === 1);
  await queue.enqueue(records.slice(0, 5));
  expect(requests.map(({ Entries }) => Entries?.map(({ Id }) => Id))).toEqual([['0', '1', '2', '3', '4'], ['3']]);
  expect(taken).toHaveLength(5);
});

test('what SQS refuses again and again is an error, so that the page is done again', async () => {
  const { queue, requests } = queueThat((id) => id === '0');
  await expect(queue.enqueue(records.slice(0, 2))).rejects.toThrow('1 of');
  expect(requests).toHaveLength(3);
});

test('the depth is what waits and what is in hand', async () => {
  const Attributes = { ApproximateNumberOfMessages: '7', ApproximateNumberOfMessagesNotVisible: '3' };
  const queue = createSendQueue({ url, client: { send: () => Promise.resolve({ Attributes }) } as never });
  expect(await queue.depth()).toBe(10);
});

test('the dispatcher is started without being waited for', async () => {
  const calls: unknown[] = [];
  const send = ({ input }: { input: unknown }) => {
    calls.push(input);
    return Promise.resolve({});
  };
  await createKickDispatcher('dispatch', { send })();
  expect(calls).toEqual([{ FunctionName: 'dispatch', InvocationType: 'Event', Payload: '{}' }]);
});
