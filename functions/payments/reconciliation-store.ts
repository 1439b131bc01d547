import * as z from 'zod';
import { reconciliationKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, Instant, instant } from '../platform/time.ts';

const Progress = z.object({ through: Instant });

/** Up to when everything at Stripe was compared with ours. */
export const createReconciliationStore = (table: Pick<Table, 'get' | 'put'>, clock: Clock) => ({
  through: async (): Promise<Instant | undefined> => {
    const item = await table.get(reconciliationKey(), { consistent: true });
    return item === undefined ? undefined : Progress.parse(item).through;
  },

  /** Never goes back: a slow run that ends after a later one changes nothing. */
  advance: async (through: Instant): Promise<void> => {
    const now = instant(clock());
    await table.put(
      { ...reconciliationKey(), type: 'Reconciliation', v: 1, createdAt: now, updatedAt: now, through },
      {
        ConditionExpression: 'attribute_not_exists(pk) OR through < :through',
        ExpressionAttributeValues: { ':through': through },
      },
    );
  },
});
export type ReconciliationStore = ReturnType<typeof createReconciliationStore>;
