import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import type { WorkspaceId } from '../platform/ids.ts';
import { type Clock, Instant, instant, MINUTE } from '../platform/time.ts';
import { ProviderName } from './contract.ts';
import { createWorkspaceSecret, type SecretsClient } from './workspace-secret.ts';

export type { ProviderName } from './contract.ts';

/** What a provider wants to see: an API key, for `smtp` the address with user and password (`smtps://user:password@host:465`). */
export type ProviderCredential = Readonly<{ apiKey: string }>;
export type Credentials = Readonly<Partial<Record<ProviderName, ProviderCredential>>>;
export type ReadCredentials = (workspaceId: WorkspaceId) => Promise<Credentials>;

const Stored = z.partialRecord(ProviderName, z.object({ apiKey: z.string(), updatedAt: Instant }));
export type StoredCredentials = z.infer<typeof Stored>;

/** Credentials are kept in a process for so long: a new one takes effect within a minute, a deleted one is forgotten within it. */
const KEPT = MINUTE;

export type CredentialStore = ReturnType<typeof createCredentialStore>;

/** The credentials of a workspace as one secret of Secrets Manager (encrypted with KMS): one read gives all that a run needs. */
export const createCredentialStore = ({
  client = new SecretsManagerClient({}),
  clock,
}: {
  client?: SecretsClient;
  clock: Clock;
}) => {
  const secret = createWorkspaceSecret({
    client,
    schema: Stored,
    description: 'Credentials of a workspace for providers of data, models and mail',
  });

  return {
    read: async (workspaceId: WorkspaceId): Promise<StoredCredentials> => (await secret.read(workspaceId)) ?? {},

    /** Stores a credential in place of an earlier one. Gives when. */
    put: async (workspaceId: WorkspaceId, provider: ProviderName, { apiKey }: ProviderCredential): Promise<Instant> => {
      const before = await secret.read(workspaceId);
      const updatedAt = instant(clock());
      await secret.replace(workspaceId, before, { ...before, [provider]: { apiKey, updatedAt } });
      return updatedAt;
    },

    /** Forgets a credential; `false` when there was none. */
    remove: async (workspaceId: WorkspaceId, provider: ProviderName): Promise<boolean> => {
      const before = await secret.read(workspaceId);
      if (before?.[provider] === undefined) return false;
      const { [provider]: _forgotten, ...others } = before;
      await secret.replace(workspaceId, before, others);
      return true;
    },
  };
};

/** Gives a workspace's credentials by provider, read at most once a minute and process. They are never logged and never returned by the API. */
export const createReadCredentials = ({ client, clock }: { client?: SecretsClient; clock: Clock }): ReadCredentials => {
  const store = createCredentialStore(client === undefined ? { clock } : { client, clock });
  const known = new Map<WorkspaceId, Readonly<{ until: number; credentials: Promise<Credentials> }>>();
  return (workspaceId) => {
    const found = known.get(workspaceId);
    if (found !== undefined && found.until > clock()) return found.credentials;
    const credentials = store.read(workspaceId);
    known.set(workspaceId, { until: clock() + KEPT, credentials });
    credentials.catch(() => known.delete(workspaceId));
    return credentials;
  };
};
