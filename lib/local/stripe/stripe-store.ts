import { number, openSqlite, text } from '../sqlite.ts';

/** An object of the account as the API shows it, unexpanded. */
export type StripeObject = Readonly<{ id: string; object: string; created: number } & Record<string, unknown>>;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, created INTEGER NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, seq);
  CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, asked TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, due INTEGER NOT NULL, tries INTEGER NOT NULL, state TEXT NOT NULL, told TEXT
  ) STRICT;
`;

export type Delivery = Readonly<{ seq: number; event: string; tries: number; state: string; told: string | null }>;
export type StripeStore = ReturnType<typeof createStripeStore>;

/** What the local Stripe account holds, in one file: its objects, what each idempotency key was answered, and events on their way. */
export const createStripeStore = (databasePath: string) => {
  const database = openSqlite(databasePath, SCHEMA);
  const objectOf = (body: string): StripeObject => JSON.parse(body) as StripeObject;
  return {
    read: (id: string): StripeObject | undefined => {
      const row = database.prepare('SELECT body FROM objects WHERE id = ?').get(id);
      return row === undefined ? undefined : objectOf(text(row, 'body'));
    },

    /** Newest first. */
    list: (kind: string): readonly StripeObject[] =>
      database
        .prepare('SELECT body FROM objects WHERE kind = ? ORDER BY seq DESC')
        .all(kind)
        .map((row) => objectOf(text(row, 'body'))),

    write: (object: StripeObject): void => {
      database
        .prepare(
          'INSERT INTO objects (id, kind, created, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET body = ?4',
        )
        .run(object.id, object.object, object.created, JSON.stringify(object));
    },

    answered: (key: string): Readonly<{ asked: string; status: number; body: string }> | undefined => {
      const row = database.prepare('SELECT * FROM answers WHERE key = ?').get(key);
      return row === undefined
        ? undefined
        : { asked: text(row, 'asked'), status: number(row, 'status'), body: text(row, 'body') };
    },

    keepAnswer: (key: string, asked: string, status: number, body: string): void => {
      database.prepare('INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?)').run(key, asked, status, body);
    },

    queueDelivery: (event: string, due: number): void => {
      database.prepare("INSERT INTO deliveries (event, due, tries, state) VALUES (?, ?, 0, 'pending')").run(event, due);
    },

    dueDeliveries: (now: number): readonly Delivery[] =>
      database
        .prepare("SELECT * FROM deliveries WHERE state = 'pending' AND due <= ? ORDER BY seq LIMIT 20")
        .all(now)
        .map((row) => deliveryOf(row)),

    deliveriesOf: (event: string): readonly Delivery[] =>
      database
        .prepare('SELECT * FROM deliveries WHERE event = ? ORDER BY seq')
        .all(event)
        .map((row) => deliveryOf(row)),

    noteDelivery: (seq: number, state: 'pending' | 'delivered' | 'failed', due: number, told: string): void => {
      database
        .prepare('UPDATE deliveries SET state = ?, due = ?, tries = tries + 1, told = ? WHERE seq = ?')
        .run(state, due, told, seq);
    },

    close: (): void => {
      database.close();
    },
  };
};

const deliveryOf = (row: Parameters<typeof text>[0]): Delivery => ({
  seq: number(row, 'seq'),
  event: text(row, 'event'),
  tries: number(row, 'tries'),
  state: text(row, 'state'),
  told: row['told'] === null ? null : text(row, 'told'),
});
