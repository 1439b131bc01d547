import type { PreviewClients, PreviewClientsOptions } from './preview-clients.ts';

/** The same, loaded by the first request that uses it (spec/performance.md: an API function loads at most 450 KB at its start). */
export const createLazyPreviewClients = (options: PreviewClientsOptions): PreviewClients => {
  let loading: Promise<PreviewClients> | undefined;
  const clients = (): Promise<PreviewClients> => {
    loading ??= import('./preview-clients.ts').then(({ createPreviewClients }) => createPreviewClients(options));
    return loading;
  };
  return {
    previewCompanies: async (...asked) => (await clients()).previewCompanies(...asked),
    beginRescore: async (input) => {
      await (await clients()).beginRescore(input);
    },
  };
};
