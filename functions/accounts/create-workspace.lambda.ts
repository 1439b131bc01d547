import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { Environment } from './create-workspace.environment.ts';
import { createCreateWorkspace } from './create-workspace.ts';
import { createWorkspaceStore } from './workspace-store.ts';

const table = createTable({ name: readEnvironment(Environment).TABLE_NAME });

export const handler = metered(createCreateWorkspace({ workspaces: createWorkspaceStore(table, clock) }));
