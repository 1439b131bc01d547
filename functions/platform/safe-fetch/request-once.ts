import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { decodeBody, type Overflow } from './decode-body.ts';
import { errorCode } from './error-code.ts';

export type Target = Readonly<{ address: string; port: number }>;

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

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Gives the checked address for whatever name is asked: the name is not resolved a second time, so its answer cannot change in between. */
const pinned =
  ({ address }: Target): LookupFunction =>
  (_host, options, callback) => {
    const family = isIP(address) === 6 ? 6 : 4;
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };

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
    const response = await open(url, target, deadline, limits);
    try {
      return await read(response, target, limits);
    } finally {
      response.destroy();
    }
  } catch (error) {
    return { kind: 'refused', reason: deadline.aborted ? 'timeout' : failure(error) };
  }
};

const open = (
  url: URL,
  target: Target,
  signal: AbortSignal,
  { userAgent, accept, ca }: Limits,
): Promise<http.IncomingMessage> =>
  new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const options: https.RequestOptions = {
      agent: false,
      method: 'GET',
      host: isIP(host) === 0 ? host : target.address,
      port: target.port,
      path: `${url.pathname}${url.search}`,
      lookup: pinned(target),
      signal,
      maxHeaderSize: 32 * 1024,
      headers: {
        host: url.host,
        'user-agent': userAgent,
        accept: [...accept, '*/*;q=0.1'].join(', '),
        'accept-encoding': 'gzip, br, zstd, deflate',
        'accept-language': 'en, *;q=0.5',
      },
      ...(secure && ca !== undefined ? { ca } : {}),
    };
    const request = (secure ? https : http).request(options, resolve);
    request.once('error', reject);
    request.end();
  });

const read = async (
  response: http.IncomingMessage,
  target: Target,
  { maxBytes, overflow = 'refuse', accept }: Limits,
): Promise<Answer> => {
  // The last line of defence: what the socket is really connected to.
  const peer = response.socket.remoteAddress;
  if (peer !== undefined && plain(peer) !== plain(target.address))
    return { kind: 'refused', reason: 'private_address' };
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

/** One spelling of an address: mapped v4 as v4, v6 in its short form. */
const plain = (address: string): string => ipaddr.process(address).toString();

const failure = (error: unknown): OnceReason => {
  return /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_)/.test(errorCode(error))
    ? 'tls_failed'
    : 'connection_failed';
};
