import * as z from 'zod';
import { ImportId, type WorkspaceId } from '../platform/ids.ts';
import { importKey } from '../platform/keys.ts';
import { listPage, type PageOf } from '../platform/list-page.ts';
import type { Item, Table } from '../platform/table.ts';
import { type Clock, instant, MINUTE } from '../platform/time.ts';
import { Import, type ImportProgress } from './contract.ts';

/** `process-import` may run for 15 minutes; one that has not been heard of for longer has died. */
const DEAD_AFTER = 16 * MINUTE;

const ImportItem = Import.extend({ type: z.literal('Import') });
const decode = (item: Item): Import => Import.parse(ImportItem.parse(item));

export type ImportCounts = Pick<Import, 'rows' | 'kept' | 'duplicates' | 'rejected' | 'written' | 'unmappedColumns'>;
export type ImportStore = ReturnType<typeof createImportStore>;

/** Imports of a workspace and how far they are. */
export const createImportStore = (table: Table, clock: Clock) => {
  const get = async (workspaceId: WorkspaceId, id: ImportId): Promise<Import | undefined> => {
    const item = await table.get(importKey(workspaceId, id), { consistent: true });
    return item === undefined ? undefined : decode(item);
  };

  const change = async (
    workspaceId: WorkspaceId,
    id: ImportId,
    fields: Partial<Omit<Import, 'id' | 'createdAt'>>,
    condition: Readonly<{ expression: string; values?: Readonly<Record<string, unknown>> }>,
  ): Promise<Import | undefined> => {
    const entries = Object.entries({ ...fields, updatedAt: instant(clock()) });
    const changed = await table.update({
      Key: importKey(workspaceId, id),
      UpdateExpression: `SET ${entries.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: `attribute_exists(pk) AND (${condition.expression})`,
      ExpressionAttributeNames: {
        '#status': 'status',
        ...Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ...condition.values,
        ...Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
      },
      ReturnValues: 'ALL_NEW',
    });
    return changed.ok && changed.item !== undefined ? decode(changed.item) : undefined;
  };
  const whileProcessing = { expression: '#status = :processing', values: { ':processing': 'processing' } } as const;

  return {
    get,

    create: async (workspaceId: WorkspaceId, created: Import): Promise<void> => {
      await table.put({ ...importKey(workspaceId, created.id), type: 'Import', v: 1, ...created });
    },

    /** Moves an import to `processing`; undefined when it is being processed, is done, or does not exist. A failed one may be tried again. */
    start: (workspaceId: WorkspaceId, id: ImportId) =>
      change(
        workspaceId,
        id,
        { status: 'processing', problem: null },
        {
          expression: '#status IN (:awaiting, :failed) OR (#status = :busy AND #updatedAt < :dead)',
          values: {
            ':awaiting': 'awaiting_upload',
            ':failed': 'failed',
            ':busy': 'processing',
            ':dead': instant(clock() - DEAD_AFTER),
          },
        },
      ),

    progress: (workspaceId: WorkspaceId, id: ImportId, counts: ImportCounts, progress: ImportProgress) =>
      change(workspaceId, id, { ...counts, progress }, whileProcessing),

    complete: (workspaceId: WorkspaceId, id: ImportId, counts: ImportCounts) =>
      change(workspaceId, id, { ...counts, status: 'completed', problem: null }, whileProcessing),

    fail: (workspaceId: WorkspaceId, id: ImportId, problem: string, counts?: ImportCounts) =>
      change(workspaceId, id, { ...counts, status: 'failed', problem }, whileProcessing),

    /** Newest first; undefined when the cursor is not one of this list. */
    list: async (workspaceId: WorkspaceId, query: PageOf) => {
      const { pk } = importKey(workspaceId, ImportId.parse('imp_0000000000'));
      const page = await listPage(table, { partition: pk, newestFirst: true }, query);
      if (page === undefined) return undefined;
      return { items: page.items.map(decode), nextCursor: page.nextCursor };
    },
  };
};
