import { createBookRunCosts } from '../../../functions/campaigns/run-costs.ts';
import { createRunStore } from '../../../functions/campaigns/run-store.ts';
import { createBook } from '../../../functions/platform/ledger/book.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { DAY, HOUR, instant, MINUTE, SECOND } from '../../../functions/platform/time.ts';
import { createAwaitDelivery } from '../../../functions/sending/await-delivery.ts';
import { NoMailbox } from '../../../functions/sending/choose-senders.ts';
import { claimUpdate, createMessageMoves } from '../../../functions/sending/message-moves.ts';
import { createMessageStore } from '../../../functions/sending/message-store.ts';
import { createReleaseMessages } from '../../../functions/sending/release-messages.ts';
import { createRequestApproval } from '../../../functions/sending/request-approval.ts';
import { createSweepMessages } from '../../../functions/sending/sweep-messages.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { campaignId, runId, schedulingOf, seedMessages, seedRun, workspaceId } from '../../support/sending-world.ts';

const START = Date.parse('2026-11-21T09:00:00.000Z');
const run = { workspaceId, campaignId, runId };

const nothing = { unknown: 0, unknownFinal: 0, assumedDelivered: 0, cancelled: 0, released: 0 };

const setUp = async (
  count: number,
  { clockFactor = 1, state = 'approved' }: { clockFactor?: number; state?: 'approved' | 'draft' } = {},
) => {
  let now = START;
  const clock = () => now;
  const table = createMemoryTable();
  const moves = createMessageMoves(table, clock);
  const messages = createMessageStore(table);
  const runs = createRunStore(table, clock);
  await seedRun(table, clock, {
    clockFactor,
    counts: {
      'state.sending': 1,
      'state.unknown': 1,
      'state.accepted': 1,
      'state.scheduled': 1,
      'state.approved': 1,
      'state.draft': 1,
    },
  });
  const seeded = await seedMessages(table, clock, { count, state });
  const { schedule, giveBack } = schedulingOf(table, clock);
  let kicks = 0;
  const release = createReleaseMessages({
    ...{ runs, messages, schedule, log: silentLog, page: 60 },
    kick: () => {
      kicks += 1;
      return Promise.resolve();
    },
  });
  const releaseAll = async () => {
    const outputs = [await release({ run, cursor: null })];
    for (let last = outputs[0]; last?.cursor != null; last = outputs.at(-1))
      outputs.push(await release({ run, cursor: last.cursor }));
    return outputs;
  };
  const settled: string[] = [];
  const book = createBook(table, clock);
  const sweep = createSweepMessages({
    ...{ runs, messages, moves, schedule, giveBack, clock, log: silentLog },
    ...{ stuckSeconds: 900, unknownFinalSeconds: 72 * 3_600 },
    bookCosts: createBookRunCosts({ book, clock }),
    settle: (_workspace, id) => {
      settled.push(id);
      return Promise.resolve();
    },
  });
  const all = async () => (await messages.listByRun(workspaceId, runId, { limit: 200 }))?.messages ?? [];
  const states = async () => (await all()).map(({ state: now }) => now).sort();
  const claim = async (at: number) => {
    const ref = { workspaceId, id: seeded[at]?.id ?? ('' as never) };
    const dueAt = (await messages.get(workspaceId, ref.id))?.dueAt ?? '';
    await table.transact([{ Update: claimUpdate(ref, dueAt, instant(now)) }]);
    return { ref, claimedAt: instant(now) };
  };
  return {
    table,
    clock,
    schedule,
    giveBack,
    messages,
    runs,
    moves,
    seeded,
    release,
    releaseAll,
    sweep,
    all,
    states,
    claim,
    settled,
    book,
    kicks: () => kicks,
    pass: (ms: number) => (now += ms),
  };
};

test('every approved message gets a due time, page by page, and the dispatcher is started once', async () => {
  const { releaseAll, all, kicks } = await setUp(150);
  const outputs = await releaseAll();
  expect(outputs.length).toBeGreaterThan(1);
  expect(outputs.reduce((sum, { released }) => sum + released, 0)).toBe(150);
  const due = (await all()).map(({ dueAt }) => Date.parse(dueAt ?? '')).sort((a, b) => a - b);
  // 8 a second: the first at once, the last after 149 intervals of 125 ms.
  expect([due[0], due.at(-1)]).toEqual([START, START + 149 * 125]);
  expect(new Set(due).size).toBe(150);
  expect(kicks()).toBe(1);
});

test('a sandbox compresses due times and records them as they would be in live mode', async () => {
  const { releaseAll, all } = await setUp(101, { clockFactor: 100 });
  await releaseAll();
  const last = [...(await all())].sort((a, b) => ((a.plannedAt ?? '') < (b.plannedAt ?? '') ? -1 : 1)).at(-1);
  // Released on a Saturday, planned from Monday morning on; the sandbox does not wait for it.
  expect(last).toMatchObject({ plannedAt: instant(START + 2 * DAY + 12_500), dueAt: instant(START + 125) });
});

test('a repeated page releases nothing twice and moves nothing', async () => {
  const { release, all, pass } = await setUp(40);
  expect((await release({ run, cursor: null })).released).toBe(40);
  const before = await all();
  pass(MINUTE);
  expect((await release({ run, cursor: null })).released).toBe(0);
  expect(await all()).toEqual(before);
});

test('messages that wait for a reviewer, and runs that ended, are not released', async () => {
  const waiting = await setUp(3, { state: 'draft' });
  await waiting.releaseAll();
  expect(await waiting.states()).toEqual(['draft', 'draft', 'draft']);
  const ended = await setUp(3);
  await ended.runs.change(workspaceId, runId, { status: 'cancelled' });
  expect(await ended.release({ run, cursor: null })).toEqual({ cursor: null, released: 0 });
  expect(await ended.states()).toEqual(['approved', 'approved', 'approved']);
});

test('a dispatcher that cannot be started does not fail the release', async () => {
  const { runs, schedule, table } = await setUp(1);
  const release = createReleaseMessages({
    ...{ runs, schedule, log: silentLog },
    messages: createMessageStore(table),
    kick: () => Promise.reject(new Error('no')),
  });
  expect((await release({ run, cursor: null })).released).toBe(1);
});

test('what a dead sender left becomes unknown, and after three days final; a live one is left alone', async () => {
  const { releaseAll, claim, sweep, states, pass } = await setUp(2);
  await releaseAll();
  await claim(0);
  pass(10 * MINUTE);
  await claim(1);
  expect(await sweep()).toEqual({ ...nothing });
  pass(6 * MINUTE);
  expect(await sweep()).toEqual({ ...nothing, unknown: 1 });
  expect(await states()).toEqual(['sending', 'unknown']);
  pass(73 * HOUR);
  await sweep();
  await sweep();
  expect(await states()).toEqual(['unknown_final', 'unknown_final']);
});

test('an accepted mail of which nothing is heard for three days is final', async () => {
  const { releaseAll, claim, sweep, states, moves, pass } = await setUp(1);
  await releaseAll();
  const { ref, claimedAt } = await claim(0);
  await moves.recordAccepted(ref, claimedAt, { channelId: 'c', sentAt: claimedAt, costMicroUsd: 100 });
  pass(71 * HOUR);
  await sweep();
  expect(await states()).toEqual(['accepted']);
  pass(2 * HOUR);
  expect((await sweep()).unknownFinal).toBe(1);
});

test('a message that moved since the sweeper read it is not given up', async () => {
  const { releaseAll, claim, moves, all, states } = await setUp(1);
  await releaseAll();
  const { ref, claimedAt } = await claim(0);
  await moves.recordUnknown(ref, claimedAt, 'timeout');
  const [seen] = await all();
  if (seen === undefined) throw new Error('no message');
  expect((await moves.giveUp({ ...seen, updatedAt: instant(START - SECOND) }, 'old')).ok).toBe(false);
  expect(await states()).toEqual(['unknown']);
});

test('a run that cannot be swept does not keep others from it', async () => {
  const { runs, moves, schedule, giveBack, table, settled, sweep } = await setUp(0);
  const other = 'run_01jd0000000000000000000001' as typeof runId;
  await seedRun(table, () => START, { id: other });
  const get: typeof runs.get = (workspace, id) =>
    id === runId ? Promise.reject(new Error('no')) : runs.get(workspace, id);
  const stubborn = createSweepMessages({
    ...{ moves, schedule, giveBack, clock: () => START, log: silentLog, stuckSeconds: 1, unknownFinalSeconds: 1 },
    runs: { ...runs, get },
    messages: createMessageStore(table),
    bookCosts: () => Promise.resolve(),
    settle: (_workspace, id) => {
      settled.push(id);
      return Promise.resolve();
    },
  });
  await stubborn();
  expect(settled).toEqual([other]);
  await sweep();
  expect(settled.sort()).toEqual([runId, other, other].sort());
});

test('what a cancelled run did not send is cancelled, and then nobody looks at it again', async () => {
  const { releaseAll, runs, sweep, states, table } = await setUp(5);
  await releaseAll();
  await runs.setGates(workspaceId, runId, false, 'run_cancelled');
  await runs.change(workspaceId, runId, { status: 'cancelled' });
  expect((await sweep()).cancelled).toBe(5);
  expect(new Set(await states())).toEqual(new Set(['cancelled']));
  expect(await runs.listActive()).toEqual([]);
  expect(table.items().filter(({ type }) => type === 'Recipient')).toHaveLength(0);
});

test('a run that is over but has an open message stays under watch', async () => {
  const { releaseAll, runs, sweep, claim } = await setUp(1);
  await releaseAll();
  await claim(0);
  await runs.change(workspaceId, runId, { status: 'failed' });
  await sweep();
  expect(await runs.listActive()).toHaveLength(1);
});

test('the waiting steps keep their token first and then see whether anything holds them', async () => {
  const { runs } = await setUp(0);
  const order: string[] = [];
  const settle = async () => {
    const kept = await runs.get(workspaceId, runId);
    order.push(`${kept?.approvalToken ?? '-'} ${kept?.deliveryToken ?? '-'}`);
  };
  await createRequestApproval({ runs, settle })({ run, taskToken: 'approve' });
  await createAwaitDelivery({ runs, settle })({ run, taskToken: 'deliver' });
  expect(order).toEqual(['approve -', 'approve deliver']);
});

test('a message approved after its run was released is scheduled all the same', async () => {
  const { releaseAll, runs, moves, sweep, states, seeded } = await setUp(2, { state: 'draft' });
  await releaseAll();
  await moves.approve({ workspaceId, id: seeded[0]?.id ?? ('' as never) });
  expect((await sweep()).released).toBe(0);
  await runs.keepToken(workspaceId, runId, 'delivery', 'token');
  expect((await sweep()).released).toBe(1);
  expect(await states()).toEqual(['draft', 'scheduled']);
});

test('while no mailbox can send what was approved late, the rest of the run is looked after all the same', async () => {
  const { releaseAll, claim, runs, moves, messages, giveBack, states, settled, table, clock, pass } = await setUp(1);
  await releaseAll();
  await claim(0);
  await seedMessages(table, clock, { count: 1, domainOf: () => 'late.example' });
  await runs.keepToken(workspaceId, runId, 'delivery', 'token');
  pass(20 * MINUTE);
  const sweep = createSweepMessages({
    ...{ runs, messages, moves, giveBack, clock, log: silentLog, stuckSeconds: 900, unknownFinalSeconds: 72 * 3_600 },
    schedule: () => Promise.reject(new NoMailbox('each is paused')),
    bookCosts: () => Promise.resolve(),
    settle: (_workspace, id) => {
      settled.push(id);
      return Promise.resolve();
    },
  });
  expect(await sweep()).toEqual({ ...nothing, unknown: 1 });
  expect(await states()).toEqual(['approved', 'unknown']);
  expect(settled).toEqual([runId]);
});

test('the places of a cancelled live run are given back: the next run has its times', async () => {
  const { table, runs, messages, moves, clock } = await setUp(0);
  // Two mails a minute: twenty keep the channel busy for ten.
  const { schedule, giveBack } = schedulingOf(table, clock, { ratePerSecond: 0.05 });
  const timesOf = async (id: typeof runId): Promise<readonly (string | undefined)[]> => {
    const run = await seedRun(table, clock, { id, mode: 'live', counts: { 'state.scheduled': 20 } });
    await seedMessages(table, clock, { count: 20, run: id, country: 'US' });
    await schedule(run, (await messages.listByRun(workspaceId, id, { limit: 50 }))?.messages ?? [], null);
    const scheduled = await messages.listByRun(workspaceId, id, { limit: 50 });
    return (scheduled?.messages ?? []).map(({ plannedAt }) => plannedAt).sort();
  };
  const [one, two] = ['run_01jd0000000000000000000001', 'run_01jd0000000000000000000002'] as [
    typeof runId,
    typeof runId,
  ];
  const first = await timesOf(one);
  expect(new Set(first).size).toBe(20);
  await runs.change(workspaceId, one, { status: 'cancelled' });
  const sweep = createSweepMessages({
    ...{
      runs,
      messages,
      moves,
      schedule,
      giveBack,
      clock,
      log: silentLog,
      stuckSeconds: 900,
      unknownFinalSeconds: 900,
    },
    bookCosts: () => Promise.resolve(),
    settle: () => Promise.resolve(),
  });
  expect((await sweep()).cancelled).toBe(20);
  expect(await timesOf(two)).toEqual(first);
});

test('what a run spent that was cut off is booked once its last steps are counted, and then nobody looks at it again', async () => {
  const { runs, sweep, book, pass } = await setUp(0);
  const key = { pk: `ONCE#run-counters#x`, sk: 'ONCE' };
  const counts = { costMicroUsd: 900, copyMicroUsd: 500, contactsMicroUsd: 300 };
  await runs.addCounters(workspaceId, runId, counts, { key, ttl: 0 });
  await runs.recordDiscovered(workspaceId, runId, '000001', { found: 1, dropped: {}, costMicroUsd: 70 });
  await runs.change(workspaceId, runId, { status: 'cancelled', endedAt: instant(START) });
  pass(5 * MINUTE);
  await sweep();
  expect(await runs.listActive()).toHaveLength(1);
  pass(10 * MINUTE);
  await sweep();
  expect(await runs.listActive()).toEqual([]);
  const costOf = async (kind: string) =>
    (await book.read(workspaceId, `cost#${runId}#${kind}`))?.entries.map(({ amountMicro }) => amountMicro);
  expect(await costOf('sending')).toEqual([100, -100]);
  expect(await costOf('copy')).toEqual([500, -500]);
  expect(await costOf('contacts')).toEqual([300, -300]);
  expect(await costOf('discovery')).toEqual([70, -70]);
});

test('costs that a failed run had booked itself stay as they are', async () => {
  const { runs, book } = await setUp(0);
  const bookCosts = createBookRunCosts({ book, clock: () => START });
  const run = await runs.get(workspaceId, runId);
  if (run === undefined) throw new Error('no run');
  await bookCosts({ ...run, counts: { costMicroUsd: 5, copyMicroUsd: 5 } });
  await bookCosts({ ...run, counts: { costMicroUsd: 9, copyMicroUsd: 9 } });
  expect((await book.read(workspaceId, `cost#${runId}#copy`))?.entries[0]?.amountMicro).toBe(5);
});
