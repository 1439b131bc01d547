import * as z from 'zod';
import type { RunStore } from '../campaigns/run-store.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import { breakerKey, type Key, reputationDayKey } from '../platform/keys.ts';
import type { Item, Table } from '../platform/table.ts';
import { type Clock, DAY, epochSeconds, Instant, instant } from '../platform/time.ts';
import type { Breaker } from './preflight/preflight-contract.ts';
import {
  addOutcomes,
  bounceRate,
  complaintRate,
  HOW_TO_RESUME,
  healthFrom,
  LIMITS,
  type MailboxHealthOf,
  noOutcomes,
  type Outcomes,
} from './reputation.ts';

const KEPT_DAYS = 30;
const Outcome = z.object({ sent: z.number(), bounced: z.number(), complained: z.number() });
/** Counters of a day: of all mails (`all`) and by mailbox, `<name>.<outcome>`. */
const Day = z.object({ sk: z.string(), counts: z.record(z.string(), z.number()).default({}) });
type Day = z.infer<typeof Day>;
const Stored = z.object({
  open: z.boolean().default(false),
  reason: z.string().nullable().default(null),
  openedAt: Instant.nullable().default(null),
  countedSince: Instant.optional(),
  /** What was counted when sending was last resumed, by day: it is over and done with. */
  baseline: z.record(z.string(), Outcome).default({}),
  /** Who resumed it last, and why. */
  resumed: z.object({ by: z.string(), reason: z.string() }).optional(),
});
type Stored = z.infer<typeof Stored>;

/** The name under which all mails of a workspace are counted. */
const ALL = 'all';
/** Changes of counters, by `all` or a mailbox's id. */
export type OutcomesBy = ReadonlyMap<string, Outcomes>;

export const outcomesOfDay = ({ counts }: Pick<Day, 'counts'>, name: string): Outcomes => ({
  sent: counts[`${name}.sent`] ?? 0,
  bounced: counts[`${name}.bounced`] ?? 0,
  complained: counts[`${name}.complained`] ?? 0,
});

const dateOf = ({ sk }: Pick<Day, 'sk'>): string => sk.slice('DAY#'.length);
const minus = (a: Outcomes, b: Outcomes = noOutcomes): Outcomes => ({
  sent: a.sent - b.sent,
  bounced: a.bounced - b.bounced,
  complained: a.complained - b.complained,
});

export type ReputationStore = ReturnType<typeof createReputationStore>;

/** What became of a workspace's live mails, day by day, and whether it was stopped because of that. */
export const createReputationStore = (
  table: Pick<Table, 'get' | 'update' | 'queryAll' | 'transact'>,
  runs: Pick<RunStore, 'listActive' | 'get' | 'markGates'>,
  clock: Clock,
) => {
  const firstDay = (): string => instant(clock() - (LIMITS.days - 1) * DAY).slice(0, 10);

  const daysOf = async (workspaceId: WorkspaceId): Promise<readonly Day[]> => {
    const { pk, sk } = reputationDayKey(workspaceId, firstDay());
    const items = await table.queryAll({
      KeyConditionExpression: 'pk = :pk AND sk >= :from',
      ExpressionAttributeValues: { ':pk': pk, ':from': sk },
      ConsistentRead: true,
    });
    return items.map((item) => Day.parse(item));
  };

  const stored = async (workspaceId: WorkspaceId): Promise<Stored> =>
    Stored.parse((await table.get(breakerKey(workspaceId), { consistent: true })) ?? {});

  /** What counts: the last days, without what was before the last resumption. */
  const counted = (days: readonly Day[], { baseline }: Stored): Outcomes =>
    days.map((day) => minus(outcomesOfDay(day, ALL), baseline[dateOf(day)])).reduce<Outcomes>(addOutcomes, noOutcomes);

  /** Marks the gates of all live runs of a workspace that may still send, or takes the mark away. A claim passes no marked gate. */
  const markGates = async (workspaceId: WorkspaceId, reason: string | null): Promise<void> => {
    for (const active of await runs.listActive()) {
      if (active.workspaceId !== workspaceId) continue;
      const run = await runs.get(workspaceId, active.runId);
      if (run?.mode !== 'live') continue;
      await runs.markGates(workspaceId, active.runId, reason);
    }
  };

  const put = async (workspaceId: WorkspaceId, fields: Partial<Stored>): Promise<void> => {
    const now = instant(clock());
    const all = Object.entries({ ...fields, type: 'Breaker', v: 1, updatedAt: now });
    await table.update({
      Key: breakerKey(workspaceId),
      UpdateExpression: `SET ${all.map(([name]) => `#${name} = :${name}`).join(', ')}, createdAt = if_not_exists(createdAt, :updatedAt)`,
      ExpressionAttributeNames: Object.fromEntries(all.map(([name]) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(all.map(([name, value]) => [`:${name}`, value])),
    });
  };

  const view = async (workspaceId: WorkspaceId): Promise<Breaker> => {
    const [days, breaker] = await Promise.all([daysOf(workspaceId), stored(workspaceId)]);
    const outcomes = counted(days, breaker);
    const start = `${firstDay()}T00:00:00.000Z`;
    const since = breaker.countedSince ?? start;
    return {
      state: breaker.open ? 'open' : 'closed',
      reason: breaker.open ? breaker.reason : null,
      howToResume: breaker.open ? HOW_TO_RESUME : null,
      openedAt: breaker.open ? breaker.openedAt : null,
      countedSince: since > start ? since : start,
      sent: outcomes.sent,
      bounceRate: bounceRate(outcomes),
      complaintRate: complaintRate(outcomes),
      limits: LIMITS,
    };
  };

  const healthOf: MailboxHealthOf = async (workspaceId) => {
    const days = await daysOf(workspaceId);
    return (id) => healthFrom(days.map((day) => outcomesOfDay(day, id)).reduce<Outcomes>(addOutcomes, noOutcomes));
  };

  return {
    view,
    healthOf,

    /** Adds to today's counters, once for each marker: a repeated batch adds nothing. Gives what counts now. */
    add: async (
      workspaceId: WorkspaceId,
      by: OutcomesBy,
      marker: Readonly<{ key: Key; ttl: number }>,
    ): Promise<Readonly<{ outcomes: Outcomes; open: boolean }>> => {
      const now = instant(clock());
      const entries = [...by].flatMap(([name, outcomes]) =>
        Object.entries(outcomes).flatMap(([what, n]) => (n === 0 ? [] : [[`${name}.${what}`, n] as const])),
      );
      const day = reputationDayKey(workspaceId, now.slice(0, 10));
      // A map must be there before a part of it can be added to.
      await table.update({
        Key: day,
        UpdateExpression:
          'SET counts = if_not_exists(counts, :none), #type = :type, v = :v, createdAt = if_not_exists(createdAt, :now), #ttl = :ttl',
        ConditionExpression: 'attribute_not_exists(counts)',
        ExpressionAttributeNames: { '#type': 'type', '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ...{ ':none': {}, ':type': 'ReputationDay', ':v': 1, ':now': now },
          ':ttl': epochSeconds(clock() + KEPT_DAYS * DAY),
        },
      });
      const times = { createdAt: now, updatedAt: now };
      const once: Item & Key = { ...marker.key, type: 'Once', v: 1, ...times, ttl: marker.ttl };
      const added = await table.transact([
        { Put: { Item: once, ConditionExpression: 'attribute_not_exists(pk)' } },
        {
          Update: {
            Key: day,
            UpdateExpression: `ADD ${entries.map((_, at) => `counts.#n${String(at)} :n${String(at)}`).join(', ')} SET updatedAt = :now`,
            ExpressionAttributeNames: Object.fromEntries(entries.map(([name], at) => [`#n${String(at)}`, name])),
            ExpressionAttributeValues: {
              ':now': now,
              ...Object.fromEntries(entries.map(([, n], at) => [`:n${String(at)}`, n])),
            },
          },
        },
      ]);
      if (!added.ok && added.reasons[0]?.code !== 'ConditionalCheckFailed')
        throw new Error(`Outcomes could not be counted: ${added.reasons.map(({ code }) => code).join(', ')}`);
      const [days, breaker] = await Promise.all([daysOf(workspaceId), stored(workspaceId)]);
      return { outcomes: counted(days, breaker), open: breaker.open };
    },

    /** Stops the workspace's live sending: from now on no claim passes. Safe to repeat; a run opened meanwhile is stopped too. */
    trip: async (workspaceId: WorkspaceId, reason: string): Promise<void> => {
      const before = await stored(workspaceId);
      if (!before.open) await put(workspaceId, { open: true, reason, openedAt: instant(clock()) });
      await markGates(workspaceId, before.open ? (before.reason ?? reason) : reason);
    },

    /** Lets it go on, counting anew; `false` when it was not stopped. */
    resume: async (workspaceId: WorkspaceId, resumed: Readonly<{ by: string; reason: string }>): Promise<boolean> => {
      const [days, breaker] = await Promise.all([daysOf(workspaceId), stored(workspaceId)]);
      if (!breaker.open) return false;
      const baseline = Object.fromEntries(days.map((day) => [dateOf(day), outcomesOfDay(day, ALL)]));
      await put(workspaceId, {
        open: false,
        reason: null,
        openedAt: null,
        countedSince: instant(clock()),
        baseline,
        resumed,
      });
      await markGates(workspaceId, null);
      return true;
    },
  };
};
