import { createMessageMoves } from '../../../functions/sending/message-moves.ts';
import { createMessageStore } from '../../../functions/sending/message-store.ts';
import { createReceiveInstantly } from '../../../functions/sending/receive-instantly.ts';
import { createRecordInstantlyEvent } from '../../../functions/sending/record-instantly-event.ts';
import { createSequenceStops } from '../../../functions/sending/sequence-stop.ts';
import { createSuppressionStore } from '../../../functions/sending/suppression-store.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { campaignId, seedMessages, seedRun, workspaceId } from '../../support/sending-world.ts';

const NOW = '2026-11-23T09:00:00.000Z';
const clock = () => Date.parse(NOW);
const request = { principal: undefined, params: undefined, query: undefined, traceId: 't' };

const setUp = async () => {
  const table = createMemoryTable();
  await seedRun(table, clock, { mode: 'live' });
  const [seeded] = await seedMessages(table, clock, { count: 1 });
  if (seeded === undefined) throw new Error('no message');
  const moves = createMessageMoves(table, clock);
  await moves.schedule({ workspaceId, id: seeded.id }, { plannedAt: NOW, dueAt: NOW });
  const messages = createMessageStore(table);
  const suppressions = createSuppressionStore(table, clock);
  const stops = createSequenceStops(table, clock);
  const handlers = createReceiveInstantly({
    record: createRecordInstantlyEvent({ messages, moves, suppressions, stops, emit: async () => undefined }),
    secret: () => Promise.resolve('s'),
    origin: 'https://app.example',
  });
  const principal = { workspaceId, kind: 'member', id: 'ada', role: 'owner', mode: 'live' } as const;
  const shown = await handlers.getInstantlyWebhook({ ...request, principal, headers: {}, body: undefined });
  if ('problem' in shown) throw new Error(shown.problem.detail);
  const { header, secret } = shown.body;
  const lead = { lead_email: seeded.address, tl_send_id: seeded.id, tl_workspace_id: workspaceId };
  const tell = async (event_type: string, more: Record<string, unknown> = {}, headers = { [header]: secret }) => {
    const body = { timestamp: '2026-11-23T09:05:00Z', event_type, campaign_id: 'c', ...lead, ...more };
    return handlers.receiveInstantlyEvent({ ...request, headers, body });
  };
  const state = async () => (await messages.get(workspaceId, seeded.id))?.state;
  const stop = () => stops.find({ workspaceId, campaignId, address: seeded.address });
  const suppressed = async () =>
    (await suppressions.list(workspaceId, { limit: 10 }))?.items.map(({ reason }) => reason);
  return { tell, state, stop, suppressed, header, secret, shown: shown.body };
};

test('a webhook without its secret, or with another’s, moves nothing', async () => {
  const { tell, state, header, secret } = await setUp();
  for (const headers of [{}, { [header]: 'guess' }, { [header]: `${secret}x` }]) {
    const reply = await tell('email_bounced', {}, headers);
    expect('problem' in reply && reply.problem.status).toBe(401);
  }
  expect(await state()).toBe('scheduled');
});

test('a mail that was sent is delivered as far as anybody knows; a bounce outweighs it, in any order and twice', async () => {
  const { tell, state, suppressed, stop } = await setUp();
  expect(await tell('email_sent')).toEqual({ body: { recorded: true, reason: null } });
  expect(await state()).toBe('delivered');
  await tell('email_bounced');
  await tell('email_bounced');
  await tell('email_sent');
  expect(await state()).toBe('bounced');
  expect(await suppressed()).toEqual(['hard_bounce']);
  expect(await stop()).toEqual({ kind: 'stopped', reason: 'bounced' });
});

test('an answer ends the sequence; an opt-out suppresses too; an automatic answer changes nothing', async () => {
  const replied = await setUp();
  await replied.tell('auto_reply_received');
  expect(await replied.stop()).toBeUndefined();
  await replied.tell('reply_received');
  expect(await replied.stop()).toEqual({ kind: 'stopped', reason: 'replied' });
  expect(await replied.suppressed()).toEqual([]);
  const left = await setUp();
  await left.tell('lead_unsubscribed');
  expect(await left.suppressed()).toEqual(['unsubscribe']);
});

test('what tells nothing of a mail of ours is answered with the reason, never an error', async () => {
  const { tell, state } = await setUp();
  const other = 'ws_01jd0000000000000000000009';
  for (const more of [
    { tl_send_id: undefined },
    { tl_send_id: 'x' },
    { tl_workspace_id: other },
    { timestamp: 'soon' },
    { tl_send_id: 'msg_0000000000000' },
  ]) {
    const reply = await tell('email_bounced', more);
    expect('body' in reply && reply.body.recorded).toBe(false);
  }
  expect(await state()).toBe('scheduled');
});
