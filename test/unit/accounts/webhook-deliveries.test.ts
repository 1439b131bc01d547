import { Webhook } from 'standardwebhooks';
import { RETRY_WAITS } from '../../../functions/accounts/webhook-retry.ts';
import { WebhookEndpointId } from '../../../functions/platform/ids.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../functions/platform/time.ts';
import { answered, createWebhookWorld, START, workspaceId } from '../../support/webhook-world.ts';

const URL_A = 'https://hooks.example/in';
const event = (id = 'run_1') => ({ id, type: 'run.completed', data: { runId: id } }) as const;

const withEndpoint = async (
  options: Parameters<typeof createWebhookWorld>[0] = {},
  eventTypes: 'run.completed'[] = [],
) => {
  const world = createWebhookWorld(options);
  const made = await world.api.createWebhookEndpoint({
    ...world.request,
    body: { url: URL_A, eventTypes },
  });
  if (!('body' in made)) throw new Error('no endpoint was made');
  const { secret } = made.body;
  const endpointId = WebhookEndpointId.parse(made.body.id);
  const log = async () => [...((await world.deliveries.list(workspaceId, endpointId, { limit: 50 }))?.items ?? [])];
  return { ...world, endpointId, secret, log };
};

test('an event reaches its endpoint at once, signed, once, and the log says so', async () => {
  const world = await withEndpoint();
  await world.emit(workspaceId, event());
  await world.run(10 * MINUTE);
  expect(world.posts).toHaveLength(1);
  const [post] = world.posts;
  expect(post).toMatchObject({ at: START, url: URL_A });
  const body = JSON.parse(post?.body ?? '') as unknown;
  expect(body).toEqual({ type: 'run.completed', timestamp: '2026-11-21T09:00:00.000Z', data: { runId: 'run_1' } });
  expect(new Webhook(world.secret).sign(post?.headers['webhook-id'] ?? '', new Date(START), post?.body ?? '')).toBe(
    post?.headers['webhook-signature'],
  );
  expect(await world.log()).toMatchObject([{ status: 'delivered', attempts: 1, httpStatus: 204, dueAt: null }]);
  expect(world.table.items().some(({ gsi2pk }) => String(gsi2pk).startsWith('WEBHOOKDUE'))).toBe(false);
});

test('without the queue at hand an event goes with the minute', async () => {
  const world = await withEndpoint({ queued: false });
  await world.emit(workspaceId, event());
  await world.run(2 * MINUTE);
  expect(world.posts.map(({ at }) => at - START)).toEqual([MINUTE]);
});

test('the same event told twice is one webhook, in this process and in another', async () => {
  const world = await withEndpoint();
  await Promise.all([world.emit(workspaceId, event()), world.emit(workspaceId, event())]);
  await world.emit(workspaceId, event());
  await world.emit(workspaceId, { ...event(), data: { other: true } });
  await world.emit(workspaceId, event('run_2'));
  await world.run(MINUTE);
  expect(world.posts).toHaveLength(2);
});

test('where no endpoint wants an event, nothing is written', async () => {
  const empty = createWebhookWorld();
  await empty.emit(workspaceId, event());
  expect(empty.table.items()).toEqual([]);
  const world = await withEndpoint({}, ['run.completed']);
  const before = world.table.items().length;
  await world.emit(workspaceId, { id: 's', type: 'suppression.added', data: {} });
  expect(world.table.items()).toHaveLength(before);
  await world.endpoints.change(workspaceId, world.endpointId, { enabled: false, disabledReason: 'by_hand' });
  const off = createWebhookWorld();
  await off.emit(workspaceId, event());
  expect(off.posts).toEqual([]);
});

test('a record that the queue gives twice, even at once, is posted once', async () => {
  const world = await withEndpoint();
  await world.emit(workspaceId, event());
  const [record] = world.takeQueue();
  if (record === undefined) throw new Error('nothing was queued');
  await world.consume([record, record, record]);
  await world.consume([record]);
  expect(world.posts).toHaveLength(1);
});

test('an endpoint that is down for days is tried at the times of the schedule, then given up', async () => {
  const world = await withEndpoint();
  world.onPost(() => answered(503));
  await world.emit(workspaceId, event());
  await world.run(5 * DAY);
  const gaps = world.posts.map(({ at }, place) => at - (world.posts[place - 1]?.at ?? START));
  expect(gaps).toHaveLength(RETRY_WAITS.length);
  for (const [place, wait] of RETRY_WAITS.entries()) {
    expect(gaps[place]).toBeGreaterThanOrEqual(wait - SECOND);
    expect(gaps[place]).toBeLessThanOrEqual(wait + MINUTE);
  }
  expect(new Set(world.posts.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(await world.log()).toMatchObject([{ status: 'failed', attempts: 10, reason: 'http_503' }]);
});

test('an endpoint that comes back after hours gets everything it missed, each once', async () => {
  const world = await withEndpoint();
  const backAt = START + 6 * HOUR;
  world.onPost(({ at }) => (at < backAt ? { kind: 'refused', reason: 'connection_failed' } : answered(200)));
  for (const id of ['a', 'b', 'c']) await world.emit(workspaceId, event(id));
  await world.run(2 * DAY);
  const taken = world.posts.filter(({ at }) => at >= backAt).map(({ headers }) => headers['webhook-id']);
  expect(new Set(taken).size).toBe(3);
  expect(taken).toHaveLength(3);
  expect((await world.log()).map(({ status }) => status)).toEqual(['delivered', 'delivered', 'delivered']);
});

test('what the queue loses is found by the due index', async () => {
  const world = await withEndpoint();
  await world.emit(workspaceId, event());
  world.takeQueue();
  await world.run(5 * MINUTE);
  expect(world.posts).toHaveLength(1);
});

test('what a function took with it when it died is sent again', async () => {
  const world = await withEndpoint();
  await world.emit(workspaceId, event());
  const [record] = world.takeQueue();
  if (record === undefined) throw new Error('nothing was queued');
  await world.deliveries.claim(record);
  expect(await world.deliveries.claim(record)).toBeUndefined();
  await world.run(10 * MINUTE);
  expect(world.posts).toHaveLength(1);
  expect(await world.log()).toMatchObject([{ status: 'delivered', attempts: 1 }]);
});

test('Retry-After puts the next attempt off', async () => {
  const world = await withEndpoint();
  world.onPost(() => (world.posts.length === 1 ? answered(429, '3600') : answered(200)));
  await world.emit(workspaceId, event());
  await world.run(3 * HOUR);
  expect(world.posts).toHaveLength(2);
  expect((world.posts[1]?.at ?? 0) - START).toBeGreaterThanOrEqual(HOUR);
});

test('410 switches the endpoint off, and what was on its way is not sent', async () => {
  const world = await withEndpoint();
  world.onPost(() => answered(410));
  await world.emit(workspaceId, event('a'));
  await world.emit(workspaceId, event('b'));
  await world.run(DAY);
  expect(world.posts).toHaveLength(1);
  expect(await world.endpoints.get(workspaceId, world.endpointId)).toMatchObject({
    enabled: false,
    disabledReason: 'gone',
  });
  expect((await world.log()).map(({ reason }) => reason).sort()).toEqual(['endpoint_disabled', 'http_410']);
});

test('a replay keeps the id, goes at once and has the whole schedule before it', async () => {
  const world = await withEndpoint();
  world.onPost(() => answered(500));
  await world.emit(workspaceId, event());
  await world.run(5 * DAY);
  const [failed] = await world.log();
  if (failed === undefined) throw new Error('the log is empty');
  const before = world.posts.length;
  const params = { endpointId: world.endpointId, deliveryId: failed.id };
  const replayed = await world.api.replayWebhookDelivery({ ...world.request, params, body: {} });
  expect(replayed).toMatchObject({ body: { status: 'pending', webhookId: failed.eventId } });
  await world.run(10 * SECOND);
  expect(world.posts.length - before).toBe(2);
  world.onPost(() => answered(200));
  await world.run(HOUR);
  expect(world.posts.length - before).toBe(3);
  expect(new Set(world.posts.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([failed.eventId]));
  const detail = await world.api.getWebhookDelivery({ ...world.request, params });
  if (!('body' in detail)) throw new Error('there is no detail');
  expect(detail.body).toMatchObject({ status: 'delivered', attempts: 13 });
  expect(detail.body.log).toHaveLength(13);
  expect(detail.body.log[0]).toMatchObject({
    request: { url: URL_A, headers: { 'webhook-id': failed.eventId } },
    response: { status: 500, body: 'as you say' },
  });
});

test('during a rotation both secrets sign, afterwards the new one alone; neither is shown again', async () => {
  const world = await withEndpoint();
  const params = { endpointId: world.endpointId };
  await world.emit(workspaceId, event('before'));
  await world.run(MINUTE);
  const rotated = await world.api.rotateWebhookSecret({ ...world.request, params, body: { overlapHours: 1 } });
  if (!('body' in rotated)) throw new Error('it was not rotated');
  expect(rotated.body.secret).not.toBe(world.secret);
  await world.emit(workspaceId, event('during'));
  await world.run(2 * HOUR);
  await world.emit(workspaceId, event('after'));
  await world.run(MINUTE);
  const verifies = (secret: string) =>
    world.posts.map(({ headers, body, at }) =>
      (headers['webhook-signature'] ?? '')
        .split(' ')
        .includes(new Webhook(secret).sign(headers['webhook-id'] ?? '', new Date(at), body)),
    );
  expect(verifies(world.secret)).toEqual([true, true, false]);
  expect(verifies(rotated.body.secret)).toEqual([false, true, true]);
  expect(await world.api.getWebhookEndpoint({ ...world.request, params })).not.toHaveProperty('body.secret');
});

test('the log is filtered by state and type, and goes on by its cursor', async () => {
  const world = await withEndpoint();
  world.onPost(({ body }) => answered(body.includes('bad') ? 410 : 200));
  for (const id of ['a', 'b', 'c']) await world.emit(workspaceId, event(id));
  await world.run(MINUTE);
  await world.emit(workspaceId, event('bad'));
  await world.run(MINUTE);
  const list = async (query: { limit: number; cursor?: string; status?: 'failed' | 'delivered' }) => {
    const page = await world.api.listWebhookDeliveries({
      ...{ ...world.request, params: { endpointId: world.endpointId } },
      query,
    });
    if (!('body' in page)) throw new Error('there is no page');
    return page.body;
  };
  expect((await list({ limit: 10, status: 'failed' })).items).toHaveLength(1);
  const first = await list({ limit: 2, status: 'delivered' });
  expect(first.items).toHaveLength(2);
  const second = await list({ limit: 2, status: 'delivered', cursor: first.nextCursor ?? '' });
  expect(second.items).toHaveLength(1);
});

test('the test button sends a webhook of its own type to its endpoint alone', async () => {
  const world = await withEndpoint({}, ['run.completed']);
  const params = { endpointId: world.endpointId };
  const tested = await world.api.testWebhookEndpoint({ ...world.request, params, body: {} });
  expect(tested).toMatchObject({ body: { type: 'webhook.test', status: 'pending' } });
  await world.run(SECOND);
  expect(JSON.parse(world.posts[0]?.body ?? '{}')).toMatchObject({ type: 'webhook.test' });
  await world.endpoints.change(workspaceId, world.endpointId, { enabled: false });
  const refused = await world.api.testWebhookEndpoint({ ...world.request, params, body: {} });
  expect(refused).toMatchObject({ problem: { status: 409, errorCode: 'endpoint_disabled' } });
});

test('an address that leads inside is refused by field, and twenty endpoints are the most', async () => {
  const world = createWebhookWorld();
  const create = (url: string) => world.api.createWebhookEndpoint({ ...world.request, body: { url, eventTypes: [] } });
  expect(await create('http://169.254.169.254/latest')).toMatchObject({
    problem: { status: 400, fieldErrors: [{ field: 'url' }] },
  });
  for (let count = 0; count < 20; count += 1) expect(await create(URL_A)).toHaveProperty('body');
  expect(await create(URL_A)).toMatchObject({ problem: { status: 409 } });
});

test('a deleted endpoint is forgotten with its secret, and what was on its way to it is not sent', async () => {
  const world = await withEndpoint();
  await world.emit(workspaceId, event());
  const params = { endpointId: world.endpointId };
  expect(await world.api.deleteWebhookEndpoint({ ...world.request, params })).toEqual({ body: undefined });
  expect(world.stored.size).toBe(0);
  await world.run(MINUTE);
  expect(world.posts).toEqual([]);
  expect(await world.log()).toMatchObject([{ status: 'failed', reason: 'endpoint_deleted', attempts: 0 }]);
});
