import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { number, optionalNumber, type Row, text } from '../sqlite.ts';

const STREAM_DAY_SECONDS = 86_400;
const TRIM_AT_ONCE = 500;

const attributeValue = z.union([
  z.strictObject({ S: z.string() }),
  z.strictObject({ N: z.string() }),
  z.strictObject({ B: z.string() }),
]);
const item = z.record(z.string(), z.unknown());
const keySchema = z.array(z.object({ AttributeName: z.string() }));

/** A key in DynamoDB's wire form, as it stands in dynoxide's rows; binary values are base64. */
export type ItemKey = Record<string, z.infer<typeof attributeValue>>;

export type Upkeep = ReturnType<typeof createUpkeep>;

/**
 * What dynoxide leaves undone, done in its own file beside it (SQLite's write-ahead log lets two processes write in
 * turn; each waits for the other's few milliseconds):
 *
 * - a put with a stream looks for the highest sequence number among all records: an index makes that one step;
 * - stream records are never trimmed;
 * - expired items are looked for by reading every item: a partial index over the TTL attribute finds them.
 */
export function createUpkeep(databasePath: string) {
  const database = new DatabaseSync(databasePath, { timeout: 5000 });
  const version = database.prepare('PRAGMA data_version');

  return {
    /** Indexes the stream records; does nothing when that was done before. */
    indexStream(): void {
      database.exec(
        `CREATE INDEX IF NOT EXISTS throughline_stream_sequence
         ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`,
      );
    },

    /** Indexes a table's items by the time they expire; does nothing when that was done before. */
    indexExpiry(table: string, attribute: string): void {
      const value = expiryOf(attribute);
      database.exec(
        `CREATE INDEX IF NOT EXISTS ${identifier(`throughline_expiry_${table}`)}
         ON ${identifier(table)} (CAST(${value} AS INTEGER)) WHERE ${value} IS NOT NULL`,
      );
    },

    /** Keys of items that expired before `now` (epoch seconds), the longest expired first. */
    expired(table: string, attribute: string, now: number, limit: number): ItemKey[] {
      const value = expiryOf(attribute);
      const keys = keySchema.parse(
        JSON.parse(
          text(database.prepare('SELECT key_schema FROM _tables WHERE table_name = ?').get(table) ?? {}, 'key_schema'),
        ),
      );
      return database
        .prepare(
          `SELECT item_json FROM ${identifier(table)} WHERE ${value} IS NOT NULL AND CAST(${value} AS INTEGER) < ?
           ORDER BY CAST(${value} AS INTEGER) LIMIT ?`,
        )
        .all(now, limit)
        .map((row) => {
          const stored = item.parse(JSON.parse(text(row, 'item_json')));
          return Object.fromEntries(
            keys.map(({ AttributeName }) => [AttributeName, attributeValue.parse(stored[AttributeName])]),
          );
        });
    },

    /**
     * Deletes stream records up to `consumed`, or, where nobody reads the stream, those over 24 hours old (`now` in epoch
     * seconds); a few hundred at a time. The newest record stays: dynoxide numbers the next one by it. Gives how many went.
     */
    trimStream(table: string, consumed: bigint | undefined, now: number): number {
      const newest = database
        .prepare('SELECT max(CAST(sequence_number AS INTEGER)) AS n FROM _stream_records WHERE table_name = ?')
        .get(table);
      const last = optionalNumber(newest ?? {}, 'n');
      if (last === undefined) return 0;
      const through = consumed === undefined || consumed > BigInt(last - 1) ? last - 1 : Number(consumed);
      const before = consumed === undefined ? now - STREAM_DAY_SECONDS : Number.MAX_SAFE_INTEGER;
      const trim = database.prepare(
        `DELETE FROM _stream_records WHERE id IN (
           SELECT id FROM _stream_records
           WHERE table_name = ? AND CAST(sequence_number AS INTEGER) <= ? AND created_at < ?
           ORDER BY CAST(sequence_number AS INTEGER) LIMIT ${TRIM_AT_ONCE})`,
      );
      return Number(trim.run(table, through, before).changes);
    },

    streamRecords: (table: string): number =>
      number(database.prepare('SELECT count(*) AS n FROM _stream_records WHERE table_name = ?').get(table) ?? {}, 'n'),

    /** A function that tells whether anything was written by dynoxide since it was last asked; some microseconds a call. */
    watchChanges(): () => boolean {
      let last = dataVersion(version.get());
      return () => {
        const current = dataVersion(version.get());
        const changed = current !== last;
        last = current;
        return changed;
      };
    },

    close: (): void => {
      database.close();
    },
  };
}

function dataVersion(row: Row | undefined): number {
  return number(row ?? {}, 'data_version');
}

function expiryOf(attribute: string): string {
  if (!/^[\w.-]+$/.test(attribute)) throw new Error(`the TTL attribute ${attribute} is not supported`);
  return `json_extract(item_json, '$."${attribute}".N')`;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
