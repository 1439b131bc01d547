import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ulid } from 'ulid';
import type { InboundMail } from './mail/reply-mail.ts';

/** Answers to sent mail as their writers sent them, each as a file, for the inbox's own pages. What our rules make of them is elsewhere. */
export const createReplies = (directory: string) => ({
  keep: ({ raw }: InboundMail): Promise<void> => {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, `${ulid().toLowerCase()}.eml`), raw);
    return Promise.resolve();
  },
  /** Raw replies that answer the mail with this Message-ID, oldest first. */
  to: (messageId: string): Uint8Array[] => {
    if (!existsSync(directory)) return [];
    return readdirSync(directory)
      .sort()
      .map((name) => readFileSync(join(directory, name)))
      .filter((raw) => unfolded(raw).includes(`In-Reply-To: ${messageId}`));
  },
});

/** Header lines as one line each: long ones go on in the next line behind a space (RFC 5322 § 2.2.3). */
const unfolded = (raw: Buffer): string => raw.toString('latin1').replace(/\r?\n[ \t]+/g, ' ');
