import * as z from 'zod';
import { PageQuery, pageOf } from '../platform/http/page.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { singleLine } from '../platform/http/text.ts';
import { ApiKeyId, WorkspaceId } from '../platform/ids.ts';
import { ROLES } from '../platform/permissions.ts';
import { Instant } from '../platform/time.ts';

export const Me = z.object({
  kind: z.enum(['member', 'key']),
  id: z.string(),
  name: z.string().nullable(),
  role: z.enum(ROLES),
  mode: z.enum(['sandbox', 'live']),
  workspace: z.object({ id: WorkspaceId, name: z.string() }),
});
export const ApiKeyView = z.object({
  id: ApiKeyId,
  name: z.string(),
  /** The first characters, for recognising it. */
  prefix: z.string(),
  mode: z.enum(['sandbox', 'live']),
  role: z.enum(ROLES),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
});
export type ApiKeyView = z.infer<typeof ApiKeyView>;

/** Providers that a workspace brings its own credentials for. */
export const PROVIDER_NAMES = [
  'crustdata',
  'apollo',
  'people-data-labs',
  'google-places',
  'hunter',
  'anthropic',
  'openai',
  'instantly',
  'smtp',
  'pagespeed',
  'semrush',
] as const;
export const ProviderName = z.enum(PROVIDER_NAMES);
export type ProviderName = z.infer<typeof ProviderName>;

/** Names of the secrets that hold workspaces' credentials begin with it; one secret a workspace. */
export const WORKSPACE_SECRETS = 'throughline/workspaces/';

/** Whether a credential is stored, never what it is. */
export const ProviderCredentialView = z.object({
  provider: ProviderName,
  configured: z.boolean(),
  updatedAt: Instant.nullable(),
});
export type ProviderCredentialView = z.infer<typeof ProviderCredentialView>;

const accounts = { servedBy: 'accounts/serve-accounts', tag: 'Accounts' } as const;
export const accountRoutes = defineRoutes({
  getMe: {
    ...accounts,
    operationId: 'getMe',
    method: 'GET',
    path: '/me',
    summary: 'Who you are and in which workspace',
    permission: 'workspace:read',
    status: 200,
    response: Me,
  },
  listApiKeys: {
    ...accounts,
    operationId: 'listApiKeys',
    method: 'GET',
    path: '/api-keys',
    summary: 'List API keys',
    permission: 'apiKey:read',
    query: PageQuery,
    status: 200,
    response: pageOf(ApiKeyView),
  },
  createApiKey: {
    ...accounts,
    operationId: 'createApiKey',
    method: 'POST',
    path: '/api-keys',
    summary: 'Make an API key; the key itself is shown this once',
    permission: 'apiKey:create',
    body: z.strictObject({
      name: singleLine(80),
      mode: z.enum(['sandbox', 'live']).default('sandbox'),
      role: z.enum(['admin', 'member', 'viewer']).default('member'),
      expiresAt: Instant.optional(),
    }),
    status: 201,
    response: ApiKeyView.extend({ key: z.string() }),
  },
  revokeApiKey: {
    ...accounts,
    operationId: 'revokeApiKey',
    method: 'DELETE',
    path: '/api-keys/{apiKeyId}',
    summary: 'Revoke an API key',
    permission: 'apiKey:delete',
    params: z.object({ apiKeyId: ApiKeyId }),
    status: 204,
  },
});

const credentials = { servedBy: 'accounts/serve-provider-credentials', tag: 'Provider credentials' } as const;
const credentialParams = z.object({ provider: ProviderName });

export const providerCredentialRoutes = defineRoutes({
  listProviderCredentials: {
    ...credentials,
    operationId: 'listProviderCredentials',
    method: 'GET',
    path: '/provider-credentials',
    summary: 'Which providers have a credential of yours; the credentials themselves are never shown',
    permission: 'providerCredential:read',
    status: 200,
    response: z.object({ items: z.array(ProviderCredentialView) }),
  },
  getProviderCredential: {
    ...credentials,
    operationId: 'getProviderCredential',
    method: 'GET',
    path: '/provider-credentials/{provider}',
    summary: 'Whether a provider has a credential of yours',
    permission: 'providerCredential:read',
    params: credentialParams,
    status: 200,
    response: ProviderCredentialView,
  },
  putProviderCredential: {
    ...credentials,
    operationId: 'putProviderCredential',
    method: 'PUT',
    path: '/provider-credentials/{provider}',
    summary: "Store a provider's credential; takes effect within a minute",
    permission: 'providerCredential:update',
    params: credentialParams,
    body: z.strictObject({ apiKey: singleLine(4_000) }),
    status: 200,
    response: ProviderCredentialView,
  },
  deleteProviderCredential: {
    ...credentials,
    operationId: 'deleteProviderCredential',
    method: 'DELETE',
    path: '/provider-credentials/{provider}',
    summary: "Forget a provider's credential",
    permission: 'providerCredential:delete',
    params: credentialParams,
    status: 204,
  },
});

/**
 * Keys under which API Gateway throttles and counts. It knows only keys that were made in it, ten thousand an account, so callers are spread
 * over these: who shares one shares its rate and quota. Names, not secrets: only the authorizer can present one.
 */
export const USAGE_KEYS: readonly string[] = Array.from(
  { length: 32 },
  (_, number) => `throughline-usage-${String(number).padStart(2, '0')}`,
);

/** Input of `accounts/create-workspace`, which is invoked directly: the first workspace of a deployment has nobody to sign in yet. */
export const CreateWorkspaceInput = z.object({
  name: singleLine(120),
  owner: z.object({ subject: z.string().min(1).max(128), name: singleLine(120) }),
  apiKey: z.object({ name: z.string().min(1).max(80), mode: z.enum(['sandbox', 'live']) }),
});
export const CreateWorkspaceOutput = z.object({ workspaceId: WorkspaceId, apiKey: z.string() });
