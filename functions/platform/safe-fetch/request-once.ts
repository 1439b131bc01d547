import type http from 'node:http';
import { decodeBody, type Overflow } from './decode-body.ts';
import { connectionFailure, isPeer, openRequest, type Target } from './open-request.ts';

export type Answer =
  | Readonly<{ kind: 'page'; status: number; contentType: string; bytes: Buffer; whole: boolean }>
  | Readonly<{ kind: 'redirect'; status: number; location: string }>
  | Readonly<{ kind: 'status'; status: number }>
  | Readonly<{ kind: 'refused'; reason: OnceReason }>;
export type OnceReason =
  | 'timeout'
  | 'connection_failed'
  | 'tls_failed'
  | 'bad_encoding'
  | 'too_large'
  | 'wrong_content_type'
  | 'private_address';

/** Statuses that lead elsewhere when they say where. */
export const REDIRECTS = new Set([301, 302, 303, 307, 308]);

type Limits = Readonly<{
  timeout: number;
  maxBytes: number;
  /** What becomes of a body that is longer. */
  overflow?: Overflow;
  userAgent: string;
  accept: readonly string[];
  ca?: string | undefined;
}>;
export type RequestOnce = (url: URL, target: Target, limits: Limits) => Promise<Answer>;

/**
 * One GET without redirects to a checked address, within `timeout` milliseconds and `maxBytes` (decoded). Everything that can go wrong outside is a value.
 */
export const requestOnce: RequestOnce = async (url, target, limits) => {
  const deadline = AbortSignal.timeout(Math.max(1, limits.timeout));
  try {
    const response = await openRequest(url, target, deadline, limits);
    try {
      return await read(response, target, limits);
    } finally {
      response.destroy();
    }
  } catch (error) {
    return { kind: 'refused', reason: deadline.aborted ? 'timeout' : connectionFailure(error) };
  }
};

const read = async (
  response: http.IncomingMessage,
  target: Target,
  { maxBytes, overflow = 'refuse', accept }: Limits,
): Promise<Answer> => {
  if (!isPeer(response, target)) return { kind: 'refused', reason: 'private_address' };
  const status = response.statusCode ?? 0;
  const location = response.headers.location;
  if (REDIRECTS.has(status) && location !== undefined) return { kind: 'redirect', status, location };
  if (status < 200 || status > 299) return { kind: 'status', status };
  const contentType = response.headers['content-type'] ?? '';
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!accept.includes(mediaType)) return { kind: 'refused', reason: 'wrong_content_type' };
  if (overflow === 'refuse' && Number(response.headers['content-length'] ?? 0) > maxBytes)
    return { kind: 'refused', reason: 'too_large' };
  const body = await decodeBody(response, response.headers['content-encoding'] ?? '', maxBytes, overflow);
  if (!body.ok) return { kind: 'refused', reason: body.reason };
  return { kind: 'page', status, contentType, bytes: body.bytes, whole: body.whole };
};
