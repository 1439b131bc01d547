import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLog } from '../../../functions/platform/log.ts';
import { HOUR, instant, MINUTE } from '../../../functions/platform/time.ts';
import { createInstantlyPollStore } from '../../../functions/sending/instantly-poll-store.ts';
import { createMailboxStore } from '../../../functions/sending/mailbox-store.ts';
import { createMessageMoves } from '../../../functions/sending/message-moves.ts';
import { createMessageStore } from '../../../functions/sending/message-store.ts';
import { createPollInstantly } from '../../../functions/sending/poll-instantly.ts';
import { createAskInstantly } from '../../../functions/sending/providers/instantly-api.ts';
import { createInstantlyReader } from '../../../functions/sending/providers/instantly-reader.ts';
import { createRecordInstantlyEvent } from '../../../functions/sending/record-instantly-event.ts';
import { createSequenceStops } from '../../../functions/sending/sequence-stop.ts';
import { createSuppressionStore } from '../../../functions/sending/suppression-store.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { campaignId, seedMessages, seedRun, workspaceId } from '../../support/sending-world.ts';

const START = Date.parse('2026-11-23T09:00:00.000Z');
type Lead = Record<string, unknown> & { id: string; email: string };
type Campaign = { id: string; name: string; counts: Record<string, number>; leads: Lead[] };

/** What Instantly's API v2 says of campaigns, leads and mails, in pages of so many leads. */
const startInstantly = async (campaigns: Campaign[], pageSize = 100) => {
  const asked: string[] = [];
  const mails: Record<string, { is_auto_reply: number }[]> = {};
  const fail: Record<string, number> = {};
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*/, '');
    asked.push(path.replace('/api/v2', ''));
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = (body: unknown, status = 200): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      const failing = fail[path];
      if (failing !== undefined) answer({ message: 'no' }, failing);
      else if (path === '/api/v2/campaigns/analytics')
        answer(campaigns.map(({ id, name, counts }) => ({ campaign_id: id, campaign_name: name, ...counts })));
      else if (path === '/api/v2/leads/list') {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as { campaign: string; starting_after?: string };
        const leads = campaigns.find(({ id }) => id === body.campaign)?.leads ?? [];
        const from = leads.findIndex(({ id }) => id === body.starting_after) + 1;
        const items = leads.slice(from, from + pageSize);
        answer({ items, ...(from + pageSize < leads.length ? { next_starting_after: items.at(-1)?.id } : {}) });
      } else {
        const asks = new URL(request.url ?? '', 'http://x').searchParams;
        const all = Object.entries(mails).flatMap(([lead, some]) =>
          some.map((mail, nth) => ({ id: `${lead}#${String(nth)}`, lead, ...mail })),
        );
        const from = all.findIndex(({ id }) => id === asks.get('starting_after')) + 1;
        const items = asks.get('email_type') === 'received' ? all.slice(from, from + Number(asks.get('limit'))) : [];
        answer({ items, ...(from + items.length < all.length ? { next_starting_after: items.at(-1)?.id } : {}) });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { asked, mails, fail, baseUrl: `http://127.0.0.1:${String(port)}` };
};
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const setUp = async (count = 3, pageSize = 100) => {
  const table = createMemoryTable();
  let now = START;
  const clock = () => now;
  await seedRun(table, clock, { mode: 'live' });
  const seeded = await seedMessages(table, clock, { count });
  const moves = createMessageMoves(table, clock);
  for (const { id } of seeded)
    await moves.schedule({ workspaceId, id }, { plannedAt: instant(START), dueAt: instant(START) });
  const mailboxes = createMailboxStore(table, clock);
  const mailbox = await mailboxes.create(workspaceId, {
    ...{ channel: 'instantly', address: 'ada@box.example', name: 'Ada', dailyCap: 30, ramp: null, gapSeconds: 90 },
    ...{ smtp: null, hasPassword: false },
  });
  const leads: Lead[] = seeded.map(({ id, address }, at) => ({
    ...{ id: `lead${String(at)}`, email: address, status: 1, email_reply_count: 0 },
    ...{ timestamp_updated: instant(START), timestamp_last_contact: null, timestamp_last_reply: null },
    payload: { tl_send_id: id, tl_workspace_id: workspaceId },
  }));
  const campaign: Campaign = { id: 'c1', name: 'throughline ada@box.example step 1', counts: {}, leads };
  const foreign: Campaign = { id: 'c2', name: 'Somebody else’s', counts: { contacted_count: 9 }, leads: [] };
  const api = await startInstantly([campaign, foreign], pageSize);
  const suppressions = createSuppressionStore(table, clock);
  const stops = createSequenceStops(table, clock);
  const told: string[] = [];
  const messages = createMessageStore(table);
  const store = createInstantlyPollStore(table, clock);
  let slow = 0;
  const poll = createPollInstantly({
    ...{ store, mailboxes, clock, log: silentLog },
    credentials: async () => ({ instantly: { apiKey: 'key' } }),
    readerFor: ({ apiKey, account }) => {
      const reader = createInstantlyReader({ ask: createAskInstantly({ apiKey, baseUrl: api.baseUrl }), account });
      const slowly: typeof reader.leads = async (...page) => {
        now += slow;
        return await reader.leads(...page);
      };
      return { ...reader, leads: slowly };
    },
    record: createRecordInstantlyEvent({
      ...{ messages, moves, suppressions, stops },
      emit: async (_workspace, { id, type }) => {
        told.push(`${type} ${id}`);
      },
    }),
  });
  /** Something happens to a lead; the campaign's counts show it. */
  const happen = (at: number, what: Partial<Lead>, counted: string): void => {
    Object.assign(leads[at] ?? {}, { timestamp_updated: instant(now), ...what });
    campaign.counts[counted] = (campaign.counts[counted] ?? 0) + 1;
  };
  const sent = (at: number) => happen(at, { timestamp_last_contact: instant(now) }, 'contacted_count');
  const stateOf = async (at: number) => {
    const one = seeded[at];
    return one === undefined ? undefined : (await messages.get(workspaceId, one.id))?.state;
  };
  const stopOf = (at: number) => stops.find({ workspaceId, campaignId, address: seeded[at]?.address ?? '' });
  return {
    ...{ api, poll, sent, happen, stateOf, stopOf, told, seeded, leads, mailbox, store, campaign },
    suppressed: async () =>
      (await suppressions.list(workspaceId, { limit: 10 }))?.items.map(({ reason }) => reason) ?? [],
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    takeSlowly: (milliseconds: number) => {
      slow = milliseconds;
    },
  };
};

test('without any webhook a sent mail is delivered, a bounce suppresses, an opt-out and an answer end the sequence', async () => {
  const { poll, sent, happen, stateOf, stopOf, suppressed, told, pass, api, leads, seeded } = await setUp();
  await poll();
  expect(await stateOf(0)).toBe('scheduled');
  for (const at of [0, 1, 2]) sent(at);
  await poll();
  expect(await Promise.all([0, 1, 2].map(stateOf))).toEqual(['delivered', 'delivered', 'delivered']);
  pass(HOUR);
  happen(0, { status: -1 }, 'bounced_count');
  happen(1, { status: -2 }, 'unsubscribed_count');
  happen(2, { email_reply_count: 1, timestamp_last_reply: instant(START + HOUR) }, 'reply_count');
  api.mails[leads[2]?.email ?? ''] = [{ is_auto_reply: 0 }];
  await poll();
  expect(await stateOf(0)).toBe('bounced');
  expect((await suppressed()).sort()).toEqual(['hard_bounce', 'unsubscribe']);
  expect(await Promise.all([0, 1, 2].map(stopOf))).toMatchObject([
    { reason: 'bounced' },
    { reason: 'unsubscribed' },
    { reason: 'replied' },
  ]);
  expect(told).toEqual([`message.replied instantly#${seeded[2]?.id ?? ''}`]);
});

test('a campaign is read when its counts have changed, once more after that, and somebody else’s never', async () => {
  const { poll, sent, api } = await setUp();
  sent(0);
  await poll();
  const read = ['/campaigns/analytics', '/leads/list'];
  expect(api.asked).toEqual(read);
  await poll();
  expect(api.asked).toEqual([...read, ...read]);
  await poll();
  expect(api.asked).toEqual([...read, ...read, '/campaigns/analytics']);
  sent(1);
  expect(await poll()).toEqual({ recorded: 2 });
});

test('of a campaign that changed only the leads that changed since are gone into', async () => {
  const { poll, sent, pass } = await setUp();
  for (const at of [0, 1]) sent(at);
  pass(HOUR);
  await poll();
  pass(HOUR);
  sent(2);
  expect(await poll()).toEqual({ recorded: 1 });
});

test('a machine’s answer ends no sequence; where Instantly does not say whose it was, a person is assumed', async () => {
  const { poll, sent, happen, stopOf, api, leads } = await setUp();
  for (const at of [0, 1]) sent(at);
  for (const at of [0, 1]) happen(at, { email_reply_count: 1 }, 'reply_count');
  api.mails[leads[0]?.email ?? ''] = [{ is_auto_reply: 1 }];
  await poll();
  expect(await stopOf(0)).toBeUndefined();
  expect(await stopOf(1)).toMatchObject({ reason: 'replied' });
});

test('who answered is asked for a hundred answers at a time, however many answered', async () => {
  const count = 250;
  const { poll, sent, happen, stopOf, api, leads } = await setUp(count);
  for (let at = 0; at < count; at += 1) {
    sent(at);
    happen(at, { email_reply_count: 1 }, 'reply_count');
    api.mails[leads[at]?.email ?? ''] = [{ is_auto_reply: at % 2 }];
  }
  await poll();
  expect(api.asked.filter((path) => path === '/emails')).toHaveLength(3);
  const stopped = await Promise.all(leads.map(async (_, at) => (await stopOf(at)) !== undefined));
  expect(stopped).toEqual(leads.map((_, at) => at % 2 === 0));
});

test('where the list of answers cannot be had a person is assumed', async () => {
  const { poll, sent, happen, stopOf, api } = await setUp();
  sent(0);
  happen(0, { email_reply_count: 1 }, 'reply_count');
  api.fail['/api/v2/emails'] = 429;
  await poll();
  expect(await stopOf(0)).toMatchObject({ reason: 'replied' });
});

test('a bounce that shows at its lead later than in the counts is found all the same', async () => {
  const { poll, sent, stateOf, happen, campaign, pass } = await setUp();
  sent(0);
  await poll();
  await poll();
  campaign.counts['bounced_count'] = 1;
  pass(15 * MINUTE);
  await poll();
  pass(MINUTE);
  happen(0, { status: -1 }, 'looked_at');
  delete campaign.counts['looked_at'];
  pass(14 * MINUTE);
  await poll();
  expect(await stateOf(0)).toBe('bounced');
});

test('a long campaign is read in several goes, each from where the last one ended', async () => {
  const { poll, sent, stateOf, takeSlowly, pass, api } = await setUp(5, 2);
  for (const at of [0, 1, 2, 3, 4]) sent(at);
  takeSlowly(5 * MINUTE);
  await poll();
  expect(await Promise.all([0, 1, 2].map(stateOf))).toEqual(['delivered', 'delivered', 'scheduled']);
  takeSlowly(0);
  pass(MINUTE);
  await poll();
  expect(await Promise.all([2, 3, 4].map(stateOf))).toEqual(['delivered', 'delivered', 'delivered']);
  expect(api.asked.filter((path) => path === '/leads/list')).toHaveLength(3);
});

test.each([429, 500, 401])('an answer of %i loses nothing: the next round asks again', async (status) => {
  const { poll, sent, stateOf, api } = await setUp();
  sent(0);
  api.fail['/api/v2/leads/list'] = status;
  expect(await poll()).toEqual({ recorded: 0 });
  api.fail['/api/v2/campaigns/analytics'] = status;
  expect(await poll()).toEqual({ recorded: 0 });
  delete api.fail['/api/v2/leads/list'];
  delete api.fail['/api/v2/campaigns/analytics'];
  await poll();
  expect(await stateOf(0)).toBe('delivered');
});

test('leads that are not ours, and mails of another workspace, are left alone', async () => {
  const { poll, sent, leads, stateOf, seeded } = await setUp();
  for (const at of [0, 1, 2]) sent(at);
  Object.assign(leads[0] ?? {}, { payload: null });
  Object.assign(leads[1] ?? {}, {
    payload: { tl_send_id: seeded[1]?.id, tl_workspace_id: 'ws_01jd0000000000000000000009' },
  });
  await poll();
  expect(await Promise.all([0, 1, 2].map(stateOf))).toEqual(['scheduled', 'scheduled', 'delivered']);
});

test('a mailbox of another channel is not asked about', async () => {
  const table = createMemoryTable();
  const store = createInstantlyPollStore(table, () => START);
  await createMailboxStore(table, () => START).create(workspaceId, {
    ...{ channel: 'ses', address: 'a@b.example', name: 'A', dailyCap: 30, ramp: null, gapSeconds: 90 },
    ...{ smtp: null, hasPassword: false },
  });
  expect(await store.mailboxes()).toEqual([]);
});
