import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { WORKSPACE_SECRETS } from '../accounts/contract.ts';
import type { CredentialLock } from '../accounts/credential-lock.ts';
import type { MailboxId, WorkspaceId } from '../platform/ids.ts';

const Stored = z.record(z.string(), z.string());
type Client = Pick<SecretsManagerClient, 'send'>;

const secretOf = (workspaceId: WorkspaceId): string => `${WORKSPACE_SECRETS}${workspaceId}/mailboxes`;

export type MailboxSecrets = ReturnType<typeof createMailboxSecrets>;

/** Passwords of a workspace's mailboxes, as one secret of Secrets Manager. Never returned by the API, never logged. */
export const createMailboxSecrets = (client: Client = new SecretsManagerClient({})) => {
  const stored = async (workspaceId: WorkspaceId): Promise<Readonly<Record<string, string>> | undefined> => {
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretOf(workspaceId) }));
      return Stored.parse(JSON.parse(SecretString ?? '{}'));
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };

  return {
    read: async (workspaceId: WorkspaceId, id: MailboxId): Promise<string | undefined> =>
      (await stored(workspaceId))?.[id],

    /** Stores a password; to be called while nobody else changes the workspace's. */
    put: async (workspaceId: WorkspaceId, id: MailboxId, password: string): Promise<void> => {
      const before = await stored(workspaceId);
      const SecretString = JSON.stringify({ ...before, [id]: password });
      const name = secretOf(workspaceId);
      const Description = 'Passwords of the mailboxes of a workspace';
      if (before === undefined) await client.send(new CreateSecretCommand({ Name: name, SecretString, Description }));
      else await client.send(new PutSecretValueCommand({ SecretId: name, SecretString }));
    },
  };
};

/** Stores a mailbox's password while nobody else changes one of the workspace. */
export const createKeepPassword =
  ({ secrets, lock }: { secrets: Pick<MailboxSecrets, 'put'>; lock: CredentialLock }) =>
  (workspaceId: WorkspaceId, id: MailboxId, password: string): Promise<void> =>
    lock(workspaceId, () => secrets.put(workspaceId, id, password));
