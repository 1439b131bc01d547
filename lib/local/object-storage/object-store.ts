import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { ServiceError } from '../protocol.ts';
import { inTransaction, number, type Row, text } from '../sqlite.ts';

export const OBJECT_SCHEMA = `
  CREATE TABLE IF NOT EXISTS buckets (name TEXT PRIMARY KEY, settings TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS objects (
    bucket TEXT NOT NULL, key TEXT NOT NULL, file TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
    modified_at INTEGER NOT NULL, headers TEXT NOT NULL, PRIMARY KEY (bucket, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS uploads (
    id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, headers TEXT NOT NULL, started_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS parts (
    upload TEXT NOT NULL REFERENCES uploads (id) ON DELETE CASCADE, part INTEGER NOT NULL,
    file TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, PRIMARY KEY (upload, part)
  ) STRICT, WITHOUT ROWID;
`;

const headers = z.record(z.string(), z.string());

/** Response headers that an object carries: content type, cache control, user metadata, whole-object checksum. */
export type ObjectHeaders = z.infer<typeof headers>;

export type StoredObject = {
  bucket: string;
  key: string;
  file: string;
  size: number;
  /** Without its quotes. */
  etag: string;
  modifiedAt: number;
  headers: ObjectHeaders;
};

export type Part = { part: number; file: string; size: number; etag: string };
export type Upload = { id: string; bucket: string; key: string; headers: ObjectHeaders };

/** What a conditional write asks of the object that stands there: `*` that there is none, an ETag that it is that one. */
export type WriteCondition = { ifNoneMatch?: '*' | undefined; ifMatch?: string | undefined };

export type ObjectStore = ReturnType<typeof createObjectStore>;

/**
 * What is in each bucket. A body's file is written before its row and removed after it, so that a row always has its
 * file; `discard` is handed the files that no row names any more.
 */
export function createObjectStore(options: { database: DatabaseSync; discard: (files: readonly string[]) => void }) {
  const { database, discard } = options;
  const one = database.prepare('SELECT * FROM objects WHERE bucket = ? AND key = ?');
  const put = database.prepare('INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM objects WHERE bucket = ? AND key = ?');
  const range = database.prepare(
    'SELECT * FROM objects WHERE bucket = ?1 AND key >= ?2 AND key > ?3 AND (?4 IS NULL OR key < ?4) ORDER BY key LIMIT ?5',
  );

  const find = (bucket: string, key: string): StoredObject | undefined => {
    const row = one.get(bucket, key);
    return row && objectOf(row);
  };

  const commit = (object: StoredObject, condition: WriteCondition): string | undefined => {
    const { bucket, key, file, size, etag, modifiedAt } = object;
    const before = find(bucket, key);
    assertCondition(before, condition);
    put.run(bucket, key, file, size, etag, modifiedAt, JSON.stringify(object.headers));
    return before?.file;
  };

  return {
    find,

    /** Puts the object in its place. Throws PreconditionFailed or NoSuchKey when the condition does not hold. */
    put(object: StoredObject, condition: WriteCondition = {}): void {
      const replaced = inTransaction(database, () => commit(object, condition));
      if (replaced !== undefined) discard([replaced]);
    },

    /** Removes objects; those that are not there are passed over, as in S3. */
    remove(bucket: string, keys: readonly string[]): void {
      const files = inTransaction(database, () =>
        keys.flatMap((key) => {
          const found = find(bucket, key);
          remove.run(bucket, key);
          return found ? [found.file] : [];
        }),
      );
      discard(files);
    },

    /** Objects in key order (UTF-8 bytes): keys ≥ `from`, > `after` and < `before`. */
    list(bucket: string, from: string, after: string, before: string | undefined, limit: number): StoredObject[] {
      return range.all(bucket, from, after, before ?? null, limit).map(objectOf);
    },

    /** Objects under a prefix that were last written at or before `until` (epoch milliseconds). */
    olderThan(bucket: string, prefix: string, until: number): string[] {
      return database
        .prepare('SELECT key FROM objects WHERE bucket = ?1 AND substr(key, 1, length(?2)) = ?2 AND modified_at <= ?3')
        .all(bucket, prefix, until)
        .map((row) => text(row, 'key'));
    },

    startUpload(bucket: string, key: string, objectHeaders: ObjectHeaders, now: number): string {
      const id = randomUUID().replaceAll('-', '');
      database
        .prepare('INSERT INTO uploads VALUES (?, ?, ?, ?, ?)')
        .run(id, bucket, key, JSON.stringify(objectHeaders), now);
      return id;
    },

    /** The upload of this id for this key. Throws NoSuchUpload. */
    upload(id: string, bucket: string, key: string): Upload {
      const row = database
        .prepare('SELECT * FROM uploads WHERE id = ? AND bucket = ? AND key = ?')
        .get(id, bucket, key);
      if (!row) throw noSuchUpload();
      return { id, bucket, key, headers: headers.parse(JSON.parse(text(row, 'headers'))) };
    },

    putPart(upload: string, { part, file, size, etag }: Part): void {
      const before = database.prepare('SELECT file FROM parts WHERE upload = ? AND part = ?').get(upload, part);
      database.prepare('INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?)').run(upload, part, file, size, etag);
      if (before) discard([text(before, 'file')]);
    },

    parts: (upload: string): Part[] =>
      database.prepare('SELECT * FROM parts WHERE upload = ? ORDER BY part').all(upload).map(partOf),

    /** Puts the finished object in its place and forgets the upload, both or neither. */
    completeUpload(upload: string, object: StoredObject, condition: WriteCondition): void {
      const files = database
        .prepare('SELECT * FROM parts WHERE upload = ?')
        .all(upload)
        .map((row) => partOf(row).file);
      const replaced = inTransaction(database, () => {
        const before = commit(object, condition);
        if (database.prepare('DELETE FROM uploads WHERE id = ?').run(upload).changes === 0) throw noSuchUpload();
        return before;
      });
      discard(replaced === undefined ? files : [...files, replaced]);
    },

    abortUpload(upload: string): void {
      const files = database
        .prepare('SELECT * FROM parts WHERE upload = ?')
        .all(upload)
        .map((row) => partOf(row).file);
      database.prepare('DELETE FROM uploads WHERE id = ?').run(upload);
      discard(files);
    },

    /** Uploads of a bucket begun at or before `until` (epoch milliseconds). */
    uploadsBefore: (bucket: string, until: number): string[] =>
      database
        .prepare('SELECT id FROM uploads WHERE bucket = ? AND started_at <= ?')
        .all(bucket, until)
        .map((row) => text(row, 'id')),

    /** Every file that a row names. */
    files(): Set<string> {
      const rows = database.prepare('SELECT file FROM objects UNION ALL SELECT file FROM parts').all();
      return new Set(rows.map((row) => text(row, 'file')));
    },
  };
}

function noSuchUpload(): ServiceError {
  return new ServiceError('NoSuchUpload', 'The specified upload does not exist.', 404);
}

function assertCondition(before: StoredObject | undefined, { ifNoneMatch, ifMatch }: WriteCondition): void {
  if (ifMatch !== undefined && !before) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  const holds = (ifNoneMatch === undefined || !before) && (ifMatch === undefined || before?.etag === ifMatch);
  if (!holds) {
    const reason = 'At least one of the pre-conditions you specified did not hold';
    throw new ServiceError('PreconditionFailed', reason, 412);
  }
}

function objectOf(row: Row): StoredObject {
  return {
    bucket: text(row, 'bucket'),
    key: text(row, 'key'),
    file: text(row, 'file'),
    size: number(row, 'size'),
    etag: text(row, 'etag'),
    modifiedAt: number(row, 'modified_at'),
    headers: headers.parse(JSON.parse(text(row, 'headers'))),
  };
}

function partOf(row: Row): Part {
  return { part: number(row, 'part'), file: text(row, 'file'), size: number(row, 'size'), etag: text(row, 'etag') };
}
