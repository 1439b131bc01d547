import { createRunStore } from '../../../functions/campaigns/run-store.ts';
import { messageContentKey } from '../../../functions/platform/keys.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { instant, MINUTE, SECOND } from '../../../functions/platform/time.ts';
import { createClaimMessages } from '../../../functions/sending/claim-messages.ts';
import type { SendRecord } from '../../../functions/sending/contract.ts';
import { createDispatchMessages } from '../../../functions/sending/dispatch-messages.ts';
import { createDispatchShard } from '../../../functions/sending/dispatch-shard.ts';
import { createDispatchShardStore } from '../../../functions/sending/dispatch-shard-store.ts';
import { createDueIndex } from '../../../functions/sending/due-index.ts';
import { createMessageMoves } from '../../../functions/sending/message-moves.ts';
import { createMessageStore } from '../../../functions/sending/message-store.ts';
import { packBatches, type SendQueue } from '../../../functions/sending/providers/send-queue.ts';
import { createSendRecords } from '../../../functions/sending/send-records.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import {
  planFiles,
  runId,
  schedulingOf,
  seedMessages,
  seedRun,
  sender,
  workspaceId,
} from '../../support/sending-world.ts';

const START = Date.parse('2026-11-23T09:00:00.000Z');

const setUp = async (count: number, { every = 0, mostQueued = 10_000, sleepPasses = true } = {}) => {
  let now = START;
  const clock = () => now;
  const sleep = (milliseconds: number) => {
    if (sleepPasses) now += milliseconds;
    return Promise.resolve();
  };
  const table = createMemoryTable();
  const moves = createMessageMoves(table, clock);
  await seedRun(table, clock);
  const seeded = await seedMessages(table, clock, { count });
  for (const [at, { id }] of seeded.entries()) {
    const dueAt = instant(START + at * every);
    await moves.schedule({ workspaceId, id }, { plannedAt: dueAt, dueAt });
  }
  const queued: SendRecord[] = [];
  const pages: number[] = [];
  const broken = { enqueue: false };
  const queue: SendQueue = {
    enqueue: (records) => {
      if (broken.enqueue) return Promise.reject(new Error('the queue is away'));
      pages.push(records.length);
      queued.push(...records);
      return Promise.resolve();
    },
    depth: () => Promise.resolve(queued.length),
  };
  const { reschedule, settings, sequences } = schedulingOf(table, clock);
  let owners = 0;
  const newOwner = () => {
    owners += 1;
    return `dispatcher-${String(owners)}`;
  };
  const make = (files = planFiles()) =>
    createDispatchMessages({
      dispatchShard: createDispatchShard({
        shards: createDispatchShardStore(table, clock),
        dueIndex: createDueIndex(table),
        records: createSendRecords({ table, files, settings, sequences, clock }),
        ...{ queue, moves, reschedule, clock, sleep, newOwner, mostQueued },
      }),
      clock,
      log: silentLog,
    });
  const claimAll = () => createClaimMessages({ table, clock })(queued.splice(0));
  const shardWrites = () => table.items().filter(({ type }) => type === 'DispatchShard');
  const runs = createRunStore(table, clock);
  return {
    table,
    seeded,
    queued,
    pages,
    broken,
    make,
    claimAll,
    runs,
    shardWrites,
    clock,
    pass: (ms: number) => (now += ms),
  };
};

test('all due messages go on the queue once, however many pages they are', async () => {
  const { make, queued, pass } = await setUp(950);
  pass(5 * SECOND);
  expect(await make()()).toEqual({ dispatched: 950 });
  expect(new Set(queued.map(({ messageId }) => messageId)).size).toBe(950);
  expect((await make()()).dispatched).toBe(0);
});

test('a record holds all that its sender needs', async () => {
  const { make, queued, seeded, pass } = await setUp(1);
  pass(5 * SECOND);
  await make(planFiles('live'))();
  expect(queued[0]).toMatchObject({
    messageId: seeded[0]?.id,
    toAddress: seeded[0]?.address,
    body: expect.stringContaining('month end') as string,
    dueAt: instant(START),
    mode: 'live',
    sender,
  });
});

test('messages that come due while it lives are waited for, and what is due later is left', async () => {
  const { make, queued } = await setUp(100, { every: SECOND });
  await make()();
  expect(queued.length).toBeGreaterThan(30);
  expect(queued.length).toBeLessThan(60);
  expect(Math.max(...queued.map(({ dueAt }) => Date.parse(dueAt)))).toBeLessThan(START + MINUTE);
});

test('messages that come due one by one are gathered into requests', async () => {
  const { make, pages } = await setUp(200, { every: 100 });
  await make()();
  // Four shards get ten a second together; a shard gathers for three seconds at most.
  expect(pages.reduce((sum, size) => sum + size, 0) / pages.length).toBeGreaterThan(5);
});

test('two dispatchers at once put every message on the queue once', async () => {
  // The clock stands still, so that one that waits for the other does not outlive the other's lease.
  const { make, queued, pass } = await setUp(300, { sleepPasses: false });
  pass(5 * SECOND);
  await Promise.all([make()(), make()(), make()()]);
  expect(queued).toHaveLength(300);
});

test('a queue that fails loses nothing: the next dispatcher begins where the last success was', async () => {
  const { make, queued, pass, broken } = await setUp(250);
  pass(5 * SECOND);
  broken.enqueue = true;
  await expect(make()()).rejects.toThrow();
  broken.enqueue = false;
  await make()();
  expect(new Set(queued.map(({ messageId }) => messageId)).size).toBe(250);
});

test('a full queue is not filled further', async () => {
  const { make, queued, pass } = await setUp(900, { mostQueued: 150 });
  pass(5 * SECOND);
  await make()();
  const first = queued.length;
  expect(first).toBeGreaterThanOrEqual(150);
  expect(first).toBeLessThan(600);
  await make()();
  expect(queued).toHaveLength(first);
});

test('what the queue lost goes on it again, not at once but in time', async () => {
  const { make, queued, pass } = await setUp(40);
  pass(5 * SECOND);
  await make()();
  queued.splice(0);
  pass(MINUTE);
  await make()();
  expect(queued).toHaveLength(0);
  for (let minute = 0; minute < 25; minute += 1) {
    pass(MINUTE);
    await make()();
  }
  expect(new Set(queued.map(({ messageId }) => messageId)).size).toBe(40);
  expect(queued.length).toBeLessThanOrEqual(120);
});

test('what was claimed is not dispatched again', async () => {
  const { make, queued, claimAll, pass } = await setUp(40);
  pass(5 * SECOND);
  await make()();
  await claimAll();
  for (let minute = 0; minute < 25; minute += 1) {
    pass(MINUTE);
    await make()();
  }
  expect(queued).toHaveLength(0);
});

test('a paused run is passed over without a write for each message, and goes on within a minute of being resumed', async () => {
  const { make, queued, runs, pass, table } = await setUp(120);
  await runs.setGates(workspaceId, runId, false, 'campaign_paused');
  pass(5 * SECOND);
  await make()();
  expect(queued).toHaveLength(0);
  expect(
    table.items().filter(({ state, updatedAt }) => state === 'scheduled' && updatedAt !== instant(START)),
  ).toHaveLength(0);
  pass(MINUTE);
  await make()();
  expect(queued).toHaveLength(0);
  await runs.setGates(workspaceId, runId, true, null);
  pass(MINUTE);
  await make()();
  expect(queued).toHaveLength(120);
});

test('a long backlog of a run that goes on keeps the queue full, minute after minute', async () => {
  const { make, queued, claimAll, runs, pass } = await setUp(800, { mostQueued: 100 });
  await runs.setGates(workspaceId, runId, false, 'campaign_paused');
  pass(5 * SECOND);
  await make()();
  await runs.setGates(workspaceId, runId, true, null);
  let claimed = 0;
  for (let minute = 0; minute < 9 && claimed < 800; minute += 1) {
    pass(MINUTE);
    await make()();
    expect(queued.length).toBeGreaterThan(0);
    const claims = await claimAll();
    claimed += [...claims.values()].filter(({ kind }) => kind === 'claimed').length;
  }
  expect(claimed).toBe(800);
});

test('a paused run does not hold up another', async () => {
  const { make, queued, runs, pass, table, clock } = await setUp(150);
  await runs.setGates(workspaceId, runId, false, 'campaign_paused');
  const other = 'run_01jd0000000000000000000001' as typeof runId;
  await seedRun(table, clock, { id: other });
  const others = await seedMessages(table, clock, { count: 30, run: other });
  pass(SECOND);
  for (const { id } of others)
    await createMessageMoves(table, clock).schedule(
      { workspaceId, id },
      { plannedAt: instant(clock()), dueAt: instant(clock()) },
    );
  pass(5 * SECOND);
  await make()();
  expect(queued.map((record) => record.runId)).toEqual(Array.from({ length: 30 }, () => other));
});

test('a message whose text or plan is gone fails with the reason instead of standing in the way', async () => {
  const { make, queued, pass, table, seeded } = await setUp(3);
  const [gone] = seeded;
  if (gone === undefined) throw new Error('nothing was seeded');
  await table.remove(messageContentKey(workspaceId, gone.id));
  pass(5 * SECOND);
  await make()();
  expect(queued).toHaveLength(2);
  expect(await createMessageStore(table).get(workspaceId, gone.id)).toMatchObject({
    state: 'failed',
    reason: 'its text is missing',
  });
});

test('with nothing due no shard is written', async () => {
  const { make, shardWrites } = await setUp(0);
  await make()();
  expect(shardWrites()).toHaveLength(0);
});

test('a shard is one dispatcher’s at a time, until its lease runs out', async () => {
  const { table, pass, clock } = await setUp(0);
  const shards = createDispatchShardStore(table, clock);
  const both = await Promise.all([shards.acquire(0, 'a'), shards.acquire(0, 'b')]);
  expect(both.filter((state) => state !== undefined)).toHaveLength(1);
  pass(21 * SECOND);
  expect(await shards.acquire(0, 'c')).toBeDefined();
  expect(await shards.advance(0, 'a', { mark: 'x' })).toBe(false);
  expect(await shards.advance(0, 'c', { mark: 'x' })).toBe(true);
  await shards.release(0, 'c');
  expect(await shards.acquire(0, 'd')).toMatchObject({ mark: 'x' });
});

test('records are packed ten to a request and below its limit of bytes', () => {
  expect(packBatches(Array.from({ length: 25 }, () => 'x')).map((batch) => batch.length)).toEqual([10, 10, 5]);
  const large = 'x'.repeat(100_000);
  expect(packBatches([large, large, large, 'x']).map((batch) => batch.length)).toEqual([2, 2]);
  expect(packBatches(['x'.repeat(300_000), 'x']).map((batch) => batch.length)).toEqual([1, 1]);
  expect(
    new Set(
      packBatches(['a', 'b', 'c'])
        .flat()
        .map(({ Id }) => Id),
    ).size,
  ).toBe(3);
});
