import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

/** The data bucket: plans, discovered companies, results, imports. Keys are made in `files-layout.ts`. */
export type Files = ReturnType<typeof createFiles>;

export const createFiles = ({
  bucket,
  client = new S3Client({ forcePathStyle: true }),
}: {
  bucket: string;
  client?: S3Client;
}) => {
  /** The object's text, or undefined when there is none. */
  const readText = async (key: string): Promise<string | undefined> => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return await Body?.transformToString('utf-8');
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };

  /** The object's bytes, or undefined when there is none. For files that fit into memory. */
  const readBytes = async (key: string): Promise<Uint8Array | undefined> => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return await Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };

  const writeBytes = async (key: string, bytes: Uint8Array, contentType: string): Promise<void> => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: contentType }));
  };

  /** The object's bytes as a stream, from the byte `from` on. @throws NoSuchKey */
  const readStream = async (key: string, from = 0): Promise<Readable> => {
    const range = from === 0 ? {} : { Range: `bytes=${String(from)}-` };
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...range }));
    if (!(Body instanceof Readable)) throw new Error(`Object ${key} has no readable body`);
    return Body;
  };

  const head = async (key: string) => {
    try {
      return await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    } catch (error) {
      // HEAD has no body to carry `NoSuchKey`: S3 answers a bare 404.
      if (error instanceof NotFound || error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };

  /** The object's size in bytes, or undefined when there is none. */
  const sizeOf = async (key: string): Promise<number | undefined> => (await head(key))?.ContentLength;

  /** Which version of the object is there, or undefined when there is none. */
  const versionOf = async (key: string): Promise<string | undefined> => (await head(key))?.ETag;

  /** The objects below a prefix with their sizes in bytes, in the order of their keys. */
  const list = async (prefix: string): Promise<readonly Readonly<{ key: string; bytes: number }>[]> => {
    const found: Readonly<{ key: string; bytes: number }>[] = [];
    let after: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: after }),
      );
      for (const { Key, Size } of page.Contents ?? [])
        if (Key !== undefined) found.push({ key: Key, bytes: Size ?? 0 });
      after = page.NextContinuationToken;
    } while (after !== undefined);
    return found;
  };

  const writeText = async (key: string, text: string, contentType = 'application/json'): Promise<void> => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: contentType }));
  };

  /** The object's text with the version it is, or undefined when there is none. */
  const readVersion = async (key: string): Promise<Readonly<{ text: string; version: string }> | undefined> => {
    try {
      const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (Body === undefined || ETag === undefined) throw new Error(`Object ${key} has no body or no version`);
      return { text: await Body.transformToString('utf-8'), version: ETag };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };

  /** Writes text in place of the version that was read (null: of nothing); `false` when somebody else wrote meanwhile. */
  const replaceText = async (key: string, text: string, version: string | null): Promise<boolean> => {
    const condition = version === null ? { IfNoneMatch: '*' } : { IfMatch: version };
    try {
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: 'application/json', ...condition }),
      );
      return true;
    } catch (error) {
      // 412: another version stands there; 409: another write is going on; 404: what was read is gone.
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
      if (status === 412 || status === 409 || status === 404) return false;
      throw error;
    }
  };

  /** Writes a stream of unknown length in parts (8 MiB each), never holding the whole. */
  const writeStream = async (key: string, body: Readable, contentType: string): Promise<void> => {
    await new Upload({
      client,
      params: { Bucket: bucket, Key: key, Body: body, ContentType: contentType },
      partSize: 8 * 1024 * 1024,
      queueSize: 2,
    }).done();
  };

  return {
    ...{ bucket, client, list, readText, readBytes, readVersion, readStream, sizeOf, versionOf },
    ...{ writeBytes, writeText, replaceText, writeStream },
  };
};
