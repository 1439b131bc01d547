import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { inTransaction, number, optionalText } from '../sqlite.ts';
import { queueNameOf } from './queue-attributes.ts';
import type { QueueStore } from './queue-store.ts';

export type QueueUpkeep = ReturnType<typeof createQueueUpkeep>;

/** What happens to messages over whole queues: dead letters sent back, and what is too old removed. */
export function createQueueUpkeep(options: {
  database: DatabaseSync;
  clock: () => number;
  store: Pick<QueueStore, 'names' | 'attributesOf'>;
  onAvailable: (queue: string) => void;
}) {
  const { database, clock, store, onAvailable } = options;
  return {
    /** Moves visible dead letters to `destination`, or each to where it came from; they count as new messages. */
    moveDeadLetters(source: string, destination: string | undefined): number {
      const now = clock();
      const rows = database
        .prepare('SELECT id, dead_letter_source FROM messages WHERE queue = ?1 AND available_at <= ?2')
        .all(source, now);
      const move = database.prepare(
        `UPDATE messages SET queue = ?2, message_id = ?3, sent_at = ?4, available_at = ?4, receive_count = 0,
           first_received_at = NULL, receipt_handle = NULL, dead_letter_source = NULL WHERE id = ?1`,
      );
      return inTransaction(database, () => {
        let moved = 0;
        for (const row of rows) {
          const origin = destination ?? optionalText(row, 'dead_letter_source');
          if (origin === undefined) continue;
          const target = queueNameOf(origin);
          store.attributesOf(target);
          move.run(number(row, 'id'), target, randomUUID(), now);
          onAvailable(target);
          moved += 1;
        }
        return moved;
      });
    },

    /** Deletes messages older than their queue keeps them; gives how many. */
    expire(): number {
      const remove = database.prepare('DELETE FROM messages WHERE queue = ?1 AND sent_at <= ?2');
      let expired = 0;
      for (const queue of store.names()) {
        const { MessageRetentionPeriod } = store.attributesOf(queue);
        expired += Number(remove.run(queue, clock() - MessageRetentionPeriod * 1000).changes);
      }
      return expired;
    },
  };
}
