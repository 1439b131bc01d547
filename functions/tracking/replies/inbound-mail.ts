import PostalMime, { type Address, type Email } from 'postal-mime';

/** What is read of a mail that came in. Everything in it is a stranger's: text is text, markup is shown in a sandbox only. */
export type InboundMail = Readonly<{
  from: string | null;
  fromName: string | null;
  /** Every address that it was sent to or delivered to, as its headers say. */
  to: readonly string[];
  subject: string;
  text: string;
  html: string | null;
  messageId: string | null;
  /** Message-IDs of what it answers, the nearest first, without their angle brackets. */
  answers: readonly string[];
  /** Header values by lower-case name; of several of one name the first. */
  headers: ReadonlyMap<string, string>;
  attachments: readonly Readonly<{ filename: string; mimeType: string; bytes: number }>[];
  /** The machine-readable part of a delivery report (RFC 3464). */
  deliveryStatus: string | null;
}>;
export type ReadMail = Readonly<{ ok: true; mail: InboundMail } | { ok: false; reason: string }>;

/** Far above what people write and far below what a parser can be made to grind at. */
const LIMITS = { maxNestingDepth: 50, maxHeadersSize: 512 * 1024, maxRfc822NestingDepth: 2 } as const;
const MOST_ADDRESSES = 100;
const MOST_ATTACHMENTS = 50;
const MOST_ANSWERED = 50;
const LONGEST = { text: 200_000, html: 500_000, subject: 500, name: 200 } as const;

/** Reads a MIME message. What cannot be read is said to be so, with the reason; nothing in a mail makes this throw. */
export const readInboundMail = async (raw: Uint8Array): Promise<ReadMail> => {
  try {
    return { ok: true, mail: mailOf(await PostalMime.parse(raw, { ...LIMITS, rfc822Attachments: true })) };
  } catch (error) {
    return { ok: false, reason: `not readable as MIME: ${error instanceof Error ? error.message : String(error)}` };
  }
};

/** The head of a mail that is too large to be read whole: its headers, with nothing below them. */
export const headOf = (start: Uint8Array): Uint8Array => {
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
  const text = bytes.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text);
  const head = (end === null ? text : text.slice(0, end.index)).replaceAll(
    /^content-[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n?/gim,
    '',
  );
  return Buffer.from(`${head.trimEnd()}\r\n\r\n`, 'latin1');
};

const mailOf = (email: Email): InboundMail => {
  const headers = new Map<string, string>();
  for (const { key, value } of email.headers) if (!headers.has(key)) headers.set(key, value);
  const [from] = mailboxes([email.from]);
  return {
    from: from?.address ?? null,
    fromName: from === undefined || from.name === '' ? null : clean(from.name, LONGEST.name),
    to: [
      ...mailboxes([...(email.to ?? []), ...(email.cc ?? []), ...(email.bcc ?? [])]).map(({ address }) => address),
      ...['delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) => headers.get(name) ?? []),
    ],
    subject: clean(email.subject ?? '', LONGEST.subject),
    text: (email.text ?? '').slice(0, LONGEST.text),
    html: email.html === undefined || email.html === '' ? null : email.html.slice(0, LONGEST.html),
    messageId: idsIn(email.messageId)[0] ?? null,
    answers: [...idsIn(email.inReplyTo), ...idsIn(email.references).toReversed()].slice(0, MOST_ANSWERED),
    headers,
    attachments: email.attachments.slice(0, MOST_ATTACHMENTS).map(({ filename, mimeType, content }) => ({
      filename: clean(filename ?? '', LONGEST.name),
      mimeType: clean(mimeType, LONGEST.name),
      bytes: typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength,
    })),
    deliveryStatus: statusPartOf(email),
  };
};

const mailboxes = (addresses: readonly (Address | undefined)[]): readonly { name: string; address: string }[] =>
  addresses
    .flatMap((address) => (address === undefined ? [] : address.group === undefined ? [address] : address.group))
    .filter(({ address }) => address !== '')
    .slice(0, MOST_ADDRESSES);

/** One line without control characters. */
const clean = (text: string, longest: number): string =>
  text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, longest);

const idsIn = (header: string | undefined): readonly string[] =>
  [...(header ?? '').matchAll(/<([^<>\s]{3,300})>/g)].map(([, id = '']) => id);

const statusPartOf = ({ attachments }: Email): string | null => {
  const part = attachments.find(({ mimeType }) => mimeType === 'message/delivery-status');
  if (part === undefined) return null;
  const { content } = part;
  return (typeof content === 'string' ? content : Buffer.from(new Uint8Array(content)).toString('utf8')).slice(
    0,
    20_000,
  );
};
