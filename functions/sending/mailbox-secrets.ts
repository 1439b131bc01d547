import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import type { CredentialLock } from '../accounts/credential-lock.ts';
import { createWorkspaceSecret, type SecretsClient } from '../accounts/workspace-secret.ts';
import type { MailboxId, WorkspaceId } from '../platform/ids.ts';

const Stored = z.record(z.string(), z.string());

export type MailboxSecrets = ReturnType<typeof createMailboxSecrets>;

/** Passwords of a workspace's mailboxes, as one secret of Secrets Manager. Never returned by the API, never logged. */
export const createMailboxSecrets = (client: SecretsClient = new SecretsManagerClient({})) => {
  const secret = createWorkspaceSecret({
    client,
    schema: Stored,
    suffix: '/mailboxes',
    description: 'Passwords of the mailboxes of a workspace',
  });

  return {
    read: async (workspaceId: WorkspaceId, id: MailboxId): Promise<string | undefined> =>
      (await secret.read(workspaceId))?.[id],

    /** Stores a password; to be called while nobody else changes the workspace's. */
    put: async (workspaceId: WorkspaceId, id: MailboxId, password: string): Promise<void> => {
      const before = await secret.read(workspaceId);
      await secret.replace(workspaceId, before, { ...before, [id]: password });
    },
  };
};

/** Stores a mailbox's password while nobody else changes one of the workspace. */
export const createKeepPassword =
  ({ secrets, lock }: { secrets: Pick<MailboxSecrets, 'put'>; lock: CredentialLock }) =>
  (workspaceId: WorkspaceId, id: MailboxId, password: string): Promise<void> =>
    lock(workspaceId, () => secrets.put(workspaceId, id, password));
