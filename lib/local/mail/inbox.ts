import PostalMime from 'postal-mime';
import * as z from 'zod';
import { number, optionalText, type Row, text } from '../sqlite.ts';
import { type BounceKind, createMailEvents, type MailEvent } from './mail-events.ts';
import type { MailStore, StoredMail } from './mail-store.ts';
import type { MimeHeader } from './mime-message.ts';
import { composeReply, type InboundMail } from './reply-mail.ts';

export type MailSummary = {
  id: string;
  /** Pass as `before` to go on with older mails. */
  cursor: number;
  at: string;
  from: string;
  to: string[];
  subject: string;
  tags: Record<string, string>;
  configurationSet: string | undefined;
  events: string[];
};

export type InboxMail = {
  id: string;
  at: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  headers: readonly MimeHeader[];
  attachments: { filename: string; mimeType: string; bytes: number }[];
  tags: Readonly<Record<string, string>>;
  events: { type: string; at: string; payload: unknown }[];
};

const strings = z.array(z.string());
const tags = z.record(z.string(), z.string());

const READER = { ipAddress: '127.0.0.1', userAgent: 'Throughline local inbox' };

/**
 * The mailboxes of everyone who was mailed: what they got, and what they may do with it. Ids are SES message ids; an
 * unknown one throws.
 */
export function createInbox(options: {
  store: MailStore;
  clock: () => number;
  /** Keeps the event and has it published. */
  happen: (mail: StoredMail, event: MailEvent) => void;
  deliverInbound: ((mail: InboundMail) => Promise<void>) | undefined;
}) {
  const { store, clock, happen, deliverInbound } = options;

  const mailOf = (id: string): StoredMail => {
    const mail = store.find(id);
    if (!mail) throw new Error(`there is no mail ${id}`);
    return mail;
  };

  return {
    /** Mails, newest first; `to` narrows to one recipient, `before` is the cursor of the last mail seen. */
    listMails(query: { limit: number; before?: number | undefined; to?: string | undefined }): MailSummary[] {
      return store.list(query.limit, query.before ?? Number.MAX_SAFE_INTEGER, query.to).map(summary);
    },

    hasMail: (id: string): boolean => store.find(id) !== undefined,

    async readMail(id: string): Promise<InboxMail> {
      const mail = mailOf(id);
      const parsed = await PostalMime.parse(mail.raw);
      return {
        id,
        at: new Date(mail.at).toISOString(),
        from: mail.source,
        to: [...mail.recipients],
        subject: parsed.subject ?? '',
        text: parsed.text ?? '',
        html: parsed.html ?? '',
        headers: mail.message.headers,
        attachments: parsed.attachments.map(({ filename, mimeType, content }) => ({
          filename: filename ?? '',
          mimeType,
          bytes: typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength,
        })),
        tags: mail.tags,
        events: store.eventsOf(mail.id).map((event) => ({ ...event, at: new Date(event.at).toISOString() })),
      };
    },

    /** The raw MIME as it was delivered. */
    rawMail: (id: string): Uint8Array => mailOf(id).raw,

    open(id: string, reader: { ipAddress: string; userAgent: string } = READER): void {
      const mail = mailOf(id);
      happen(mail, createMailEvents(mail).open(clock(), reader));
    },

    click(id: string, link: string, reader: { ipAddress: string; userAgent: string } = READER): void {
      const mail = mailOf(id);
      happen(mail, createMailEvents(mail).click(clock(), { ...reader, link }));
    },

    bounce(id: string, kind: BounceKind = 'permanent'): void {
      const mail = mailOf(id);
      happen(mail, createMailEvents(mail).bounce(clock(), mail.recipients, kind));
    },

    complain(id: string, feedbackType = 'abuse'): void {
      const mail = mailOf(id);
      happen(mail, createMailEvents(mail).complaint(clock(), mail.recipients, feedbackType));
    },

    /** Answers a mail in its first recipient's name. Throws when no inbound side was given. */
    async reply(id: string, answer: string, { automatic = false }: { automatic?: boolean } = {}): Promise<void> {
      if (!deliverInbound) throw new Error('replies need an inbound side: this local cloud was started without one');
      await deliverInbound(await composeReply(mailOf(id), { text: answer, automatic, at: clock() }));
    },

    /** How many mails went to each address (lower case). */
    countsByRecipient: store.countsByRecipient,
  };
}

function summary(row: Row): MailSummary {
  return {
    id: text(row, 'message_id'),
    cursor: number(row, 'id'),
    at: new Date(number(row, 'at')).toISOString(),
    from: text(row, 'source'),
    to: strings.parse(JSON.parse(text(row, 'recipients'))),
    subject: text(row, 'subject'),
    tags: tags.parse(JSON.parse(text(row, 'tags'))),
    configurationSet: optionalText(row, 'configuration_set'),
    events: strings.parse(JSON.parse(text(row, 'types'))),
  };
}
