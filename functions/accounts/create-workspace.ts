import type * as z from 'zod';
import { CreateWorkspaceInput, CreateWorkspaceOutput } from './contract.ts';
import type { WorkspaceStore } from './workspace-store.ts';

/** Makes a workspace with its owner and a first API key. Invoked directly, by whoever may invoke the function. */
export const createCreateWorkspace =
  ({ workspaces }: { workspaces: WorkspaceStore }) =>
  async (event: unknown): Promise<z.infer<typeof CreateWorkspaceOutput>> => {
    const { name, owner, apiKey } = CreateWorkspaceInput.parse(event);
    const workspaceId = await workspaces.create(name, owner);
    const { key } = await workspaces.createApiKey(workspaceId, { ...apiKey, role: 'admin', expiresAt: null });
    return CreateWorkspaceOutput.parse({ workspaceId, apiKey: key });
  };
