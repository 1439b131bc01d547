import { randomBytes, randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { ServiceError } from '../protocol.ts';
import { inTransaction, number, optionalNumber, optionalText, type Row, text } from '../sqlite.ts';
import { type MessageAttributes, messageAttributes } from './message-attributes.ts';
import {
  parseQueueAttributes,
  type QueueAttributes,
  queueArn,
  queueAttributes,
  queueNameOf,
} from './queue-attributes.ts';

export const QUEUE_SCHEMA = `
  CREATE TABLE IF NOT EXISTS queues (
    name TEXT PRIMARY KEY, attributes TEXT NOT NULL, created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queue TEXT NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL, attributes TEXT NOT NULL,
    sent_at INTEGER NOT NULL, available_at INTEGER NOT NULL,
    receive_count INTEGER NOT NULL DEFAULT 0, first_received_at INTEGER, receipt_handle TEXT, dead_letter_source TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS messages_available ON messages (queue, available_at, id);
  CREATE INDEX IF NOT EXISTS messages_sent ON messages (queue, sent_at);
`;

export type OutgoingMessage = { body: string; attributes: MessageAttributes; delaySeconds?: number | undefined };

export type ReceivedMessage = {
  messageId: string;
  receiptHandle: string;
  body: string;
  attributes: MessageAttributes;
  sentAt: number;
  firstReceivedAt: number;
  receiveCount: number;
  deadLetterSource: string | undefined;
};

export type ReceiveOptions = {
  most: number;
  waitSeconds: number;
  visibilitySeconds?: number | undefined;
  signal?: AbortSignal | undefined;
};

export type QueueStore = ReturnType<typeof createQueueStore>;

/** Durable queues. Times are epoch milliseconds of `clock`; `onAvailable` hears of every queue that may have news. */
export function createQueueStore(options: {
  database: DatabaseSync;
  clock: () => number;
  onAvailable: (queue: string) => void;
}) {
  const { database, clock, onAvailable } = options;
  const definitions = new Map<string, QueueAttributes>();
  for (const row of database.prepare('SELECT name, attributes FROM queues').all()) {
    definitions.set(text(row, 'name'), queueAttributes.parse(JSON.parse(text(row, 'attributes'))));
  }
  // A receiver in flight died with the process that held it, so nobody will delete or extend what it received.
  database
    .prepare('UPDATE messages SET available_at = ?1 WHERE receipt_handle IS NOT NULL AND available_at > ?1')
    .run(clock());

  const insert = database.prepare(
    'INSERT INTO messages (queue, message_id, body, attributes, sent_at, available_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const select = database.prepare(
    'SELECT * FROM messages WHERE queue = ?1 AND available_at <= ?2 AND sent_at > ?3 ORDER BY available_at, id LIMIT ?4',
  );
  const claim = database.prepare(
    `UPDATE messages SET available_at = ?2, receipt_handle = ?3, receive_count = receive_count + 1,
       first_received_at = coalesce(first_received_at, ?4) WHERE id = ?1`,
  );
  const bury = database.prepare(
    'UPDATE messages SET queue = ?2, available_at = ?3, receipt_handle = NULL, dead_letter_source = ?4 WHERE id = ?1',
  );
  const removeByHandle = database.prepare('DELETE FROM messages WHERE id = ?1 AND queue = ?2 AND receipt_handle = ?3');
  const delay = database.prepare(
    'UPDATE messages SET available_at = ?4 WHERE id = ?1 AND queue = ?2 AND receipt_handle = ?3 AND available_at > ?5',
  );
  const next = database.prepare('SELECT min(available_at) AS at FROM messages WHERE queue = ?1 AND available_at > ?2');
  const count = database.prepare(
    `SELECT count(*) FILTER (WHERE available_at <= ?2) AS visible,
       count(*) FILTER (WHERE available_at > ?2 AND receipt_handle IS NOT NULL) AS in_flight,
       count(*) FILTER (WHERE available_at > ?2 AND receipt_handle IS NULL) AS delayed
     FROM messages WHERE queue = ?1`,
  );

  const attributesOf = (queue: string): QueueAttributes => {
    const found = definitions.get(queue);
    if (found) return found;
    throw new ServiceError(
      'QueueDoesNotExist',
      'The specified queue does not exist.',
      400,
      'AWS.SimpleQueueService.NonExistentQueue',
    );
  };

  const claimRow = (row: Row, now: number, until: number): ReceivedMessage => {
    const id = number(row, 'id');
    const handle = `${id}.${randomBytes(12).toString('base64url')}`;
    claim.run(id, until, handle, now);
    return {
      messageId: text(row, 'message_id'),
      receiptHandle: handle,
      body: text(row, 'body'),
      attributes: messageAttributes.parse(JSON.parse(text(row, 'attributes'))),
      sentAt: number(row, 'sent_at'),
      firstReceivedAt: optionalNumber(row, 'first_received_at') ?? now,
      receiveCount: number(row, 'receive_count') + 1,
      deadLetterSource: optionalText(row, 'dead_letter_source'),
    };
  };

  const buryRow = (id: number, queue: string, target: string, now: number) => {
    attributesOf(target);
    bury.run(id, target, now, queueArn(queue));
    onAvailable(target);
  };

  return {
    attributesOf,
    names: () => [...definitions.keys()].sort(),
    createdAt: (queue: string) =>
      number(database.prepare('SELECT created_at FROM queues WHERE name = ?').get(queue) ?? {}, 'created_at'),

    /** Creates the queue or brings its attributes up to this definition; messages stay. */
    define: (name: string, input: unknown): string => {
      const attributes = parseQueueAttributes(name, input);
      database
        .prepare(
          'INSERT INTO queues VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET attributes = excluded.attributes',
        )
        .run(name, JSON.stringify(attributes), clock());
      definitions.set(name, attributes);
      return queueArn(name);
    },

    /** Adds messages, all or none, and gives their ids in order. Runs inside the caller's transaction when there is one. */
    send(queue: string, messages: readonly OutgoingMessage[]): string[] {
      const { DelaySeconds } = attributesOf(queue);
      const now = clock();
      const add = () =>
        messages.map(({ body, attributes, delaySeconds }) => {
          const messageId = randomUUID();
          insert.run(
            queue,
            messageId,
            body,
            JSON.stringify(attributes),
            now,
            now + (delaySeconds ?? DelaySeconds) * 1000,
          );
          return messageId;
        });
      const ids = database.isTransaction ? add() : inTransaction(database, add);
      onAvailable(queue);
      return ids;
    },

    /** Receives up to `most` messages; one received more than maxReceiveCount times goes to the dead-letter queue instead. */
    receive(queue: string, most: number, visibilitySeconds?: number): ReceivedMessage[] {
      const { VisibilityTimeout, MessageRetentionPeriod, RedrivePolicy } = attributesOf(queue);
      const now = clock();
      const oldest = now - MessageRetentionPeriod * 1000;
      const until = now + (visibilitySeconds ?? VisibilityTimeout) * 1000;
      if (select.get(queue, now, oldest, 1) === undefined) return [];
      return inTransaction(database, () => {
        const received: ReceivedMessage[] = [];
        const seen = new Set<number>();
        for (let buried = true; buried && received.length < most; ) {
          buried = false;
          for (const row of select.all(queue, now, oldest, most + seen.size)) {
            const id = number(row, 'id');
            if (seen.has(id) || received.length === most) continue;
            if (RedrivePolicy && number(row, 'receive_count') >= RedrivePolicy.maxReceiveCount) {
              buryRow(id, queue, queueNameOf(RedrivePolicy.deadLetterTargetArn), now);
              buried = true;
            } else {
              seen.add(id);
              received.push(claimRow(row, now, until));
            }
          }
        }
        return received;
      });
    },

    /**
     * When the next message of the queue shows after `after`, in epoch milliseconds. `after` is a time before the caller's own `receive`: a look
     * at the clock of its own would miss a message that shows between the two.
     */
    nextAvailableAt: (queue: string, after: number): number | undefined =>
      optionalNumber(next.get(queue, after) ?? {}, 'at'),

    /** Deletes what the handle stands for. A handle that a later receive replaced deletes nothing, as in SQS. */
    remove(queue: string, receiptHandle: string): void {
      removeByHandle.run(idOf(receiptHandle), queue, receiptHandle);
    },

    /** Runs several deletions or changes of visibility in one transaction. */
    atOnce: <T>(work: () => T): T => inTransaction(database, work),

    /** Hides an in-flight message for `seconds` from now; false when it is not in flight. */
    changeVisibility(queue: string, receiptHandle: string, seconds: number): boolean {
      const now = clock();
      const { changes } = delay.run(idOf(receiptHandle), queue, receiptHandle, now + seconds * 1000, now);
      if (changes > 0) onAvailable(queue);
      return changes > 0;
    },

    counts(queue: string): { visible: number; inFlight: number; delayed: number } {
      const row = count.get(queue, clock()) ?? {};
      return { visible: number(row, 'visible'), inFlight: number(row, 'in_flight'), delayed: number(row, 'delayed') };
    },

    purge(queue: string): void {
      attributesOf(queue);
      database.prepare('DELETE FROM messages WHERE queue = ?').run(queue);
    },
  };
}

function idOf(receiptHandle: string): number {
  const match = /^(\d+)\.[\w-]+$/.exec(receiptHandle);
  if (!match) throw new ServiceError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
  return Number(match[1]);
}
