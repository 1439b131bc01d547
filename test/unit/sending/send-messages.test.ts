import { createRunStore } from '../../../functions/campaigns/run-store.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import type { Table } from '../../../functions/platform/table.ts';
import { instant } from '../../../functions/platform/time.ts';
import type { Channel, OutgoingMail, SendOutcome } from '../../../functions/sending/channel.ts';
import { createClaimMessages } from '../../../functions/sending/claim-messages.ts';
import { createComposeMail } from '../../../functions/sending/compose-mail.ts';
import { keyOfMessage } from '../../../functions/sending/message.ts';
import { createMessageMoves, type MessageMoves } from '../../../functions/sending/message-moves.ts';
import { createMessageStore } from '../../../functions/sending/message-store.ts';
import { createSendMessages } from '../../../functions/sending/send-messages.ts';
import type { LeaseSends } from '../../../functions/sending/sending-rate.ts';
import { createSuppressionStore } from '../../../functions/sending/suppression-store.ts';
import { createEventRecorder } from '../../../functions/tracking/event-recorder.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import {
  runId,
  type SeededMessage,
  seedMessages,
  seedRun,
  sendRecord,
  sesEvent,
  sqsEvent,
  tagsOf,
  workspaceId,
} from '../../support/sending-world.ts';

const START = Date.parse('2026-11-21T09:00:00.000Z');
const dueAt = instant(START);

type Options = Readonly<{
  channel?: (mail: OutgoingMail) => Promise<SendOutcome>;
  live?: boolean;
  lease?: LeaseSends;
  transact?: Table['transact'];
  sandboxDelivery?: 'simulator' | 'inbox';
  moves?: (moves: MessageMoves) => MessageMoves;
}>;

const setUp = async (count: number, options: Options = {}) => {
  let now = START;
  const clock = () => now;
  const table = createMemoryTable();
  const own = createMessageMoves(table, clock);
  const moves = options.moves?.(own) ?? own;
  await seedRun(table, clock);
  const seeded = await seedMessages(table, clock, { count });
  for (const { id } of seeded) await own.schedule({ workspaceId, id }, { plannedAt: dueAt, dueAt });
  const sent: OutgoingMail[] = [];
  const accept: Channel = (mail) =>
    Promise.resolve({ kind: 'accepted', channelId: `ses-${mail.tags['send_id'] ?? ''}` });
  const channel: Channel = (mail) => {
    sent.push(mail);
    return (options.channel ?? accept)(mail);
  };
  const handle = createSendMessages({
    leaseFor: () =>
      options.lease ??
      ((n) => Promise.resolve({ times: Array.from({ length: n }, (_, at) => now + at * 100), next: now + n * 100 })),
    claim: createClaimMessages({ table: { transact: options.transact ?? table.transact }, clock }),
    compose: createComposeMail({
      origin: 'https://mail.example',
      secret: () => Promise.resolve('s'),
      now: () => new Date(now),
    }),
    channelFor: () => Promise.resolve(channel),
    ...{ moves, clock, random: () => 1, live: options.live ?? false, log: silentLog },
    sandboxDelivery: options.sandboxDelivery ?? 'inbox',
    sleep: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
  });
  const send = async (bodies: readonly unknown[] = seeded.map((message) => sendRecord(message, dueAt))) =>
    (await handle(sqsEvent(bodies))).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  const message = async (at: number) => {
    const found = await createMessageStore(table).get(workspaceId, seeded[at]?.id ?? ('' as never));
    if (found === undefined) throw new Error('no such message');
    return found;
  };
  const giveUp = () => Promise.resolve();
  const events = createEventRecorder({ table, giveUp, tries: 8, clock, log: silentLog });
  return { table, seeded, send, sent, message, clock, pass: (ms: number) => (now += ms), events };
};

test('an accepted mail is recorded with its channel id, time and cost', async () => {
  const { send, message, sent } = await setUp(2);
  expect(await send()).toEqual([]);
  expect(sent).toHaveLength(2);
  expect(await message(1)).toMatchObject({
    state: 'accepted',
    channelId: `ses-${(await message(1)).id}`,
    sentAt: expect.any(String) as string,
    costMicroUsd: 100,
  });
});

test('a mail carries the tags by which its events find it', async () => {
  const { send, sent, seeded } = await setUp(1);
  await send();
  expect(sent[0]?.tags).toEqual(tagsOf(seeded[0] ?? ({} as SeededMessage)));
});

test('a record that comes again sends nothing', async () => {
  const { send, sent } = await setUp(1);
  await send();
  expect(await send()).toEqual([]);
  expect(sent).toHaveLength(1);
});

test('one unreadable record goes back alone; the others are sent', async () => {
  const { send, sent, seeded } = await setUp(2);
  const records = seeded.map((message) => sendRecord(message, dueAt));
  expect(await send([records[0], '{"not":"a record"}', 'not JSON', records[1]])).toEqual(['item-1', 'item-2']);
  expect(sent).toHaveLength(2);
});

test('a record that can never be a mail fails its message with the reason, and the person is free for others', async () => {
  const { send, sent, seeded, message, table } = await setUp(2);
  const records = seeded.map((one, at) =>
    sendRecord(one, dueAt, at === 0 ? { subject: 'Hi\r\nBcc: x@y.example' } : {}),
  );
  expect(await send(records)).toEqual([]);
  expect(sent).toHaveLength(1);
  expect(await message(0)).toMatchObject({ state: 'failed', reason: expect.stringContaining('subject') as string });
  expect(table.items().filter(({ type }) => type === 'Recipient')).toHaveLength(1);
});

test('a suppression added while the record waited stops the mail and says so', async () => {
  const { send, sent, seeded, message, table, clock } = await setUp(2);
  const address = seeded[0]?.address ?? '';
  await createSuppressionStore(table, clock).add(workspaceId, {
    kind: 'address',
    value: address,
    reason: 'unsubscribe',
    source: null,
  });
  expect(await send()).toEqual([]);
  expect(sent.map(({ to }) => to)).toEqual([seeded[1]?.address]);
  expect(await message(0)).toMatchObject({ state: 'suppressed', reason: 'address suppressed: unsubscribe' });
  expect((await table.get(keyOfMessage(await message(0))))?.['gsi2pk']).toBeUndefined();
});

test('a paused run’s message is kept for a minute later, and is sent once the run goes on', async () => {
  const { send, sent, seeded, message, table, clock } = await setUp(1);
  const runs = createRunStore(table, clock);
  await runs.setGates(workspaceId, runId, false, 'campaign_paused');
  expect(await send()).toEqual([]);
  const held = await message(0);
  expect(held).toMatchObject({ state: 'scheduled', reason: 'campaign_paused', dueAt: instant(clock() + 60_000) });
  await runs.setGates(workspaceId, runId, true, null);
  expect(await send()).toEqual([]);
  expect(sent).toHaveLength(0);
  await send(seeded.map((one) => sendRecord(one, held.dueAt ?? '')));
  expect(sent).toHaveLength(1);
  expect((await message(0)).reason).toBeNull();
});

test('a busy channel puts a message back with a later due time, in the due index', async () => {
  const { send, message, clock, table } = await setUp(1, {
    channel: () => Promise.resolve({ kind: 'throttled', reason: 'busy' }),
  });
  expect(await send()).toEqual([]);
  const back = await message(0);
  expect(back).toMatchObject({ state: 'scheduled', tries: 1, reason: 'busy', dueAt: instant(clock() + 5_000) });
  expect((await table.get(keyOfMessage(back)))?.['gsi2sk']).toBe(`${back.dueAt ?? ''}#${back.id}`);
});

test('a channel that names a time is asked again no sooner', async () => {
  const { send, message, clock } = await setUp(1, {
    channel: () => Promise.resolve({ kind: 'throttled', reason: 'quota', retryAfterSeconds: 3_600 }),
  });
  await send();
  expect((await message(0)).dueAt).toBe(instant(clock() + 3_600_000));
});

test('a channel that stays busy is given up after a hundred tries', async () => {
  const { send, message, seeded } = await setUp(1, {
    channel: () => Promise.resolve({ kind: 'throttled', reason: 'busy' }),
  });
  await send(seeded.map((one) => sendRecord(one, dueAt, { tries: 100 })));
  expect(await message(0)).toMatchObject({ state: 'failed', reason: expect.stringContaining('100 tries') as string });
});

test('a refused mail fails with the channel’s words', async () => {
  const { send, message } = await setUp(1, {
    channel: () => Promise.resolve({ kind: 'refused', reason: 'MessageRejected: no' }),
  });
  expect(await send()).toEqual([]);
  expect(await message(0)).toMatchObject({ state: 'failed', reason: 'MessageRejected: no' });
});

test.each([
  ['says nothing', () => Promise.resolve<SendOutcome>({ kind: 'unknown', reason: 'timeout' })],
  ['breaks', () => Promise.reject(new Error('broken'))],
] as const)('when the channel %s the mail is unknown and never sent again', async (_what, channel) => {
  const { send, sent, message } = await setUp(1, { channel });
  expect(await send()).toEqual([]);
  expect((await message(0)).state).toBe('unknown');
  await send();
  expect(sent).toHaveLength(1);
});

test.each([
  ['Delivery', {}, 'delivered'],
  ['Bounce', { bounceType: 'Permanent', bounceSubType: 'General' }, 'bounced'],
] as const)('a %s that comes before the channel’s answer is not overwritten', async (kind, detail, state) => {
  const world: { events?: (message: SeededMessage) => Promise<unknown>; message?: SeededMessage } = {};
  const { send, seeded, message, events } = await setUp(1, {
    channel: async () => {
      if (world.message !== undefined) await world.events?.(world.message);
      return { kind: 'accepted', channelId: 'from-the-answer' };
    },
  });
  world.events = (one) => events(sqsEvent([sesEvent(kind, tagsOf(one), detail)]));
  world.message = seeded[0] ?? ({} as SeededMessage);
  expect(await send()).toEqual([]);
  expect(await message(0)).toMatchObject({ state, costMicroUsd: 100, sentAt: expect.any(String) as string });
});

test('a record that cannot be written leaves the mail sending, and does not send it again', async () => {
  const { send, sent, message } = await setUp(1, {
    moves: (moves) => ({ ...moves, recordAccepted: () => Promise.reject(new Error('table gone')) }),
  });
  expect(await send()).toEqual([]);
  await send();
  expect(sent).toHaveLength(1);
  expect((await message(0)).state).toBe('sending');
});

test('an answer after the sweeper called it unknown still counts', async () => {
  const world: { sweep?: () => Promise<unknown> } = {};
  const { send, message, table, clock } = await setUp(1, {
    channel: async () => {
      await world.sweep?.();
      return { kind: 'accepted', channelId: 'late' };
    },
  });
  world.sweep = async () => {
    const stuck = await message(0);
    return createMessageMoves(table, clock).recordUnknown(stuck, stuck.claimedAt ?? '', 'stuck');
  };
  await send();
  expect(await message(0)).toMatchObject({ state: 'accepted', channelId: 'late' });
});

test('in a sandbox no mail reaches a person, unless the whole channel is an inbox of our own', async () => {
  const simulator = /^success\+msg_[0-9a-z]+@simulator\.amazonses\.com$/;
  const toWhom = async (options: Options, mode: 'sandbox' | 'live') => {
    const { send, sent, seeded } = await setUp(1, options);
    await send(seeded.map((one) => sendRecord(one, dueAt, { mode })));
    return sent[0]?.to ?? '';
  };
  const person = 'person0@company0.example';
  expect(await toWhom({ live: false, sandboxDelivery: 'simulator' }, 'sandbox')).toMatch(simulator);
  expect(await toWhom({ live: true, sandboxDelivery: 'simulator' }, 'sandbox')).toMatch(simulator);
  expect(await toWhom({ live: false, sandboxDelivery: 'simulator' }, 'live')).toMatch(simulator);
  expect(await toWhom({ live: true, sandboxDelivery: 'simulator' }, 'live')).toBe(person);
  expect(await toWhom({ live: false, sandboxDelivery: 'inbox' }, 'sandbox')).toBe(person);
});

test('what would wait too long for the rate goes back to the queue unclaimed', async () => {
  const { send, sent, message } = await setUp(2, {
    lease: () => Promise.resolve({ times: [START], next: START + 60_000 }),
  });
  expect(await send()).toEqual(['item-1']);
  expect(sent).toHaveLength(1);
  expect((await message(1)).state).toBe('scheduled');
});

test('a rate that cannot be leased sends nothing and loses nothing', async () => {
  const { send, sent } = await setUp(2, { lease: () => Promise.reject(new Error('busy')) });
  expect(await send()).toEqual(['item-0', 'item-1']);
  expect(sent).toHaveLength(0);
});

test('at a slow rate messages are claimed shortly before they go', async () => {
  const { send, message, table } = await setUp(3, {
    lease: () => Promise.resolve({ times: [START, START + 10_000, START + 20_000], next: START + 30_000 }),
  });
  await send();
  const claims = await Promise.all([0, 1, 2].map(async (at) => (await message(at)).claimedAt));
  expect(claims).toEqual([START, START + 10_000, START + 20_000].map(instant));
  expect(table.items().filter(({ state }) => state === 'accepted')).toHaveLength(3);
});

test('records that could not be claimed because the table did not answer go back to the queue', async () => {
  const { send, sent, message } = await setUp(2, { transact: () => Promise.reject(new Error('no answer')) });
  expect(await send()).toEqual(['item-0', 'item-1']);
  expect(sent).toHaveLength(0);
  expect((await message(0)).state).toBe('scheduled');
});
