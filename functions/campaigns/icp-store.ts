import * as z from 'zod';
import { type IcpId, IcpId as IcpIdSchema, type WorkspaceId } from '../platform/ids.ts';
import { icpKey, icpVersionKey } from '../platform/keys.ts';
import { listPage, type PageOf } from '../platform/list-page.ts';
import type { Item, Table } from '../platform/table.ts';
import { type Clock, Instant, instant } from '../platform/time.ts';
import { Icp } from './contract.ts';
import { IcpCriteria } from './icp.ts';
import { IcpVersion } from './icp-contract.ts';

const IcpItem = Icp.extend({ type: z.literal('Icp') });
const VersionItem = z.object({ sk: z.string(), criteria: IcpCriteria, updatedAt: Instant });

const decode = (item: Item): Icp => Icp.parse(IcpItem.parse(item));

const decodeVersion = (item: Item): IcpVersion => {
  const { sk, criteria, updatedAt } = VersionItem.parse(item);
  return IcpVersion.parse({ version: Number(sk.slice('VERSION#'.length)), criteria, createdAt: updatedAt });
};

export type IcpStore = ReturnType<typeof createIcpStore>;

/** ICPs with their versions: a run keeps the version it used, whatever is edited later. */
export const createIcpStore = (table: Table, clock: Clock) => {
  const write = async (workspaceId: WorkspaceId, icp: Icp, expectedRev: number | null) => {
    const common = { v: 1, updatedAt: icp.updatedAt, createdAt: icp.createdAt };
    return table.transact([
      {
        Put: {
          Item: { ...icpKey(workspaceId, icp.id), type: 'Icp', ...common, ...icp },
          ConditionExpression: expectedRev === null ? 'attribute_not_exists(pk)' : 'rev = :rev',
          ...(expectedRev === null ? {} : { ExpressionAttributeValues: { ':rev': expectedRev } }),
        },
      },
      {
        Put: {
          Item: {
            ...icpVersionKey(workspaceId, icp.id, icp.version),
            type: 'IcpVersion',
            ...common,
            criteria: icp.criteria,
          },
        },
      },
    ]);
  };

  return {
    create: async (workspaceId: WorkspaceId, id: IcpId, criteria: IcpCriteria): Promise<Icp> => {
      const now = instant(clock());
      const icp: Icp = { id: IcpIdSchema.parse(id), version: 1, rev: 1, criteria, createdAt: now, updatedAt: now };
      await write(workspaceId, icp, null);
      return icp;
    },

    /** Stores the criteria as a new version; `undefined` when there is no such ICP, `'changed'` when someone else was faster. */
    update: async (
      workspaceId: WorkspaceId,
      id: IcpId,
      criteria: IcpCriteria,
    ): Promise<Icp | 'changed' | undefined> => {
      const item = await table.get(icpKey(workspaceId, id), { consistent: true });
      if (item === undefined) return undefined;
      const before = decode(item);
      const after: Icp = {
        ...before,
        version: before.version + 1,
        rev: before.rev + 1,
        criteria,
        updatedAt: instant(clock()),
      };
      const written = await write(workspaceId, after, before.rev);
      return written.ok ? after : 'changed';
    },

    get: async (workspaceId: WorkspaceId, id: IcpId): Promise<Icp | undefined> => {
      const item = await table.get(icpKey(workspaceId, id));
      return item === undefined ? undefined : decode(item);
    },

    /** The criteria of one version, as a run uses them. */
    version: async (workspaceId: WorkspaceId, id: IcpId, version: number): Promise<IcpCriteria | undefined> => {
      const item = await table.get(icpVersionKey(workspaceId, id, version));
      return item === undefined ? undefined : VersionItem.parse(item).criteria;
    },

    /** Every version it ever had, newest first. `undefined` when the cursor is not one of this list. */
    versions: async (workspaceId: WorkspaceId, id: IcpId, query: PageOf) => {
      const { pk } = icpVersionKey(workspaceId, id, 1);
      const page = await listPage(table, { partition: pk, newestFirst: true }, query);
      if (page === undefined) return undefined;
      return { items: page.items.map(decodeVersion), nextCursor: page.nextCursor };
    },

    /** Takes it out of the list; its versions stay, because runs were made with them. */
    remove: (workspaceId: WorkspaceId, id: IcpId): Promise<void> => table.remove(icpKey(workspaceId, id)),

    /** Newest first. `undefined` when the cursor is not one of this list. */
    list: async (workspaceId: WorkspaceId, query: PageOf) => {
      const { pk } = icpKey(workspaceId, IcpIdSchema.parse('icp_0000000000'));
      const page = await listPage(table, { partition: pk, newestFirst: true }, query);
      if (page === undefined) return undefined;
      return { items: page.items.map(decode), nextCursor: page.nextCursor };
    },
  };
};
