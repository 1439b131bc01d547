import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { errorCode } from './error-code.ts';

export type Body =
  | Readonly<{ ok: true; bytes: Buffer }>
  | Readonly<{ ok: false; reason: 'too_large' | 'bad_encoding' }>;

class TooLarge extends Error {}

/** Passes bytes on until there are more than `limit` of them. Counting after decompression is what stops a compression bomb. */
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

const decoder = (encoding: string): Transform | undefined | 'unknown' => {
  switch (encoding) {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return 'unknown';
  }
};

/**
 * Reads a response body to its end, undoing its one content encoding, and holds no more than `limit` bytes, coded or decoded.
 * Broken or stacked encodings are refused. Errors of the connection itself (reset, aborted) are thrown.
 */
export const decodeBody = async (stream: Readable, contentEncoding: string, limit: number): Promise<Body> => {
  const decode = decoder(contentEncoding.trim().toLowerCase());
  if (decode === 'unknown') return { ok: false, reason: 'bad_encoding' };
  const chunks: Buffer[] = [];
  const collect = async (source: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of source) chunks.push(chunk);
  };
  try {
    if (decode === undefined) await pipeline(stream, limitTo(limit), collect);
    else await pipeline(stream, limitTo(limit), decode, limitTo(limit), collect);
    return { ok: true, bytes: Buffer.concat(chunks) };
  } catch (error) {
    if (error instanceof TooLarge) return { ok: false, reason: 'too_large' };
    if (isDecodingError(error)) return { ok: false, reason: 'bad_encoding' };
    throw error;
  }
};

const isDecodingError = (error: unknown): boolean => /^(?:Z_|ERR_(?:_ERROR_|BROTLI|ZLIB)|ERR__)/.test(errorCode(error));

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
