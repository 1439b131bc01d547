import { createHash } from 'node:crypto';
import { load } from 'cheerio/slim';
import { escapeXml, readBody, ServiceError, xml } from '../protocol.ts';
import type { BodyFiles } from './body-files.ts';
import { digestBody } from './checksums.ts';
import type { ObjectStore, Part } from './object-store.ts';
import { receiveBody } from './receive-body.ts';
import { notImplemented, type S3Request } from './s3-request.ts';
import { assertKey, commitOrDiscard, objectHeaders, type Reply, writeCondition } from './write-object.ts';

type Context = { store: ObjectStore; files: BodyFiles; now: number };

const SMALLEST_PART_BYTES = 5 * 1024 * 1024;
const PART_FIELDS = ['PartNumber', 'ETag', 'ChecksumCRC32', 'ChecksumSHA256', 'ChecksumSHA1'];

/** CreateMultipartUpload: the parts of the upload survive a restart. */
export function createUpload(request: S3Request, { store, now }: Context): Reply {
  assertKey(request.key);
  const { bucket, key } = request;
  const id = store.startUpload(bucket, key, objectHeaders(request), now);
  const result = xml('Bucket', escapeXml(bucket)) + xml('Key', escapeXml(key)) + xml('UploadId', id);
  return { status: 200, document: xml('InitiateMultipartUploadResult', result) };
}

/** UploadPart: a part sent again takes the place of the first. */
export async function uploadPart(request: S3Request, { store, files }: Context): Promise<Reply> {
  const part = Number(request.query.get('partNumber'));
  if (!Number.isInteger(part) || part < 1 || part > 10_000) {
    throw new ServiceError('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
  }
  const id = request.query.get('uploadId') ?? '';
  store.upload(id, request.bucket, request.key);
  const body = await receiveBody(request, files);
  commitOrDiscard(files, body.file, () => {
    store.upload(id, request.bucket, request.key);
    store.putPart(id, { part, file: body.file, size: body.size, etag: body.md5 });
  });
  return { status: 200, headers: { etag: `"${body.md5}"`, 'x-amz-checksum-crc32': body.crc32 } };
}

/** CompleteMultipartUpload: joins the listed parts. Throws InvalidPart, InvalidPartOrder, EntityTooSmall or MalformedXML. */
export async function completeUpload(request: S3Request, { store, files, now }: Context): Promise<Reply> {
  const id = request.query.get('uploadId') ?? '';
  const { bucket, key, headers } = store.upload(id, request.bucket, request.key);
  const parts = listedParts(await readBody(request.body, 4 * 1024 * 1024), store.parts(id));
  const digest = digestBody([]);
  const file = await files.write(joined(parts, files, digest.add));
  const { size, checksums } = digest.end();
  const md5s = createHash('md5');
  for (const { etag } of parts) md5s.update(Buffer.from(etag, 'hex'));
  const etag = `${md5s.digest('hex')}-${parts.length}`;
  const object = {
    bucket,
    key,
    file,
    size,
    etag,
    modifiedAt: now,
    headers: { ...headers, 'x-amz-checksum-crc32': checksums.crc32 ?? '' },
  };
  commitOrDiscard(files, file, () => {
    store.completeUpload(id, object, writeCondition(request));
  });
  const result = xml('Bucket', escapeXml(bucket)) + xml('Key', escapeXml(key)) + xml('ETag', escapeXml(`"${etag}"`));
  return { status: 200, document: xml('CompleteMultipartUploadResult', result) };
}

/** AbortMultipartUpload: forgets the upload and its parts. */
export function abortUpload(request: S3Request, { store }: Context): Reply {
  const id = request.query.get('uploadId') ?? '';
  store.upload(id, request.bucket, request.key);
  store.abortUpload(id);
  return { status: 204 };
}

function listedParts(body: Buffer, stored: readonly Part[]): Part[] {
  const document = load(body.toString('utf8'), { xml: true });
  const listed = document('CompleteMultipartUpload > Part').toArray();
  if (listed.length === 0) throw new ServiceError('MalformedXML', 'The XML you provided did not list any part.');
  const byNumber = new Map(stored.map((part) => [part.part, part]));
  const parts = listed.map((one) => {
    const unsupported = document(one)
      .children()
      .toArray()
      .find((field) => !PART_FIELDS.includes(field.name));
    if (unsupported) throw notImplemented(`${unsupported.name} of CompleteMultipartUpload`);
    const part = byNumber.get(Number(document(one).children('PartNumber').text()));
    if (part?.etag !== document(one).children('ETag').text().replaceAll('"', '')) {
      throw new ServiceError('InvalidPart', 'One or more of the specified parts could not be found.');
    }
    return part;
  });
  if (parts.some((part, index) => part.part <= (parts[index - 1]?.part ?? 0))) {
    throw new ServiceError('InvalidPartOrder', 'The list of parts was not in ascending order.');
  }
  if (parts.slice(0, -1).some(({ size }) => size < SMALLEST_PART_BYTES)) {
    throw new ServiceError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  }
  return parts;
}

async function* joined(
  parts: readonly Part[],
  files: BodyFiles,
  see: (piece: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for (const { file, size } of parts) {
    if (size === 0) continue;
    for await (const chunk of files.read(file, 0, size - 1)) {
      const piece: unknown = chunk;
      if (!(piece instanceof Uint8Array)) throw new TypeError('the file stream gave no bytes');
      see(piece);
      yield piece;
    }
  }
}
