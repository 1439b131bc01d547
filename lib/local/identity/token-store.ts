import type { DatabaseSync } from 'node:sqlite';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import { text } from '../sqlite.ts';

export const TOKEN_SCHEMA = `
CREATE TABLE IF NOT EXISTS tokens (
  model TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL, grant_id TEXT, uid TEXT, expires_at INTEGER NOT NULL,
  PRIMARY KEY (model, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tokens_grant ON tokens (grant_id);
CREATE INDEX IF NOT EXISTS tokens_uid ON tokens (model, uid);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

const DONE = Promise.resolve(undefined);
const FOR_EVER = 8_640_000_000_000;

/** Keeps sessions, codes, grants and refresh tokens of the sign-in in SQLite, so that a restart signs nobody out. */
export const createTokenStore = (database: DatabaseSync, clock: () => number): AdapterFactory => {
  const seconds = (): number => Math.floor(clock() / 1000);
  const put = database.prepare('INSERT OR REPLACE INTO tokens VALUES (?, ?, ?, ?, ?, ?)');
  const byId = database.prepare('SELECT payload FROM tokens WHERE model = ? AND id = ? AND expires_at > ?');
  const byUid = database.prepare('SELECT payload FROM tokens WHERE model = ? AND uid = ? AND expires_at > ?');
  const remove = database.prepare('DELETE FROM tokens WHERE model = ? AND id = ?');
  const revoke = database.prepare('DELETE FROM tokens WHERE grant_id = ?');
  const consume = database.prepare(
    "UPDATE tokens SET payload = json_set(payload, '$.consumed', ?) WHERE model = ? AND id = ?",
  );
  database.prepare('DELETE FROM tokens WHERE expires_at <= ?').run(seconds());

  const payloadOf = (row: ReturnType<typeof byId.get>): AdapterPayload | undefined => {
    if (row === undefined) return undefined;
    return JSON.parse(text(row, 'payload')) as AdapterPayload;
  };

  return (model): Adapter => ({
    upsert: (id, payload, expiresIn) => {
      const until = expiresIn === undefined || expiresIn <= 0 ? FOR_EVER : seconds() + expiresIn;
      put.run(model, id, JSON.stringify(payload), payload.grantId ?? null, payload.uid ?? null, until);
      return DONE;
    },
    find: (id) => Promise.resolve(payloadOf(byId.get(model, id, seconds()))),
    findByUid: (uid) => Promise.resolve(payloadOf(byUid.get(model, uid, seconds()))),
    findByUserCode: () => DONE,
    consume: (id) => {
      consume.run(seconds(), model, id);
      return DONE;
    },
    destroy: (id) => {
      remove.run(model, id);
      return DONE;
    },
    revokeByGrantId: (grantId) => {
      revoke.run(grantId);
      return DONE;
    },
  });
};
