import { createHttpService, LOCAL_ACCOUNT, targetAction } from '../protocol.ts';
import { openSqlite } from '../sqlite.ts';
import { createLongPoll } from './long-poll.ts';
import { queueNameOf } from './queue-attributes.ts';
import { createQueueStore, QUEUE_SCHEMA, type ReceivedMessage, type ReceiveOptions } from './queue-store.ts';
import { createQueueUpkeep } from './queue-upkeep.ts';
import { createSnsApi } from './sns-api.ts';
import { createSqsActions } from './sqs-actions.ts';
import { createSqsApi } from './sqs-api.ts';
import { createTopics, type Notification, TOPIC_SCHEMA } from './topics.ts';

/** One API request; SQS and SNS bill each started 64 KB of it as one. */
export type MessagingRequest = { service: 'sqs' | 'sns'; action: string; billed: number };

export type Queues = ReturnType<typeof createQueues>;

const BILLED_BYTES = 64 * 1024;
const SWEEP_EVERY_MS = 60_000;

/**
 * The SQS and SNS of the local cloud on one port, durable in one SQLite file.
 *
 * Queues, topics and subscriptions are defined in process, from the template; messages go over HTTP or through `receive`,
 * `deleteBatch` and `publish`, which count as the same API requests. `onRequest` hears of each of them.
 */
export function createQueues(options: {
  databasePath: string;
  clock?: () => number;
  onRequest?: (request: MessagingRequest) => void;
}) {
  const { databasePath, clock = Date.now, onRequest = () => undefined } = options;
  const database = openSqlite(databasePath, QUEUE_SCHEMA + TOPIC_SCHEMA);
  const longPoll = createLongPoll(clock);
  const store = createQueueStore({ database, clock, onAvailable: longPoll.wake });
  const upkeep = createQueueUpkeep({ database, clock, store, onAvailable: longPoll.wake });
  const topics = createTopics({ database, clock, queues: store });
  const closing = new AbortController();
  const heard = (service: 'sqs' | 'sns') => (action: string, bytes: number) => {
    onRequest({ service, action, billed: Math.max(1, Math.ceil(bytes / BILLED_BYTES)) });
  };

  const poll = async (
    queue: string,
    { most, visibilitySeconds, waitSeconds, signal }: ReceiveOptions,
  ): Promise<ReceivedMessage[]> => {
    const ended = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
    const deadline = clock() + waitSeconds * 1000;
    for (;;) {
      if (ended.aborted) return [];
      const before = clock();
      const messages = store.receive(queue, most, visibilitySeconds);
      if (messages.length > 0 || clock() >= deadline) return messages;
      await longPoll.sleep(queue, Math.min(deadline, store.nextAvailableAt(queue, before) ?? deadline), ended);
    }
  };

  let url = '';
  const actions = createSqsActions({ store, upkeep, receive: poll, url: () => url });
  const sqs = createSqsApi({ actions, onAction: heard('sqs') });
  const sns = createSnsApi({ topics, onAction: heard('sns') });
  const http = createHttpService((request, response) => {
    const action = targetAction(request, 'AmazonSQS');
    return action === undefined ? sns(request, response) : sqs(request, response, action);
  });
  upkeep.expire();
  const sweep = setInterval(() => upkeep.expire(), SWEEP_EVERY_MS);
  sweep.unref();

  return {
    defineQueue: store.define,
    defineTopic: topics.define,
    subscribe: topics.subscribe,
    queueUrl: (name: string) => `${url}/${LOCAL_ACCOUNT}/${name}`,
    counts: (queue: string) => store.counts(queueNameOf(queue)),

    /** Publishes to a topic, as SNS's Publish; gives the message id. */
    publish(notification: Notification): string {
      heard('sns')('Publish', Buffer.byteLength(notification.message));
      return topics.publish(notification);
    },

    /**
     * Receives for an event source: waits up to `waitSeconds` for the first message, then takes up to `most`.
     * Counts as the ReceiveMessage requests it stands for (one for each ten messages, at least one).
     */
    async receive(queue: string, receiveOptions: ReceiveOptions): Promise<ReceivedMessage[]> {
      const messages = await poll(queueNameOf(queue), receiveOptions);
      for (let start = 0; start === 0 || start < messages.length; start += 10) {
        const part = messages.slice(start, start + 10);
        heard('sqs')(
          'ReceiveMessage',
          part.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0),
        );
      }
      return messages;
    },

    /** Deletes what an event source is done with; counts as one DeleteMessageBatch for each ten. */
    deleteBatch(queue: string, receiptHandles: readonly string[]): void {
      const name = queueNameOf(queue);
      for (let start = 0; start < receiptHandles.length; start += 10) heard('sqs')('DeleteMessageBatch', 0);
      store.atOnce(() => {
        for (const handle of receiptHandles) store.remove(name, handle);
      });
    },

    async listen(port: number): Promise<string> {
      url = await http.listen(port);
      return url;
    },

    async close(): Promise<void> {
      clearInterval(sweep);
      closing.abort();
      await http.close();
      database.close();
    },
  };
}
