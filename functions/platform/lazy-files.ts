import type { Files } from './files.ts';

type ReadAndWrite = Pick<Files, 'readText' | 'writeText' | 'writeBytes'>;

/**
 * The data bucket, whose client is loaded by the first request that uses it: it is more than a third of an API function's bundle, and most requests
 * only read the table (spec/performance.md: an API function loads at most 450 KB at its start).
 */
export const createLazyFiles = (bucket: string): ReadAndWrite => {
  let loading: Promise<ReadAndWrite> | undefined;
  const files = (): Promise<ReadAndWrite> => {
    loading ??= import('./files.ts').then(({ createFiles }) => createFiles({ bucket }));
    return loading;
  };
  return {
    readText: async (key) => (await files()).readText(key),
    writeText: async (key, text, contentType) => {
      await (await files()).writeText(key, text, contentType);
    },
    writeBytes: async (key, bytes, contentType) => {
      await (await files()).writeBytes(key, bytes, contentType);
    },
  };
};
