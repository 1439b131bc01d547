import * as z from 'zod';
import { CampaignId, RunId, WorkspaceId } from '../platform/ids.ts';
import {
  activeRun,
  GATE_SHARDS,
  runByCampaign,
  runById,
  runByWorkspace,
  runGateKey,
  runKey,
  runMessagesPartition,
  SEND_SHARDS,
  workspaceOfKey,
} from '../platform/keys.ts';
import { listPage, type PageOf } from '../platform/list-page.ts';
import { toUsd } from '../platform/money.ts';
import type { Item, Table } from '../platform/table.ts';
import { type Clock, Instant, instant, SECOND } from '../platform/time.ts';
import { FINAL_MESSAGE_STATES, MessageState, RUN_STATUSES, type RunView } from './contract.ts';
import { type Deltas, viewCounters } from './run-counters.ts';
import { createRunGates } from './run-gates.ts';

/** What one page of discovery found and left out. */
const Discovered = z.object({
  found: z.int(),
  dropped: z.record(z.string(), z.int()),
  /** What the page cost at its provider. */
  costMicroUsd: z.int().optional(),
});
export type Discovered = z.infer<typeof Discovered>;

export const Run = z.object({
  id: RunId,
  workspaceId: WorkspaceId,
  campaignId: CampaignId,
  icpVersion: z.int(),
  mode: z.enum(['sandbox', 'live']),
  status: z.enum(RUN_STATUSES),
  problem: z.string().nullable(),
  warnings: z.array(z.string()),
  costCapMicroUsd: z.int(),
  clockFactor: z.number(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  executionArn: z.string().nullable(),
  approvalToken: z.string().optional(),
  deliveryToken: z.string().optional(),
  /** Set while questions of the run are with a model in batches: who cancels it then leaves its machine to take them back. */
  batchesOut: z.boolean().optional(),
  /** Moved by the stream's projection only; they go on moving after the run has closed (a complaint may come weeks later). */
  counts: z.record(z.string(), z.number()).default({}),
  /** By page of discovery, so that a repeated page counts once. */
  discovered: z.record(z.string(), Discovered).default({}),
});
export type Run = z.infer<typeof Run>;

const decode = (item: Item): Run => Run.parse(item);

/** Statuses from which a run does not go on. */
const CLOSED: readonly Run['status'][] = ['completed', 'failed', 'cancelled'];
export const isClosed = (run: Pick<Run, 'status'>): boolean => CLOSED.includes(run.status);

const STEP_OF: Readonly<Record<Run['status'], string | null>> = {
  starting: 'Plan run',
  running: 'Prepare companies',
  awaiting_approval: 'Await approval',
  sending: 'Await delivery',
  completed: null,
  failed: null,
  cancelled: null,
};

export type RunStore = ReturnType<typeof createRunStore>;

/** Runs, with their counters in the same item, and the gates that send transactions check. */
export const createRunStore = (table: Table, clock: Clock) => {
  const get = async (workspaceId: WorkspaceId, runId: RunId): Promise<Run | undefined> => {
    const item = await table.get(runKey(workspaceId, runId), { consistent: true });
    return item === undefined ? undefined : decode(item);
  };

  /** Sets fields of a run that is still open; `false` when it is closed or unknown. */
  const change = async (
    workspaceId: WorkspaceId,
    runId: RunId,
    fields: Partial<Omit<Run, 'id' | 'workspaceId' | 'campaignId' | 'counts' | 'discovered'>>,
  ): Promise<boolean> => {
    const entries = Object.entries({ ...fields, updatedAt: instant(clock()) }).filter(
      ([, value]) => value !== undefined,
    );
    const { ok } = await table.update({
      Key: runKey(workspaceId, runId),
      UpdateExpression: `SET ${entries.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: 'attribute_exists(pk) AND NOT #current IN (:completed, :failed, :cancelled)',
      ExpressionAttributeNames: {
        '#current': 'status',
        ...Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ':completed': 'completed',
        ':failed': 'failed',
        ':cancelled': 'cancelled',
        ...Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
      },
    });
    return ok;
  };

  const view = (run: Run): RunView => {
    const { costMicroUsd, ...counters } = viewCounters(run.counts, Object.values(run.discovered));
    const end = run.endedAt === null ? clock() : Date.parse(run.endedAt);
    const discovering = run.status === 'running' && counters.stages.scored === 0;
    const waiting = run.status === 'running' && run.batchesOut === true;
    return {
      id: run.id,
      campaignId: run.campaignId,
      icpVersion: run.icpVersion,
      mode: run.mode,
      status: run.status,
      problem: run.problem,
      warnings: run.warnings,
      ...counters,
      costUsd: toUsd(costMicroUsd),
      costCapUsd: toUsd(run.costCapMicroUsd),
      clockFactor: run.clockFactor,
      startedAt: run.startedAt,
      endedAt: run.endedAt,
      seconds: Math.max(0, Math.round((end - Date.parse(run.startedAt)) / SECOND)),
      step: discovering ? 'Discover companies' : waiting ? 'Advance copy batches' : STEP_OF[run.status],
    };
  };

  /** Views of the runs on a page of an index: one Query, one BatchGet. */
  const listBy = async (index: Readonly<{ name: 'gsi1' | 'gsi2'; pk: string }>, query: PageOf) => {
    const page = await listPage(table, { index: index.name, partition: index.pk, newestFirst: true }, query);
    if (page === undefined) return undefined;
    const runs = (
      await table.batchGet(page.items.map((item) => ({ pk: z.string().parse(item['pk']), sk: 'RUN' })))
    ).map(decode);
    runs.sort((a, b) => (a.id < b.id ? 1 : -1));
    return { items: runs.map(view), nextCursor: page.nextCursor };
  };

  return {
    get,
    change,
    ...createRunGates(table, clock),

    /** Writes the run and its gates, open, in one transaction. */
    create: async (run: Run): Promise<void> => {
      const { workspaceId, campaignId, id } = run;
      const times = { v: 1, createdAt: run.startedAt, updatedAt: run.startedAt };
      await table.transact([
        {
          Put: {
            Item: {
              ...runKey(workspaceId, id),
              ...runByCampaign(workspaceId, campaignId, id),
              ...runByWorkspace(workspaceId, id),
              type: 'Run',
              ...times,
              ...run,
            },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        ...Array.from({ length: GATE_SHARDS }, (_, shard) => ({
          Put: {
            Item: {
              ...runGateKey(workspaceId, id, shard),
              ...(shard === 0 ? activeRun(id) : {}),
              ...(shard === 1 ? runById(id) : {}),
              type: 'RunGate',
              ...times,
              workspaceId,
              campaignId,
              runId: id,
              open: true,
              reason: null,
            },
          },
        })),
      ]);
    },

    /** Keeps the task token with which the machine waits, and shows the run as waiting. */
    keepToken: (workspaceId: WorkspaceId, runId: RunId, kind: 'approval' | 'delivery', token: string) =>
      change(
        workspaceId,
        runId,
        kind === 'approval'
          ? { approvalToken: token, status: 'awaiting_approval' }
          : { deliveryToken: token, status: 'sending' },
      ),

    /** A run with its counters, or undefined. */
    view: async (workspaceId: WorkspaceId, runId: RunId): Promise<RunView | undefined> => {
      const run = await get(workspaceId, runId);
      return run === undefined ? undefined : view(run);
    },

    listByCampaign: (workspaceId: WorkspaceId, campaignId: CampaignId, page: PageOf) =>
      listBy({ name: 'gsi1', pk: runByCampaign(workspaceId, campaignId, RunId.parse('run_0000000000')).gsi1pk }, page),

    listByWorkspace: (workspaceId: WorkspaceId, page: PageOf) =>
      listBy({ name: 'gsi2', pk: runByWorkspace(workspaceId, RunId.parse('run_0000000000')).gsi2pk }, page),

    /** Whether a message of the run is in one of these states, read from the messages themselves and consistently. */
    anyMessage: async (workspaceId: WorkspaceId, runId: RunId, among: 'draft' | 'open'): Promise<boolean> => {
      const states = among === 'draft' ? ['draft'] : FINAL_MESSAGE_STATES;
      const names = states.map((_, at) => `:state${String(at)}`).join(', ');
      for (let shard = 0; shard < SEND_SHARDS; shard += 1) {
        let start: Record<string, unknown> | undefined;
        do {
          const page = await table.query({
            KeyConditionExpression: 'pk = :pk',
            FilterExpression: among === 'draft' ? `#state IN (${names})` : `NOT #state IN (${names})`,
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: {
              ':pk': runMessagesPartition(workspaceId, runId, shard),
              ...Object.fromEntries(states.map((state, at) => [`:state${String(at)}`, state])),
            },
            ProjectionExpression: 'pk',
            ConsistentRead: true,
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          });
          if (page.items.length > 0) return true;
          start = page.next;
        } while (start !== undefined);
      }
      return false;
    },

    /** How many recipients of the run stand in each state by their first mail, read from the messages themselves and consistently. */
    countMessages: async (workspaceId: WorkspaceId, runId: RunId): Promise<Partial<Record<MessageState, number>>> => {
      const states: Partial<Record<MessageState, number>> = {};
      for (let shard = 0; shard < SEND_SHARDS; shard += 1) {
        const items = await table.queryAll({
          KeyConditionExpression: 'pk = :pk',
          FilterExpression: 'step = :first',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':pk': runMessagesPartition(workspaceId, runId, shard), ':first': 1 },
          ProjectionExpression: '#state',
          ConsistentRead: true,
        });
        for (const item of items) {
          const state = MessageState.parse(item['state']);
          states[state] = (states[state] ?? 0) + 1;
        }
      }
      return states;
    },

    /** Moves counters by these deltas, once for each marker: a repeated batch moves nothing. Gives the run after, if there is one. */
    addCounters: async (
      workspaceId: WorkspaceId,
      runId: RunId,
      deltas: Deltas,
      marker: Readonly<{ key: { pk: string; sk: string }; ttl: number }>,
    ): Promise<Run | undefined> => {
      const now = instant(clock());
      const names = Object.keys(deltas);
      const added = await table.transact([
        {
          Put: {
            Item: { ...marker.key, type: 'Once', v: 1, createdAt: now, updatedAt: now, ttl: marker.ttl },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        {
          Update: {
            Key: runKey(workspaceId, runId),
            UpdateExpression: `ADD ${names.map((_, at) => `counts.#n${String(at)} :n${String(at)}`).join(', ')} SET updatedAt = :now`,
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeNames: Object.fromEntries(names.map((name, at) => [`#n${String(at)}`, name])),
            ExpressionAttributeValues: {
              ':now': now,
              ...Object.fromEntries(names.map((name, at) => [`:n${String(at)}`, deltas[name]])),
            },
          },
        },
      ]);
      if (added.ok || added.reasons[0]?.code === 'ConditionalCheckFailed') return get(workspaceId, runId);
      if (added.reasons[1]?.code === 'ConditionalCheckFailed') return undefined;
      throw new Error(`Counters of ${runId} could not be moved: ${added.reasons.map(({ code }) => code).join(', ')}`);
    },

    /** Records what a page of discovery found; the same page again changes nothing. */
    recordDiscovered: async (
      workspaceId: WorkspaceId,
      runId: RunId,
      page: string,
      found: Discovered,
    ): Promise<void> => {
      await table.update({
        Key: runKey(workspaceId, runId),
        UpdateExpression: 'SET discovered.#page = :found, updatedAt = :now',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#page': page },
        ExpressionAttributeValues: { ':found': found, ':now': instant(clock()) },
      });
    },

    /** Warns on a run that is still open; the same words again change nothing. */
    addWarning: async (workspaceId: WorkspaceId, runId: RunId, warning: string): Promise<void> => {
      await table.update({
        Key: runKey(workspaceId, runId),
        UpdateExpression: 'SET warnings = list_append(warnings, :more), updatedAt = :now',
        ConditionExpression: 'attribute_exists(pk) AND NOT contains(warnings, :warning)',
        ExpressionAttributeValues: { ':more': [warning], ':warning': warning, ':now': instant(clock()) },
      });
    },

    /** Ends the sweeper's interest in a run. */
    removeActiveMarker: async (workspaceId: WorkspaceId, runId: RunId): Promise<void> => {
      await table.update({
        Key: runGateKey(workspaceId, runId, 0),
        UpdateExpression: 'REMOVE gsi1pk, gsi1sk',
        ConditionExpression: 'attribute_exists(pk)',
      });
    },

    /** The workspace of a run of which only the id is known. */
    workspaceOf: async (runId: RunId): Promise<WorkspaceId | undefined> => {
      const { items } = await table.query({
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :pk',
        ExpressionAttributeValues: { ':pk': runById(runId).gsi1pk },
        Limit: 1,
      });
      const [gate] = items;
      return gate === undefined ? undefined : workspaceOfKey({ pk: z.string().parse(gate['pk']) });
    },

    /** Runs that may have work outside their execution. */
    listActive: async (): Promise<readonly Readonly<{ workspaceId: WorkspaceId; runId: RunId }>[]> => {
      const items = await table.queryAll({
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :pk',
        ExpressionAttributeValues: { ':pk': activeRun(RunId.parse('run_0000000000')).gsi1pk },
      });
      return items.map((item) => ({
        workspaceId: WorkspaceId.parse(z.string().parse(item['pk']).split('#')[1]),
        runId: RunId.parse(item['gsi1sk']),
      }));
    },
  };
};
