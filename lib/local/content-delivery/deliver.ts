import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3';
import { covers } from '../api-gateway/policy.ts';
import type { Services } from '../services.ts';
import type { Behavior, Distribution } from './distribution.ts';

export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Serves what CloudFront serves: finds the behaviour of a path and passes the request to its API or answers with the bucket's object, with the
 * headers of the behaviour's policy.
 * @param localized replaces addresses of AWS in headers by the ones on this machine
 */
export const createDeliver = ({
  distribution,
  apis,
  s3,
  localized,
}: {
  distribution: Distribution;
  /** By API id. */
  apis: ReadonlyMap<string, Handle>;
  s3: Services['s3'];
  localized: (text: string) => string;
}): Handle => {
  const behaviorOf = (path: string): Behavior => {
    const found = distribution.behaviors.find(({ pattern }) => pattern === undefined || covers(pattern, path));
    if (found === undefined) throw new Error('The distribution has no default behaviour');
    return found;
  };

  const serveObject = async (
    bucket: string,
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const key = decodeURIComponent(path.slice(1)) || distribution.rootObject;
    try {
      const known = request.headers['if-none-match'];
      const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, IfNoneMatch: known }));
      response.writeHead(200, {
        'content-type': object.ContentType ?? 'application/octet-stream',
        ...(object.ContentLength === undefined ? {} : { 'content-length': object.ContentLength }),
        ...(object.CacheControl === undefined ? {} : { 'cache-control': object.CacheControl }),
        ...(object.ETag === undefined ? {} : { etag: object.ETag }),
      });
      if (request.method === 'HEAD' || !(object.Body instanceof Readable)) response.end();
      else await pipeline(object.Body, response);
    } catch (error) {
      if (isNotModified(error)) response.writeHead(304).end();
      else if (error instanceof NoSuchKey) response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
      else throw error;
    }
  };

  return async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://local');
    const { target, headers, viewerRequest } = behaviorOf(pathname);
    for (const { name, value } of headers) response.setHeader(name, localized(value));
    if (target.kind === 'api') {
      const api = apis.get(target.apiId);
      if (api === undefined)
        throw new Error(`The distribution leads to the API ${target.apiId}, which is not in the template`);
      await api(request, response);
      return;
    }
    const asked = { method: request.method ?? 'GET', uri: pathname, headers: {} };
    await serveObject(target.bucket, viewerRequest?.(asked) ?? pathname, request, response);
  };
};

const isNotModified = (error: unknown): boolean =>
  error instanceof Error && '$metadata' in error && JSON.stringify(error.$metadata).includes('"httpStatusCode":304');
