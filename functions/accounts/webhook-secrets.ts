import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import type { WebhookEndpointId, WorkspaceId } from '../platform/ids.ts';
import { type Clock, Instant } from '../platform/time.ts';
import { WORKSPACE_SECRETS } from './contract.ts';
import type { CredentialLock } from './credential-lock.ts';
import type { WebhookEndpoint } from './webhook-endpoint-store.ts';

const SigningSecrets = z.object({
  version: z.int(),
  current: z.string(),
  previous: z.object({ secret: z.string(), until: Instant }).nullable(),
});
export type SigningSecrets = Readonly<z.infer<typeof SigningSecrets>>;
const Stored = z.record(z.string(), SigningSecrets);
type Stored = Readonly<z.infer<typeof Stored>>;
type Client = Pick<SecretsManagerClient, 'send'>;

const secretOf = (workspaceId: WorkspaceId): string => `${WORKSPACE_SECRETS}${workspaceId}/webhooks`;
const KEPT_WORKSPACES = 1_000;

export type WebhookSecrets = ReturnType<typeof createWebhookSecrets>;

/** The secrets that sign a workspace's webhooks, as one secret of Secrets Manager. Shown when they are made, never again, and never logged. */
export const createWebhookSecrets = (client: Client = new SecretsManagerClient({})) => {
  const stored = async (workspaceId: WorkspaceId): Promise<Stored | undefined> => {
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretOf(workspaceId) }));
      return Stored.parse(JSON.parse(SecretString ?? '{}'));
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };
  const keep = async (workspaceId: WorkspaceId, before: Stored | undefined, after: Stored): Promise<void> => {
    const SecretString = JSON.stringify(after);
    const name = secretOf(workspaceId);
    const Description = 'Secrets that sign the webhooks of a workspace';
    if (before === undefined) await client.send(new CreateSecretCommand({ Name: name, SecretString, Description }));
    else await client.send(new PutSecretValueCommand({ SecretId: name, SecretString }));
  };

  return {
    read: async (workspaceId: WorkspaceId, id: WebhookEndpointId): Promise<SigningSecrets | undefined> =>
      (await stored(workspaceId))?.[id],

    /** Every endpoint's, for a process that keeps them. */
    readAll: async (workspaceId: WorkspaceId): Promise<Stored> => (await stored(workspaceId)) ?? {},

    /** Stores an endpoint's secrets; to be called while nobody else changes the workspace's. */
    put: async (workspaceId: WorkspaceId, id: WebhookEndpointId, secrets: SigningSecrets): Promise<void> => {
      const before = await stored(workspaceId);
      await keep(workspaceId, before, { ...before, [id]: secrets });
    },

    /** Forgets an endpoint's secrets; to be called while nobody else changes the workspace's. */
    remove: async (workspaceId: WorkspaceId, id: WebhookEndpointId): Promise<void> => {
      const before = await stored(workspaceId);
      if (before?.[id] === undefined) return;
      const { [id]: _forgotten, ...others } = before;
      await keep(workspaceId, before, others);
    },
  };
};

/** Secrets are changed one at a time: a workspace's are one secret, and Secrets Manager has no conditional write. */
export const createChangeSecrets =
  ({ secrets, lock }: { secrets: Pick<WebhookSecrets, 'read' | 'put' | 'remove'>; lock: CredentialLock }) =>
  <Result>(
    workspaceId: WorkspaceId,
    work: (held: Pick<WebhookSecrets, 'read' | 'put' | 'remove'>) => Promise<Result>,
  ): Promise<Result> =>
    lock(workspaceId, () => work(secrets));

/** The secrets that hold for an endpoint now, the newest first; undefined when there is none. */
export type SecretsInForce = (
  workspaceId: WorkspaceId,
  endpoint: Pick<WebhookEndpoint, 'id' | 'secretVersion'>,
) => Promise<readonly string[] | undefined>;

/** Reads a workspace's secrets once a process, and again when an endpoint has a newer one than is known here. */
export const createSecretsInForce = ({
  secrets,
  clock,
}: {
  secrets: Pick<WebhookSecrets, 'readAll'>;
  clock: Clock;
}): SecretsInForce => {
  const known = new Map<WorkspaceId, Stored>();
  return async (workspaceId, { id, secretVersion }) => {
    let found = known.get(workspaceId)?.[id];
    if (found === undefined || found.version < secretVersion) {
      const read = await secrets.readAll(workspaceId);
      if (known.size >= KEPT_WORKSPACES) known.clear();
      known.set(workspaceId, read);
      found = read[id];
    }
    if (found === undefined) return undefined;
    const { current, previous } = found;
    return previous !== null && Date.parse(previous.until) > clock() ? [current, previous.secret] : [current];
  };
};
