import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { bytes, inTransaction, number, optionalText, type Row, text } from '../sqlite.ts';
import type { MailEvent, SentMail } from './mail-events.ts';
import { headerValue, parseMime } from './mime-message.ts';

export const MAIL_SCHEMA = `
  CREATE TABLE IF NOT EXISTS mails (
    id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, operation TEXT NOT NULL,
    source TEXT NOT NULL, recipients TEXT NOT NULL, subject TEXT NOT NULL, tags TEXT NOT NULL, configuration_set TEXT,
    raw BLOB NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS mails_at ON mails (at);
  CREATE TABLE IF NOT EXISTS recipients (
    address TEXT NOT NULL, mail INTEGER NOT NULL REFERENCES mails (id), PRIMARY KEY (address, mail)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY AUTOINCREMENT, mail INTEGER NOT NULL REFERENCES mails (id), type TEXT NOT NULL,
    at INTEGER NOT NULL, payload TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS events_mail ON events (mail, id);
  CREATE TABLE IF NOT EXISTS outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT, mail INTEGER NOT NULL REFERENCES mails (id), topic TEXT, payload TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS identities (name TEXT PRIMARY KEY) STRICT;
`;

/** What is owed to the outside: an event to a topic, or, without a topic, an automatic reply with this text. */
export type Debt = { id: number; messageId: string; topic: string | undefined; payload: string };

export type StoredMail = SentMail & { id: number; subject: string; raw: Uint8Array };

const list = z.array(z.string());
const tags = z.record(z.string(), z.string());

export type MailStore = ReturnType<typeof createMailStore>;

/** Every mail that was accepted, with its events and what of them is still to be published. */
export function createMailStore(database: DatabaseSync) {
  const insertMail = database.prepare(
    `INSERT INTO mails (message_id, at, operation, source, recipients, subject, tags, configuration_set, raw)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertRecipient = database.prepare('INSERT OR IGNORE INTO recipients VALUES (?, ?)');
  const insertEvent = database.prepare('INSERT INTO events (mail, type, at, payload) VALUES (?, ?, ?, ?)');
  const insertDebt = database.prepare('INSERT INTO outbox (mail, topic, payload) VALUES (?, ?, ?)');
  const byMessageId = database.prepare('SELECT * FROM mails WHERE message_id = ?');
  const debts = database.prepare(
    'SELECT outbox.*, message_id FROM outbox JOIN mails ON mails.id = outbox.mail ORDER BY outbox.id LIMIT 100',
  );
  const settle = database.prepare('DELETE FROM outbox WHERE id = ?');

  const record = (mail: number | bigint, event: MailEvent, topics: readonly string[]) => {
    const payload = JSON.stringify(event.payload);
    insertEvent.run(mail, event.type, event.at, payload);
    for (const topic of topics) insertDebt.run(mail, topic, payload);
  };

  return {
    /** Keeps a mail with its events and automatic replies, all in one transaction. */
    keep(
      mail: SentMail & { subject: string; raw: Uint8Array },
      events: readonly { event: MailEvent; topics: readonly string[] }[],
      automaticReplies: readonly string[],
    ): void {
      const { messageId, at, operation, source, recipients, subject, configurationSet = null, raw } = mail;
      inTransaction(database, () => {
        const { lastInsertRowid } = insertMail.run(
          messageId,
          at,
          operation,
          source,
          JSON.stringify(recipients),
          subject,
          JSON.stringify(mail.tags),
          configurationSet,
          raw,
        );
        for (const address of recipients) insertRecipient.run(address.toLowerCase(), lastInsertRowid);
        for (const { event, topics } of events) record(lastInsertRowid, event, topics);
        for (const reply of automaticReplies) insertDebt.run(lastInsertRowid, null, reply);
      });
    },

    /** Adds an event to a mail that is kept already. */
    addEvent(mail: StoredMail, event: MailEvent, topics: readonly string[]): void {
      inTransaction(database, () => {
        record(mail.id, event, topics);
      });
    },

    /** The oldest debts, up to a hundred. */
    debts: (): Debt[] =>
      debts.all().map((row) => ({
        id: number(row, 'id'),
        messageId: text(row, 'message_id'),
        topic: optionalText(row, 'topic'),
        payload: text(row, 'payload'),
      })),

    settle: (id: number): void => {
      settle.run(id);
    },

    find(messageId: string): StoredMail | undefined {
      const row = byMessageId.get(messageId);
      return row && mailOf(row);
    },

    /** Mails, newest first, with ids below `before`; only those to one address when `to` is given. */
    list(limit: number, before: number, to: string | undefined): Row[] {
      const columns = `mails.id, message_id, at, source, mails.recipients, subject, tags, configuration_set,
        (SELECT json_group_array(type) FROM events WHERE events.mail = mails.id) AS types`;
      return to === undefined
        ? database.prepare(`SELECT ${columns} FROM mails WHERE id < ? ORDER BY id DESC LIMIT ?`).all(before, limit)
        : database
            .prepare(
              `SELECT ${columns} FROM recipients JOIN mails ON mails.id = recipients.mail
               WHERE address = ? AND mail < ? ORDER BY mail DESC LIMIT ?`,
            )
            .all(to.toLowerCase(), before, limit);
    },

    eventsOf: (mail: number): { type: string; at: number; payload: unknown }[] =>
      database
        .prepare('SELECT type, at, payload FROM events WHERE mail = ? ORDER BY id')
        .all(mail)
        .map((row) => ({ type: text(row, 'type'), at: number(row, 'at'), payload: parseJson(text(row, 'payload')) })),

    countsByRecipient: (): Map<string, number> => {
      const rows = database.prepare('SELECT address, count(*) AS mails FROM recipients GROUP BY address').all();
      return new Map(rows.map((row) => [text(row, 'address'), number(row, 'mails')]));
    },

    /** Recipients mailed after `since` (epoch milliseconds): SES counts its quotas by recipient. */
    recipientsSince: (since: number): number =>
      number(
        database
          .prepare('SELECT coalesce(sum(json_array_length(recipients)), 0) AS n FROM mails WHERE at > ?')
          .get(since) ?? {},
        'n',
      ),

    /** Events by type in spans of fifteen minutes after `since`. */
    statisticsSince: (since: number): Row[] =>
      database
        .prepare(
          `SELECT at / 900000 * 900000 AS span, count(*) FILTER (WHERE type = 'Send') AS sent,
             count(*) FILTER (WHERE type = 'Bounce') AS bounced, count(*) FILTER (WHERE type = 'Complaint') AS complained,
             count(*) FILTER (WHERE type = 'Reject') AS rejected
           FROM events WHERE at > ? GROUP BY span ORDER BY span`,
        )
        .all(since),

    verify: (identity: string): void => {
      database.prepare('INSERT OR IGNORE INTO identities VALUES (?)').run(identity.toLowerCase());
    },

    isVerified: (identity: string): boolean =>
      database.prepare('SELECT 1 FROM identities WHERE name = ?').get(identity.toLowerCase()) !== undefined,
  };
}

function parseJson(value: string): unknown {
  return JSON.parse(value);
}

function mailOf(row: Row): StoredMail {
  const raw = bytes(row, 'raw');
  const message = parseMime(raw);
  return {
    id: number(row, 'id'),
    messageId: text(row, 'message_id'),
    at: number(row, 'at'),
    operation: text(row, 'operation'),
    source: text(row, 'source'),
    recipients: list.parse(JSON.parse(text(row, 'recipients'))),
    subject: headerValue(message, 'Subject') ?? '',
    tags: tags.parse(JSON.parse(text(row, 'tags'))),
    configurationSet: optionalText(row, 'configuration_set'),
    message,
    raw,
  };
}
