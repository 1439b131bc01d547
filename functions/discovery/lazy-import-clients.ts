import type { ImportClients, ImportClientsOptions } from './import-clients.ts';

/**
 * The same clients, loaded by the first request that uses one: they are more than a third of the bundle, and most requests only read the table
 * (spec/performance.md: an API function loads at most 450 KB at its start).
 */
export const createLazyImportClients = (options: ImportClientsOptions): ImportClients => {
  let loading: Promise<ImportClients> | undefined;
  const clients = (): Promise<ImportClients> => {
    loading ??= import('./import-clients.ts').then(({ createImportClients }) => createImportClients(options));
    return loading;
  };
  return {
    files: { sizeOf: async (key) => (await clients()).files.sizeOf(key) },
    links: {
      upload: async (key) => (await clients()).links.upload(key),
      download: async (key, fileName) => (await clients()).links.download(key, fileName),
    },
    beginReading: async (input) => {
      await (await clients()).beginReading(input);
    },
  };
};
