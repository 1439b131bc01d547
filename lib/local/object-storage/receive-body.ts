import { ServiceError } from '../protocol.ts';
import { decodeAwsChunked, type Trailers } from './aws-chunked.ts';
import type { BodyFiles } from './body-files.ts';
import { assertDigests, checksumAlgorithm, digestBody } from './checksums.ts';
import type { S3Request } from './s3-request.ts';

/** A body on disk with what was computed of it: `md5` in hex, CRC-32 in base64. */
export type ReceivedBody = { file: string; size: number; md5: string; crc32: string };

/**
 * Streams a request's body to a file, decoded from aws-chunked where it is, and holds it to every length and checksum
 * that the client gave, in a header or in a trailer. What does not hold leaves no file.
 */
export async function receiveBody(request: S3Request, files: BodyFiles): Promise<ReceivedBody> {
  const trailers: Trailers = new Map();
  const announced = [...request.amzHeaders, ...(request.header('x-amz-trailer') ?? '').split(',')]
    .map((name) => checksumAlgorithm(name.trim()))
    .filter((algorithm) => algorithm !== undefined);
  const digest = digestBody(announced);
  const isChunked = (request.header('x-amz-content-sha256') ?? '').startsWith('STREAMING-');
  const length = request.header(isChunked ? 'x-amz-decoded-content-length' : 'content-length');
  if (length === undefined) {
    throw new ServiceError('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411);
  }
  const source: AsyncIterable<Uint8Array> = isChunked ? decodeAwsChunked(request.body, trailers) : request.body;
  const file = await files.write(tap(source, digest.add));
  const found = digest.end();
  try {
    assertDigests(found, {
      checksums: saidChecksums(request, trailers),
      contentMd5: request.header('content-md5'),
      contentSha256: hexDigest(request.header('x-amz-content-sha256')),
      length: Number(length),
    });
  } catch (error) {
    files.discard([file]);
    throw error;
  }
  return { file, size: found.size, md5: found.md5, crc32: found.checksums.crc32 ?? '' };
}

function saidChecksums(request: S3Request, trailers: Trailers): Map<string, string> {
  const said = new Map<string, string>();
  const named = [
    ...request.amzHeaders.map((name): [string, string | undefined] => [name, request.header(name)]),
    ...trailers,
  ];
  for (const [name, value] of named) {
    const algorithm = checksumAlgorithm(name);
    if (algorithm !== undefined && value !== undefined) said.set(algorithm, value);
  }
  return said;
}

function hexDigest(contentSha256: string | undefined): string | undefined {
  return contentSha256 !== undefined && /^[0-9a-f]{64}$/.test(contentSha256) ? contentSha256 : undefined;
}

async function* tap(source: AsyncIterable<Uint8Array>, see: (piece: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    see(piece);
    yield piece;
  }
}
