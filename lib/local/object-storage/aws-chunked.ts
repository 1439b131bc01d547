import { ServiceError } from '../protocol.ts';

/** Trailers that followed an aws-chunked body, filled in once the body has been read to its end. */
export type Trailers = Map<string, string>;

const LONGEST_LINE = 8192;

/**
 * Decodes an `aws-chunked` body: `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n … 0\r\n<trailers>\r\n\r\n`.
 *
 * Gives the payload as it comes, never holding more than one piece of it; puts the trailers (lower-case names) into
 * `trailers`. Chunk signatures are not verified. Throws IncompleteBody or InvalidChunkSizeError.
 */
export async function* decodeAwsChunked(
  body: AsyncIterable<Uint8Array>,
  trailers: Trailers,
): AsyncGenerator<Uint8Array, void> {
  let state: 'size' | 'data' | 'data-end' | 'trailers' | 'done' = 'size';
  let line = '';
  let left = 0;
  for await (const piece of body) {
    let at = 0;
    while (at < piece.length && state !== 'done') {
      if (state === 'data') {
        const payload = piece.subarray(at, at + left);
        left -= payload.length;
        at += payload.length;
        if (left === 0) state = 'data-end';
        yield payload;
        continue;
      }
      const end = piece.indexOf(LINE_FEED, at);
      line += Buffer.from(piece.subarray(at, end === -1 ? piece.length : end)).toString('latin1');
      if (line.length > LONGEST_LINE) throw new ServiceError('InvalidRequest', 'A chunk header is too long.');
      if (end === -1) break;
      at = end + 1;
      const whole = line.replace(/\r$/, '');
      line = '';
      if (state === 'data-end') {
        if (whole !== '') throw new ServiceError('InvalidChunkSizeError', 'A chunk is longer than its size says.');
        state = 'size';
      } else if (state === 'size') {
        left = chunkSize(whole);
        state = left === 0 ? 'trailers' : 'data';
      } else if (whole === '') {
        state = 'done';
      } else {
        readTrailer(whole, trailers);
      }
    }
  }
  if (state === 'trailers' && line !== '') readTrailer(line, trailers);
  // A client may leave out the empty line after the last trailer.
  if (state !== 'done' && state !== 'trailers') {
    throw new ServiceError('IncompleteBody', 'The request body terminated unexpectedly.');
  }
}

const LINE_FEED = 10;

function chunkSize(line: string): number {
  const match = /^([0-9a-fA-F]{1,12})(;.*)?$/.exec(line);
  if (!match?.[1]) throw new ServiceError('InvalidChunkSizeError', 'A chunk size is not a hexadecimal number.');
  return Number.parseInt(match[1], 16);
}

function readTrailer(line: string, trailers: Trailers): void {
  const colon = line.indexOf(':');
  if (colon > 0) trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
}
