import { load } from 'cheerio/slim';
import { escapeXml, readBody, ServiceError, xml } from '../protocol.ts';
import type { BodyFiles } from './body-files.ts';
import type { ObjectHeaders, ObjectStore, StoredObject, WriteCondition } from './object-store.ts';
import { receiveBody } from './receive-body.ts';
import { notImplemented, parseS3Url, type S3Request } from './s3-request.ts';

export type Reply = { status: number; headers?: Record<string, string>; document?: string };

type Context = { store: ObjectStore; files: BodyFiles; now: number };

const LONGEST_KEY_BYTES = 1024;
const KEPT = ['cache-control', 'content-disposition', 'content-language', 'expires'];

/** PutObject: the object is there, whole and durable, when this returns; on any failure nothing has changed. */
export async function putObject(request: S3Request, { store, files, now }: Context): Promise<Reply> {
  assertKey(request.key);
  const { bucket, key } = request;
  const body = await receiveBody(request, files);
  const headers = { ...objectHeaders(request), 'x-amz-checksum-crc32': body.crc32 };
  const object = { bucket, key, file: body.file, size: body.size, etag: body.md5, modifiedAt: now, headers };
  commitOrDiscard(files, body.file, () => {
    store.put(object, writeCondition(request));
  });
  return {
    status: 200,
    headers: { etag: `"${body.md5}"`, 'x-amz-checksum-crc32': body.crc32, 'x-amz-checksum-type': 'FULL_OBJECT' },
  };
}

/** CopyObject within the local S3, keeping or replacing the source's headers. */
export async function copyObject(request: S3Request, { store, files, now }: Context): Promise<Reply> {
  assertKey(request.key);
  const source = sourceOf(request, store);
  const directive = request.header('x-amz-metadata-directive') ?? 'COPY';
  if (source.bucket === request.bucket && source.key === request.key && directive === 'COPY') {
    throw new ServiceError('InvalidRequest', 'This copy request is illegal: it changes nothing of the object.');
  }
  const checksum = source.headers['x-amz-checksum-crc32'];
  const headers =
    directive === 'COPY'
      ? source.headers
      : { ...objectHeaders(request), ...(checksum === undefined ? {} : { 'x-amz-checksum-crc32': checksum }) };
  const file = await files.copy(source.file);
  commitOrDiscard(files, file, () => {
    const copy = { ...source, bucket: request.bucket, key: request.key, file, modifiedAt: now, headers };
    store.put(copy, writeCondition(request));
  });
  const result = xml('LastModified', new Date(now).toISOString()) + xml('ETag', escapeXml(`"${source.etag}"`));
  return { status: 200, document: xml('CopyObjectResult', result) };
}

/** DeleteObject: 204 whether the object was there or not. */
export function deleteObject(request: S3Request, { store }: Context): Reply {
  if (request.header('if-match') !== undefined) throw notImplemented('if-match of DeleteObject');
  store.remove(request.bucket, [request.key]);
  return { status: 204 };
}

/** DeleteObjects: up to 1,000 keys in one transaction. Throws MalformedXML. */
export async function deleteObjects(request: S3Request, { store }: Context): Promise<Reply> {
  const body = await readBody(request.body, 2 * 1024 * 1024);
  const document = load(body.toString('utf8'), { xml: true });
  const objects = document('Delete > Object').toArray();
  if (objects.length === 0 || objects.length > 1000) {
    throw new ServiceError('MalformedXML', 'The XML you provided was not well-formed or did not validate.');
  }
  const unsupported = objects
    .flatMap((one) => document(one).children().toArray())
    .find((field) => field.name !== 'Key');
  if (unsupported) throw notImplemented(`${unsupported.name} of DeleteObjects`);
  const keys = objects.map((one) => document(one).children('Key').text());
  store.remove(request.bucket, keys);
  const quiet = document('Delete > Quiet').text() === 'true';
  const deleted = quiet ? [] : keys.map((key) => xml('Deleted', xml('Key', escapeXml(key))));
  return { status: 200, document: xml('DeleteResult', deleted.join('')) };
}

/** What an object keeps of its request: content type and the like, and user metadata. */
export function objectHeaders(request: S3Request): ObjectHeaders {
  const headers: ObjectHeaders = { 'content-type': request.header('content-type') ?? 'binary/octet-stream' };
  for (const name of [...KEPT, ...request.amzHeaders.filter((one) => one.startsWith('x-amz-meta-'))]) {
    const value = request.header(name);
    if (value !== undefined) headers[name] = value;
  }
  const encodings = (request.header('content-encoding') ?? '').split(',').map((one) => one.trim());
  const encoding = encodings.filter((one) => one !== '' && one !== 'aws-chunked').join(', ');
  if (encoding !== '') headers['content-encoding'] = encoding;
  return headers;
}

/** The condition of a conditional write. Throws NotImplemented for an If-None-Match other than `*`, as S3 does. */
export function writeCondition(request: S3Request): WriteCondition {
  const ifNoneMatch = request.header('if-none-match');
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') throw notImplemented('if-none-match of a write other than *');
  return { ifNoneMatch, ifMatch: request.header('if-match')?.replaceAll('"', '') };
}

/** Throws KeyTooLongError past 1,024 bytes of UTF-8. */
export function assertKey(key: string): void {
  if (Buffer.byteLength(key) > LONGEST_KEY_BYTES) throw new ServiceError('KeyTooLongError', 'Your key is too long');
}

/** Runs the commit of a file that was just written, and removes the file when the commit fails. */
export function commitOrDiscard(files: BodyFiles, file: string, commit: () => void): void {
  try {
    commit();
  } catch (error) {
    files.discard([file]);
    throw error;
  }
}

function sourceOf(request: S3Request, store: ObjectStore): StoredObject {
  const source = request.header('x-amz-copy-source') ?? '';
  const { bucket, key, query } = parseS3Url(source.startsWith('/') ? source : `/${source}`);
  if (query.size > 0) throw notImplemented('versionId of x-amz-copy-source');
  const found = store.find(bucket, key);
  if (!found) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  return found;
}
