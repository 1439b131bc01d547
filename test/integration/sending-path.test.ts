import { createLedgerStore } from '../../functions/attribution/ledger-store.ts';
import { createRecordAttribution } from '../../functions/attribution/record-attribution.ts';
import { FINAL_MESSAGE_STATES } from '../../functions/campaigns/contract.ts';
import { createRunStore } from '../../functions/campaigns/run-store.ts';
import { silentLog } from '../../functions/platform/log.ts';
import { instant, SECOND } from '../../functions/platform/time.ts';
import type { OutgoingMail } from '../../functions/sending/channel.ts';
import { createClaimMessages } from '../../functions/sending/claim-messages.ts';
import { createComposeMail } from '../../functions/sending/compose-mail.ts';
import type { SendRecord } from '../../functions/sending/contract.ts';
import { createDispatchMessages } from '../../functions/sending/dispatch-messages.ts';
import { createDispatchShard } from '../../functions/sending/dispatch-shard.ts';
import { createDispatchShardStore } from '../../functions/sending/dispatch-shard-store.ts';
import { createDueIndex } from '../../functions/sending/due-index.ts';
import { createLeaseFor } from '../../functions/sending/lease-for.ts';
import { createMessageMoves } from '../../functions/sending/message-moves.ts';
import { createMessageStore } from '../../functions/sending/message-store.ts';
import { createReleaseMessages } from '../../functions/sending/release-messages.ts';
import { createSendMessages } from '../../functions/sending/send-messages.ts';
import { createSequenceStops } from '../../functions/sending/sequence-stop.ts';
import { createSuppressionStore } from '../../functions/sending/suppression-store.ts';
import { createEventRecorder } from '../../functions/tracking/event-recorder.ts';
import { startTestDatabase, type TestDatabase } from '../support/dynoxide.ts';
import { noTrouble, tellStory } from '../support/sending-simulation.ts';
import {
  campaignId,
  runId,
  schedulingOf,
  seedCampaign,
  seedMessages,
  seedRun,
  sendRecordsOf,
  sesEvent,
  sqsEvent,
  workspaceId,
} from '../support/sending-world.ts';

const COUNT = 100;
const run = { workspaceId, campaignId, runId };
let database: TestDatabase;
let now = Date.parse('2026-11-21T09:00:00.000Z');
const clock = () => now;
const sleep = (milliseconds: number) => {
  now += milliseconds;
  return Promise.resolve();
};

beforeEach(async () => {
  database = await startTestDatabase();
});
afterEach(() => database.stop());

/** What a piece of work cost: calls of the table's client and capacity units. */
const costOf = async (work: () => Promise<unknown>) => {
  const before = [...database.calls().values()].reduce((sum, count) => sum + count, 0);
  database.meter.take();
  await work();
  const calls = [...database.calls().values()].reduce((sum, count) => sum + count, 0) - before;
  const { writeUnits, readUnits } = database.meter.take();
  return { calls, writeUnits, readUnits };
};

const makeSender = (sent: OutgoingMail[]) => {
  const { table } = database;
  return createSendMessages({
    leaseFor: createLeaseFor({ table, ratePerSecond: 500, clock, sleep, random: Math.random }),
    claim: createClaimMessages({ table, clock }),
    compose: createComposeMail({
      origin: 'http://localhost:4000',
      secret: () => Promise.resolve('s'),
      now: () => new Date(now),
    }),
    channelFor: () =>
      Promise.resolve((mail) => {
        sent.push(mail);
        return Promise.resolve({ kind: 'accepted', channelId: `ses-${String(sent.length)}` });
      }),
    moves: createMessageMoves(table, clock),
    ...{ clock, sleep, random: Math.random, live: false, sandboxDelivery: 'inbox' as const, log: silentLog },
  });
};

const makeDispatcher = (queued: SendRecord[], requests: { count: number }) => {
  const { table } = database;
  return createDispatchMessages({
    dispatchShard: createDispatchShard({
      shards: createDispatchShardStore(table, clock),
      dueIndex: createDueIndex(table),
      records: sendRecordsOf(table, clock),
      queue: {
        enqueue: (records) => {
          requests.count += Math.ceil(records.length / 10);
          queued.push(...records);
          return Promise.resolve();
        },
        depth: () => {
          requests.count += 1;
          return Promise.resolve(0);
        },
      },
      moves: createMessageMoves(table, clock),
      reschedule: schedulingOf(table, clock).reschedule,
      ...{ clock, sleep, mostQueued: 10_000, newOwner: () => String(Math.random()) },
    }),
    clock,
    log: silentLog,
  });
};

const release = () => {
  const { table } = database;
  return createReleaseMessages({
    runs: createRunStore(table, clock),
    messages: createMessageStore(table),
    schedule: schedulingOf(table, clock, { ratePerSecond: 500 }).schedule,
    ...{ kick: () => Promise.resolve(), log: silentLog },
  })({ run, cursor: null });
};

const recorder = () => {
  const { table } = database;
  return createEventRecorder({ table, giveUp: () => Promise.resolve(), tries: 8, clock, log: silentLog });
};

const batches = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / 10) }, (_, at) => items.slice(at * 10, at * 10 + 10));
const inOrder = async (works: readonly (() => Promise<unknown>)[]) => {
  for (const work of works) await work();
};
const messages = async () =>
  (await createMessageStore(database.table).listByRun(workspaceId, runId, { limit: 200 }))?.messages ?? [];

test('a message’s way from release to delivery stays within its counts', async () => {
  const { table } = database;
  await seedRun(table, clock);
  await seedMessages(table, clock, { count: COUNT, domainOf: (n) => `company${String(Math.floor(n / 2))}.example` });
  const queued: SendRecord[] = [];
  const sent: OutgoingMail[] = [];
  const requests = { count: 0 };

  const released = await costOf(release);
  now += 5 * SECOND;
  const dispatched = await costOf(makeDispatcher(queued, requests));
  const send = makeSender(sent);
  const sending = await costOf(() => inOrder(batches(queued).map((batch) => () => send(sqsEvent(batch)))));
  const events = sent.flatMap(({ tags }) => [sesEvent('Send', tags), sesEvent('Delivery', tags)]);
  const record = recorder();
  const recording = await costOf(() => inOrder(batches(events).map((batch) => () => record(sqsEvent(batch)))));
  const attribution = await costOf(() =>
    createRecordAttribution({
      leads: { markContacted: async () => undefined },
      messages: createMessageStore(table),
      runs: createRunStore(table, clock),
      ledger: createLedgerStore(table, clock),
      ...{ table, clock },
    })({ run, cursor: null }),
  );

  expect(sent).toHaveLength(COUNT);
  expect(new Set((await messages()).map(({ state }) => state))).toEqual(new Set(['delivered']));
  // The sender's calls of the table, and the one of SES.
  expect(sending.calls / COUNT + 1).toBeLessThanOrEqual(2.5);
  // Claims are shared by three messages at most: more would save write units and put more at stake when a sender dies.
  expect(sending.writeUnits / COUNT).toBeLessThanOrEqual(9);
  expect(released.writeUnits / COUNT).toBeLessThanOrEqual(2);
  expect(dispatched.writeUnits / COUNT).toBeLessThanOrEqual(0.2);
  expect(recording.writeUnits / COUNT).toBeLessThanOrEqual(1);
  // A touch a message; booking the run's cost moves the sums of run, campaign and month with it, once however long the run.
  expect(attribution.writeUnits - COUNT).toBeLessThanOrEqual(12);
  // Sending and depth by the dispatcher; a receive and a delete for every ten records.
  expect((requests.count + 2 * Math.ceil(COUNT / 10)) / COUNT).toBeLessThanOrEqual(0.45);
  if (process.env['SHOW_COUNTS'] !== undefined)
    console.log(JSON.stringify({ released, dispatched, sending, recording, attribution, requests }));
});

test('a follow-up costs two write units more to schedule, and a stopped sequence no call to cancel', async () => {
  const { table } = database;
  await seedRun(table, clock, { mode: 'live' });
  await seedMessages(table, clock, { count: COUNT, country: 'GB' });
  const plain = await costOf(release);
  await database.stop();
  database = await startTestDatabase();
  await seedRun(database.table, clock, { mode: 'live' });
  await seedMessages(database.table, clock, { count: COUNT, country: 'GB' });
  await seedCampaign(database.table, clock, 1);
  const followed = await costOf(release);
  expect((await messages()).filter(({ step }) => step === 2)).toHaveLength(COUNT);
  expect((followed.writeUnits - plain.writeUnits) / COUNT).toBeLessThanOrEqual(2.05);

  const [second] = (await messages()).filter(({ step }) => step === 2);
  const recipient = { workspaceId, campaignId, address: second?.toAddress ?? '' };
  const stopped = await costOf(() => createSequenceStops(database.table, clock).stop(recipient, 'replied', null));
  expect(stopped.calls).toBe(1);
});

test('senders at once on the same records, and dispatchers at once on the same messages, mail everyone once', async () => {
  const { table } = database;
  await seedRun(table, clock);
  await seedMessages(table, clock, { count: 60, domainOf: (n) => `company${String(n % 5)}.example` });
  await release();
  now += 5 * SECOND;
  const queued: SendRecord[] = [];
  const requests = { count: 0 };
  await Promise.all([makeDispatcher(queued, requests)(), makeDispatcher(queued, requests)()]);
  const sent: OutgoingMail[] = [];
  const senders = [makeSender(sent), makeSender(sent), makeSender(sent)];
  // Every sender gets every record, each in an order of its own.
  await Promise.all(
    senders.map((send, at) =>
      inOrder(
        batches([...queued.slice(at * 13), ...queued.slice(0, at * 13)]).map((batch) => () => send(sqsEvent(batch))),
      ),
    ),
  );
  expect(new Set(sent.map(({ to }) => to)).size).toBe(60);
  expect(sent).toHaveLength(60);
  expect(new Set((await messages()).map(({ state }) => state))).toEqual(new Set(['accepted']));
});

test('what stops one message of a batch is told from a real cancelled transaction', async () => {
  const { table } = database;
  await seedRun(table, clock);
  const seeded = await seedMessages(table, clock, { count: 10 });
  await release();
  now += 5 * SECOND;
  const queued: SendRecord[] = [];
  await makeDispatcher(queued, { count: 0 })();
  const stopped = seeded[3];
  await createSuppressionStore(table, clock).add(workspaceId, {
    ...{ kind: 'address', value: stopped?.address ?? '', reason: 'complaint', source: null },
  });
  const sent: OutgoingMail[] = [];
  await makeSender(sent)(sqsEvent(queued));
  expect(sent).toHaveLength(9);
  const states = new Map((await messages()).map(({ id, state, reason }) => [id, { state, reason }]));
  expect(stopped && states.get(stopped.id)).toEqual({ state: 'suppressed', reason: 'address suppressed: complaint' });
  await createRunStore(table, clock).setGates(workspaceId, runId, false, 'campaign_paused');
});

test('lists page through real indexes, completely and once', async () => {
  const { table } = database;
  await seedRun(table, clock);
  const seeded = await seedMessages(table, clock, { count: 33, state: 'draft' });
  const store = createMessageStore(table);
  for (const list of [
    (cursor?: string) => store.listReview(workspaceId, { limit: 7, cursor }, runId),
    (cursor?: string) => store.listByRun(workspaceId, runId, { limit: 7, cursor }),
    (cursor?: string) => store.listByRun(workspaceId, runId, { limit: 7, cursor }, ['draft']),
  ]) {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(cursor);
      seen.push(...(page?.messages ?? []).map(({ id }) => id));
      cursor = page?.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.sort()).toEqual(seeded.map(({ id }) => id as string).sort());
  }
  const suppressions = createSuppressionStore(table, clock);
  await suppressions.add(workspaceId, { kind: 'domain', value: 'acme.example', reason: 'manual', source: null });
  expect((await suppressions.list(workspaceId, { limit: 5 }))?.items).toEqual([
    { kind: 'domain', value: 'acme.example', reason: 'manual', scope: 'marketing', at: instant(now) },
  ]);
});

test.each([1, 2])('a story full of trouble keeps the promise on a real table (seed %i)', async (seed) => {
  const story = await tellStory(() => Promise.resolve(database.table), {
    ...{ seed, count: 12, rate: seed === 1 ? 3 : 40, followUps: seed - 1 },
    trouble: {
      ...noTrouble,
      ...{ dies: 0.01, fails: 0.02, queueDoubles: 0.3, queueLost: 0.05, eventLost: 0.1, eventDoubled: 0.3 },
      ...{ throttled: 0.1, refused: 0.03, answerLost: 0.05, suppressions: 0.2, pause: true },
    },
  });
  expect(story.messages.filter(({ step }) => step === 1)).toHaveLength(12);
  expect(story.messages.filter(({ state }) => !FINAL_MESSAGE_STATES.includes(state))).toEqual([]);
  expect(new Set(story.sent.map(({ messageId }) => messageId)).size).toBe(story.sent.length);
  expect(story.wrongClaims).toEqual([]);
});
