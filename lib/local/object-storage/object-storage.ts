import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { asServiceError, createHttpService, escapeXml, ServiceError, sendXml, xml } from '../protocol.ts';
import { openSqlite, text } from '../sqlite.ts';
import { createBodyFiles } from './body-files.ts';
import { type BucketSettings, bucketSettings, parseBucketSettings } from './bucket-settings.ts';
import { digestBody } from './checksums.ts';
import { corsHeaders } from './cors.ts';
import { listObjects } from './list-objects.ts';
import { abortUpload, completeUpload, createUpload, uploadPart } from './multipart.ts';
import { createObjectStore, OBJECT_SCHEMA, type StoredObject } from './object-store.ts';
import { assertAuthorized } from './presigned.ts';
import { readObject } from './read-object.ts';
import { parseS3Request, parseS3Url, type S3Request } from './s3-request.ts';
import { copyObject, deleteObject, deleteObjects, putObject, type Reply } from './write-object.ts';

const DAY_MS = 86_400_000;

/**
 * The S3 of the local cloud, path style: metadata in `<dataDir>/objects.sqlite`, bodies in `<dataDir>/objects`. Bodies
 * stream in both directions and are never held in memory. What it does not support is answered 501, naming it.
 *
 * With `secretAccessKey`, the key that the local functions sign with, the signatures of presigned URLs are verified.
 */
export function createObjectStorage(options: { dataDir: string; clock?: () => number; secretAccessKey?: string }) {
  const { dataDir, clock = Date.now, secretAccessKey } = options;
  const database = openSqlite(join(dataDir, 'objects.sqlite'), OBJECT_SCHEMA);
  const files = createBodyFiles(join(dataDir, 'objects'));
  const store = createObjectStore({ database, discard: files.discard });
  const swept = files.sweep(store.files());
  const buckets = new Map<string, BucketSettings>();
  for (const row of database.prepare('SELECT name, settings FROM buckets').all()) {
    buckets.set(text(row, 'name'), bucketSettings.parse(JSON.parse(text(row, 'settings'))));
  }
  const http = createHttpService(serve);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await swept;
      const { bucket, query } = parseS3Url(request.url ?? '/');
      allowOrigin(request, response, bucket);
      if (request.method === 'OPTIONS') {
        preflight(request, response, bucket);
        return;
      }
      assertAuthorized(request, query, { now: clock(), secretAccessKey });
      const parsed = parseS3Request(request);
      if (!buckets.has(bucket)) throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404);
      await answer(parsed, response);
    } catch (error) {
      fail(request, response, error);
    }
  }

  async function answer(request: S3Request, response: ServerResponse): Promise<void> {
    if (request.operation === 'GetObject' || request.operation === 'HeadObject') {
      const found = store.find(request.bucket, request.key);
      if (!found) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
      await readObject(request, found, files, response);
      return;
    }
    const { status, headers = {}, document } = await perform(request);
    if (document === undefined) response.writeHead(status, { ...headers, 'x-amz-request-id': randomUUID() }).end();
    else sendXml(response, status, document.replace('>', ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'), headers);
  }

  function perform(request: S3Request): Reply | Promise<Reply> {
    const context = { store, files, now: clock() };
    switch (request.operation) {
      case 'PutObject':
        return putObject(request, context);
      case 'CopyObject':
        return copyObject(request, context);
      case 'DeleteObject':
        return deleteObject(request, context);
      case 'DeleteObjects':
        return deleteObjects(request, context);
      case 'ListObjectsV2':
        return listObjects(request, store);
      case 'CreateMultipartUpload':
        return createUpload(request, context);
      case 'UploadPart':
        return uploadPart(request, context);
      case 'CompleteMultipartUpload':
        return completeUpload(request, context);
      case 'AbortMultipartUpload':
        return abortUpload(request, context);
      case 'HeadBucket':
      case 'GetObject':
      case 'HeadObject':
        return { status: 200 };
    }
  }

  function allowOrigin(request: IncomingMessage, response: ServerResponse, bucket: string): void {
    const { origin } = request.headers;
    const settings = buckets.get(bucket);
    if (origin === undefined || !settings || request.method === 'OPTIONS') return;
    const headers = corsHeaders(settings, { origin, method: request.method ?? '' }) ?? {};
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  }

  function preflight(request: IncomingMessage, response: ServerResponse, bucket: string): void {
    const asked = request.headers['access-control-request-headers'];
    const headers = corsHeaders(buckets.get(bucket) ?? {}, {
      origin: request.headers.origin ?? '',
      method: request.headers['access-control-request-method'] ?? '',
      headers: asked === undefined || asked === '' ? [] : asked.split(',').map((one) => one.trim()),
    });
    if (!headers) throw new ServiceError('AccessForbidden', 'CORSResponse: This CORS request is not allowed.', 403);
    response.writeHead(200, headers).end();
  }

  return {
    /** Creates the bucket, or brings its settings up to these properties of an AWS::S3::Bucket; objects stay. */
    defineBucket(name: string, properties: unknown): void {
      const settings = parseBucketSettings(name, properties);
      database.prepare('INSERT OR REPLACE INTO buckets VALUES (?, ?)').run(name, JSON.stringify(settings));
      buckets.set(name, settings);
    },

    /** Puts an object in process, as PutObject does. */
    async putObject(object: { bucket: string; key: string; body: Uint8Array; contentType: string }): Promise<void> {
      if (!buckets.has(object.bucket)) throw new Error(`there is no bucket ${object.bucket}`);
      await swept;
      const digest = digestBody([]);
      digest.add(object.body);
      const { size, md5, checksums } = digest.end();
      const file = await files.write(Readable.from([object.body]));
      const headers = { 'content-type': object.contentType, 'x-amz-checksum-crc32': checksums.crc32 ?? '' };
      const { bucket, key } = object;
      store.put({ bucket, key, file, size, etag: md5, modifiedAt: clock(), headers });
    },

    /** An object's metadata, or undefined. */
    findObject: (bucket: string, key: string): StoredObject | undefined => store.find(bucket, key),

    /** Applies the buckets' lifecycle rules at `now` (epoch milliseconds); gives how many objects and uploads went. */
    expireObjects(now: number): number {
      let gone = 0;
      for (const [bucket, settings] of buckets) {
        for (const rule of settings.LifecycleConfiguration?.Rules ?? []) {
          if (rule.Status === 'Disabled') continue;
          if (rule.ExpirationInDays !== undefined) {
            const keys = store.olderThan(bucket, rule.Prefix, now - rule.ExpirationInDays * DAY_MS);
            store.remove(bucket, keys);
            gone += keys.length;
          }
          if (rule.AbortIncompleteMultipartUpload) {
            const until = now - rule.AbortIncompleteMultipartUpload.DaysAfterInitiation * DAY_MS;
            const uploads = store.uploadsBefore(bucket, until);
            for (const upload of uploads) store.abortUpload(upload);
            gone += uploads.length;
          }
        }
      }
      return gone;
    },

    listen: http.listen,

    async close(): Promise<void> {
      await swept;
      await http.close();
      database.close();
    },
  };
}

function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  // What is left of the body has to go somewhere, or the client never gets to read the answer.
  request.resume();
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { code, message, status } = asServiceError(error);
  if (request.method === 'HEAD') {
    response.writeHead(status, { 'x-amz-request-id': randomUUID() }).end();
    return;
  }
  const document = xml('Code', code) + xml('Message', escapeXml(message)) + xml('RequestId', randomUUID());
  sendXml(response, status, xml('Error', document));
}
