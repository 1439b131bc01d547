import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';
import { errorCode } from './error-code.ts';

/** `cut` keeps the beginning of what is too long; `refuse` gives nothing of it. */
export type Overflow = 'refuse' | 'cut';
export type Body =
  | Readonly<{ ok: true; bytes: Buffer; whole: boolean }>
  | Readonly<{ ok: false; reason: 'too_large' | 'bad_encoding' }>;

class TooLarge extends Error {}

/** Passes coded bytes on until there are more than `limit` of them; the decoded ones are counted where they are collected, which is what stops a bomb. */
const limitTo = (limit: number): Transform => {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > limit) done(new TooLarge());
      else done(null, chunk);
    },
  });
};

/** Memory that a zstd frame may ask for: 8 MB (RFC 9659), as browsers allow; its own header may claim gigabytes. */
const ZSTD = { params: { [constants.ZSTD_d_windowLogMax]: 23 } };

/** "deflate" means zlib's format (RFC 9110 § 8.4.1.2), but some servers send the bare stream; the first byte of zlib's says which (RFC 1950). */
const isZlib = (first: Buffer): boolean => ((first[0] ?? 0) & 0x0f) === 8;

type Decoder = 'plain' | 'unknown' | ((first: Buffer) => Transform);

const decoder = (encoding: string): Decoder => {
  switch (encoding) {
    case '':
    case 'identity':
      return 'plain';
    case 'gzip':
    case 'x-gzip':
      return () => createGunzip();
    case 'deflate':
      return (first) => (isZlib(first) ? createInflate() : createInflateRaw());
    case 'br':
      return () => createBrotliDecompress();
    case 'zstd':
      return () => createZstdDecompress(ZSTD);
    default:
      return 'unknown';
  }
};

/** The stream's first bytes, put back in front of it. */
const peek = async (stream: Readable): Promise<Buffer> => {
  for (;;) {
    const chunk: unknown = stream.read();
    if (Buffer.isBuffer(chunk)) {
      stream.unshift(chunk);
      return chunk;
    }
    if (stream.readableEnded || stream.destroyed) return Buffer.alloc(0);
    await readable(stream);
  }
};

const readable = (stream: Readable): Promise<void> =>
  new Promise((resolve, reject) => {
    const done = (): void => {
      for (const name of ['readable', 'end', 'close']) stream.off(name, done);
      stream.off('error', reject);
      resolve();
    };
    for (const name of ['readable', 'end', 'close']) stream.once(name, done);
    stream.once('error', reject);
  });

/**
 * Reads a response body to its end, undoing its one content encoding, and holds no more than `limit` bytes, coded or decoded.
 * Broken or stacked encodings are refused. Errors of the connection itself (reset, aborted) are thrown.
 */
export const decodeBody = async (
  stream: Readable,
  contentEncoding: string,
  limit: number,
  overflow: Overflow = 'refuse',
): Promise<Body> => {
  const decode = decoder(contentEncoding.trim().toLowerCase());
  if (decode === 'unknown') return { ok: false, reason: 'bad_encoding' };
  const chunks: Buffer[] = [];
  const collect = async (source: AsyncIterable<Buffer>): Promise<void> => {
    let room = limit;
    for await (const chunk of source) {
      chunks.push(chunk.subarray(0, room));
      if (chunk.length > room) throw new TooLarge();
      room -= chunk.length;
    }
  };
  try {
    if (decode === 'plain') await pipeline(stream, collect);
    else await pipeline(stream, limitTo(limit), decode(await peek(stream)), collect);
    return { ok: true, bytes: Buffer.concat(chunks), whole: true };
  } catch (error) {
    if (error instanceof TooLarge)
      return overflow === 'cut'
        ? { ok: true, bytes: Buffer.concat(chunks), whole: false }
        : { ok: false, reason: 'too_large' };
    if (isDecodingError(error)) return { ok: false, reason: 'bad_encoding' };
    throw error;
  }
};

const isDecodingError = (error: unknown): boolean =>
  /^(?:Z_|ZSTD_|ERR_(?:_ERROR_|BROTLI|ZLIB)|ERR__)/.test(errorCode(error));

/**
 * The text of an HTML or plain document: by its byte order mark, the charset of its content type, or its own `<meta charset>`; UTF-8 otherwise.
 * Bytes that are not valid become U+FFFD. An unknown charset is read as UTF-8.
 */
export const decodeText = (bytes: Buffer, contentType: string): string => {
  const declared =
    /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1] ??
    /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]+)/i.exec(bytes.subarray(0, 2_048).toString('latin1'))?.[1] ??
    'utf-8';
  try {
    return new TextDecoder(declared).decode(bytes);
  } catch {
    return new TextDecoder('utf-8').decode(bytes);
  }
};
