import { createWebhookDeliveryStore } from '../../../../functions/accounts/webhook-delivery-store.ts';
import { createWebhookEndpointStore } from '../../../../functions/accounts/webhook-endpoint-store.ts';
import type { MessageState } from '../../../../functions/campaigns/contract.ts';
import type { Principal } from '../../../../functions/platform/http/principal.ts';
import { ReplyId, WorkspaceId } from '../../../../functions/platform/ids.ts';
import { leadKey, messageKey } from '../../../../functions/platform/keys.ts';
import { silentLog } from '../../../../functions/platform/log.ts';
import type { Table } from '../../../../functions/platform/table.ts';
import { createMessageStore } from '../../../../functions/sending/message-store.ts';
import { createReadMessageText } from '../../../../functions/sending/message-text.ts';
import { replyAddress, workspaceAddress } from '../../../../functions/sending/reply-token.ts';
import { createSequenceStops } from '../../../../functions/sending/sequence-stop.ts';
import { createSequenceStore } from '../../../../functions/sending/sequence-store.ts';
import { createSuppressionStore } from '../../../../functions/sending/suppression-store.ts';
import { unsubscribeLink } from '../../../../functions/sending/unsubscribe-link.ts';
import { createReadThread } from '../../../../functions/tracking/replies/read-thread.ts';
import { createReplyStore } from '../../../../functions/tracking/replies/reply-store.ts';
import { replyRoutes } from '../../../../functions/tracking/reply-contract.ts';
import { createReplyRecorder, createTableReplyEffects } from '../../../../functions/tracking/reply-recorder.ts';
import { createServeReplies } from '../../../../functions/tracking/serve-replies.ts';
import { composeInbound, inboundNotice, type TestMail } from '../../../support/inbound-mail.ts';
import { createMemoryFiles } from '../../../support/memory-files.ts';
import { createMemoryTable } from '../../../support/memory-table.ts';
import { campaignId, seedMessages, seedRun, sqsEvent, workspaceId } from '../../../support/sending-world.ts';

const SECRET = 's';
const HOST = 'replies.example';
const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const clock = () => NOW;
const principal: Principal = { workspaceId, kind: 'member', id: 'usr_1', role: 'owner', mode: 'sandbox' };
const ask = { principal, headers: {}, traceId: 't', params: undefined, query: undefined, body: undefined } as const;

const setUp = async ({ wrap = (table: Table): Table => table, clockFactor = 1 } = {}) => {
  const table = createMemoryTable();
  const files = createMemoryFiles(64 * 1024);
  await seedRun(table, clock, { clockFactor });
  const [seeded] = await seedMessages(table, clock, { count: 1 });
  if (seeded === undefined) throw new Error('nothing was seeded');
  const { id, address } = seeded;
  const setState = (state: MessageState) =>
    table.update({
      Key: messageKey(workspaceId, id),
      UpdateExpression: 'SET #state = :state, sentAt = :at',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':state': state, ':at': '2026-11-21T09:00:00.000Z' },
    });
  await setState('accepted');
  await table.put({ ...leadKey(workspaceId, campaignId, seeded.domain), type: 'CampaignLead', stage: 'contacted' });
  const givenUp: string[] = [];
  const wrapped = wrap(table);
  const handle = createReplyRecorder({
    table: wrapped,
    files,
    secret: () => Promise.resolve(SECRET),
    giveUp: (_record, reason) => {
      givenUp.push(reason);
      return Promise.resolve();
    },
    ...{ tries: 8, clock, log: silentLog },
  });
  const to = replyAddress(HOST, id, SECRET);
  let arrived = 0;
  const keep = (raw: Uint8Array): string => {
    arrived += 1;
    const key = `inbound/mail${String(arrived)}`;
    files.objects.set(key, Buffer.from(raw));
    return key;
  };
  const take = async (notice: unknown) =>
    (await handle(sqsEvent([notice]))).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  const receive = async (mail: Partial<TestMail> = {}, more: Parameters<typeof inboundNotice>[2] = {}) => {
    const recipient = mail.to ?? to;
    const key = keep(await composeInbound({ to: recipient, ...mail }));
    return take(inboundNotice(key, [recipient], more));
  };
  const replies = createReplyStore(table, files, clock);
  const all = async () => (await replies.list(workspaceId, { limit: 50 }))?.replies ?? [];
  const message = () => createMessageStore(table).get(workspaceId, id);
  const stop = () => createSequenceStops(table, clock).find({ workspaceId, campaignId, address });
  const suppressed = (value: string) => createSuppressionStore(table, clock).stops(workspaceId, value, 'marketing');
  const stage = async () => (await table.get(leadKey(workspaceId, campaignId, seeded.domain)))?.['stage'];
  const orphans = () => table.items().filter(({ type }) => type === 'OrphanReply');
  const readText = createReadMessageText({ table, sequences: createSequenceStore(table, clock) });
  const api = createServeReplies({
    replies,
    messages: createMessageStore(table),
    readThread: createReadThread({ table, replies, readText }),
    effects: createTableReplyEffects({ table, clock }),
    replyHost: HOST,
    secret: () => Promise.resolve(SECRET),
  });
  return {
    ...{ table, files, handle, id, address, to, keep, take, receive, replies, all, message, stop, suppressed, stage },
    ...{ orphans, api, givenUp, seeded },
  };
};

test('a person’s reply is kept, ends the sequence, shows on message and lead, and proves the delivery', async () => {
  const { receive, all, message, stop, stage, suppressed, address } = await setUp();
  expect(await receive({ text: 'Yes please, call me.\n\nOn Saturday Ana wrote:\n> Hello' })).toEqual([]);
  const [reply] = await all();
  expect(reply).toMatchObject({ class: 'interested', matchedBy: 'address', words: 'Yes please, call me.', note: null });
  expect(await message()).toMatchObject({ state: 'delivered', reply: { class: 'interested' } });
  expect(await stop()).toEqual({ kind: 'stopped', reason: 'replied' });
  expect(await stage()).toBe('replied');
  expect(await suppressed(address)).toBeUndefined();
});

test('a request to unsubscribe suppresses the person, and a colleague who asks, and nobody elsewhere', async () => {
  const { receive, suppressed, address, stop, message } = await setUp();
  await receive({ text: 'Please remove me from your list.', from: 'Boss <boss@company0.example>' });
  expect(await suppressed(address)).toMatchObject({ reason: 'unsubscribe' });
  expect(await suppressed('boss@company0.example')).toBeDefined();
  expect(await stop()).toEqual({ kind: 'stopped', reason: 'unsubscribed' });
  expect((await message())?.unsubscribedAt).toBeDefined();
  await receive({ text: 'unsubscribe', from: 'evil@elsewhere.example' });
  expect(await suppressed('evil@elsewhere.example')).toBeUndefined();
});

test('a machine’s reply is recorded and ends nothing; an absence puts the next step off', async () => {
  const { receive, all, stop, stage, message } = await setUp();
  const headers = { 'Auto-Submitted': 'auto-replied' };
  await receive({ text: 'Thank you for your mail.', headers });
  expect((await all()).map((reply) => reply.class)).toEqual(['auto_reply']);
  expect(await stop()).toBeUndefined();
  await receive({ text: 'I am out of the office until 27 November 2026.', headers });
  expect(await stop()).toEqual({ kind: 'waiting', until: '2026-11-28T09:00:00.000Z' });
  expect(await stage()).toBe('contacted');
  expect((await message())?.reply?.class).toBe('out_of_office');
});

test('in a sandbox an absence passes as fast as everything else', async () => {
  const { receive, stop } = await setUp({ clockFactor: 1_440 });
  await receive({ text: 'Out of office until 27 November 2026.', headers: { 'Auto-Submitted': 'auto-replied' } });
  const until = Date.parse('2026-11-28T09:00:00.000Z');
  expect(await stop()).toEqual({ kind: 'waiting', until: new Date(NOW + (until - NOW) / 1_440).toISOString() });
});

test('a person’s word stays on the message whatever a machine says later', async () => {
  const { receive, message } = await setUp();
  await receive({ text: 'Not right now.' }, { at: '2026-11-21T10:00:00.000Z' });
  await receive(
    { text: 'Out of office.', headers: { 'Auto-Submitted': 'auto-replied' } },
    { at: '2026-11-21T11:00:00.000Z' },
  );
  expect((await message())?.reply).toEqual({ class: 'not_now', at: '2026-11-21T10:00:00.000Z' });
});

test.each([
  ['5.1.1', 'bounced', true],
  ['4.2.2', 'bounced', false],
  ['5.7.1', 'bounced', false],
] as const)('a delivery report %s bounces the message', async (status, state, suppresses) => {
  const { keep, take, to, message, suppressed, address, stop } = await setUp();
  const raw = [
    'From: MAILER-DAEMON@company0.example',
    `To: ${to}`,
    'Subject: Undelivered Mail',
    'Message-ID: <dsn@company0.example>',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'It failed.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.company0.example',
    '',
    'Action: failed',
    `Status: ${status}`,
    '',
    '--b--',
  ].join('\r\n');
  await take(inboundNotice(keep(Buffer.from(raw)), [to], { source: '' }));
  expect(await message()).toMatchObject({ state, reply: { class: 'bounce' } });
  expect((await suppressed(address))?.reason).toBe(suppresses ? 'hard_bounce' : undefined);
  expect(await stop()).toEqual({ kind: 'stopped', reason: 'bounced' });
});

test('the same mail told of twice, or sent to two of our addresses, is one reply', async () => {
  const { keep, take, to, all } = await setUp();
  const raw = await composeInbound({ to });
  const notice = inboundNotice(keep(raw), [to]);
  await take(notice);
  await take(notice);
  await take(inboundNotice(keep(raw), [to], { at: '2026-11-21T12:00:00.000Z' }));
  expect(await all()).toHaveLength(1);
});

const WORKSPACE_ADDRESS = workspaceAddress(HOST, workspaceId, SECRET);

test.each([
  ['header', (id: string) => ({ to: 'ana@replies.example', inReplyTo: `<${id}@throughline-demo.com>` })],
  ['header', () => ({ to: WORKSPACE_ADDRESS, inReplyTo: '<0100018c-ses-000000@email.amazonses.com>' })],
  ['sender', () => ({ to: WORKSPACE_ADDRESS, inReplyTo: '<unknown@elsewhere.example>' })],
  [
    'quoted_link',
    (id: string) => ({
      to: 'ana@replies.example',
      text: `Yes.\n\n> Unsubscribe: ${unsubscribeLink('https://x.example', { workspaceId, messageId: id as never, address: 'a@b.example' }, SECRET)}`,
    }),
  ],
] as const)('a reply past our Reply-To is found by its %s', async (by, mail) => {
  const { receive, all, id, table } = await setUp();
  await table.update({
    Key: messageKey(workspaceId, id),
    UpdateExpression: 'SET channelId = :id',
    ExpressionAttributeValues: { ':id': '0100018c-ses-000000' },
  });
  await receive(mail(id));
  expect((await all()).map(({ matchedBy, messageId }) => [matchedBy, messageId])).toEqual([[by, id]]);
});

test('what is forwarded to a workspace is a reply only from whom it wrote to', async () => {
  const { receive, all, orphans, api } = await setUp();
  await receive({ to: WORKSPACE_ADDRESS, from: 'stranger@elsewhere.example' });
  expect([await all(), orphans().length]).toEqual([[], 1]);
  expect(await api.getReplyAddress(ask)).toEqual({ body: { address: WORKSPACE_ADDRESS } });
});

test.each([
  ['a forged address', { to: `r+${'a'.repeat(46)}${'b'.repeat(16)}@${HOST}` }, 'answers no mail of ours'],
  ['a stranger’s mail', { to: `ana@${HOST}`, inReplyTo: '<x@elsewhere.example>' }, 'answers no mail of ours'],
  [
    'an id of ours with another ending',
    { to: `ana@${HOST}`, inReplyTo: `<msg_${'0'.repeat(46)}@x.example>` },
    'answers no mail of ours',
  ],
])('%s is put aside with the reason and changes nothing', async (_what, mail, reason) => {
  const { receive, all, orphans, stop } = await setUp();
  expect(await receive({ text: 'unsubscribe', ...mail })).toEqual([]);
  expect(await all()).toEqual([]);
  expect(orphans()).toMatchObject([
    { reason: expect.stringContaining(reason) as string, ttl: expect.any(Number) as number },
  ]);
  expect(JSON.stringify(orphans())).not.toContain('unsubscribe');
  expect(await stop()).toBeUndefined();
});

test('what is no notice, and a mail whose object is gone, do not come again', async () => {
  const { take, to, orphans } = await setUp();
  expect(await take('Successfully validated SNS topic for Amazon SES')).toEqual([]);
  expect(await take(inboundNotice('inbound/gone', [to]))).toEqual([]);
  expect(orphans().map(({ reason }) => reason)).toEqual([
    expect.stringContaining('not a notice'),
    'its object is gone',
  ]);
});

test('a mail of forty megabytes is recorded by its headers: it ends the sequence and says why it was not read', async () => {
  const { keep, take, to, all, replies, stop } = await setUp();
  const head = await composeInbound({ to, text: 'See attached.' });
  const key = keep(Buffer.concat([head, Buffer.alloc(40 * 1024 * 1024, 'A')]));
  expect(await take(inboundNotice(key, [to]))).toEqual([]);
  const [reply] = await all();
  expect(reply).toMatchObject({ note: 'too_large', class: 'unclear', from: 'person0@company0.example' });
  expect(reply?.words).toContain('too large');
  expect(await replies.readFile(workspaceId, reply?.id ?? ReplyId.parse('rpl_0000000000'))).toEqual({
    text: '',
    html: null,
  });
  expect(await stop()).toEqual({ kind: 'stopped', reason: 'replied' });
});

test('hostile MIME to one of our addresses is recorded as unreadable', async () => {
  const { keep, take, to, all } = await setUp();
  let part = 'Content-Type: text/plain\r\n\r\nx';
  for (let n = 0; n < 200; n += 1)
    part = `Content-Type: multipart/mixed; boundary=b${String(n)}\r\n\r\n--b${String(n)}\r\n${part}\r\n--b${String(n)}--`;
  const key = keep(Buffer.from(`From: a@company0.example\r\nTo: ${to}\r\nSubject: Hi\r\n${part}`));
  expect(await take(inboundNotice(key, [to]))).toEqual([]);
  expect(await all()).toMatchObject([{ note: 'unreadable', subject: 'Hi', attachments: [] }]);
});

test('of a mail with a virus nothing is kept but that it came', async () => {
  const { receive, all, replies } = await setUp();
  await receive({ text: 'open the file', html: '<p>open</p>' }, { virus: 'FAIL', spam: 'FAIL' });
  const [reply] = await all();
  expect(reply).toMatchObject({ note: 'virus', spam: true, attachments: [] });
  expect(await replies.readFile(workspaceId, reply?.id ?? ReplyId.parse('rpl_0000000000'))).toEqual({
    text: '',
    html: null,
  });
});

test('a reply that cannot be recorded comes again alone and ends as if nothing had happened; at last it is given up with the reason', async () => {
  for (const broken of ['put', 'update', 'transact'] as const) {
    let failing = true;
    const world = await setUp({
      wrap: (table) => ({
        ...table,
        [broken]: (...args: never[]) =>
          failing ? Promise.reject(new Error('table gone')) : (table[broken] as (...all: never[]) => unknown)(...args),
      }),
    });
    const { receive, keep, take, handle, to, all, stop, message, givenUp } = world;
    const first = await receive({ text: 'No thanks.' });
    if (broken === 'transact') {
      expect(first).toEqual([]);
      continue;
    }
    expect(first).toEqual(['item-0']);
    const { Records } = sqsEvent([inboundNotice('inbound/mail1', [to])]);
    const last = Records.map((record) => ({
      ...record,
      attributes: { ...record.attributes, ApproximateReceiveCount: '8' },
    }));
    expect((await handle({ Records: last })).batchItemFailures).toEqual([]);
    expect(givenUp).toEqual(['Error: table gone']);
    failing = false;
    await take(inboundNotice('inbound/mail1', [to]));
    expect((await all()).map((reply) => reply.class)).toEqual(['not_interested']);
    expect(await stop()).toEqual({ kind: 'stopped', reason: 'replied' });
    expect((await message())?.reply?.class).toBe('not_interested');
    expect(keep).toBeDefined();
  }
});

test('a thread shows what was written to and by the person, oldest first', async () => {
  const { receive, api, id } = await setUp();
  await receive({ text: 'Tell me more.' }, { at: '2026-11-21T10:00:00.000Z' });
  await receive({ text: 'Still there?' }, { at: '2026-11-21T12:00:00.000Z' });
  const thread = await api.getThread({ ...ask, params: { messageId: id } });
  const { entries } = replyRoutes.getThread.response.parse('body' in thread ? thread.body : undefined);
  expect(entries.map((entry) => (entry.kind === 'sent' ? entry.text.slice(0, 6) : entry.reply.words))).toEqual([
    'Hello,',
    'Tell me more.',
    'Still there?',
  ]);
});

test('a reply’s markup is given only where it is marked for a sandboxed frame, and never in lists', async () => {
  const { receive, api, id, all } = await setUp();
  await receive({ text: 'Yes', html: '<script>alert(1)</script><b>Yes</b>' });
  const [reply] = await all();
  const params = { messageId: id, replyId: reply?.id ?? ReplyId.parse('rpl_0000000000') };
  expect(await api.getReply({ ...ask, params })).toMatchObject({
    body: { html: { display: 'sandboxed-frame-only', markup: expect.stringContaining('<script>') as string } },
  });
  const list = await api.listReplies({ ...ask, query: { limit: 50, cursor: undefined } });
  const thread = await api.getThread({ ...ask, params: { messageId: id } });
  for (const shown of [list, thread]) expect(JSON.stringify(shown)).not.toContain('<script>');
});

test('replies are listed newest first, by class or campaign if asked, page by page', async () => {
  const { receive, api } = await setUp();
  const texts = ['Yes please, call me.', 'No thanks.', 'Not right now.', 'Yes, send it over.', 'Ok.'];
  for (const [n, text] of texts.entries()) await receive({ text }, { at: `2026-11-21T1${String(n)}:00:00.000Z` });
  const listed = async (query: object) => {
    const words: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await api.listReplies({ ...ask, query: { limit: 2, cursor, ...query } });
      if (!('body' in page)) throw new Error('not listed');
      words.push(...page.body.items.map((item) => item.words));
      cursor = page.body.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return words;
  };
  expect(await listed({})).toEqual([...texts].reverse());
  expect(await listed({ class: 'interested' })).toEqual(['Yes, send it over.', 'Yes please, call me.']);
  expect(await listed({ campaignId: 'cmp_01jd0000000000000000000009' })).toEqual([]);
  expect(await api.listReplies({ ...ask, query: { limit: 2, cursor: 'bm9uc2Vuc2U' } })).toMatchObject({
    problem: { status: 400 },
  });
});

test('a person’s judgement replaces the rules’, is kept with who gave it, and stops what it stops', async () => {
  const { receive, api, id, all, suppressed, address, message, take, to } = await setUp();
  await receive({ text: 'Ok.' });
  const [reply] = await all();
  const params = { messageId: id, replyId: reply?.id ?? ReplyId.parse('rpl_0000000000') };
  expect(await api.classifyReply({ ...ask, params, body: { class: 'unsubscribe' } })).toMatchObject({
    body: { class: 'unsubscribe', classedBy: 'usr_1', human: true },
  });
  expect(await suppressed(address)).toMatchObject({ reason: 'unsubscribe' });
  await api.classifyReply({ ...ask, params, body: { class: 'auto_reply' } });
  expect((await message())?.reply?.class).toBe('auto_reply');
  // Told of again, the mail does not bring the rules' judgement back.
  await take(inboundNotice('inbound/mail1', [to]));
  expect((await message())?.reply?.class).toBe('auto_reply');
});

test('another workspace sees and changes nothing', async () => {
  const { receive, api, id, all } = await setUp();
  await receive();
  const [reply] = await all();
  const stranger = {
    ...ask,
    principal: { ...principal, workspaceId: WorkspaceId.parse('ws_09zz0000000000000000000000') },
  };
  const params = { messageId: id, replyId: reply?.id ?? ReplyId.parse('rpl_0000000000') };
  expect(await api.listReplies({ ...stranger, query: { limit: 50, cursor: undefined } })).toMatchObject({
    body: { items: [] },
  });
  expect(await api.getThread({ ...stranger, params })).toMatchObject({ problem: { status: 404 } });
  expect(await api.getReply({ ...stranger, params })).toMatchObject({ problem: { status: 404 } });
  expect(await api.classifyReply({ ...stranger, params, body: { class: 'unsubscribe' } })).toMatchObject({
    problem: { status: 404 },
  });
});

test('whoever subscribed to message.replied is told of a person’s answer, once, and not of a machine’s', async () => {
  const { table, receive } = await setUp();
  const endpoint = await createWebhookEndpointStore(table, clock).create(workspaceId, {
    ...{ url: 'https://hooks.example/in', description: '', eventTypes: ['message.replied'] },
  });
  const mail = { text: 'Yes please, call me.', messageId: '<one@acme.example>' };
  await receive({ text: 'I am away.', headers: { 'auto-submitted': 'auto-replied' } });
  await receive(mail);
  await receive(mail);
  const deliveries = await createWebhookDeliveryStore(table, clock).list(workspaceId, endpoint.id, { limit: 9 });
  expect(deliveries?.items.map(({ kind }) => kind)).toEqual(['message.replied']);
});
