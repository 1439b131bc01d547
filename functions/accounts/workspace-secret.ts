import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type * as z from 'zod';
import type { WorkspaceId } from '../platform/ids.ts';
import { WORKSPACE_SECRETS } from './contract.ts';

export type SecretsClient = Pick<SecretsManagerClient, 'send'>;

/**
 * One secret of Secrets Manager a workspace (encrypted with KMS), as JSON of a schema. Secrets Manager has no conditional write: a change is to
 * be made while nobody else changes the workspace's.
 */
export const createWorkspaceSecret = <Stored>({
  client,
  schema,
  suffix = '',
  description,
}: Readonly<{
  client: SecretsClient;
  schema: z.ZodType<Stored>;
  /** What follows the workspace in the secret's name. */
  suffix?: string;
  description: string;
}>) => {
  const nameOf = (workspaceId: WorkspaceId): string => `${WORKSPACE_SECRETS}${workspaceId}${suffix}`;
  return {
    /** Undefined when the workspace has never stored one. */
    read: async (workspaceId: WorkspaceId): Promise<Stored | undefined> => {
      try {
        const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: nameOf(workspaceId) }));
        return schema.parse(JSON.parse(SecretString ?? '{}'));
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },

    /** Stores `after` in place of `before`, which is what `read` gave. */
    replace: async (workspaceId: WorkspaceId, before: Stored | undefined, after: Stored): Promise<void> => {
      const name = nameOf(workspaceId);
      const SecretString = JSON.stringify(after);
      if (before === undefined)
        await client.send(new CreateSecretCommand({ Name: name, SecretString, Description: description }));
      else await client.send(new PutSecretValueCommand({ SecretId: name, SecretString }));
    },
  };
};
