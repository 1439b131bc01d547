import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import type { WebhookEndpointId, WorkspaceId } from '../platform/ids.ts';
import { type Clock, Instant } from '../platform/time.ts';
import type { CredentialLock } from './credential-lock.ts';
import type { WebhookEndpoint } from './webhook-endpoint-store.ts';
import { createWorkspaceSecret, type SecretsClient } from './workspace-secret.ts';

const SigningSecrets = z.object({
  version: z.int(),
  current: z.string(),
  previous: z.object({ secret: z.string(), until: Instant }).nullable(),
});
export type SigningSecrets = Readonly<z.infer<typeof SigningSecrets>>;
const Stored = z.record(z.string(), SigningSecrets);
type Stored = Readonly<z.infer<typeof Stored>>;

const KEPT_WORKSPACES = 1_000;

export type WebhookSecrets = ReturnType<typeof createWebhookSecrets>;

/** The secrets that sign a workspace's webhooks, as one secret of Secrets Manager. Shown when they are made, never again, and never logged. */
export const createWebhookSecrets = (client: SecretsClient = new SecretsManagerClient({})) => {
  const secret = createWorkspaceSecret({
    client,
    schema: Stored,
    suffix: '/webhooks',
    description: 'Secrets that sign the webhooks of a workspace',
  });

  return {
    read: async (workspaceId: WorkspaceId, id: WebhookEndpointId): Promise<SigningSecrets | undefined> =>
      (await secret.read(workspaceId))?.[id],

    /** Every endpoint's, for a process that keeps them. */
    readAll: async (workspaceId: WorkspaceId): Promise<Stored> => (await secret.read(workspaceId)) ?? {},

    /** Stores an endpoint's secrets; to be called while nobody else changes the workspace's. */
    put: async (workspaceId: WorkspaceId, id: WebhookEndpointId, secrets: SigningSecrets): Promise<void> => {
      const before = await secret.read(workspaceId);
      await secret.replace(workspaceId, before, { ...before, [id]: secrets });
    },

    /** Forgets an endpoint's secrets; to be called while nobody else changes the workspace's. */
    remove: async (workspaceId: WorkspaceId, id: WebhookEndpointId): Promise<void> => {
      const before = await secret.read(workspaceId);
      if (before?.[id] === undefined) return;
      const { [id]: _forgotten, ...others } = before;
      await secret.replace(workspaceId, before, others);
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
