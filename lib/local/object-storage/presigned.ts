import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ServiceError } from '../protocol.ts';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const LONGEST_SECONDS = 604_800;
const SKEW_MS = 15 * 60_000;

/**
 * Lets a request through that S3 would know the sender of: one with an Authorization header, which is not verified on
 * loopback, or a presigned URL, whose time is checked and whose signature is when `secretAccessKey` is given. Only the
 * signature holds the signed headers, Content-Length among them.
 *
 * Throws AccessDenied, AuthorizationQueryParametersError or SignatureDoesNotMatch.
 */
export function assertAuthorized(
  request: IncomingMessage,
  query: URLSearchParams,
  options: { now: number; secretAccessKey: string | undefined },
): void {
  if (!query.has('X-Amz-Signature')) {
    if (request.headers.authorization === undefined) throw new ServiceError('AccessDenied', 'Access Denied', 403);
    return;
  }
  const signedAt = parseAmzDate(query.get('X-Amz-Date') ?? '');
  const seconds = Number(query.get('X-Amz-Expires'));
  if (
    query.get('X-Amz-Algorithm') !== ALGORITHM ||
    Number.isNaN(signedAt) ||
    !(seconds > 0 && seconds <= LONGEST_SECONDS)
  ) {
    throw new ServiceError('AuthorizationQueryParametersError', 'The X-Amz-* query parameters are not valid.');
  }
  if (options.now < signedAt - SKEW_MS) throw new ServiceError('AccessDenied', 'Request is not valid yet', 403);
  if (options.now >= signedAt + seconds * 1000) throw new ServiceError('AccessDenied', 'Request has expired', 403);
  if (options.secretAccessKey !== undefined && !isSigned(request, query, options.secretAccessKey)) {
    const reason = 'The request signature we calculated does not match the signature you provided.';
    throw new ServiceError('SignatureDoesNotMatch', reason, 403);
  }
}

/** Signature Version 4 in the query string, as the S3 API reference describes it ("Authenticating Requests"). */
function isSigned(request: IncomingMessage, query: URLSearchParams, secretAccessKey: string): boolean {
  const [, date = '', region = '', service = ''] = (query.get('X-Amz-Credential') ?? '').split('/');
  const signedHeaders = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  const [path = ''] = (request.url ?? '').split('?');
  const canonical = [
    request.method ?? '',
    path,
    [...query]
      .filter(([name]) => name !== 'X-Amz-Signature')
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join('&'),
    ...signedHeaders.map(
      (name) =>
        `${name}:${String(request.headers[name] ?? '')
          .trim()
          .replace(/ +/g, ' ')}`,
    ),
    '',
    signedHeaders.join(';'),
    query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
  ].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const hash = createHash('sha256').update(canonical).digest('hex');
  const toSign = [ALGORITHM, query.get('X-Amz-Date') ?? '', scope, hash].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  const expected = createHmac('sha256', key).update(toSign).digest();
  const given = Buffer.from(query.get('X-Amz-Signature') ?? '', 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function encode(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

function parseAmzDate(value: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value);
  if (!match) return Number.NaN;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
