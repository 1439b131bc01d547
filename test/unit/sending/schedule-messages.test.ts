import { createCampaignStore } from '../../../functions/campaigns/campaign-store.ts';
import { createRunStore, type Run } from '../../../functions/campaigns/run-store.ts';
import { SendingSettings } from '../../../functions/campaigns/sending-settings.ts';
import { packContent, unpackContent } from '../../../functions/copy/message-content.ts';
import type { MessageId } from '../../../functions/platform/ids.ts';
import { messageContentKey } from '../../../functions/platform/keys.ts';
import { DAY, HOUR, instant, MINUTE, SECOND } from '../../../functions/platform/time.ts';
import { createAcknowledgementStore } from '../../../functions/sending/acknowledgement-store.ts';
import { NoMailbox } from '../../../functions/sending/choose-senders.ts';
import { createClaimMessages } from '../../../functions/sending/claim-messages.ts';
import { createMailboxStore } from '../../../functions/sending/mailbox-store.ts';
import type { Message } from '../../../functions/sending/message.ts';
import { createMessageMoves } from '../../../functions/sending/message-moves.ts';
import { createMessageStore } from '../../../functions/sending/message-store.ts';
import { createReadMessageText, messageAtStep } from '../../../functions/sending/message-text.ts';
import { createReputationStore } from '../../../functions/sending/reputation-store.ts';
import { createSendRecords } from '../../../functions/sending/send-records.ts';
import { createSequenceStops } from '../../../functions/sending/sequence-stop.ts';
import { createMemoryFiles } from '../../support/memory-files.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import {
  campaignId,
  planFiles,
  runId,
  schedulingOf,
  seedCampaign,
  seedMessages,
  seedRun,
  workspaceId,
} from '../../support/sending-world.ts';

/** A Monday, 08:00 in London. */
const START = Date.parse('2026-11-23T08:00:00.000Z');

type Wish = Readonly<{
  count?: number;
  mode?: 'sandbox' | 'live';
  country?: string | null;
  followUps?: number;
  sending?: Partial<SendingSettings>;
}>;

const setUp = async ({ count = 3, mode = 'live', country = 'GB', followUps = 0, sending = {} }: Wish = {}) => {
  let now = START;
  const clock = () => now;
  const table = createMemoryTable();
  const files = createMemoryFiles();
  const run: Run = await seedRun(table, clock, { mode, clockFactor: mode === 'live' ? 1 : 1_440 });
  const seeded = await seedMessages(table, clock, { count, country });
  const campaign = await seedCampaign(table, clock, followUps, sending);
  const store = createMessageStore(table);
  const scheduling = schedulingOf(table, clock, { files });
  const all = async () => (await store.listByRun(workspaceId, runId, { limit: 200 }))?.messages ?? [];
  const steps = async (step: number) => (await all()).filter((message) => message.step === step);
  const schedule = async () =>
    scheduling.schedule(
      run,
      (await all()).filter(({ state }) => state === 'approved'),
      null,
    );
  const { settings, sequences } = scheduling;
  const records = createSendRecords({ table, files: planFiles(mode), settings, sequences, clock });
  const dueOf = (message: Message) => ({ ...message, position: '', dueAt: message.dueAt ?? '' });
  const prepare = async (messages: readonly Message[]) => records.prepare(messages.map(dueOf));
  const moves = createMessageMoves(table, clock);
  const get = async (id: MessageId | undefined) => {
    const found = id === undefined ? undefined : await store.get(workspaceId, id);
    if (found === undefined) throw new Error('no such message');
    return found;
  };
  /** Sends a message as the sender does. */
  const deliver = async (message: Message) => {
    const { records: made } = await prepare([message]);
    const claims = await createClaimMessages({ table, clock })(made);
    const [claim] = [...claims.values()];
    if (claim?.kind !== 'claimed') return claim;
    const sentAt = instant(now);
    await moves.recordAccepted(message, claim.claimedAt, { channelId: `ses-${message.id}`, sentAt, costMicroUsd: 100 });
    return claim;
  };
  return {
    ...{ table, run, seeded, campaign, all, steps, schedule, prepare, moves, get, deliver, clock, files, store },
    ...{ reschedule: scheduling.reschedule, sequences },
    goTo: (at: string | undefined) => (now = Date.parse(at ?? '') + SECOND),
    pass: (ms: number) => (now += ms),
  };
};

test('live mails are due when they are planned, from the opening of the recipient’s window', async () => {
  const { schedule, all } = await setUp();
  expect((await schedule()).scheduled).toBe(3);
  for (const message of await all()) {
    expect(message).toMatchObject({ state: 'scheduled', mode: 'live', plannedAt: message.dueAt });
    expect(Date.parse(message.dueAt ?? '')).toBeGreaterThanOrEqual(START + HOUR);
  }
});

test('a recipient in a blocked or unknown country is not written to, and the reason says what would allow it', async () => {
  for (const [country, code] of [
    ['DE', 'DE'],
    ['CA', 'CA'],
    [null, 'unknown'],
  ] as const) {
    const { schedule, all, table, clock } = await setUp({ count: 1, country });
    await schedule();
    expect((await all())[0]).toMatchObject({
      state: 'cancelled',
      reason: expect.stringContaining('with a reason') as string,
    });
    const allowed = await setUp({ count: 1, country });
    const given = { what: { kind: 'country', country: code }, reason: 'They asked us to' } as const;
    await createAcknowledgementStore(allowed.table, clock).add(workspaceId, campaignId, 'member', given);
    await allowed.schedule();
    expect((await allowed.all())[0]?.state).toBe('scheduled');
    expect(table.items().filter(({ type }) => type === 'Recipient')).toHaveLength(0);
  }
});

test('a sandbox, which reaches nobody, plans mails to every country', async () => {
  const { schedule, all } = await setUp({ mode: 'sandbox', country: null });
  await schedule();
  expect((await all()).map(({ state }) => state)).toEqual(['scheduled', 'scheduled', 'scheduled']);
});

const aMailbox = (more = {}) => ({
  ...{
    channel: 'smtp' as const,
    address: 'ada@box.example',
    name: 'Ada at the box',
    dailyCap: 2,
    ramp: null,
    gapSeconds: 90,
  },
  ...{ smtp: null, hasPassword: true, ...more },
});

test('mailboxes take turns up to their caps, and their mails carry their names', async () => {
  const first = await setUp({ count: 5 });
  const boxes = createMailboxStore(first.table, first.clock);
  const a = await boxes.create(workspaceId, aMailbox());
  const b = await boxes.create(workspaceId, aMailbox({ address: 'bea@box.example', name: 'Bea' }));
  await createCampaignStore(first.table, first.clock).update(workspaceId, campaignId, {
    sending: SendingSettings.parse({ mailboxIds: [a.id, b.id] }),
  });
  await first.schedule();
  const messages = [...(await first.all())].sort((x, y) => ((x.dueAt ?? '') < (y.dueAt ?? '') ? -1 : 1));
  expect(messages.slice(0, 4).filter(({ mailbox }) => mailbox === a.id)).toHaveLength(2);
  expect(messages.slice(0, 4).filter(({ mailbox }) => mailbox === b.id)).toHaveLength(2);
  const days = messages.map(({ dueAt }) => dueAt?.slice(0, 10));
  expect(days).toEqual([...Array<string>(4).fill('2026-11-23'), '2026-11-24']);
  const [earliest] = messages;
  if (earliest === undefined) throw new Error('none');
  first.goTo(earliest.dueAt);
  const { records } = await first.prepare([earliest]);
  const box = earliest.mailbox === a.id ? a : b;
  expect(records[0]).toMatchObject({
    sender: { name: box.name, email: box.address, legalName: 'Throughline Demo Ltd' },
    mailbox: { id: box.id, channel: 'smtp', gapSeconds: 90 },
  });
});

test('a campaign none of whose mailboxes can send does not schedule', async () => {
  const { schedule, table, clock, all } = await setUp();
  const boxes = createMailboxStore(table, clock);
  const box = await boxes.create(workspaceId, aMailbox());
  await boxes.change(workspaceId, box.id, { status: 'paused' });
  const sending = SendingSettings.parse({ mailboxIds: [box.id] });
  await createCampaignStore(table, clock).update(workspaceId, campaignId, { sending });
  await expect(schedule()).rejects.toThrow(NoMailbox);
  expect((await all()).every(({ state }) => state === 'approved')).toBe(true);
});

const withTwoMailboxes = async (mode: 'sandbox' | 'live') => {
  const world = await setUp({ count: 1, mode });
  const boxes = createMailboxStore(world.table, world.clock);
  const a = await boxes.create(workspaceId, aMailbox());
  const b = await boxes.create(workspaceId, aMailbox({ address: 'bea@box.example', name: 'Bea' }));
  const sending = SendingSettings.parse({ mailboxIds: [a.id, b.id] });
  await createCampaignStore(world.table, world.clock).update(workspaceId, campaignId, { sending });
  await world.schedule();
  const [message] = await world.all();
  const [first, second] = message?.mailbox === a.id ? [a, b] : [b, a];
  world.goTo(message?.dueAt);
  return { ...world, boxes, first, second };
};

test('what was planned for a mailbox whose mails bounce since goes through another', async () => {
  const { table, clock, all, prepare, reschedule, first, second } = await withTwoMailboxes('live');
  const reputation = createReputationStore(table, createRunStore(table, clock), clock);
  const outcomes = new Map([[first.id, { sent: 100, bounced: 10, complained: 0 }]]);
  await reputation.add(workspaceId, outcomes, { key: { pk: 'ONCE#x', sk: 'ONCE' }, ttl: 0 });
  const { later, records } = await prepare(await all());
  expect(records).toEqual([]);
  expect(later.map(({ reason }) => reason)).toEqual(['its mailbox cannot send']);
  await reschedule(later);
  expect((await all())[0]?.mailbox).toBe(second.id);
});

test('a sandbox’s mails, which go through no mailbox, do not wait for one that is paused', async () => {
  const { all, prepare, boxes, first } = await withTwoMailboxes('sandbox');
  await boxes.change(workspaceId, first.id, { status: 'paused' });
  const { later, records } = await prepare(await all());
  expect(later).toEqual([]);
  expect(records).toHaveLength(1);
});

test('follow-ups are messages of their own, due days later in the recipient’s window, written once', async () => {
  const { schedule, steps, run, all, files, clock, table } = await setUp({ followUps: 2 });
  await schedule();
  const [first, second, third] = [await steps(1), await steps(2), await steps(3)];
  expect([first.length, second.length, third.length]).toEqual([3, 3, 3]);
  for (const message of [...second, ...third]) {
    expect(message).toMatchObject({ state: 'scheduled', country: 'GB', variant: 'question', waitMs: 3 * DAY });
    const before = (await all()).find(({ id }) => id === messageAtStep(message, message.step - 1));
    expect(Date.parse(message.dueAt ?? '') - Date.parse(before?.dueAt ?? '')).toBeGreaterThanOrEqual(3 * DAY);
    expect(new Date(message.dueAt ?? '').getUTCDay()).not.toBe(0);
    expect(new Date(message.dueAt ?? '').getUTCDay()).not.toBe(6);
  }
  const before = await all();
  await schedulingOf(table, clock, { files }).schedule(
    run,
    first.map((message) => ({ ...message, state: 'approved' as const })),
    null,
  );
  expect(await all()).toEqual(before);
});

test('a sandbox run with follow-ups ends in minutes', async () => {
  const { schedule, all } = await setUp({ mode: 'sandbox', followUps: 3 });
  await schedule();
  const last = Math.max(...(await all()).map(({ dueAt }) => Date.parse(dueAt ?? '')));
  expect(last - START).toBeGreaterThan(9 * MINUTE);
  expect(last - START).toBeLessThan(20 * MINUTE);
});

test('a follow-up is filled in for its recipient, threads with the mails before it, and can be read', async () => {
  const { schedule, steps, deliver, goTo, prepare, table, sequences, store } = await setUp({ followUps: 1, count: 1 });
  await schedule();
  const [first] = await steps(1);
  const [second] = await steps(2);
  if (first === undefined || second === undefined) throw new Error('no messages');
  goTo(first.dueAt);
  await deliver(first);
  goTo(second.dueAt);
  const { records } = await prepare([second]);
  expect(records[0]).toMatchObject({
    subject: 'Again 1',
    body: 'Hello Jo, did this reach The company at company0.example?',
    references: [`<${first.id}@throughline-demo.com>`, `<ses-${first.id}@email.amazonses.com>`],
    step: 2,
  });
  const text = await createReadMessageText({ table, sequences })(workspaceId, second.id);
  expect(text).toEqual({ subject: records[0]?.subject, body: records[0]?.body });
  expect((await store.detail(workspaceId, second.id))?.content?.body).toBe(text?.body);
});

test('without a text of the campaign’s the one written along with the first mail is sent; without either there is no follow-up', async () => {
  const sending = { followUps: [{ condition: 'no_reply' as const }] };
  const { schedule, steps, table, clock, seeded } = await setUp({ count: 2 });
  await createCampaignStore(table, clock).update(workspaceId, campaignId, { sending: SendingSettings.parse(sending) });
  const key = messageContentKey(workspaceId, seeded[0]?.id ?? ('' as MessageId));
  const item = (await table.get(key)) ?? {};
  const followUp = { subject: 'One more thing', body: 'A shorter word.', waitDays: 5, evidence: [], guards: [] };
  await table.put({ ...item, ...key, ...packContent({ ...unpackContent(item), followUp }) });
  await schedule();
  const second = await steps(2);
  expect(second).toHaveLength(1);
  expect(second[0]).toMatchObject({ subject: 'One more thing', waitMs: 5 * DAY });
});

test('an edit of a sequence changes only what is scheduled after it', async () => {
  const { schedule, steps, table, clock, sequences, run, files } = await setUp({ followUps: 1, count: 1 });
  await schedule();
  const [second] = await steps(2);
  await createCampaignStore(table, clock).update(workspaceId, campaignId, {
    sending: SendingSettings.parse({ followUps: [{ waitDays: 9, text: { subject: 'New', body: 'New text' } }] }),
  });
  const read = createReadMessageText({ table, sequences });
  expect((await read(workspaceId, second?.id ?? ('' as MessageId)))?.subject).toBe('Again 1');
  const late = { ...(await steps(1))[0], toAddress: 'late@company9.example', state: 'approved' } as Message;
  const [content] = await seedMessages(table, clock, { count: 1, domainOf: () => 'company9.example', country: 'GB' });
  await schedulingOf(table, clock, { files }).schedule(
    run,
    [{ ...late, id: content?.id ?? late.id, toAddress: content?.address ?? '' }],
    null,
  );
  const added = (await steps(2)).find(({ id }) => id !== second?.id);
  expect(added).toMatchObject({ subject: 'New', waitMs: 9 * DAY });
});

describe('when a follow-up is due', () => {
  const ready = async (more: Wish = {}) => {
    const world = await setUp({ followUps: 1, count: 1, ...more });
    await world.schedule();
    const [first] = await world.steps(1);
    const [second] = await world.steps(2);
    if (first === undefined || second === undefined) throw new Error('no messages');
    world.goTo(first.dueAt);
    return { ...world, first, second };
  };

  test('it goes after the mail before it was sent', async () => {
    const { deliver, first, second, goTo } = await ready();
    expect((await deliver(first))?.kind).toBe('claimed');
    goTo(second.dueAt);
    expect((await deliver(second))?.kind).toBe('claimed');
  });

  test('it waits while the mail before it has not gone, and as long as asked after it has', async () => {
    const { prepare, second, goTo, reschedule, get, first, pass, deliver } = await ready();
    goTo(second.dueAt);
    const { later } = await prepare([second]);
    expect(later).toHaveLength(1);
    await reschedule(later);
    const waiting = await get(second.id);
    expect(waiting.state).toBe('scheduled');
    expect(Date.parse(waiting.dueAt ?? '') - Date.parse(second.dueAt ?? '')).toBeGreaterThanOrEqual(MINUTE);
    await reschedule((await prepare([first])).later);
    const moved = await get(first.id);
    goTo(moved.dueAt);
    await deliver(moved);
    pass(HOUR);
    const again = await prepare([await get(second.id)]);
    await reschedule(again.later);
    const last = await get(second.id);
    expect(Date.parse(last.dueAt ?? '') - Date.parse(moved.dueAt ?? '')).toBeGreaterThanOrEqual(3 * DAY - MINUTE);
  });

  test.each(['replied', 'unsubscribed', 'bounced', 'complained', 'purchased', 'by_hand'] as const)(
    'it does not go when the person has %s: the claim sees it, and nothing had to be cancelled',
    async (reason) => {
      const { deliver, first, second, goTo, table, clock, seeded } = await ready();
      await deliver(first);
      const address = seeded[0]?.address ?? '';
      await createSequenceStops(table, clock).stop({ workspaceId, campaignId, address }, reason, first.id);
      goTo(second.dueAt);
      expect(await deliver(second)).toEqual({ kind: 'stopped', reason });
    },
  );

  test('it waits while the person is away', async () => {
    const { deliver, first, second, goTo, table, clock, seeded, prepare, reschedule, get } = await ready();
    await deliver(first);
    const until = instant(Date.parse(second.dueAt ?? '') + 2 * DAY);
    const recipient = { workspaceId, campaignId, address: seeded[0]?.address ?? '' };
    await createSequenceStops(table, clock).wait(recipient, until, null);
    goTo(second.dueAt);
    expect(await deliver(second)).toMatchObject({ kind: 'waiting', until });
    // Back on a Saturday, written to on Monday.
    goTo(until);
    await reschedule((await prepare([second])).later);
    const moved = await get(second.id);
    expect(moved.dueAt?.slice(0, 10)).toBe('2026-11-30');
    goTo(moved.dueAt);
    expect((await deliver(moved))?.kind).toBe('claimed');
  });

  test.each(['bounced', 'failed', 'cancelled', 'suppressed', 'unknown_final', 'complained'] as const)(
    'it does not go when the mail before it is %s',
    async (state) => {
      const { prepare, second, goTo, table, first } = await ready();
      const item = table.items().find(({ sk }) => sk === first.id) ?? {};
      await table.put({ ...item, pk: String(item['pk']), sk: String(item['sk']), state });
      goTo(second.dueAt);
      expect((await prepare([second])).stopped).toMatchObject([{ reason: `the mail before it is ${state}` }]);
    },
  );

  test('the condition “not opened” counts people, not machines', async () => {
    const sending = SendingSettings.parse({
      followUps: [{ waitDays: 3, condition: 'not_opened', text: { subject: 'S', body: 'B' } }],
    });
    const { deliver, first, second, goTo, table, prepare } = await ready({ sending });
    await deliver(first);
    const tally = {
      opens: 4,
      humanOpens: 0,
      clicks: 0,
      humanClicks: 0,
      firstHumanOpenAt: null,
      firstHumanClickAt: null,
      seen: 4,
    };
    const engage = async (humanOpens: number) => {
      const item = table.items().find(({ sk }) => sk === first.id) ?? {};
      await table.put({ ...item, pk: String(item['pk']), sk: String(item['sk']), engaged: { ...tally, humanOpens } });
    };
    const conditioned = { ...second, condition: 'not_opened' as const };
    await table.put({ ...(table.items().find(({ sk }) => sk === second.id) ?? {}), condition: 'not_opened' } as never);
    goTo(second.dueAt);
    await engage(0);
    expect((await prepare([conditioned])).records).toHaveLength(1);
    await engage(1);
    expect((await prepare([conditioned])).stopped).toMatchObject([{ reason: 'the mail before it was opened' }]);
  });
});

test('what is late in live mode gets a new time in the next window, and gives its place back', async () => {
  const { schedule, all, goTo, prepare, reschedule, pass, files } = await setUp({ count: 2 });
  await schedule();
  const messages = await all();
  goTo(messages[0]?.dueAt);
  pass(12 * HOUR);
  const { later, records } = await prepare(messages);
  expect(records).toEqual([]);
  expect(later.map(({ reason }) => reason)).toEqual(['its time had passed', 'its time had passed']);
  await reschedule(later);
  for (const message of await all()) {
    expect(message.dueAt?.slice(0, 13)).toBe('2026-11-24T09');
    expect(message.plannedAt).toBe(message.dueAt);
  }
  const book = [...files.objects].find(([key]) => key.endsWith('/pace/book.json'))?.[1].toString() ?? '';
  expect(
    Object.values(
      (JSON.parse(book) as { pacers: Record<string, Record<string, { used: number }>> }).pacers['ses'] ?? {},
    ).map(({ used }) => used),
  ).toEqual([0, 2]);
});
