import type { RunId, WorkspaceId } from '../platform/ids.ts';
import { GATE_SHARDS, runGateKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';

/** Why a paused campaign's gates are closed: the one reason that resuming takes away. */
const PAUSED = 'campaign_paused';
/** Every claim checks a gate, so a busy run's gates are in other transactions all the time; a transaction is tried six times by itself. */
const TRIES = 5;

type Change = Readonly<{ set?: string; remove?: string; only?: string; values?: Readonly<Record<string, unknown>> }>;

/** The gates of runs, one a shard, changed together: every send transaction checks the one of its message. */
export const createRunGates = (table: Pick<Table, 'transact'>, clock: Clock) => {
  /** @throws Error when the gates are not to be had: who closes them must not believe that they are closed. */
  const write = async (
    workspaceId: WorkspaceId,
    runId: RunId,
    { set, remove, only, values }: Change,
  ): Promise<boolean> => {
    const update = `SET updatedAt = :now${set === undefined ? '' : `, ${set}`}${remove === undefined ? '' : ` REMOVE ${remove}`}`;
    const names = `${update}${only ?? ''}`.includes('#open') ? { ExpressionAttributeNames: { '#open': 'open' } } : {};
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const written = await table.transact(
        Array.from({ length: GATE_SHARDS }, (_, shard) => ({
          Update: {
            Key: runGateKey(workspaceId, runId, shard),
            UpdateExpression: update,
            ...(only === undefined ? {} : { ConditionExpression: only }),
            ...names,
            ExpressionAttributeValues: { ':now': instant(clock()), ...values },
          },
        })),
      );
      if (written.ok) return true;
      if (written.reasons.some(({ code }) => code === 'ConditionalCheckFailed')) return false;
    }
    throw new Error(`The gates of ${runId} were held by other transactions at every try`);
  };
  const OPEN_AND_REASON = '#open = :open, reason = :reason';

  return {
    /** Opens or closes every gate of a run, at once: after this no send transaction passes (or fails) because of it. */
    setGates: async (workspaceId: WorkspaceId, runId: RunId, open: boolean, reason: string | null): Promise<void> => {
      await write(workspaceId, runId, { set: OPEN_AND_REASON, values: { ':open': open, ':reason': reason } });
    },

    /** Closes the gates while the campaign is paused; those that are closed already stay closed for their own reason. */
    pauseGates: (workspaceId: WorkspaceId, runId: RunId): Promise<boolean> =>
      write(workspaceId, runId, {
        set: OPEN_AND_REASON,
        only: '#open = :wasOpen',
        values: { ':open': false, ':reason': PAUSED, ':wasOpen': true },
      }),

    /** Opens gates that a pause closed, and no others: a cost cap, a failure or a cancellation outlasts it. */
    resumeGates: (workspaceId: WorkspaceId, runId: RunId): Promise<boolean> =>
      write(workspaceId, runId, {
        set: OPEN_AND_REASON,
        only: 'reason = :paused',
        values: { ':open': true, ':reason': null, ':paused': PAUSED },
      }),

    /** Marks the gates with why the circuit breaker stopped the workspace, or takes the mark away: no claim passes a marked gate, open or not. */
    markGates: async (workspaceId: WorkspaceId, runId: RunId, tripped: string | null): Promise<void> => {
      await write(
        workspaceId,
        runId,
        tripped === null ? { remove: 'tripped' } : { set: 'tripped = :tripped', values: { ':tripped': tripped } },
      );
    },
  };
};
