import { createHash } from 'node:crypto';
import * as z from 'zod';
import { FollowUpStep } from '../campaigns/sending-settings.ts';
import type { RunId, WorkspaceId } from '../platform/ids.ts';
import { sequenceKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';

export const StoredSequence = z.object({ steps: z.array(FollowUpStep) });
/** Sequences kept by a process; what a hash names never changes. */
const KEPT = 100;

export type SequenceStore = ReturnType<typeof createSequenceStore>;

/**
 * Follow-ups as they stood when they were scheduled. A campaign's sequence may be edited while it runs; each follow-up names by a hash the
 * sequence it belongs to, so an edit changes only what is scheduled after it.
 */
export const createSequenceStore = (table: Pick<Table, 'get' | 'put'>, clock: Clock) => {
  const known = new Map<string, readonly FollowUpStep[]>();

  return {
    /** Keeps a sequence for a run; gives the name under which its messages find it. */
    keep: async (workspaceId: WorkspaceId, runId: RunId, steps: readonly FollowUpStep[]): Promise<string> => {
      const hash = createHash('sha256').update(JSON.stringify(steps)).digest('hex').slice(0, 12);
      const now = instant(clock());
      await table.put(
        {
          ...sequenceKey(workspaceId, runId, hash),
          ...{ type: 'Sequence', v: 1, createdAt: now, updatedAt: now },
          steps,
        },
        { ConditionExpression: 'attribute_not_exists(pk)' },
      );
      return hash;
    },

    /** The follow-ups under a name; none when there is no such sequence. */
    read: async (workspaceId: WorkspaceId, runId: RunId, hash: string): Promise<readonly FollowUpStep[]> => {
      const key = sequenceKey(workspaceId, runId, hash);
      const name = `${key.pk}${key.sk}`;
      const found = known.get(name);
      if (found !== undefined) return found;
      const item = await table.get(key);
      const steps = item === undefined ? [] : StoredSequence.parse(item).steps;
      const [oldest] = known.keys();
      if (known.size >= KEPT && oldest !== undefined) known.delete(oldest);
      if (item !== undefined) known.set(name, steps);
      return steps;
    },
  };
};
