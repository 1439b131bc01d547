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
