import type { DatabaseSync } from 'node:sqlite';
import { openSqlite, optionalText, text } from '../sqlite.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS checkpoints (
    stream TEXT NOT NULL, shard TEXT NOT NULL, consumer TEXT NOT NULL, sequence TEXT, closed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (stream, shard, consumer)
  ) STRICT, WITHOUT ROWID;
`;

/** How far a consumer has come in a shard: `sequence` is the last record it is done with, if it had any. */
export type Checkpoint = { sequence: string | undefined; isClosed: boolean };

export type StreamCheckpoints = ReturnType<typeof createStreamCheckpoints>;

/** Durable positions of stream consumers. */
export function createStreamCheckpoints(databasePath: string) {
  const database: DatabaseSync = openSqlite(databasePath, SCHEMA);
  const find = database.prepare('SELECT * FROM checkpoints WHERE stream = ? AND shard = ? AND consumer = ?');
  const save = database.prepare('INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?, ?)');
  return {
    find(stream: string, shard: string, consumer: string): Checkpoint | undefined {
      const row = find.get(stream, shard, consumer);
      return row && { sequence: optionalText(row, 'sequence'), isClosed: row['closed'] === 1 };
    },

    save: (stream: string, shard: string, consumer: string, { sequence, isClosed }: Checkpoint): void => {
      save.run(stream, shard, consumer, sequence ?? null, isClosed ? 1 : 0);
    },

    /** The sequence number up to which every consumer of the stream is done; undefined without any consumer. */
    consumedByAll(stream: string): bigint | undefined {
      const rows = database.prepare('SELECT sequence FROM checkpoints WHERE stream = ?').all(stream);
      const positions = rows.map((row) => (row['sequence'] === null ? 0n : BigInt(text(row, 'sequence'))));
      return positions.sort((a, b) => Number(a - b))[0];
    },

    close: (): void => {
      database.close();
    },
  };
}
