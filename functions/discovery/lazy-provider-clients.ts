import type { ProviderClients, ProviderClientsOptions } from './provider-clients.ts';

/** The same clients, loaded by the first request: with them the bundle would be larger than an API function loads at its start (spec/performance.md). */
export const createLazyProviderClients = (options: ProviderClientsOptions): ProviderClients => {
  let loading: Promise<ProviderClients> | undefined;
  const clients = (): Promise<ProviderClients> => {
    loading ??= import('./provider-clients.ts').then(({ createProviderClients }) => createProviderClients(options));
    return loading;
  };
  return {
    files: { readStream: async (...read) => (await clients()).files.readStream(...read) },
    open: async (...provider) => (await clients()).open(...provider),
    readCredentials: async (...wanted) => (await clients()).readCredentials(...wanted),
    answerOf: async (...page) => (await clients()).answerOf(...page),
  };
};
