import type { Handlers } from '../platform/http/api.ts';
import { problem } from '../platform/http/problem.ts';
import {
  PROVIDER_NAMES,
  type ProviderCredentialView,
  type ProviderName,
  type providerCredentialRoutes,
} from './contract.ts';
import type { CredentialLock } from './credential-lock.ts';
import type { CredentialStore, StoredCredentials } from './provider-credentials.ts';

const viewOf = (credentials: StoredCredentials, provider: ProviderName): ProviderCredentialView => {
  const found = credentials[provider];
  return { provider, configured: found !== undefined, updatedAt: found?.updatedAt ?? null };
};

/** Credentials of providers over HTTP: stored and forgotten, never shown. */
export const createServeProviderCredentials = ({
  credentials,
  lock,
}: {
  credentials: CredentialStore;
  lock: CredentialLock;
}): Handlers<typeof providerCredentialRoutes> => ({
  listProviderCredentials: async ({ principal: { workspaceId } }) => {
    const stored = await credentials.read(workspaceId);
    return { body: { items: PROVIDER_NAMES.map((provider) => viewOf(stored, provider)) } };
  },
  getProviderCredential: async ({ principal: { workspaceId }, params: { provider } }) => ({
    body: viewOf(await credentials.read(workspaceId), provider),
  }),
  putProviderCredential: async ({ principal: { workspaceId }, params: { provider }, body }) => ({
    body: {
      provider,
      configured: true,
      updatedAt: await lock(workspaceId, () => credentials.put(workspaceId, provider, body)),
    },
  }),
  deleteProviderCredential: async ({ principal: { workspaceId }, params: { provider } }) =>
    (await lock(workspaceId, () => credentials.remove(workspaceId, provider)))
      ? { body: undefined }
      : problem(404, 'credential_not_found', `There is no credential for ${provider} in this workspace.`),
});
