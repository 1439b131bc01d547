import fc from 'fast-check';
import { suppressionKey } from '../../../functions/platform/keys.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import type { Table } from '../../../functions/platform/table.ts';
import { instant } from '../../../functions/platform/time.ts';
import { claimUpdate, createMessageMoves } from '../../../functions/sending/message-moves.ts';
import { createMessageStore } from '../../../functions/sending/message-store.ts';
import { createSequenceStops } from '../../../functions/sending/sequence-stop.ts';
import { createEventRecorder } from '../../../functions/tracking/event-recorder.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import {
  campaignId,
  seedMessages,
  seedRun,
  sesEvent,
  sqsEvent,
  tagsOf,
  workspaceId,
} from '../../support/sending-world.ts';
import { sesShapes } from '../../support/ses-shapes.ts';

const NOW = Date.parse('2026-11-21T09:00:00.000Z');
const clock = () => NOW;
const dueAt = instant(NOW);

const setUp = async ({ state = 'sending', wrap = (table: Table): Table => table } = {}) => {
  const table = createMemoryTable();
  const moves = createMessageMoves(table, clock);
  await seedRun(table, clock);
  const [seeded] = await seedMessages(table, clock, { count: 1 });
  if (seeded === undefined) throw new Error('nothing was seeded');
  const ref = { workspaceId, id: seeded.id };
  await moves.schedule(ref, { plannedAt: dueAt, dueAt });
  await table.transact([{ Update: claimUpdate(ref, dueAt, dueAt) }]);
  if (state === 'accepted')
    await moves.recordAccepted(ref, dueAt, { channelId: 'ours', sentAt: dueAt, costMicroUsd: 100 });
  if (state === 'unknown') await moves.recordUnknown(ref, dueAt, 'timeout');
  let updates = 0;
  const counted: Table = {
    ...table,
    update: (input) => {
      updates += 1;
      return table.update(input);
    },
  };
  const wrapped = wrap(counted);
  const givenUp: string[] = [];
  const handle = createEventRecorder({
    table: wrapped,
    giveUp: ({ body }, reason) => {
      givenUp.push(`${reason}: ${body.slice(0, 40)}`);
      return Promise.resolve();
    },
    tries: 8,
    ...{ clock, log: silentLog },
  });
  const recordAt = async (receive: number, ...events: readonly unknown[]) => {
    const { Records } = sqsEvent(events);
    const attributes = (record: (typeof Records)[number]) => ({
      ...record.attributes,
      ApproximateReceiveCount: String(receive),
    });
    const batch = { Records: Records.map((record) => ({ ...record, attributes: attributes(record) })) };
    return (await handle(batch)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  const record = (...events: readonly unknown[]) => recordAt(1, ...events);
  const event = (kind: string, detail: Readonly<Record<string, unknown>> = {}, at?: string) =>
    sesEvent(kind, tagsOf(seeded), detail, at);
  const message = async () => createMessageStore(table).get(workspaceId, seeded.id);
  const engagements = () => table.items().filter(({ type }) => type === 'Engagement');
  const orphans = () => table.items().filter(({ type }) => type === 'OrphanEvent');
  const isSuppressed = async () =>
    (await table.get(suppressionKey(workspaceId, 'address', seeded.address))) !== undefined;
  return {
    table,
    moves,
    ref,
    seeded,
    record,
    recordAt,
    givenUp,
    event,
    message,
    engagements,
    orphans,
    isSuppressed,
    updates: () => updates,
  };
};

const hard = { bounceType: 'Permanent', bounceSubType: 'General', bouncedRecipients: [{ status: '5.1.1' }] };

test('a delivery is recorded with its time', async () => {
  const { record, event, message } = await setUp({ state: 'accepted' });
  expect(await record(event('Delivery', {}, '2026-11-21T09:03:00.000Z'))).toEqual([]);
  expect(await message()).toMatchObject({ state: 'delivered', deliveredAt: '2026-11-21T09:03:00.000Z' });
});

test('any event proves that the channel took a mail of which we know nothing', async () => {
  for (const state of ['sending', 'unknown'] as const) {
    const { record, event, message, seeded } = await setUp({ state });
    await record(event('Send'));
    expect(await message()).toMatchObject({
      state: 'accepted',
      channelId: `ses-${seeded.id}`,
      costMicroUsd: 100,
      sentAt: expect.any(String) as string,
    });
  }
});

test('a Send event of a mail that is known to be accepted writes nothing', async () => {
  const { record, event, updates, engagements } = await setUp({ state: 'accepted' });
  await record(event('Send'), event('Send'));
  expect(updates()).toBe(0);
  expect(engagements()).toHaveLength(0);
});

test('a mail’s own course costs one update when it goes well', async () => {
  const { record, event, updates } = await setUp({ state: 'accepted' });
  await record(event('Send'), event('Delivery'), event('Delivery'), event('Send'));
  expect(updates()).toBe(1);
});

test('events of one batch and of many, in any order and doubled, end alike and are kept once', async () => {
  const kinds = [
    ['Send', {}],
    ['Delivery', {}],
    ['Bounce', hard],
    ['Complaint', { complaintFeedbackType: 'abuse' }],
    ['Open', {}],
  ] as const;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.nat(kinds.length - 1), { minLength: 1 }),
      fc.array(fc.nat(20), { maxLength: 4 }),
      fc.nat(5),
      async (chosen, again, split) => {
        const results = await Promise.all(
          [chosen, [...chosen, ...again.map((pick) => chosen[pick % chosen.length] ?? 0)].reverse()].map(
            async (order) => {
              const { record, event, message, engagements, isSuppressed } = await setUp();
              const events = order.map((at) => event(kinds[at]?.[0] ?? 'Send', kinds[at]?.[1]));
              await record(...events.slice(0, split));
              await record(...events.slice(split));
              return { state: (await message())?.state, kept: engagements().length, suppressed: await isSuppressed() };
            },
          ),
        );
        expect(results[1]).toEqual(results[0]);
      },
    ),
    { numRuns: 60 },
  );
});

test('a hard bounce and a complaint suppress the address of our own message, whatever the event says', async () => {
  for (const [kind, detail, state] of [
    ['Bounce', hard, 'bounced'],
    ['Complaint', { complaintFeedbackType: 'abuse' }, 'complained'],
  ] as const) {
    const { record, event, message, isSuppressed, engagements } = await setUp({ state: 'accepted' });
    await record(event('Delivery'), event(kind, detail));
    expect((await message())?.state).toBe(state);
    expect(await isSuppressed()).toBe(true);
    expect(engagements()).toHaveLength(1);
  }
});

test('a soft bounce ends the message and suppresses nobody', async () => {
  const { record, event, message, isSuppressed } = await setUp({ state: 'accepted' });
  await record(
    event('Bounce', {
      bounceType: 'Transient',
      bounceSubType: 'MailboxFull',
      bouncedRecipients: [{ status: '4.2.2' }],
    }),
  );
  expect((await message())?.state).toBe('bounced');
  expect(await isSuppressed()).toBe(false);
});

test('an address that the channel did not try is no bounce', async () => {
  const { record, event, message, isSuppressed } = await setUp({ state: 'accepted' });
  await record(event('Bounce', { bounceType: 'Permanent', bounceSubType: 'OnAccountSuppressionList' }));
  expect((await message())?.state).toBe('suppressed');
  expect(await isSuppressed()).toBe(true);
});

test('an engagement keeps the event without the mail’s headers', async () => {
  const { record, event, engagements } = await setUp({ state: 'accepted' });
  await record(event('Click', { link: 'https://x.example/a', ipAddress: '1.2.3.4' }));
  expect(engagements()[0]).toMatchObject({ kind: 'click', detail: 'https://x.example/a' });
  expect(String(engagements()[0]?.['raw'])).not.toContain('"mail"');
});

test.each([
  ['Successfully validated SNS topic for Amazon SES event publishing.', 'not JSON'],
  [JSON.stringify(sesEvent('Delivery', {})), 'no send_id'],
  [JSON.stringify(sesEvent('Delivery', { send_id: 'someone else’s', workspace_id: workspaceId })), 'no send_id'],
  [
    JSON.stringify(sesEvent('Delivery', { send_id: `msg_${'0'.repeat(46)}`, workspace_id: workspaceId })),
    'there is no message',
  ],
])(
  'an event that names no message of ours is put aside with the reason, and does not come again: %#',
  async (body, reason) => {
    const { record, orphans, message, event } = await setUp({ state: 'accepted' });
    expect(await record(body, event('Delivery'))).toEqual([]);
    expect(orphans()).toHaveLength(1);
    expect(orphans()[0]).toMatchObject({
      reason: expect.stringContaining(reason) as string,
      ttl: expect.any(Number) as number,
    });
    expect((await message())?.state).toBe('delivered');
  },
);

test('an event that cannot be written comes again alone, and then changes what it should', async () => {
  let broken = true;
  const { record, event, message, isSuppressed, engagements } = await setUp({
    state: 'accepted',
    wrap: (table) => ({
      ...table,
      update: (input) => (broken ? Promise.reject(new Error('table gone')) : table.update(input)),
    }),
  });
  expect(await record(event('Send'), event('Bounce', hard))).toEqual(['item-1']);
  broken = false;
  expect(await record(event('Bounce', hard))).toEqual([]);
  expect((await message())?.state).toBe('bounced');
  expect(await isSuppressed()).toBe(true);
  expect(engagements()).toHaveLength(1);
});

test('an event after the message was given up still tells the truth', async () => {
  const { record, event, message, moves } = await setUp({ state: 'unknown' });
  const seen = await message();
  if (seen === undefined) throw new Error('no message');
  await moves.giveUp(seen, 'three days');
  await record(event('Send'));
  expect((await message())?.state).toBe('unknown_final');
  await record(event('Delivery'));
  expect((await message())?.state).toBe('delivered');
});

test('what fails at its last receive is given up with the reason instead of coming again', async () => {
  const { recordAt, event, givenUp } = await setUp({
    state: 'accepted',
    wrap: (table) => ({ ...table, update: () => Promise.reject(new Error('table gone')) }),
  });
  expect(await recordAt(7, event('Delivery'))).toEqual(['item-0']);
  expect(givenUp).toEqual([]);
  expect(await recordAt(8, event('Delivery'))).toEqual([]);
  expect(givenUp).toEqual([expect.stringMatching(/^Error: table gone: \{"eventType":"Delivery"/)]);
});

test.each([
  ['Bounce', { bounceType: 'Transient', bounceSubType: 'MailboxFull' }, 'bounced'],
  ['Bounce', hard, 'bounced'],
  ['Complaint', { complaintFeedbackType: 'abuse' }, 'complained'],
] as const)('a %s ends the sequence to the person', async (kind, detail, reason) => {
  const { record, event, table, seeded } = await setUp({ state: 'accepted' });
  await record(event(kind, detail));
  const stops = createSequenceStops(table, clock);
  expect(await stops.find({ workspaceId, campaignId, address: seeded.address })).toEqual({ kind: 'stopped', reason });
});

test('an open or click that the channel tells of is counted once, with its verdict, and keeps no whole address', async () => {
  const { record, event, message, engagements } = await setUp({ state: 'accepted' });
  const open = event('Open', { userAgent: 'Mozilla/5.0', ipAddress: '17.1.2.3' });
  const click = event(
    'Click',
    {
      link: 'https://x.example/a',
      userAgent: 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0',
      ipAddress: '203.0.113.77',
    },
    '2026-11-21T09:30:00.000Z',
  );
  await record(event('Delivery', {}, '2026-11-21T09:01:00.000Z'), open, click, open, click);
  await record(click, open);
  expect((await message())?.engaged).toMatchObject({ opens: 1, humanOpens: 0, clicks: 1, humanClicks: 1, seen: 2 });
  expect(JSON.stringify(engagements())).not.toContain('203.0.113.77');
});

test('a click judged before its delivery was known is judged anew when the delivery arrives', async () => {
  const { record, event, message } = await setUp({ state: 'sending' });
  const browser = { link: 'https://x.example', userAgent: 'Mozilla/5.0 (X11) Firefox/140.0' };
  await record(event('Click', browser, '2026-11-21T09:05:00.000Z'));
  const before = (await message())?.engaged;
  await record(event('Delivery', {}, '2026-11-21T09:04:30.000Z'));
  expect(before?.clicks).toBe(1);
  expect((await message())?.engaged).toMatchObject({ clicks: 1, humanClicks: 0 });
});

test.each([
  ['send', 'accepted', undefined, []],
  ['delivery', 'delivered', undefined, []],
  ['hardBounce', 'bounced', 'hard_bounce', ['bounce']],
  ['softBounce', 'bounced', undefined, ['bounce']],
  ['mislabelledBounce', 'bounced', 'hard_bounce', ['bounce']],
  ['policyBounce', 'bounced', undefined, ['bounce']],
  ['accountSuppressed', 'suppressed', 'hard_bounce', ['bounce']],
  ['bounceWithoutRecipient', 'bounced', undefined, ['bounce']],
  ['complaint', 'complained', 'complaint', ['complaint']],
  ['notSpam', 'delivered', undefined, ['complaint']],
  ['reject', 'failed', undefined, ['reject']],
  ['renderingFailure', 'failed', undefined, ['rendering_failure']],
  ['deliveryDelay', 'accepted', undefined, ['delay']],
  ['open', 'delivered', undefined, ['open']],
  ['click', 'delivered', undefined, ['click']],
  ['subscription', 'delivered', 'unsubscribe', ['subscription']],
] as const)('the shape %s of SES leaves a message %s, once', async (name, state, suppressed, kinds) => {
  const { record, message, engagements, table, seeded, orphans } = await setUp({ state: 'accepted' });
  const event = sesShapes(tagsOf(seeded))[name];
  const wrapped = { Type: 'Notification', MessageId: 'sns', TopicArn: 'arn', Message: JSON.stringify(event) };
  expect(await record(event, wrapped, event)).toEqual([]);
  expect((await message())?.state).toBe(state);
  expect(engagements().map(({ kind }) => kind)).toEqual(kinds);
  const item = await table.get(suppressionKey(workspaceId, 'address', seeded.address));
  expect(item?.['reason']).toBe(suppressed);
  expect(orphans()).toEqual([]);
});
