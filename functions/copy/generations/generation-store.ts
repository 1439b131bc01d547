import * as z from 'zod';
import type { Problem } from '../../platform/http/problem.ts';
import { GenerationId, type WorkspaceId } from '../../platform/ids.ts';
import {
  generationEventsKey,
  generationKey,
  generationPartition,
  generationResultKey,
  type Key,
  onceKey,
} from '../../platform/keys.ts';
import { listPage, type PageOf } from '../../platform/list-page.ts';
import type { Item, Table } from '../../platform/table.ts';
import { type Clock, DAY, epochSeconds, Instant, instant, MINUTE } from '../../platform/time.ts';
import { CopyRequest } from './copy-request.ts';
import { CopyPackage, GenerationSummary, KINDS, type Kind } from './generation.ts';
import { GenerationEvent } from './generation-events.ts';
import { Packed, packJson, unpackJson } from './packed-json.ts';

/** Generations are kept so long, their events as long as a client may reasonably come back. */
export const KEPT = 90 * DAY;
const EVENTS_KEPT = DAY;
/** Repeated requests with one idempotency key get the same answer for so long (spec/api-and-accounts.md). */
const IDEMPOTENT = DAY;
/** The function that works on a generation may run so long; one that runs longer has died. */
const LONGEST_WORK = 6 * MINUTE;

const SummaryItem = GenerationSummary.extend({ request: CopyRequest, requestHash: z.string(), updatedAt: Instant });
const ResultItem = z.object({ packed: Packed });
const EventsItem = z.object({ packed: Packed });
const OnceItem = z.object({ generationId: GenerationId, requestHash: z.string(), expiresAt: z.string() });
export type KeyUse = Readonly<{ generationId: GenerationId; requestHash: string }>;

/** A generation with what it was asked. */
export type StoredGeneration = z.infer<typeof SummaryItem>;

export type GenerationStore = ReturnType<typeof createGenerationStore>;

/** Generations: a light item that lists show, and beside it the result and the events, packed. */
export const createGenerationStore = (table: Table, clock: Clock) => {
  const ttl = (kept: number): number => epochSeconds(clock() + kept);

  /** What died while it worked is told as failed: nobody will finish it. */
  const decode = (item: Item): StoredGeneration => {
    const stored = SummaryItem.parse(item);
    return stored.status === 'running' && Date.parse(stored.updatedAt) + LONGEST_WORK < clock()
      ? { ...stored, status: 'failed', problem: INTERRUPTED }
      : stored;
  };

  const set = async (
    workspaceId: WorkspaceId,
    id: GenerationId,
    change: Pick<GenerationSummary, 'status' | 'problem'> & Readonly<{ companyName?: string }>,
  ): Promise<void> => {
    const ended = change.status === 'done' || change.status === 'failed';
    await table.update({
      Key: generationKey(workspaceId, id),
      UpdateExpression: `SET #status = :status, problem = :problem, updatedAt = :now, finishedAt = :finished${
        change.companyName === undefined ? '' : ', companyName = :company'
      }`,
      // A generation that was deleted meanwhile stays deleted.
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':status': change.status,
        ':problem': change.problem,
        ':now': instant(clock()),
        ':finished': ended ? instant(clock()) : null,
        ...(change.companyName === undefined ? {} : { ':company': change.companyName }),
      },
    });
  };

  const get = async (workspaceId: WorkspaceId, id: GenerationId): Promise<StoredGeneration | undefined> => {
    const item = await table.get(generationKey(workspaceId, id), { consistent: true });
    return item === undefined ? undefined : decode(item);
  };

  return {
    get,

    /** Begins a generation. `false` when there is one of this id. */
    begin: async (
      workspaceId: WorkspaceId,
      id: GenerationId,
      { kind, request, requestHash }: Readonly<{ kind: Kind; request: CopyRequest; requestHash: string }>,
    ): Promise<boolean> => {
      const now = instant(clock());
      const { ok } = await table.put(
        {
          ...generationKey(workspaceId, id),
          type: 'Generation',
          v: 1,
          id,
          kind: z.enum(KINDS).parse(kind),
          status: 'running',
          websiteUrl: request.websiteUrl,
          companyName: null,
          createdAt: now,
          updatedAt: now,
          finishedAt: null,
          expiresAt: instant(clock() + KEPT),
          problem: null,
          request,
          requestHash,
          ttl: ttl(KEPT),
        },
        { ConditionExpression: 'attribute_not_exists(pk)' },
      );
      return ok;
    },

    /** The generation that an idempotency key is tied to, with what that was asked. */
    byKey: async (workspaceId: WorkspaceId, keyHash: string): Promise<KeyUse | undefined> => {
      const item = await table.get(onceKey(`COPY#${workspaceId}`, keyHash), { consistent: true });
      const used = item === undefined ? undefined : OnceItem.parse(item);
      return used === undefined || Date.parse(used.expiresAt) < clock() ? undefined : used;
    },

    /** Ties an idempotency key to a generation; gives the one it is tied to already, with what that was asked. */
    claimKey: async (
      workspaceId: WorkspaceId,
      keyHash: string,
      generationId: GenerationId,
      requestHash: string,
    ): Promise<KeyUse | undefined> => {
      const now = instant(clock());
      const put = await table.put(
        {
          ...onceKey(`COPY#${workspaceId}`, keyHash),
          type: 'Once',
          v: 1,
          generationId,
          requestHash,
          createdAt: now,
          updatedAt: now,
          expiresAt: instant(clock() + IDEMPOTENT),
          ttl: ttl(IDEMPOTENT),
        },
        {
          // TTL deletes within days, the promise is one day.
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt < :now',
          ExpressionAttributeValues: { ':now': now },
        },
      );
      return put.ok ? undefined : OnceItem.parse(put.item);
    },

    keepResult: async (workspaceId: WorkspaceId, id: GenerationId, result: CopyPackage): Promise<void> => {
      const now = instant(clock());
      await table.put({
        ...generationResultKey(workspaceId, id),
        type: 'GenerationResult',
        v: 1,
        packed: packJson(result),
        createdAt: now,
        updatedAt: now,
        ttl: ttl(KEPT),
      });
    },

    done: (workspaceId: WorkspaceId, id: GenerationId, companyName: string) =>
      set(workspaceId, id, { status: 'done', problem: null, companyName }),
    fail: (workspaceId: WorkspaceId, id: GenerationId, problem: Problem) =>
      set(workspaceId, id, { status: 'failed', problem }),
    queue: (workspaceId: WorkspaceId, id: GenerationId, problem: Problem) =>
      set(workspaceId, id, { status: 'queued', problem }),
    resume: (workspaceId: WorkspaceId, id: GenerationId) => set(workspaceId, id, { status: 'running', problem: null }),

    result: async (workspaceId: WorkspaceId, id: GenerationId): Promise<CopyPackage | undefined> => {
      const item = await table.get(generationResultKey(workspaceId, id), { consistent: true });
      return item === undefined ? undefined : CopyPackage.parse(unpackJson(ResultItem.parse(item).packed));
    },

    keepEvents: async (
      workspaceId: WorkspaceId,
      id: GenerationId,
      events: readonly GenerationEvent[],
    ): Promise<void> => {
      const [first] = events;
      if (first === undefined) return;
      const now = instant(clock());
      await table.put({
        ...generationEventsKey(workspaceId, id, first.at),
        type: 'GenerationEvents',
        v: 1,
        packed: packJson(events),
        createdAt: now,
        updatedAt: now,
        ttl: ttl(EVENTS_KEPT),
      });
    },

    /** The kept events after number `after`, in order. */
    events: async (workspaceId: WorkspaceId, id: GenerationId, after: number): Promise<readonly GenerationEvent[]> => {
      const items = await table.queryAll({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :start)',
        ExpressionAttributeValues: { ':pk': generationPartition(workspaceId, id), ':start': 'EVENTS#' },
        ConsistentRead: true,
      });
      return items
        .flatMap((item) => z.array(GenerationEvent).parse(unpackJson(EventsItem.parse(item).packed)))
        .filter(({ at }) => at > after);
    },

    /** Newest first; undefined when the cursor is not one of this list. */
    list: async (workspaceId: WorkspaceId, query: PageOf) => {
      const { pk } = generationKey(workspaceId, GenerationId.parse('gen_0000000000'));
      const page = await listPage(table, { partition: pk, newestFirst: true }, query);
      return page === undefined ? undefined : { items: page.items.map(decode), nextCursor: page.nextCursor };
    },

    /** Deletes a generation with its result, events and links; `false` when there is none. */
    remove: async (workspaceId: WorkspaceId, id: GenerationId): Promise<boolean> => {
      if ((await get(workspaceId, id)) === undefined) return false;
      await table.remove(generationKey(workspaceId, id));
      const items = await table.queryAll({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': generationPartition(workspaceId, id) },
      });
      for (const item of items) await table.remove(KeyOf.parse(item));
      return true;
    },
  };
};

const KeyOf: z.ZodType<Key> = z.object({ pk: z.string(), sk: z.string() });

const INTERRUPTED: Problem = {
  type: 'https://throughline.example/problems/interrupted',
  title: 'Something failed on our side',
  status: 500,
  detail: 'The work on this broke off. Ask again; nothing is charged for what was not written.',
  errorCode: 'interrupted',
};
