import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import type { WorkspaceId } from '../platform/ids.ts';
import { type Clock, Instant, instant, MINUTE } from '../platform/time.ts';
import { ProviderName, WORKSPACE_SECRETS } from './contract.ts';

export type { ProviderName } from './contract.ts';

/** What a provider wants to see: an API key, for `smtp` the address with user and password (`smtps://user:password@host:465`). */
export type ProviderCredential = Readonly<{ apiKey: string }>;
export type Credentials = Readonly<Partial<Record<ProviderName, ProviderCredential>>>;
export type ReadCredentials = (workspaceId: WorkspaceId) => Promise<Credentials>;

const Stored = z.partialRecord(ProviderName, z.object({ apiKey: z.string(), updatedAt: Instant }));
export type StoredCredentials = z.infer<typeof Stored>;

/** Credentials are kept in a process for so long: a new one takes effect within a minute, a deleted one is forgotten within it. */
const KEPT = MINUTE;

type Client = Pick<SecretsManagerClient, 'send'>;

const secretOf = (workspaceId: WorkspaceId): string => `${WORKSPACE_SECRETS}${workspaceId}`;

export type CredentialStore = ReturnType<typeof createCredentialStore>;

/** The credentials of a workspace as one secret of Secrets Manager (encrypted with KMS): one read gives all that a run needs. */
export const createCredentialStore = ({
  client = new SecretsManagerClient({}),
  clock,
}: {
  client?: Client;
  clock: Clock;
}) => {
  /** Undefined when the workspace has never stored one. */
  const stored = async (workspaceId: WorkspaceId): Promise<StoredCredentials | undefined> => {
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretOf(workspaceId) }));
      return Stored.parse(JSON.parse(SecretString ?? '{}'));
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };

  const keep = async (workspaceId: WorkspaceId, credentials: StoredCredentials, isNew: boolean): Promise<void> => {
    const SecretString = JSON.stringify(credentials);
    const Description = 'Credentials of a workspace for providers of data, models and mail';
    const name = secretOf(workspaceId);
    if (isNew) await client.send(new CreateSecretCommand({ Name: name, SecretString, Description }));
    else await client.send(new PutSecretValueCommand({ SecretId: name, SecretString }));
  };

  return {
    read: async (workspaceId: WorkspaceId): Promise<StoredCredentials> => (await stored(workspaceId)) ?? {},

    /** Stores a credential in place of an earlier one. Gives when. */
    put: async (workspaceId: WorkspaceId, provider: ProviderName, { apiKey }: ProviderCredential): Promise<Instant> => {
      const before = await stored(workspaceId);
      const updatedAt = instant(clock());
      await keep(workspaceId, { ...before, [provider]: { apiKey, updatedAt } }, before === undefined);
      return updatedAt;
    },

    /** Forgets a credential; `false` when there was none. */
    remove: async (workspaceId: WorkspaceId, provider: ProviderName): Promise<boolean> => {
      const before = await stored(workspaceId);
      if (before?.[provider] === undefined) return false;
      const { [provider]: _forgotten, ...others } = before;
      await keep(workspaceId, others, false);
      return true;
    },
  };
};

/** Gives a workspace's credentials by provider, read at most once a minute and process. They are never logged and never returned by the API. */
export const createReadCredentials = ({ client, clock }: { client?: Client; clock: Clock }): ReadCredentials => {
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
