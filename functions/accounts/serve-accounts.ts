import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound } from '../platform/http/problem.ts';
import type { accountRoutes } from './contract.ts';
import type { WorkspaceStore } from './workspace-store.ts';

/** Who is calling, and API keys, over HTTP. */
export const createServeAccounts = ({
  workspaces,
}: {
  workspaces: WorkspaceStore;
}): Handlers<typeof accountRoutes> => ({
  getMe: async ({ principal }) => {
    const { workspaceId, kind, id, role, mode } = principal;
    const workspace = await workspaces.get(workspaceId);
    if (workspace === undefined) return notFound('workspace', workspaceId);
    const member = kind === 'member' ? await workspaces.member(workspaceId, id) : undefined;
    return {
      body: { kind, id, role, mode, name: member?.name ?? null, workspace: { id: workspaceId, name: workspace.name } },
    };
  },
  listApiKeys: async ({ principal, query }) => {
    const page = await workspaces.listApiKeys(principal.workspaceId, query);
    return page === undefined
      ? invalidFields([{ field: 'query.cursor', message: 'is not a cursor of this list; start without one' }])
      : { body: page };
  },
  createApiKey: async ({ principal, body }) => ({
    body: await workspaces.createApiKey(principal.workspaceId, { ...body, expiresAt: body.expiresAt ?? null }),
  }),
  revokeApiKey: async ({ principal, params }) =>
    (await workspaces.revokeApiKey(principal.workspaceId, params.apiKeyId))
      ? { body: undefined }
      : notFound('api_key', params.apiKeyId),
});
