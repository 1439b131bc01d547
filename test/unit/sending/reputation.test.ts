import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { createRunStore } from '../../../functions/campaigns/run-store.ts';
import { MailboxId, RunId } from '../../../functions/platform/ids.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import type { Item } from '../../../functions/platform/table.ts';
import { DAY, instant } from '../../../functions/platform/time.ts';
import { createClaimMessages } from '../../../functions/sending/claim-messages.ts';
import { createMessageMoves } from '../../../functions/sending/message-moves.ts';
import { LIMITS, whyStop } from '../../../functions/sending/reputation.ts';
import { createReputationStore } from '../../../functions/sending/reputation-store.ts';
import { createWatchReputation } from '../../../functions/sending/watch-reputation.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { runId, seedMessages, seedRun, sendRecord, workspaceId } from '../../support/sending-world.ts';

const START = Date.parse('2026-11-23T09:00:00.000Z');
const box = MailboxId.parse('mbx_01jd0000000000000000000000');

const setUp = async (mode: 'sandbox' | 'live' = 'live') => {
  let now = START;
  const clock = () => now;
  const table = createMemoryTable();
  await seedRun(table, clock, { mode });
  const [seeded] = await seedMessages(table, clock, { count: 1 });
  if (seeded === undefined) throw new Error('no message');
  const runs = createRunStore(table, clock);
  const reputation = createReputationStore(table, runs, clock);
  const watch = createWatchReputation({ reputation, clock, log: silentLog });
  const stored = table.items().find(({ sk }) => sk === seeded.id) ?? {};
  const image = (more: Item) => marshall({ ...stored, mode, ...more }, { removeUndefinedValues: true });
  let events = 0;
  /** Tells of messages that went from one state to another, as the stream does. */
  const tell = async (count: number, from: Item, to: Item, id?: string) => {
    const Records = Array.from({ length: count }, () => {
      events += 1;
      return { eventID: id ?? `e${String(events)}`, dynamodb: { OldImage: image(from), NewImage: image(to) } };
    });
    await watch({ Records } as unknown as DynamoDBStreamEvent);
  };
  const sent = (count: number, more: Item = {}) => tell(count, { state: 'sending' }, { state: 'accepted', ...more });
  const bounced = (count: number, more: Item = {}) =>
    tell(count, { state: 'accepted', ...more }, { state: 'bounced', eventRank: 5, ...more });
  const complained = (count: number) => tell(count, { state: 'delivered' }, { state: 'complained' });
  const claim = async () => {
    const dueAt = instant(now);
    const ref = { workspaceId, id: seeded.id };
    await createMessageMoves(table, clock).schedule(ref, { plannedAt: dueAt, dueAt });
    const claims = await createClaimMessages({ table, clock })([sendRecord(seeded, dueAt)]);
    return [...claims.values()][0];
  };
  const view = () => reputation.view(workspaceId);
  return {
    table,
    tell,
    sent,
    bounced,
    complained,
    claim,
    view,
    reputation,
    runs,
    clock,
    pass: (ms: number) => (now += ms),
  };
};

test('three bounces in a hundred stop live sending, and the next claim does not pass; two do not', async () => {
  const { sent, bounced, claim, view } = await setUp();
  await sent(100);
  await bounced(2);
  expect((await view()).state).toBe('closed');
  await bounced(1);
  expect(await view()).toMatchObject({
    ...{ state: 'open', sent: 100, bounceRate: 0.03 },
    reason: expect.stringContaining('3 of the last 100 mails bounced for good: 3.00 %') as string,
    howToResume: expect.stringContaining('/sending/breaker/resume') as string,
  });
  expect(await claim()).toMatchObject({ kind: 'held', reason: expect.stringContaining('bounced for good') as string });
});

test('one complaint in 1,250 mails stops it, in 1,251 it does not', async () => {
  expect(whyStop({ sent: 1_250, bounced: 0, complained: 1 })).toContain('0.08 %');
  expect(whyStop({ sent: 1_251, bounced: 0, complained: 1 })).toBeUndefined();
  expect(whyStop({ sent: LIMITS.leastSent - 1, bounced: 20, complained: 20 })).toBeUndefined();
  const { sent, complained, view } = await setUp();
  await sent(1_250);
  await complained(1);
  expect((await view()).state).toBe('open');
});

test('a batch that is delivered twice counts once, and bounces that may pass do not count', async () => {
  const { tell, sent, view } = await setUp();
  await sent(60);
  await tell(1, { state: 'accepted' }, { state: 'bounced', eventRank: 5 }, 'same');
  await tell(1, { state: 'accepted' }, { state: 'bounced', eventRank: 5 }, 'same');
  await tell(5, { state: 'accepted' }, { state: 'bounced', eventRank: 3 });
  expect(await view()).toMatchObject({ state: 'closed', bounceRate: 1 / 60 });
});

test('what happened more than seven days ago does not count any more', async () => {
  const { sent, bounced, view, pass } = await setUp();
  await sent(1_000);
  await bounced(29);
  pass(8 * DAY);
  await sent(60);
  expect(await view()).toMatchObject({ state: 'closed', sent: 60, bounceRate: 0 });
});

test('a person resumes it with a reason: claims pass again, and only what comes after counts', async () => {
  const { sent, bounced, claim, view, reputation, table } = await setUp();
  await sent(100);
  await bounced(10);
  expect((await claim())?.kind).toBe('held');
  expect(await reputation.resume(workspaceId, { by: 'ada', reason: 'The list was cleaned' })).toBe(true);
  expect(await view()).toMatchObject({ state: 'closed', reason: null, sent: 0, bounceRate: 0 });
  expect((await claim())?.kind).toBe('claimed');
  expect(table.items().find(({ type }) => type === 'Breaker')).toMatchObject({ resumed: { by: 'ada' } });
  await sent(100);
  await bounced(2);
  expect((await view()).state).toBe('closed');
  await bounced(1);
  expect((await view()).state).toBe('open');
  expect(await reputation.resume(workspaceId, { by: 'ada', reason: 'again' })).toBe(true);
  expect(await reputation.resume(workspaceId, { by: 'ada', reason: 'again' })).toBe(false);
});

test('a run that was opened while sending is stopped is stopped with the next mail that is heard of', async () => {
  const { sent, bounced, runs, table, clock } = await setUp();
  await sent(100);
  await bounced(5);
  const later = RunId.parse('run_01jd0000000000000000000009');
  await seedRun(table, clock, { id: later, mode: 'live' });
  await bounced(1);
  const gates = table.items().filter(({ type, runId: of }) => type === 'RunGate' && of === later);
  expect(gates.every(({ tripped }) => typeof tripped === 'string')).toBe(true);
  await runs.setGates(workspaceId, later, true, null);
  expect(table.items().filter(({ type, tripped }) => type === 'RunGate' && tripped === undefined)).toEqual([]);
});

test('pausing and resuming a campaign does not lift what bounces stopped', async () => {
  const { sent, bounced, claim, runs } = await setUp();
  await sent(100);
  await bounced(5);
  await runs.setGates(workspaceId, runId, false, 'campaign_paused');
  await runs.setGates(workspaceId, runId, true, null);
  expect((await claim())?.kind).toBe('held');
});

test('sandbox mails count for nothing', async () => {
  const { sent, bounced, view, claim } = await setUp('sandbox');
  await sent(100);
  await bounced(50);
  expect(await view()).toMatchObject({ state: 'closed', sent: 0 });
  expect((await claim())?.kind).toBe('claimed');
});

test('a mailbox is judged by its own mails', async () => {
  const { sent, bounced, reputation } = await setUp();
  await sent(1_000);
  await sent(100, { mailbox: box });
  await bounced(4, { mailbox: box });
  const health = (await reputation.healthOf(workspaceId))(box);
  expect(health).toMatchObject({ sent: 100, bounceRate: 0.04, healthy: false });
  expect((await reputation.view(workspaceId)).state).toBe('closed');
});

test('outcomes that a busy table did not take are told as a failure, so that their batch comes again', async () => {
  const { table, reputation } = await setUp();
  let busy = true;
  const store = createReputationStore(
    {
      ...table,
      transact: (actions) =>
        busy
          ? Promise.resolve({ ok: false, conflict: true, reasons: [{ code: 'TransactionConflict' }] })
          : table.transact(actions),
    },
    createRunStore(table, () => START),
    () => START,
  );
  const by = new Map([['all', { sent: 3, bounced: 0, complained: 0 }]]);
  const marker = { key: { pk: 'ONCE#a', sk: 'ONCE' }, ttl: 0 };
  await expect(store.add(workspaceId, by, marker)).rejects.toThrow('TransactionConflict');
  busy = false;
  await store.add(workspaceId, by, marker);
  await store.add(workspaceId, by, marker);
  expect((await reputation.view(workspaceId)).sent).toBe(3);
});
