import type { Files } from '../../platform/files.ts';
import { headOf, type InboundMail, readInboundMail } from './inbound-mail.ts';
import type { InboundNotice } from './inbound-notice.ts';
import type { Reply } from './reply.ts';

/** SES takes in mails of 40 MB; a reply that is larger than this is attachments. */
const LARGEST = 8 * 1024 * 1024;
const HEAD = 256 * 1024;

export type ReadWhole = Readonly<{ mail: InboundMail; note: Reply['note'] }>;
export type ReadInbound = (notice: InboundNotice, bytes: number) => Promise<ReadWhole>;

/** What stands in place of the words of a reply that was not read whole. */
export const unread = (note: NonNullable<Reply['note']>): string => NOTES[note];

const NOTES = {
  too_large: '(This mail is too large to be read here; only its headers were.)',
  unreadable: '(This mail could not be read: it is not well-formed MIME.)',
  virus: '(A virus was found in this mail; nothing of it is kept.)',
} as const;

/**
 * Reads a mail from the bucket. Of one that is too large only the headers, which name what it answers; of one that cannot be read or holds a virus the
 * headers as far as they can be, and nothing else.
 */
export const createReadInbound =
  ({ files }: { files: Pick<Files, 'readStream'> }): ReadInbound =>
  async ({ objectKey, virus }, bytes) => {
    const large = bytes > LARGEST;
    const raw = await firstBytes(files, objectKey, large ? HEAD : LARGEST);
    if (!large && !virus) {
      const read = await readInboundMail(raw);
      if (read.ok) return { mail: read.mail, note: null };
    }
    const head = await readInboundMail(headOf(raw.subarray(0, HEAD)));
    const note = virus ? 'virus' : large ? 'too_large' : 'unreadable';
    return { mail: head.ok ? head.mail : NOTHING, note };
  };

const NOTHING: InboundMail = {
  ...{ from: null, fromName: null, to: [], subject: '', text: '', html: null, messageId: null, answers: [] },
  ...{ headers: new Map(), attachments: [], deliveryStatus: null },
};

const firstBytes = async (files: Pick<Files, 'readStream'>, key: string, most: number): Promise<Buffer> => {
  const stream = await files.readStream(key);
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream as AsyncIterable<Uint8Array>) {
    parts.push(Buffer.from(part));
    length += part.length;
    // Leaving the loop ends the stream, and with it the transfer.
    if (length >= most) break;
  }
  return Buffer.concat(parts).subarray(0, most);
};
