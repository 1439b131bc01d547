import type http from 'node:http';
import { connectionFailure, isPeer, openRequest, type Target } from './open-request.ts';

export type PostAnswer =
  | Readonly<{
      kind: 'answered';
      status: number;
      contentType: string | null;
      retryAfter: string | null;
      /** The beginning of what was answered, as UTF-8. */
      body: string;
    }>
  | Readonly<{ kind: 'refused'; reason: 'timeout' | 'connection_failed' | 'tls_failed' | 'private_address' }>;

type Message = Readonly<{ userAgent: string; headers: Readonly<Record<string, string>>; body: string }>;
type Limits = Readonly<{ timeout: number; keepBytes: number; ca?: string | undefined }>;
export type PostOnce = (url: URL, target: Target, message: Message, limits: Limits) => Promise<PostAnswer>;

/**
 * One POST to a checked address, without redirects, within `timeout` milliseconds until its status is known. Of the answer's body so many bytes are read as
 * are kept; a body that takes longer than the time limit is cut, which does not change what its status says.
 */
export const postOnce: PostOnce = async (url, target, { userAgent, headers, body }, { timeout, keepBytes, ca }) => {
  const deadline = AbortSignal.timeout(Math.max(1, timeout));
  try {
    const response = await openRequest(url, target, deadline, {
      ...{ method: 'POST', userAgent, accept: [], body, ca },
      // The beginning of a compressed body could not be read.
      headers: { ...headers, 'accept-encoding': 'identity' },
    });
    try {
      if (!isPeer(response, target)) return { kind: 'refused', reason: 'private_address' };
      return {
        kind: 'answered',
        status: response.statusCode ?? 0,
        contentType: response.headers['content-type'] ?? null,
        retryAfter: response.headers['retry-after'] ?? null,
        body: await beginningOf(response, keepBytes),
      };
    } finally {
      response.destroy();
    }
  } catch (error) {
    return { kind: 'refused', reason: deadline.aborted ? 'timeout' : connectionFailure(error) };
  }
};

const beginningOf = async (response: http.IncomingMessage, bytes: number): Promise<string> => {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response) {
      const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      chunks.push(part);
      length += part.length;
      if (length >= bytes) break;
    }
  } catch {
    // Broken off or out of time: what has come is what is kept.
  }
  return Buffer.concat(chunks).subarray(0, bytes).toString('utf8');
};
