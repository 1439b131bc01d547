import { createHash, randomBytes } from 'node:crypto';

export type ApiKeyMode = 'sandbox' | 'live';

const MARK: Readonly<Record<ApiKeyMode, string>> = { sandbox: 'tl_test_', live: 'tl_live_' };
/** Characters shown for recognising a key: the mark and four of its random part. */
const SHOWN = 12;

/** A new key: 192 random bits in base64url behind a mark that secret scanners know it by. */
export const makeApiKey = (mode: ApiKeyMode, random: (bytes: number) => Buffer = randomBytes): string =>
  `${MARK[mode]}${random(24).toString('base64url')}`;

export const looksLikeApiKey = (text: string): boolean => /^tl_(test|live)_[\w-]{32}$/.test(text);

/** What is stored of a key: SHA-256 in hex. The key has enough entropy that no salt or stretching is needed. */
export const hashApiKey = (key: string): string => createHash('sha256').update(key).digest('hex');

export const shownPrefix = (key: string): string => key.slice(0, SHOWN);
