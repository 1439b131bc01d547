import type http from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { decodeBody } from './decode-body.ts';
import { connectionFailure, isPeer, openRequest, type Target } from './open-request.ts';
import type { OnceReason } from './request-once.ts';

export type Header = [name: string, value: string];

/** One answer as it came, whatever its status. */
export type RawAnswer =
  | Readonly<{
      ok: true;
      status: number;
      /** Names in lower case, in the order they came, each as often as it came. */
      headers: Header[];
      contentType: string;
      /** Decoded; empty for what is not text. */
      body: Buffer;
      /** Whether the body is all there is. */
      whole: boolean;
      /** Bytes of the body as they came, before decoding. */
      wireBytes: number;
    }>
  | Readonly<{ ok: false; reason: OnceReason }>;

export type RawLimits = Readonly<{
  method: 'GET' | 'HEAD';
  /** Milliseconds from connecting to the last byte. */
  timeout: number;
  /** Decoded bytes that are kept; what is longer is cut. 0 reads no body. */
  maxBytes: number;
  userAgent: string;
  ca?: string | undefined;
}>;
export type RequestRaw = (url: URL, target: Target, limits: RawLimits) => Promise<RawAnswer>;

const ACCEPT = ['text/html', 'application/xhtml+xml', 'text/plain', 'application/xml'];
const TEXT = /^(?:text\/|application\/(?:xhtml\+xml|xml|rss\+xml|atom\+xml|json))/i;

/** One request without redirects to a checked address, with all that came back. Everything that can go wrong outside is a value. */
export const requestRaw: RequestRaw = async (url, target, { method, timeout, maxBytes, userAgent, ca }) => {
  const deadline = AbortSignal.timeout(Math.max(1, timeout));
  try {
    const response = await openRequest(url, target, deadline, { method, userAgent, accept: ACCEPT, ca });
    try {
      if (!isPeer(response, target)) return { ok: false, reason: 'private_address' };
      return await read(response, method === 'HEAD' ? 0 : maxBytes);
    } finally {
      response.destroy();
    }
  } catch (error) {
    return { ok: false, reason: deadline.aborted ? 'timeout' : connectionFailure(error) };
  }
};

const read = async (response: http.IncomingMessage, maxBytes: number): Promise<RawAnswer> => {
  const contentType = response.headers['content-type'] ?? '';
  const head = { ok: true, status: response.statusCode ?? 0, headers: headersOf(response), contentType } as const;
  // Without a content type browsers look into the body; so must whoever judges the page.
  if (maxBytes === 0 || !(contentType === '' || TEXT.test(contentType)))
    return { ...head, body: Buffer.alloc(0), whole: maxBytes !== 0, wireBytes: 0 };
  const counted = counting(response);
  const body = await decodeBody(counted.stream, response.headers['content-encoding'] ?? '', maxBytes, 'cut');
  if (!body.ok) return { ok: false, reason: body.reason };
  return { ...head, body: body.bytes, whole: body.whole, wireBytes: counted.count() };
};

const headersOf = ({ rawHeaders }: http.IncomingMessage): Header[] =>
  rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name.toLowerCase(), rawHeaders[at + 1] ?? ''] as Header] : []));

/** The stream, and how many bytes have passed; an error of the connection goes on to whoever reads it. */
const counting = (source: Readable): Readonly<{ stream: Readable; count: () => number }> => {
  let bytes = 0;
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  pipeline(source, stream).catch((error: unknown) =>
    stream.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return { stream, count: () => bytes };
};
