import * as z from 'zod';
import type { WorkspaceId } from './ids.ts';
import { spendKey } from './keys.ts';
import type { MicroUsd } from './money.ts';
import type { Table } from './table.ts';
import { type Clock, DAY, instant, SECOND } from './time.ts';

/** What may be spent within a scope: a workspace's day, a run, a lead. `name` says it to a person ("today", "on this lead"). */
export type SpendLimit = Readonly<{ scope: string; name: string; capMicroUsd: MicroUsd }>;

export type Reservation = Readonly<{
  /** Limits of which four fifths are used up. */
  near: readonly SpendLimit[];
  /** Puts what it really cost in the reservation's place. Once. */
  settle: (actual: MicroUsd) => Promise<void>;
}>;
export type Reserved = Readonly<{ ok: true; reservation: Reservation } | { ok: false; limit: SpendLimit }>;

const SOFT_SHARE = 0.8;
/** Longer than a run may wait for its reviewer. */
const KEPT = 60 * DAY;

const SpendItem = z.object({ committedMicroUsd: z.number().default(0), spentMicroUsd: z.number().default(0) });
export type Spent = z.infer<typeof SpendItem>;

/** The scope of a workspace's outside calls on one day (UTC). */
export const dayLimit = (clock: Clock, capMicroUsd: MicroUsd): SpendLimit => ({
  scope: `DAY#${instant(clock()).slice(0, 10)}`,
  name: 'today',
  capMicroUsd,
});

/**
 * Budgets that cannot be passed, however many calls are made at once: each call first commits the most it may cost, in one conditional write a limit, and puts the
 * real cost in its place afterwards. A process that dies in between leaves its commitment behind: the limit then stops a little early, never late.
 */
export const createSpending = (table: Table, clock: Clock) => {
  const add = (workspaceId: WorkspaceId, { scope, capMicroUsd }: SpendLimit, most: MicroUsd) =>
    table.update({
      Key: spendKey(workspaceId, scope),
      UpdateExpression:
        'SET #type = :type, v = :v, createdAt = if_not_exists(createdAt, :now), updatedAt = :now, #ttl = :ttl ADD committedMicroUsd :most',
      ConditionExpression: 'attribute_not_exists(committedMicroUsd) OR committedMicroUsd <= :room',
      ExpressionAttributeNames: { '#type': 'type', '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':type': 'Spend',
        ':v': 1,
        ':now': instant(clock()),
        ':ttl': Math.round((clock() + KEPT) / SECOND),
        ':most': most,
        ':room': capMicroUsd - most,
      },
      ReturnValues: 'ALL_NEW',
    });

  const settle = async (workspaceId: WorkspaceId, limits: readonly SpendLimit[], most: MicroUsd, actual: MicroUsd) => {
    for (const { scope } of limits)
      await table.update({
        Key: spendKey(workspaceId, scope),
        UpdateExpression: 'SET updatedAt = :now ADD committedMicroUsd :change, spentMicroUsd :actual',
        ExpressionAttributeValues: { ':now': instant(clock()), ':change': actual - most, ':actual': actual },
      });
  };

  return {
    /** Commits `most` to every limit, or to none of them when one has no room for it. */
    reserve: async (workspaceId: WorkspaceId, limits: readonly SpendLimit[], most: MicroUsd): Promise<Reserved> => {
      const taken: SpendLimit[] = [];
      const near: SpendLimit[] = [];
      for (const limit of limits) {
        const added = most > limit.capMicroUsd ? { ok: false as const } : await add(workspaceId, limit, most);
        if (!added.ok) {
          await settle(workspaceId, taken, most, 0);
          return { ok: false, limit };
        }
        taken.push(limit);
        if (SpendItem.parse(added.item).committedMicroUsd >= SOFT_SHARE * limit.capMicroUsd) near.push(limit);
      }
      return {
        ok: true,
        reservation: { near, settle: (actual) => settle(workspaceId, taken, most, actual) },
      };
    },

    /** Settles a reservation of `most` that another process made, as `reservation.settle` would. Once. */
    settleLater: settle,

    /** What a scope has spent, and with what is under way. */
    read: async (workspaceId: WorkspaceId, { scope }: Pick<SpendLimit, 'scope'>): Promise<Spent> =>
      SpendItem.parse((await table.get(spendKey(workspaceId, scope))) ?? {}),
  };
};
export type Spending = ReturnType<typeof createSpending>;
