import { openSqlite, text } from '../sqlite.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS pending (
  consumer TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, PRIMARY KEY (consumer, first)
) STRICT, WITHOUT ROWID;
`;

export type PendingBatches = ReturnType<typeof createPendingBatches>;

/**
 * Remembers which stream records were handed over together. A batch that is read again after this process was killed would otherwise be cut
 * elsewhere, while Lambda hands the same batch over again: functions that mark a batch as done rest on that.
 */
export const createPendingBatches = (databasePath: string) => {
  const database = openSqlite(databasePath, SCHEMA);
  const find = database.prepare('SELECT last FROM pending WHERE consumer = ? AND first = ?');
  const save = database.prepare('INSERT OR REPLACE INTO pending VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM pending WHERE consumer = ? AND first = ?');
  return {
    /** The sequence number that the batch beginning with `first` ended with when it was handed over before. */
    lastOf: (consumer: string, first: string): string | undefined => {
      const row = find.get(consumer, first);
      return row === undefined ? undefined : text(row, 'last');
    },
    begin: (consumer: string, first: string, last: string): void => {
      save.run(consumer, first, last);
    },
    end: (consumer: string, first: string): void => {
      remove.run(consumer, first);
    },
    close: (): void => {
      database.close();
    },
  };
};
