import type { IncomingMessage } from 'node:http';
import { ServiceError } from '../protocol.ts';

type S3Operation =
  | 'HeadBucket'
  | 'ListObjectsV2'
  | 'DeleteObjects'
  | 'GetObject'
  | 'HeadObject'
  | 'PutObject'
  | 'CopyObject'
  | 'DeleteObject'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload';

export type S3Request = {
  operation: S3Operation;
  bucket: string;
  key: string;
  query: URLSearchParams;
  /** A request header, or the query parameter that a presigned URL carries in its place. */
  header: (name: string) => string | undefined;
  /** Names of all `x-amz-*` headers, those in a presigned query among them. */
  amzHeaders: readonly string[];
  body: IncomingMessage;
};

/** Bucket, key and query of a path-style URL. Throws InvalidURI. */
export function parseS3Url(url: string): { bucket: string; key: string; query: URLSearchParams } {
  const [path = '', ...query] = url.split('?');
  const [bucket = '', ...key] = path.slice(1).split('/');
  try {
    return {
      bucket: decodeURIComponent(bucket),
      key: decodeURIComponent(key.join('/')),
      query: new URLSearchParams(query.join('?')),
    };
  } catch {
    throw new ServiceError('InvalidURI', "Couldn't parse the specified URI.");
  }
}

/** Names the operation that a request asks for. Throws NotImplemented, naming what the local S3 does not do. */
export function parseS3Request(request: IncomingMessage): S3Request {
  const { bucket, key, query } = parseS3Url(request.url ?? '/');
  const header = (name: string): string | undefined => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : (query.get(name) ?? undefined);
  };
  const operation = operationOf(request.method ?? '', key !== '', query, header('x-amz-copy-source') !== undefined);
  const amzHeaders = [...Object.keys(request.headers), ...query.keys()].filter((name) => name.startsWith('x-amz-'));
  const parsed = { operation, bucket, key, query, header, amzHeaders, body: request };
  assertSupported(parsed);
  return parsed;
}

function operationOf(method: string, onKey: boolean, query: URLSearchParams, isCopy: boolean): S3Operation {
  if (onKey) {
    const inUpload = query.has('uploadId');
    if (method === 'GET') return 'GetObject';
    if (method === 'HEAD') return 'HeadObject';
    if (method === 'PUT' && inUpload && !isCopy) return 'UploadPart';
    if (method === 'PUT' && !inUpload) return isCopy ? 'CopyObject' : 'PutObject';
    if (method === 'DELETE') return inUpload ? 'AbortMultipartUpload' : 'DeleteObject';
    if (method === 'POST' && query.has('uploads')) return 'CreateMultipartUpload';
    if (method === 'POST' && inUpload) return 'CompleteMultipartUpload';
  } else {
    if (method === 'HEAD') return 'HeadBucket';
    if (method === 'GET' && query.get('list-type') === '2') return 'ListObjectsV2';
    if (method === 'POST' && query.has('delete')) return 'DeleteObjects';
  }
  const about = [...query.keys()].filter((name) => !ANYWHERE.test(name)).join(', ');
  throw notImplemented(`${method} of ${onKey ? 'an object' : 'a bucket'}${about === '' ? '' : ` with ${about}`}`);
}

/** The error of everything that the local S3 does not do. */
export function notImplemented(what: string): ServiceError {
  return new ServiceError('NotImplemented', `The local S3 does not support ${what}.`, 501);
}

const ANYWHERE =
  /^(x-id|X-Amz-(Algorithm|Credential|Date|Expires|Signature|SignedHeaders|Content-Sha256|Security-Token))$/;

const QUERY: Record<S3Operation, readonly string[]> = {
  HeadBucket: [],
  ListObjectsV2: [
    'list-type',
    'prefix',
    'delimiter',
    'max-keys',
    'continuation-token',
    'start-after',
    'encoding-type',
    'fetch-owner',
  ],
  DeleteObjects: ['delete'],
  GetObject: [
    'response-content-type',
    'response-content-disposition',
    'response-cache-control',
    'response-content-encoding',
    'response-content-language',
    'response-expires',
  ],
  HeadObject: [],
  PutObject: [],
  CopyObject: [],
  DeleteObject: [],
  CreateMultipartUpload: ['uploads'],
  UploadPart: ['partNumber', 'uploadId'],
  CompleteMultipartUpload: ['uploadId'],
  AbortMultipartUpload: ['uploadId'],
};

const COMMON_HEADERS =
  /^x-amz-(date|content-sha256|user-agent|security-token|decoded-content-length|trailer|expected-bucket-owner|sdk-checksum-algorithm|checksum-(algorithm|type|mode|[a-z0-9]+)|mp-object-size)$/;
const WRITE_HEADERS = /^x-amz-(meta-.+|copy-source|metadata-directive)$/;
const DEFAULTS: Record<string, string> = {
  'x-amz-server-side-encryption': 'AES256',
  'x-amz-storage-class': 'STANDARD',
  'x-amz-acl': 'private',
};

function assertSupported({ operation, query, amzHeaders, header }: S3Request): void {
  for (const name of query.keys()) {
    if (ANYWHERE.test(name) || QUERY[operation].includes(name) || name.startsWith('x-amz-')) continue;
    throw notImplemented(`${name} of ${operation}`);
  }
  if (query.get('fetch-owner') === 'true') throw notImplemented('fetch-owner of ListObjectsV2');
  for (const name of amzHeaders) {
    if (COMMON_HEADERS.test(name) || WRITE_HEADERS.test(name) || DEFAULTS[name] === header(name)) continue;
    throw notImplemented(`${name}: ${header(name) ?? ''} of ${operation}`);
  }
}
