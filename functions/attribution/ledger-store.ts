import type { WorkspaceId } from '../platform/ids.ts';
import { ledgerKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import { imbalance, LedgerEntry } from './ledger.ts';

export type LedgerStore = ReturnType<typeof createLedgerStore>;

/** The ledger: lines are written once, all of a transaction or none. */
export const createLedgerStore = (table: Table, clock: Clock) => ({
  /**
   * Writes a transaction; `false` when it was written before, whatever it said then.
   * @throws Error when the lines do not balance or belong to several transactions.
   */
  append: async (workspaceId: WorkspaceId, entries: readonly LedgerEntry[]): Promise<boolean> => {
    if (entries.length === 0) return false;
    const ids = new Set(entries.map(({ transactionId }) => transactionId));
    if (ids.size > 1 || imbalance(entries).size > 0)
      throw new Error(`Ledger transaction ${[...ids].join(', ')} does not balance`);
    const now = instant(clock());
    const written = await table.transact(
      entries.map((entry) => ({
        Put: {
          Item: {
            ...ledgerKey(workspaceId, entry.transactionId, entry.line),
            type: 'LedgerEntry',
            v: 1,
            createdAt: now,
            updatedAt: now,
            ...LedgerEntry.parse(entry),
          },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      })),
    );
    if (written.ok) return true;
    if (written.reasons.some(({ code }) => code === 'ConditionalCheckFailed')) return false;
    throw new Error(
      `Ledger transaction ${[...ids].join()} was cancelled: ${written.reasons.map(({ code }) => code).join()}`,
    );
  },

  /** The lines of a transaction, in order. */
  read: async (workspaceId: WorkspaceId, transactionId: string): Promise<readonly LedgerEntry[]> => {
    const items = await table.queryAll({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': ledgerKey(workspaceId, transactionId, 0).pk },
    });
    return items.map((item) => LedgerEntry.parse(item));
  },
});
