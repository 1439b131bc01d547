import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import fc from 'fast-check';
import { createObjectStorage } from '../../lib/local/object-storage/object-storage.ts';
import { startChildService } from '../support/child-service.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local-secret' };
const Bucket = 'data';
const MEBIBYTE = 1024 * 1024;

const dataDir = mkdtempSync(join(tmpdir(), 'throughline-s3-'));
let now = Date.now();
const storage = createObjectStorage({ dataDir, clock: () => now, secretAccessKey: credentials.secretAccessKey });
let endpoint = '';
let s3 = new S3Client({ region: 'us-east-1' });

/** The SDK warns on the console of uploads that a test means to cut off. */
const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const clientOf = (url: string) =>
  new S3Client({ region: 'us-east-1', endpoint: url, credentials, forcePathStyle: true, maxAttempts: 1, logger });

beforeAll(async () => {
  endpoint = await storage.listen(0);
  s3 = clientOf(endpoint);
});

beforeEach(() => {
  now = Date.now();
  storage.defineBucket(Bucket, {});
});

afterAll(async () => {
  s3.destroy();
  await storage.close();
  rmSync(dataDir, { recursive: true });
});

const put = (Key: string, Body: string | Uint8Array = 'x', rest: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...rest }));
const get = async (Key: string, rest: object = {}) => {
  const answer = await s3.send(new GetObjectCommand({ Bucket, Key, ...rest }));
  return { ...answer, text: (await answer.Body?.transformToString()) ?? '' };
};

/** A process that serves a bucket, and tells the most memory it ever held, in KiB, to whoever asks. */
const serviceProgram = (root: string) => `
  const { createObjectStorage } = await load('lib/local/object-storage/object-storage.ts');
  const storage = createObjectStorage({ dataDir: ${JSON.stringify(root)} });
  storage.defineBucket('data', {});
  console.log(await storage.listen(0));
  process.stdin.on('data', () => console.log(process.resourceUsage().maxRSS));
`;

/** All body files on disk. */
const bodies = (root: string) =>
  readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());

describe('an object', () => {
  test('comes back with its type, headers, metadata, ETag and checksum', async () => {
    const { ETag } = await put('a/b.json', '{"a":1}', {
      ContentType: 'application/json',
      CacheControl: 'max-age=5',
      ContentDisposition: 'attachment; filename="b.json"',
      Metadata: { origin: 'test' },
    });
    expect(ETag).toBe(`"${createHash('md5').update('{"a":1}').digest('hex')}"`);
    const read = await get('a/b.json', { ChecksumMode: 'ENABLED' });
    expect(read).toMatchObject({
      text: '{"a":1}',
      ETag,
      ContentType: 'application/json',
      CacheControl: 'max-age=5',
      ContentDisposition: 'attachment; filename="b.json"',
      Metadata: { origin: 'test' },
      ContentLength: 7,
      ChecksumCRC32: 'Vhusrw==',
    });
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a/b.json' }));
    expect(head).toMatchObject({ ETag, ContentLength: 7, Metadata: { origin: 'test' } });
  });

  test.each(['plain', 'späße/☃ 雪/😀', 'a b+c&d=e?f#g%20h', 'quote\'"<&>', 'a//b/', '.', 'a/../b'])(
    'keeps the key %s exactly',
    async (Key) => {
      await put(Key, Key);
      expect((await get(Key)).text).toBe(Key);
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
      expect(Contents.map((one) => one.Key)).toEqual([Key]);
      await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }));
      await expect(get(Key)).rejects.toMatchObject({ name: 'NoSuchKey' });
    },
  );

  test('may be empty', async () => {
    await put('empty', '', { ContentLength: 0 });
    expect(await get('empty')).toMatchObject({ text: '', ContentLength: 0 });
  });

  test('streamed in aws-chunked pieces of any size is stored decoded', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 40_000 }), { minLength: 1 }),
        async (pieces) => {
          const whole = Buffer.concat(pieces);
          await s3.send(
            new PutObjectCommand({ Bucket, Key: 'streamed', Body: Readable.from(pieces), ContentLength: whole.length }),
          );
          const read = await s3.send(new GetObjectCommand({ Bucket, Key: 'streamed' }));
          expect(Buffer.from((await read.Body?.transformToByteArray()) ?? []).equals(whole)).toBe(true);
        },
      ),
      { numRuns: 15 },
    );
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'streamed' }))).ContentEncoding).toBeUndefined();
  });

  test.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=5-99', '56789', 'bytes 5-9/10'],
  ])('is read in part by %s', async (Range, text, ContentRange) => {
    await put('digits', '0123456789');
    expect(await get('digits', { Range })).toMatchObject({ text, ContentRange, $metadata: { httpStatusCode: 206 } });
  });

  test('cannot be read past its end', async () => {
    await put('digits', '0123456789');
    await expect(get('digits', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  test('is read and written under conditions', async () => {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'once' }));
    const { ETag } = await put('once', 'first', { IfNoneMatch: '*' });
    await expect(put('once', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(get('once', { IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    await expect(get('once', { IfMatch: '"other"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await put('once', 'second', { IfMatch: ETag });
    await expect(put('once', 'third', { IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(put('never', 'x', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect((await get('once')).text).toBe('second');
  });

  test('written twenty times at once under If-None-Match is written once', async () => {
    const key = `race-${randomBytes(4).toString('hex')}`;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => put(key, String(index), { IfNoneMatch: '*' })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('is copied with its headers, or with new ones', async () => {
    await put('src ü', 'body', { ContentType: 'text/csv', Metadata: { a: '1' } });
    const CopySource = `${Bucket}/${encodeURIComponent('src ü')}`;
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'kept', CopySource }));
    expect(await get('kept')).toMatchObject({ text: 'body', ContentType: 'text/csv', Metadata: { a: '1' } });
    await s3.send(
      new CopyObjectCommand({
        Bucket,
        Key: 'new',
        CopySource,
        MetadataDirective: 'REPLACE',
        ContentType: 'text/plain',
      }),
    );
    expect(await get('new')).toMatchObject({ text: 'body', ContentType: 'text/plain', Metadata: {} });
    await put('src ü', 'changed');
    expect((await get('kept')).text).toBe('body');
  });

  test('that changes during a download is downloaded as it was', async () => {
    const before = randomBytes(2 * MEBIBYTE);
    await put('moving', before);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'moving' }));
    await put('moving', 'after');
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(before)).toBe(true);
    expect((await get('moving')).text).toBe('after');
  });

  test('replaced or deleted leaves no file behind', async () => {
    const root = join(dataDir, 'objects');
    await put('filed', '1');
    const files = bodies(root).length;
    await put('filed', '2');
    await expect(put('filed', '3', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({ name: 'BadDigest' });
    expect(bodies(root)).toHaveLength(files);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'filed' }));
    expect(bodies(root)).toHaveLength(files - 1);
  });
});

test('a body of 150 MB streams in and out with bounded memory', async () => {
  const root = mkdtempSync(join(tmpdir(), 'throughline-s3-large-'));
  const child = await startChildService(serviceProgram(root));
  const client = clientOf(child.url);
  const size = 150 * MEBIBYTE;
  const chunk = randomBytes(64 * 1024);
  await client.send(new PutObjectCommand({ Bucket, Key: 'warm', Body: chunk }));
  const before = Number(await child.ask('memory'));
  const expected = createHash('md5');
  function* produce() {
    for (let sent = 0; sent < size; sent += chunk.length) {
      expected.update(chunk);
      yield chunk;
    }
  }
  await client.send(
    new PutObjectCommand({ Bucket, Key: 'large', Body: Readable.from(produce()), ContentLength: size }),
  );
  const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket, Key: 'large' }));
  if (!(Body instanceof Readable)) throw new Error('the body is no stream');
  let read = 0;
  Body.on('data', (piece: Buffer) => {
    read += piece.length;
  });
  await once(Body, 'end');
  const grown = (Number(await child.ask('memory')) - before) / 1024;
  await child.kill();
  client.destroy();
  rmSync(root, { recursive: true });
  expect(read).toBe(size);
  expect(ETag).toBe(`"${expected.digest('hex')}"`);
  expect(grown).toBeLessThan(100);
});

describe('a listing', () => {
  const Prefix = 'list/';
  const keys = [
    'list/a',
    'list/b/1',
    'list/b/2',
    'list/b/c/3',
    'list/d',
    'list/é/1',
    'list/\u{10ffff}/x',
    'list/\ue000',
  ];

  beforeAll(async () => {
    storage.defineBucket(Bucket, {});
    for (const key of keys) await put(key);
  });

  const pages = async (input: object) => {
    const found: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page: ListObjectsV2CommandOutput = await s3.send(
        new ListObjectsV2Command({ Bucket, Prefix, ...input, ContinuationToken }),
      );
      for (const { Key } of page.Contents ?? []) found.push(Key ?? '');
      for (const common of page.CommonPrefixes ?? []) found.push(common.Prefix ?? '');
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return found;
  };

  test('is in the order of UTF-8 bytes and starts after a key', async () => {
    const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(await pages({})).toEqual(sorted);
    expect(await pages({ StartAfter: 'list/b/2' })).toEqual(sorted.slice(sorted.indexOf('list/b/2') + 1));
  });

  test.each([1, 2, 3, 1000])('with pages of %i gives every key and common prefix once', async (MaxKeys) => {
    expect((await pages({ MaxKeys })).sort()).toEqual([...keys].sort());
    expect((await pages({ MaxKeys, Delimiter: '/' })).sort()).toEqual(
      ['list/a', 'list/b/', 'list/d', 'list/é/', 'list/\u{10ffff}/', 'list/\ue000'].sort(),
    );
  });

  test('jumps over a common prefix however many keys it holds', async () => {
    for (let index = 0; index < 150; index++)
      await storage.putObject({ bucket: Bucket, key: `deep/x/${index}`, body: new Uint8Array(), contentType: 'a/b' });
    const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'deep/', Delimiter: '/' }));
    expect(page).toMatchObject({ KeyCount: 1, IsTruncated: false, CommonPrefixes: [{ Prefix: 'deep/x/' }] });
  });
});

describe('a multipart upload', () => {
  test('through lib-storage comes together with a part-count ETag', async () => {
    const whole = randomBytes(11 * MEBIBYTE);
    await new Upload({
      client: s3,
      params: { Bucket, Key: 'multi', Body: Readable.from([whole]), ContentType: 'text/csv' },
    }).done();
    const read = await s3.send(new GetObjectCommand({ Bucket, Key: 'multi' }));
    expect(read).toMatchObject({ ContentType: 'text/csv', ETag: expect.stringMatching(/-3"$/) });
    expect(Buffer.from((await read.Body?.transformToByteArray()) ?? []).equals(whole)).toBe(true);
  });

  test('takes a part again, refuses wrong, unordered and small parts, and is gone when aborted', async () => {
    const upload = { Bucket, Key: 'parts' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(upload));
    const part = (PartNumber: number, Body: string) =>
      s3.send(new UploadPartCommand({ ...upload, UploadId, PartNumber, Body }));
    await part(1, 'old');
    const one = { PartNumber: 1, ETag: (await part(1, 'one')).ETag };
    const two = { PartNumber: 2, ETag: (await part(2, 'two')).ETag };
    const complete = (Parts: object[]) =>
      s3.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts } }));
    await expect(complete([{ PartNumber: 1, ETag: '"no"' }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete([two, one])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete([one, two])).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await complete([one]);
    expect((await get('parts')).text).toBe('one');
    const again = await s3.send(new CreateMultipartUploadCommand(upload));
    const { UploadId: second } = again;
    await s3.send(new AbortMultipartUploadCommand({ ...upload, UploadId: second }));
    await expect(
      s3.send(new UploadPartCommand({ ...upload, UploadId: second, PartNumber: 1, Body: 'x' })),
    ).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });
});

describe('a presigned URL', () => {
  const signer = () =>
    new S3Client({
      region: 'us-east-1',
      endpoint,
      credentials,
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });

  test('reads with overrides and writes without credentials until it expires', async () => {
    const key = 'signed ü/1';
    const upload = await getSignedUrl(signer(), new PutObjectCommand({ Bucket, Key: key }), { expiresIn: 60 });
    expect(
      (await fetch(upload, { method: 'PUT', body: 'hello', headers: { 'content-type': 'text/csv' } })).status,
    ).toBe(200);
    const download = await getSignedUrl(
      signer(),
      new GetObjectCommand({ Bucket, Key: key, ResponseContentDisposition: 'attachment; filename="r.csv"' }),
      { expiresIn: 60 },
    );
    const read = await fetch(download);
    expect(await read.text()).toBe('hello');
    expect(read.headers.get('content-type')).toBe('text/csv');
    expect(read.headers.get('content-disposition')).toBe('attachment; filename="r.csv"');
    now += 61_000;
    const late = await fetch(download);
    expect(late.status).toBe(403);
    expect(await late.text()).toContain('Request has expired');
  });

  test('holds for its own key, method and signed content length only', async () => {
    const url = await getSignedUrl(signer(), new PutObjectCommand({ Bucket, Key: 'mine', ContentLength: 5 }), {
      expiresIn: 60,
    });
    const upload = (to: string, body: string) => fetch(to, { method: 'PUT', body });
    expect((await upload(url, 'hello')).status).toBe(200);
    expect((await upload(url, 'hello!')).status).toBe(403);
    expect((await upload(url.replace('/mine', '/other'), 'hello')).status).toBe(403);
    expect((await fetch(url)).status).toBe(403);
  });

  test('that signs the checksum of an empty body refuses another body', async () => {
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'empty-sum' }), { expiresIn: 60 });
    const answer = await fetch(url, { method: 'PUT', body: 'hello' });
    expect(await answer.text()).toContain('BadDigest');
  });

  test('is needed: a request with no credentials at all is refused', async () => {
    expect((await fetch(`${endpoint}/${Bucket}/a`)).status).toBe(403);
  });
});

test('a browser may upload from an origin that the bucket allows, and from no other', async () => {
  storage.defineBucket('uploads', {
    CorsConfiguration: {
      CorsRules: [
        {
          AllowedOrigins: ['http://localhost:4000'],
          AllowedMethods: ['PUT'],
          AllowedHeaders: ['content-*'],
          ExposedHeaders: ['ETag'],
          MaxAge: 60,
        },
      ],
    },
  });
  const preflight = (origin: string, headers: string) =>
    fetch(`${endpoint}/uploads/x`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': headers },
    });
  const allowed = await preflight('http://localhost:4000', 'content-type');
  expect(allowed.status).toBe(200);
  expect(Object.fromEntries(allowed.headers)).toMatchObject({
    'access-control-allow-origin': 'http://localhost:4000',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '60',
  });
  expect((await preflight('http://evil.example', 'content-type')).status).toBe(403);
  expect((await preflight('http://localhost:4000', 'x-other')).status).toBe(403);
  const url = await getSignedUrl(clientOf(endpoint), new GetObjectCommand({ Bucket: 'uploads', Key: 'none' }));
  const read = await fetch(url, { headers: { origin: 'http://localhost:4000' } });
  expect(read.headers.get('access-control-allow-origin')).toBeNull();
});

describe('refusals', () => {
  test('missing keys and buckets are named', async () => {
    await expect(get('nothing')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'nothing' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'none' }))).rejects.toMatchObject({ name: 'NotFound' });
    await expect(s3.send(new PutObjectCommand({ Bucket: 'none', Key: 'a', Body: 'x' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  test('what is not supported is answered 501 by name', async () => {
    await put('a');
    await expect(s3.send(new GetObjectAclCommand({ Bucket, Key: 'a' }))).rejects.toThrow('acl');
    await expect(
      s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'a', Tagging: { TagSet: [] } })),
    ).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
    await expect(put('a', 'x', { StorageClass: 'GLACIER' })).rejects.toThrow('x-amz-storage-class: GLACIER');
    await expect(get('a', { VersionId: 'v' })).rejects.toThrow('versionId');
    expect(() => storage.defineBucket('v', { VersioningConfiguration: { Status: 'Enabled' } })).toThrow(
      'VersioningConfiguration',
    );
  });
});

test('lifecycle rules expire objects by prefix and age, and uploads never finished', async () => {
  storage.defineBucket('aging', {
    LifecycleConfiguration: {
      Rules: [
        { Status: 'Enabled', Prefix: 'tmp/', ExpirationInDays: 7 },
        { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
      ],
    },
  });
  for (const Key of ['tmp/old', 'kept']) await s3.send(new PutObjectCommand({ Bucket: 'aging', Key, Body: 'x' }));
  await s3.send(new CreateMultipartUploadCommand({ Bucket: 'aging', Key: 'half' }));
  expect(storage.expireObjects(now)).toBe(0);
  expect(storage.expireObjects(now + 8 * 86_400_000)).toBe(2);
  expect(storage.findObject('aging', 'kept')).toBeDefined();
  expect(storage.findObject('aging', 'tmp/old')).toBeUndefined();
});

test('what a killed process acknowledged is there after it, whole, and half a body is not', async () => {
  const killed = mkdtempSync(join(tmpdir(), 'throughline-s3-killed-'));
  const child = await startChildService(serviceProgram(killed));
  const client = clientOf(child.url);
  const acknowledged: string[] = [];
  const body = (key: string) => key.repeat(20_000);
  const writing = (async () => {
    for (let index = 0; ; index++) {
      const Key = `k${index}`;
      await client.send(new PutObjectCommand({ Bucket, Key, Body: body(Key) }));
      acknowledged.push(Key);
    }
  })().catch(() => undefined);
  const endless = Readable.from(
    (async function* () {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        yield randomBytes(MEBIBYTE);
      }
    })(),
  );
  const half = client
    .send(new PutObjectCommand({ Bucket, Key: 'half', Body: endless, ContentLength: 1024 * MEBIBYTE }))
    .catch(() => undefined);
  while (acknowledged.length < 20) await new Promise((resolve) => setTimeout(resolve, 10));
  await child.kill();
  await Promise.all([writing, half]);
  endless.destroy();
  client.destroy();
  const after = createObjectStorage({ dataDir: killed });
  const reader = clientOf(await after.listen(0));
  for (const Key of acknowledged) {
    const { Body } = await reader.send(new GetObjectCommand({ Bucket, Key }));
    expect((await Body?.transformToString()) === body(Key)).toBe(true);
  }
  expect(after.findObject(Bucket, 'half')).toBeUndefined();
  const known = (await reader.send(new ListObjectsV2Command({ Bucket }))).KeyCount;
  expect(existsSync(join(killed, 'objects'))).toBe(true);
  expect(bodies(join(killed, 'objects'))).toHaveLength(known ?? 0);
  reader.destroy();
  await after.close();
  rmSync(killed, { recursive: true });
});
