import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { ServiceError } from '../protocol.ts';
import type { BodyFiles } from './body-files.ts';
import type { StoredObject } from './object-store.ts';
import type { S3Request } from './s3-request.ts';

/** Answers GetObject and HeadObject: conditions, one byte range, response overrides, checksum on demand. */
export async function readObject(
  request: S3Request,
  object: StoredObject,
  files: BodyFiles,
  response: ServerResponse,
): Promise<void> {
  const headers = headersOf(request, object);
  if (isUnchanged(request, object)) {
    response.writeHead(304, { etag: headers['etag'] ?? '', 'last-modified': headers['last-modified'] ?? '' }).end();
    return;
  }
  const range = byteRange(request.header('range'), object.size);
  if (range) headers['content-range'] = `bytes ${range.start}-${range.end}/${object.size}`;
  const { start, end } = range ?? { start: 0, end: object.size - 1 };
  headers['content-length'] = String(end - start + 1);
  if (request.header('x-amz-checksum-mode') !== 'ENABLED' || range) delete headers['x-amz-checksum-crc32'];
  else if (headers['x-amz-checksum-crc32']) headers['x-amz-checksum-type'] = 'FULL_OBJECT';
  if (request.operation === 'HeadObject' || object.size === 0) {
    response.writeHead(range ? 206 : 200, headers).end();
    return;
  }
  const body = files.read(object.file, start, end);
  response.writeHead(range ? 206 : 200, headers);
  await pipeline(body, response).catch((error: unknown) => {
    // The client hung up in the middle: there is nobody left to tell.
    if (!response.destroyed) throw error;
  });
}

/** The object's headers as an answer carries them, with a presigned URL's `response-*` overrides. */
function headersOf(request: S3Request, object: StoredObject): Record<string, string> {
  const overrides = [...request.query]
    .filter(([name]) => name.startsWith('response-'))
    .map(([name, value]) => [name.slice('response-'.length), value] as const);
  return {
    ...object.headers,
    ...Object.fromEntries(overrides),
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
    'x-amz-server-side-encryption': 'AES256',
  };
}

/** Whether a conditional read is answered 304. Throws PreconditionFailed (412). RFC 9110 §13.2.2 gives the order. */
function isUnchanged(request: S3Request, object: StoredObject): boolean {
  const [ifMatch, ifNoneMatch] = [request.header('if-match'), request.header('if-none-match')];
  const modified = Math.floor(object.modifiedAt / 1000) * 1000;
  const since = (name: string) => Date.parse(request.header(name) ?? '');
  const failed = ifMatch === undefined ? modified > since('if-unmodified-since') : !namesEtag(ifMatch, object.etag);
  if (failed) {
    const reason = 'At least one of the pre-conditions you specified did not hold';
    throw new ServiceError('PreconditionFailed', reason, 412);
  }
  return ifNoneMatch === undefined ? modified <= since('if-modified-since') : namesEtag(ifNoneMatch, object.etag);
}

function namesEtag(header: string, etag: string): boolean {
  return header.split(',').some((one) => ['*', etag, `"${etag}"`, `W/"${etag}"`].includes(one.trim()));
}

/** One byte range within the object, or undefined for all of it (S3 ignores a list of ranges). Throws InvalidRange (416). */
export function byteRange(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(size - 1, Number(last));
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (start >= size || (first === '' && Number(last) === 0)) {
    throw new ServiceError('InvalidRange', 'The requested range is not satisfiable', 416);
  }
  return { start, end };
}
