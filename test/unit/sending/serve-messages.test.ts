import type { Principal } from '../../../functions/platform/http/principal.ts';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import { messageKey } from '../../../functions/platform/keys.ts';
import { MessageDetail, MessageView } from '../../../functions/sending/contract.ts';
import { engagementItem } from '../../../functions/sending/engagement.ts';
import { createMessageMoves } from '../../../functions/sending/message-moves.ts';
import { createMessagesApi } from '../../../functions/sending/messages-api.ts';
import { createMemoryFiles } from '../../support/memory-files.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { runId, seedMessages, seedRun, workspaceId } from '../../support/sending-world.ts';

const clock = () => Date.parse('2026-11-21T09:00:00.000Z');
const principal: Principal = { workspaceId, kind: 'member', id: 'someone', role: 'owner', mode: 'sandbox' };
const stranger: Principal = { ...principal, workspaceId: WorkspaceId.parse('ws_09zz0000000000000000000000') };

const setUp = async (count: number, state: 'approved' | 'draft' = 'draft') => {
  const table = createMemoryTable();
  await seedRun(table, clock);
  const seeded = await seedMessages(table, clock, { count, state });
  const moves = createMessageMoves(table, clock);
  const api = createMessagesApi({ table, files: createMemoryFiles(), clock });
  const common = { headers: {}, traceId: 't' };
  const ask = { ...common, principal, params: undefined, query: undefined, body: undefined } as const;
  return { table, seeded, moves, api, ask };
};
type World = Awaited<ReturnType<typeof setUp>>;
const first = ({ seeded }: World) => seeded[0]?.id ?? ('' as never);

const bodyOf = <Body>(reply: { body: Body } | { problem: unknown }): Body => {
  if (!('body' in reply)) throw new Error(JSON.stringify(reply.problem));
  return reply.body;
};

test('a run’s messages are listed completely and once, whatever the size of a page', async () => {
  const { api, ask, seeded } = await setUp(37);
  for (const limit of [1, 7, 50]) {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = bodyOf(
        await api.listRunMessages({ ...ask, params: { runId }, query: { limit, cursor, state: undefined } }),
      );
      expect(page.items.length).toBeLessThanOrEqual(limit);
      for (const item of page.items) seen.push(MessageView.parse(item).id);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.sort()).toEqual(seeded.map(({ id }) => id as string).sort());
  }
});

test('a list by state holds that state only, completely', async () => {
  const world = await setUp(30);
  const { api, ask, moves, seeded } = world;
  for (const { id } of seeded.slice(0, 11)) await moves.approve({ workspaceId, id });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = bodyOf(
      await api.listRunMessages({ ...ask, params: { runId }, query: { limit: 4, cursor, state: 'approved' } }),
    );
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen.sort()).toEqual(
    seeded
      .slice(0, 11)
      .map(({ id }) => id as string)
      .sort(),
  );
});

test('a cursor of another run or workspace is refused', async () => {
  const { api, ask, table } = await setUp(20);
  const other = 'run_01jd0000000000000000000001' as typeof runId;
  await seedRun(table, clock, { id: other });
  const page = bodyOf(
    await api.listRunMessages({ ...ask, params: { runId }, query: { limit: 5, cursor: undefined, state: undefined } }),
  );
  const reply = await api.listRunMessages({
    ...ask,
    params: { runId: other },
    query: { limit: 5, cursor: page.nextCursor ?? '', state: undefined },
  });
  expect(reply).toMatchObject({ problem: { status: 400 } });
});

test('the review list holds what waits, of one run or of all, page by page', async () => {
  const { api, ask, seeded, moves } = await setUp(9);
  await moves.approve({ workspaceId, id: seeded[0]?.id ?? ('' as never) });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = bodyOf(await api.listReview({ ...ask, query: { limit: 3, cursor, runId } }));
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen.sort()).toEqual(
    seeded
      .slice(1)
      .map(({ id }) => id as string)
      .sort(),
  );
  expect(
    bodyOf(await api.listReview({ ...ask, query: { limit: 50, cursor: undefined, runId: undefined } })).items,
  ).toHaveLength(8);
});

test('a message is read with its text and what happened to it, oldest first', async () => {
  const world = await setUp(1, 'approved');
  const { api, ask, table, moves } = world;
  const id = first(world);
  await moves.schedule(
    { workspaceId, id },
    { plannedAt: '2026-11-21T09:00:00.000Z', dueAt: '2026-11-21T09:00:00.000Z' },
  );
  await moves.recordProof({ workspaceId, id }, 'delivered', {
    reason: null,
    set: { deliveredAt: '2026-11-21T09:02:00.000Z' },
    fill: { sentAt: '2026-11-21T09:01:00.000Z' },
  });
  const click = {
    eventId: 'e1',
    kind: 'click',
    at: '2026-11-21T10:00:00.000Z',
    detail: 'https://x.example',
    raw: '{}',
  } as const;
  await table.put(engagementItem(workspaceId, id, click, click.at));
  const detail = MessageDetail.parse(bodyOf(await api.getMessage({ ...ask, params: { messageId: id } })));
  expect(detail.body).toContain('month end');
  expect(detail.events.map(({ type }) => type)).toEqual(['sent', 'delivered', 'click']);
});

test('a message is sent before anything else of it happened, whatever clocks say, and says who opened it', async () => {
  const world = await setUp(1, 'approved');
  const { api, ask, table } = world;
  const id = first(world);
  await table.update({
    Key: messageKey(workspaceId, id),
    UpdateExpression: 'SET sentAt = :sent, deliveredAt = :delivered',
    ExpressionAttributeValues: { ':sent': '2026-11-21T09:00:00.120Z', ':delivered': '2026-11-21T09:00:00.080Z' },
  });
  for (const [eventId, kind, at, signs] of [
    ['o', 'open', '2026-11-21T09:00:00.080Z', ['gmail_proxy']],
    ['c', 'click', '2026-11-21T09:01:00.000Z', []],
    ['b', 'complaint', '2026-11-21T09:00:00.080Z', []],
  ] as const)
    await table.put(
      engagementItem(workspaceId, id, { eventId, kind, at, detail: null, raw: '', signs: [...signs] }, at),
    );
  const detail = MessageDetail.parse(bodyOf(await api.getMessage({ ...ask, params: { messageId: id } })));
  expect(detail.events.map(({ type, botReasons }) => [type, botReasons])).toEqual([
    ['sent', null],
    ['delivered', null],
    ['open', ['gmail_proxy']],
    ['complaint', null],
    ['click', ['too_soon']],
  ]);
});

test('approving takes a message out of review; approving again says what state it is in', async () => {
  const world = await setUp(2);
  const { api, ask } = world;
  const params = { messageId: first(world) };
  expect(bodyOf(await api.approveMessage({ ...ask, params })).state).toBe('approved');
  expect(await api.approveMessage({ ...ask, params })).toMatchObject({
    problem: { status: 409, errorCode: 'message_not_in_review', detail: expect.stringContaining('approved') as string },
  });
  expect(bodyOf(await api.listReview({ ...ask, query: { limit: 50, cursor: undefined, runId } })).items).toHaveLength(
    1,
  );
});

test('rejecting cancels a message with the reason and frees its recipient', async () => {
  const world = await setUp(1);
  const { api, ask, table } = world;
  const params = { messageId: first(world) };
  const rejected = bodyOf(await api.rejectMessage({ ...ask, params, body: { reason: 'wrong person' } }));
  expect(rejected).toMatchObject({ state: 'cancelled', reason: 'wrong person' });
  expect(table.items().filter(({ type }) => type === 'Recipient')).toHaveLength(0);
  expect(await api.rejectMessage({ ...ask, params, body: { reason: 'again' } })).toMatchObject({
    problem: { status: 409 },
  });
  expect(await api.approveMessage({ ...ask, params })).toMatchObject({
    problem: { status: 409, detail: expect.stringContaining('cancelled') as string },
  });
});

test('approving a run approves all that waits, more than a page', async () => {
  const { api, ask } = await setUp(450);
  expect(bodyOf(await api.approveRun({ ...ask, params: { runId } })).approved).toBe(450);
  expect(bodyOf(await api.approveRun({ ...ask, params: { runId } })).approved).toBe(0);
  expect(bodyOf(await api.listReview({ ...ask, query: { limit: 50, cursor: undefined, runId } })).items).toEqual([]);
});

test('another workspace finds nothing and changes nothing', async () => {
  const world = await setUp(2);
  const { api, ask } = world;
  const params = { messageId: first(world) };
  const foreign = { ...ask, principal: stranger };
  const query = { limit: 50, cursor: undefined, state: undefined };
  expect(await api.getMessage({ ...foreign, params })).toMatchObject({ problem: { status: 404 } });
  expect(await api.approveMessage({ ...foreign, params })).toMatchObject({ problem: { status: 404 } });
  expect(await api.rejectMessage({ ...foreign, params, body: { reason: 'x' } })).toMatchObject({
    problem: { status: 404 },
  });
  expect(await api.listRunMessages({ ...foreign, params: { runId }, query })).toMatchObject({
    problem: { status: 404 },
  });
  expect(await api.approveRun({ ...foreign, params: { runId } })).toMatchObject({ problem: { status: 404 } });
  expect(
    bodyOf(await api.listReview({ ...foreign, query: { limit: 50, cursor: undefined, runId: undefined } })).items,
  ).toEqual([]);
  expect(
    bodyOf(await api.listReview({ ...ask, query: { limit: 50, cursor: undefined, runId: undefined } })).items,
  ).toHaveLength(2);
});

test.each([
  ['address', 'not an address'],
  ['domain', 'localhost'],
  ['domain', 'https://acme.example/page'],
] as const)('a suppression of the %s “%s” is refused with the field’s name', async (kind, value) => {
  const { api, ask } = await setUp(0);
  expect(
    await api.addSuppression({ ...ask, body: { kind, value, reason: 'manual', scope: 'marketing' } }),
  ).toMatchObject({
    problem: { status: 400, fieldErrors: [{ field: 'value' }] },
  });
});

test('suppressions are added in one spelling and listed', async () => {
  const { api, ask } = await setUp(0);
  await api.addSuppression({
    ...ask,
    body: { kind: 'domain', value: '@Acme.Example', reason: 'manual', scope: 'marketing' },
  });
  const added = bodyOf(
    await api.addSuppression({
      ...ask,
      body: { kind: 'domain', value: 'acme.example', reason: 'import', scope: 'marketing' },
    }),
  );
  expect(added).toMatchObject({ value: 'acme.example', reason: 'manual' });
  expect(bodyOf(await api.listSuppressions({ ...ask, query: { limit: 10, cursor: undefined } })).items).toEqual([
    added,
  ]);
});
