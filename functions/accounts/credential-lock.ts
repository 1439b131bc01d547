import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkspaceId } from '../platform/ids.ts';
import { onceKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, epochSeconds, instant, SECOND } from '../platform/time.ts';

/** A holder that died is waited for no longer. */
const HELD = 10 * SECOND;
const LOOK_AGAIN = 100;
const LOOKS = 100;

/** Does work on a workspace's credentials while nobody else does. */
export type CredentialLock = <Result>(workspaceId: WorkspaceId, work: () => Promise<Result>) => Promise<Result>;

/**
 * Secrets Manager has no conditional write, and a workspace's credentials are one secret: two keys stored at the same moment would lose one.
 * @throws Error when another holds it for ten seconds
 */
export const createCredentialLock =
  ({
    table,
    clock,
    pause = (milliseconds) => sleep(milliseconds),
  }: {
    table: Pick<Table, 'put' | 'remove'>;
    clock: Clock;
    pause?: (milliseconds: number) => Promise<void>;
  }): CredentialLock =>
  async (workspaceId, work) => {
    const key = onceKey('provider-credentials', workspaceId);
    const take = async (): Promise<boolean> => {
      const now = clock();
      const item = { ...key, type: 'Once', v: 1, createdAt: instant(now), updatedAt: instant(now) };
      const { ok } = await table.put(
        { ...item, heldUntil: now + HELD, ttl: epochSeconds(now + HELD) },
        {
          ConditionExpression: 'attribute_not_exists(pk) OR heldUntil < :now',
          ExpressionAttributeValues: { ':now': now },
        },
      );
      return ok;
    };
    for (let look = 1; !(await take()); look += 1) {
      if (look === LOOKS) throw new Error(`The credentials of ${workspaceId} are being changed by another`);
      await pause(LOOK_AGAIN);
    }
    try {
      return await work();
    } finally {
      await table.remove(key);
    }
  };
