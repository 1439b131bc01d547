import { createCancelRun } from '../../functions/campaigns/cancel-run.ts';
import { createRunStore } from '../../functions/campaigns/run-store.ts';
import { messageIdOf } from '../../functions/platform/keys.ts';
import { silentLog } from '../../functions/platform/log.ts';
import type { Table } from '../../functions/platform/table.ts';
import { instant, MINUTE, SECOND } from '../../functions/platform/time.ts';
import type { OutgoingMail, SendOutcome } from '../../functions/sending/channel.ts';
import { createClaimMessages } from '../../functions/sending/claim-messages.ts';
import { createComposeMail } from '../../functions/sending/compose-mail.ts';
import { createDispatchMessages } from '../../functions/sending/dispatch-messages.ts';
import { createDispatchShard } from '../../functions/sending/dispatch-shard.ts';
import { createDispatchShardStore } from '../../functions/sending/dispatch-shard-store.ts';
import { createDueIndex } from '../../functions/sending/due-index.ts';
import { createLeaseFor } from '../../functions/sending/lease-for.ts';
import type { Message } from '../../functions/sending/message.ts';
import { createMessageMoves } from '../../functions/sending/message-moves.ts';
import { isFinal } from '../../functions/sending/message-state.ts';
import { createMessageStore } from '../../functions/sending/message-store.ts';
import { createReleaseMessages } from '../../functions/sending/release-messages.ts';
import { createScheduling } from '../../functions/sending/scheduling.ts';
import { createSendMessages } from '../../functions/sending/send-messages.ts';
import { createSendRecords } from '../../functions/sending/send-records.ts';
import { createSequenceStops } from '../../functions/sending/sequence-stop.ts';
import { createSuppressionStore } from '../../functions/sending/suppression-store.ts';
import { createSweepMessages } from '../../functions/sending/sweep-messages.ts';
import { createEventRecorder } from '../../functions/tracking/event-recorder.ts';
import { createMemoryFiles } from './memory-files.ts';
import {
  campaignId,
  planFiles,
  runId,
  seedCampaign,
  seedMessages,
  seedRun,
  sesEvent,
  sqsEvent,
  workspaceId,
} from './sending-world.ts';
import { createSimulation, type Fault, interceptTable, type Process } from './simulation.ts';

/** How much goes wrong, each a chance in [0, 1]. */
export type Trouble = Readonly<{
  dies: number;
  fails: number;
  /** The queue gives a record to a second sender. */
  queueDoubles: number;
  queueLost: number;
  eventLost: number;
  eventDoubled: number;
  throttled: number;
  refused: number;
  /** The channel took it and its answer never came. */
  answerLost: number;
  suppressions: number;
  pause: boolean;
  /** Somebody cancels the run, which nothing takes back. */
  cancel: boolean;
  /** People answer, which ends their sequence. */
  replies: number;
  /** The channel answers so late that its events are there before. */
  lateAnswers: boolean;
}>;
export const noTrouble: Trouble = {
  ...{ dies: 0, fails: 0, queueDoubles: 0, eventLost: 0, eventDoubled: 0, throttled: 0, refused: 0, answerLost: 0 },
  queueLost: 0,
  suppressions: 0,
  pause: false,
  cancel: false,
  replies: 0,
  lateAnswers: false,
};

/** A call that a process makes of the world, by what it does there. */
export type Call = Readonly<{ nth: number; what: string }>;
type Sent = Readonly<{ messageId: string; to: string; at: number; tags: Readonly<Record<string, string>> }>;
export type Story = Readonly<{
  messages: readonly Message[];
  sent: readonly Sent[];
  /** Messages whose claim took effect when an address was suppressed or the gate was closed before: must be none. */
  wrongClaims: readonly string[];
  queued: number;
  /** Every call in order, by what it did. */
  calls: readonly string[];
}>;
export type StoryOptions = Readonly<{
  seed: number;
  count: number;
  trouble: Trouble;
  rate?: number;
  /** How many follow-ups each recipient gets, three days apart. */
  followUps?: number;
  /** In live mode times are kept by the clock on the wall, and what is late gets a new time. */
  mode?: 'sandbox' | 'live';
  /** What befalls a call, in place of chance. */
  at?: (call: Call) => Fault;
}>;

/** How long calls may take: longer than in life, so that more happens in between. */
const TABLE_MS = 200;
const CHANNEL_MS = 4_000;
const LATE_CHANNEL_MS = 40_000;
const VISIBILITY = 3 * MINUTE;
const RECEIVES = 5;

/**
 * A run's sending from release to the last final state, with every process of it, on any table: dispatchers that overlap, several senders,
 * events in any order, a sweeper, unsubscribers, a pause, a cancellation. Whatever dies is started again by the clock, as in AWS.
 */
export const tellStory = async (
  makeTable: () => Promise<Table>,
  { seed, count, trouble, rate = 20, followUps = 0, mode = 'sandbox', at }: StoryOptions,
): Promise<Story> => {
  // A Monday morning, when recipients in Britain may be written to.
  const sim = createSimulation(seed, Date.parse('2026-11-23T09:00:00.000Z'));
  const { clock, random, sleep } = sim;
  const base = await makeTable();
  const bookFiles = createMemoryFiles();
  const open = ['approved', 'scheduled', 'sending', 'unknown', 'accepted'].flatMap((state) => [
    [`state.${state}`, 1],
    [`followUp.${state}`, 1],
  ]);
  await seedRun(base, clock, { counts: Object.fromEntries(open), mode, clockFactor: followUps === 0 ? 1 : 1_440 });
  if (followUps > 0) await seedCampaign(base, clock, followUps);
  const seeded = await seedMessages(base, clock, {
    count,
    country: 'GB',
    domainOf: (n) => `company${String(n % Math.ceil(count / 3))}.example`,
  });
  const end = clock() + 90 * MINUTE;
  const quiet = clock() + 40 * MINUTE;
  const chance = (probability: number): boolean => clock() < quiet && random() < probability;

  const suppressed = new Set<string>();
  const answered = new Set<string>();
  const calls: string[] = [];
  let gateOpen = true;
  let cancelled = false;
  const wrongClaims: string[] = [];
  const sent: Sent[] = [];
  const events: string[] = [];
  let queued = 0;
  let over = false;
  const queue: { id: string; body: string; visibleAt: number; receives: number }[] = [];

  const fault = (what: string): Fault => {
    calls.push(what);
    if (at !== undefined) return at({ nth: calls.length, what });
    if (chance(trouble.dies)) return random() < 0.5 ? 'die-before' : 'die-after';
    if (chance(trouble.fails)) return random() < 0.5 ? 'fail-before' : 'fail-after';
    return 'none';
  };
  const addressOf = new Map(
    seeded.flatMap(({ address }) =>
      Array.from({ length: followUps + 1 }, (_, step) => [messageIdOf(runId, address, step + 1) as string, address]),
    ),
  );
  /** Looks at what took effect at the very moment it did. */
  const watch = (method: string, input: unknown, result: unknown): void => {
    if (method !== 'transact' || !(result as { ok: boolean }).ok) return;
    for (const action of input as {
      Update?: { ExpressionAttributeValues?: Record<string, unknown>; Key: { sk: string } };
    }[]) {
      if (action.Update?.ExpressionAttributeValues?.[':state'] !== 'sending') continue;
      const id = action.Update.Key.sk;
      const address = addressOf.get(id) ?? '';
      if (answered.has(address) && !seeded.some((first) => first.id === id)) wrongClaims.push(id);
      if (!gateOpen || suppressed.has(address) || suppressed.has(address.split('@')[1] ?? '')) wrongClaims.push(id);
    }
  };
  const tableOf = (process: Process): Table =>
    interceptTable(base, (method, input, effect) =>
      sim.call(
        process,
        TABLE_MS,
        () => fault(nameOfCall(method, input)),
        async () => {
          const result = await effect();
          watch(method, input, result);
          return result;
        },
      ),
    );

  const portsOf = (process: Process) => {
    const table = tableOf(process);
    const moves = createMessageMoves(table, clock);
    const channel = (mail: OutgoingMail): Promise<SendOutcome> =>
      sim
        .call(
          process,
          trouble.lateAnswers ? LATE_CHANNEL_MS : CHANNEL_MS,
          () => fault('channel'),
          () => {
            if (chance(trouble.throttled)) return Promise.resolve<SendOutcome>({ kind: 'throttled', reason: 'busy' });
            if (chance(trouble.refused)) return Promise.resolve<SendOutcome>({ kind: 'refused', reason: 'no' });
            const messageId = mail.tags['send_id'] ?? '';
            sent.push({ messageId, to: mail.to, at: clock(), tags: mail.tags });
            const kinds =
              random() < 0.1
                ? ['Send', 'Bounce']
                : random() < 0.1
                  ? ['Send', 'Delivery', 'Complaint']
                  : ['Send', 'Delivery'];
            for (const kind of kinds) {
              if (chance(trouble.eventLost)) continue;
              const detail =
                kind === 'Bounce'
                  ? { bounceType: 'Permanent', bounceSubType: 'General', bouncedRecipients: [{ status: '5.1.1' }] }
                  : {};
              const event = JSON.stringify(sesEvent(kind, mail.tags, detail, instant(clock())));
              events.push(event, ...(chance(trouble.eventDoubled) ? [event] : []));
            }
            return Promise.resolve<SendOutcome>(
              chance(trouble.answerLost)
                ? { kind: 'unknown', reason: 'timeout' }
                : { kind: 'accepted', channelId: `ses-${messageId}` },
            );
          },
        )
        .catch((error: unknown): SendOutcome => ({ kind: 'unknown', reason: String(error) }));
    const sendQueue = {
      enqueue: (records: readonly unknown[]) =>
        sim.call(
          process,
          TABLE_MS,
          () => fault('enqueue'),
          () => {
            queued += records.length;
            for (const record of records.filter(() => !chance(trouble.queueLost)))
              queue.push({
                id: `q${String(queued)}-${String(queue.length)}`,
                body: JSON.stringify(record),
                visibleAt: clock(),
                receives: 0,
              });
            return Promise.resolve();
          },
        ),
      depth: () => Promise.resolve(queue.length),
    };
    const scheduling = createScheduling({ table, files: bookFiles, ratePerSecond: rate, clock, random, sleep });
    return { table, moves, channel, sendQueue, ...scheduling };
  };

  const dispatch = async (process: Process): Promise<void> => {
    const { table, moves, sendQueue, reschedule, settings, sequences } = portsOf(process);
    const dispatchShard = createDispatchShard({
      shards: createDispatchShardStore(table, clock),
      dueIndex: createDueIndex(table),
      records: createSendRecords({ table, files: planFiles(mode), settings, sequences, clock }),
      queue: sendQueue,
      moves,
      reschedule,
      clock,
      sleep,
      newOwner: () => String(random()),
      mostQueued: 10_000,
    });
    await createDispatchMessages({ dispatchShard, clock, log: silentLog })();
  };

  const send = async (process: Process): Promise<void> => {
    const batch = queue.filter(({ visibleAt }) => visibleAt <= clock()).slice(0, 10);
    if (batch.length === 0) return;
    for (const item of batch) {
      item.receives += 1;
      if (!chance(trouble.queueDoubles)) item.visibleAt = clock() + VISIBILITY;
      // A record that came back too often goes to the dead letters.
      if (item.receives > RECEIVES) queue.splice(queue.indexOf(item), 1);
    }
    const { table, moves, channel } = portsOf(process);
    const handle = createSendMessages({
      leaseFor: createLeaseFor({ table, ratePerSecond: rate, clock, sleep, random }),
      claim: createClaimMessages({ table, clock }),
      compose: createComposeMail({
        origin: 'http://localhost:4000',
        secret: () => Promise.resolve('s'),
        now: () => new Date(clock()),
      }),
      channelFor: () => Promise.resolve(channel),
      ...{ moves, clock, sleep, random, live: false, sandboxDelivery: 'inbox' as const, log: silentLog },
    });
    const { batchItemFailures } = await handle(sqsEvent(batch.map(({ body }) => body)));
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const [at, item] of batch.entries())
      if (!failed.has(`item-${String(at)}`) && queue.includes(item)) queue.splice(queue.indexOf(item), 1);
  };

  const record = async (process: Process): Promise<void> => {
    const batch: string[] = [];
    while (batch.length < 5 && events.length > 0) batch.push(...events.splice(Math.floor(random() * events.length), 1));
    if (batch.length === 0) return;
    const { table } = portsOf(process);
    const giveUp = () => Promise.resolve();
    const handle = createEventRecorder({ table, giveUp, tries: 1_000, clock, log: silentLog });
    let unfinished = new Set(batch);
    try {
      const { batchItemFailures } = await handle(sqsEvent(batch));
      unfinished = new Set(batchItemFailures.map(({ itemIdentifier }) => batch[Number(itemIdentifier.slice(5))] ?? ''));
    } finally {
      events.push(...unfinished);
    }
  };

  const sweep = async (process: Process): Promise<void> => {
    const { table, moves, schedule, giveBack } = portsOf(process);
    await createSweepMessages({
      runs: createRunStore(table, clock),
      messages: createMessageStore(table),
      ...{ moves, schedule, giveBack, clock, log: silentLog, stuckSeconds: 300, unknownFinalSeconds: 900 },
      settle: () => Promise.resolve(),
      bookCosts: () => Promise.resolve(),
    })();
  };

  /** Starts a job again and again, as a schedule or an event source does. */
  const every = async (milliseconds: number, job: (process: Process) => Promise<void>, until = end): Promise<void> => {
    while (clock() < until && !over) {
      const lost = [...events];
      const ended = await sim.spawn(job);
      // What a recorder that died had in its hands comes again.
      if (ended === 'died' && job === record) events.push(...lost.filter((event) => !events.includes(event)));
      await sleep(milliseconds * (0.5 + random()));
    }
  };

  /** Ends the story early once nothing can happen any more. */
  const watchEnd = async (): Promise<void> => {
    while (!over && clock() < end) {
      await sleep(MINUTE);
      over =
        events.length === 0 && (gateOpen || cancelled) && (await readAll(base)).every(({ state }) => isFinal(state));
    }
  };

  const release = async (): Promise<void> => {
    let cursor: string | null = null;
    const progress = { released: false };
    while (!progress.released && clock() < end) {
      const from: string | null = cursor;
      await sim.spawn(async (process) => {
        const { table, schedule } = portsOf(process);
        const step = createReleaseMessages({
          runs: createRunStore(table, clock),
          messages: createMessageStore(table),
          ...{ schedule, log: silentLog, page: Math.ceil(count / 2) },
          kick: () => Promise.resolve(),
        });
        const output = await step({ run: { workspaceId, campaignId, runId }, cursor: from });
        cursor = output.cursor;
        progress.released = output.cursor === null;
      });
      await sleep(SECOND);
    }
  };

  const suppress = async (): Promise<void> => {
    const suppressions = createSuppressionStore(base, clock);
    for (const { address } of seeded) {
      if (random() >= trouble.suppressions) continue;
      await sleep(random() * 20 * SECOND);
      const kind = random() < 0.8 ? ('address' as const) : ('domain' as const);
      const value = kind === 'address' ? address : (address.split('@')[1] ?? '');
      await sim.turn();
      await suppressions.add(workspaceId, { kind, value, reason: 'unsubscribe', source: null });
      suppressed.add(value);
    }
  };
  const reply = async (): Promise<void> => {
    const stops = createSequenceStops(base, clock);
    for (const { address } of seeded) {
      if (random() >= trouble.replies) continue;
      await sleep(random() * 20 * SECOND);
      await sim.turn();
      await stops.stop({ workspaceId, campaignId, address }, 'replied', null);
      answered.add(address);
    }
  };
  const pause = async (): Promise<void> => {
    if (!trouble.pause) return;
    const runs = createRunStore(base, clock);
    await sleep((25 + random() * 50) * SECOND);
    if (await runs.pauseGates(workspaceId, runId)) gateOpen = false;
    await sleep(3 * MINUTE);
    gateOpen = !cancelled;
    await runs.resumeGates(workspaceId, runId);
  };
  const cancel = async (): Promise<void> => {
    if (!trouble.cancel) return;
    await sleep(random() * 4 * MINUTE);
    cancelled = true;
    const stop = createCancelRun({ runs: createRunStore(base, clock), machine: NO_MACHINE, clock });
    await stop(workspaceId, runId);
    gateOpen = false;
  };

  void release();
  void watchEnd();
  void suppress();
  void pause();
  void cancel();
  void reply();
  void every(MINUTE, dispatch);
  void every(MINUTE, dispatch);
  for (let n = 0; n < 3; n += 1) void every(2 * SECOND, send, clock() + 70 * MINUTE);
  for (let n = 0; n < 2; n += 1) void every(3 * SECOND, record, clock() + 70 * MINUTE);
  for (let n = 0; n < 2; n += 1) void every(MINUTE, sweep);
  await sim.run();

  return { messages: await readAll(base), sent, wrongClaims, queued, calls };
};

const NO_MACHINE = { start: () => Promise.resolve(''), stop: () => Promise.resolve() };

/** What a call of the table does, as the claim protocol names it. */
const nameOfCall = (method: string, input: unknown): string => {
  const { ExpressionAttributeValues: values } = input as { ExpressionAttributeValues?: Record<string, unknown> };
  if (method === 'transact') {
    const actions = input as { Update?: { ExpressionAttributeValues?: Record<string, unknown> } }[];
    return actions.some(({ Update }) => Update?.ExpressionAttributeValues?.[':state'] === 'sending')
      ? 'claim'
      : 'transact';
  }
  const state = values?.[':state'];
  if (method === 'update' && typeof state === 'string')
    return values !== undefined && ':eventRank' in values ? `record event ${state}` : `record ${state}`;
  return method;
};

const readAll = async (table: Table): Promise<readonly Message[]> => {
  const store = createMessageStore(table);
  const messages: Message[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.listByRun(workspaceId, runId, { limit: 200, cursor });
    messages.push(...(page?.messages ?? []));
    cursor = page?.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return messages;
};
