import * as z from 'zod';
import type { WorkspaceId } from '../platform/ids.ts';
import { qualificationKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';

const Active = z.object({ model: z.object({ version: z.string() }).nullable() });

/** The version of a workspace's active qualification model; undefined when none was trained. */
export type ReadActiveModel = (workspaceId: WorkspaceId) => Promise<string | undefined>;

export const createReadActiveModel =
  (table: Pick<Table, 'get'>): ReadActiveModel =>
  async (workspaceId) => {
    const item = await table.get(qualificationKey(workspaceId), { consistent: true });
    return item === undefined ? undefined : Active.parse(item).model?.version;
  };
