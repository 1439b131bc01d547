import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
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

  /** The object's bytes as a stream, from the byte `from` on. @throws NoSuchKey */
  const readStream = async (key: string, from = 0): Promise<Readable> => {
    const range = from === 0 ? {} : { Range: `bytes=${String(from)}-` };
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...range }));
    if (!(Body instanceof Readable)) throw new Error(`Object ${key} has no readable body`);
    return Body;
  };

  /** The object's size in bytes, or undefined when there is none. */
  const sizeOf = async (key: string): Promise<number | undefined> => {
    try {
      return (await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).ContentLength;
    } catch (error) {
      // HEAD has no body to carry `NoSuchKey`: S3 answers a bare 404.
      if (error instanceof NotFound || error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };

  const writeText = async (key: string, text: string, contentType = 'application/json'): Promise<void> => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: contentType }));
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

  return { bucket, client, readText, readStream, sizeOf, writeText, writeStream };
};
