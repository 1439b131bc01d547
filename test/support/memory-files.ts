import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import type { Files } from '../../functions/platform/files.ts';

export type MemoryFiles = Files & Readonly<{ objects: Map<string, Buffer> }>;

/** The data bucket in this process. Streams come in small chunks, so that whatever reads them meets every boundary. */
export const createMemoryFiles = (chunkBytes = 64): MemoryFiles => {
  const objects = new Map<string, Buffer>();
  const existing = (key: string): Buffer => {
    const found = objects.get(key);
    if (found === undefined) throw new Error(`NoSuchKey: ${key}`);
    return found;
  };
  function* chunksOf(bytes: Buffer) {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const versionOf = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');
  return {
    objects,
    bucket: 'memory',
    client: new S3Client({ region: 'us-east-1' }),
    list: async (prefix) =>
      [...objects]
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, { length: bytes }]) => ({ key, bytes }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
    readText: async (key) => objects.get(key)?.toString('utf8'),
    readBytes: async (key) => objects.get(key),
    writeBytes: async (key, bytes) => {
      objects.set(key, Buffer.from(bytes));
    },
    readVersion: async (key) => {
      const found = objects.get(key);
      return found === undefined ? undefined : { text: found.toString('utf8'), version: versionOf(found) };
    },
    replaceText: async (key, text, version) => {
      const found = objects.get(key);
      if ((found === undefined ? null : versionOf(found)) !== version) return false;
      objects.set(key, Buffer.from(text, 'utf8'));
      return true;
    },
    readStream: async (key, from) => Readable.from(chunksOf(existing(key).subarray(from ?? 0))),
    sizeOf: async (key) => objects.get(key)?.length,
    versionOf: async (key) => {
      const found = objects.get(key);
      return found === undefined ? undefined : versionOf(found);
    },
    writeText: async (key, text) => {
      objects.set(key, Buffer.from(text, 'utf8'));
    },
    writeStream: async (key, body) => {
      const parts: Buffer[] = [];
      for await (const part of body) parts.push(Buffer.from(part as Uint8Array | string));
      objects.set(key, Buffer.concat(parts));
    },
  };
};
