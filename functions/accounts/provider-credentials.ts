import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import type { WorkspaceId } from '../platform/ids.ts';
import { type Clock, Instant, instant, MINUTE, SECOND } from '../platform/time.ts';
import { ProviderName } from './contract.ts';
import { createWorkspaceSecret, type SecretsClient } from './workspace-secret.ts';

export type { ProviderName } from './contract.ts';

/** What a provider wants to see: an API key, for `smtp` the address with user and password (`smtps://user:password@host:465`). */
export type ProviderCredential = Readonly<{ apiKey: string }>;
export type Credentials = Readonly<Partial<Record<ProviderName, ProviderCredential>>>;
/** A workspace's credentials. One that is `wanted` and was not there is looked for again: whoever has just been told to store it has done so. */
export type ReadCredentials = (workspaceId: WorkspaceId, wanted?: readonly ProviderName[]) => Promise<Credentials>;

const Stored = z.partialRecord(ProviderName, z.object({ apiKey: z.string(), updatedAt: Instant }));
export type StoredCredentials = z.infer<typeof Stored>;

/** Credentials are kept in a process for so long: a new one takes effect within a minute, a deleted one is forgotten within it. */
const KEPT = MINUTE;
/** A missing one is looked for again after so long, however often it is wanted. */
const MISSING_KEPT = 2 * SECOND;

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

/** Gives a workspace's credentials by provider, read at most once a minute and process while none is missing. They are never logged and never returned by the API. */
export const createReadCredentials = ({ client, clock }: { client?: SecretsClient; clock: Clock }): ReadCredentials => {
  const store = createCredentialStore(client === undefined ? { clock } : { client, clock });
  const known = new Map<WorkspaceId, Readonly<{ readAt: number; credentials: Promise<Credentials> }>>();
  const read = (workspaceId: WorkspaceId): Promise<Credentials> => {
    const credentials = store.read(workspaceId);
    known.set(workspaceId, { readAt: clock(), credentials });
    credentials.catch(() => known.delete(workspaceId));
    return credentials;
  };
  return async (workspaceId, wanted = []) => {
    const found = known.get(workspaceId);
    const age = found === undefined ? KEPT : clock() - found.readAt;
    if (found === undefined || age >= KEPT) return await read(workspaceId);
    const credentials = await found.credentials;
    const isMissing = wanted.some((name) => credentials[name] === undefined);
    return isMissing && age >= MISSING_KEPT ? await read(workspaceId) : credentials;
  };
};
