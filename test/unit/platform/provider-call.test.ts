import * as z from 'zod';
import { createAnswerCache } from '../../../functions/platform/answer-cache.ts';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import { createProviderCall, type ProviderCallOptions } from '../../../functions/platform/provider-call.ts';
import { askedPause } from '../../../functions/platform/provider-pace.ts';
import { providerUrls } from '../../../functions/platform/provider-urls.ts';
import { createMemoryFiles } from '../../support/memory-files.ts';
import { startFakeProvider, type Told } from '../../support/providers/fake-provider.ts';

const NOW = Date.parse('2026-11-21T09:00:00.000Z');
const KEY = 'key-0123456789';
const schema = z.object({ rows: z.array(z.number()) });

const world = async (answer: (count: number) => Told, more: Partial<ProviderCallOptions> = {}) => {
  const fake = await startFakeProvider((_asked, count) => answer(count));
  const time = { now: NOW, paused: [] as number[] };
  const call = createProviderCall({
    provider: 'crustdata',
    baseUrl: fake.url,
    headers: async () => ({ authorization: `Bearer ${KEY}` }),
    clock: () => time.now,
    random: () => 1,
    pause: async (milliseconds) => {
      time.paused.push(milliseconds);
      time.now += milliseconds;
    },
    requestsPerMinute: 60,
    ...more,
  });
  const cost = (value: z.infer<typeof schema>) => ({ microUsd: value.rows.length * 10, credits: value.rows.length });
  const ask = (query: Record<string, string> = {}, cacheFor = 0) =>
    call({
      method: 'GET',
      path: '/rows',
      query,
      schema,
      cost,
      cacheFor,
      empty: { statuses: [404], value: { rows: [] } },
    });
  return { fake, time, ask };
};

test.each([
  ['seconds', { 'retry-after': '12' }, 12_000],
  ['a date', { 'retry-after': 'Sat, 21 Nov 2026 09:01:00 GMT' }, 60_000],
  ['a date that has passed', { 'retry-after': 'Sat, 21 Nov 2026 08:00:00 GMT' }, 0],
  ['seconds until a reset', { 'x-ratelimit-reset': '30' }, 30_000],
  ['an instant in seconds', { 'x-ratelimit-reset': String(NOW / 1_000 + 5) }, 5_000],
  ['an instant in milliseconds', { 'ratelimit-reset': String(NOW + 900) }, 900],
  ['an instant as text', { 'x-rate-limit-reset': '2026-11-21T09:00:02.000Z' }, 2_000],
  ['Retry-After before a reset', { 'retry-after': '1', 'x-ratelimit-reset': '99' }, 1_000],
  ['nothing', {}, undefined],
  ['nonsense', { 'retry-after': 'soon', 'x-ratelimit-reset': '-4' }, undefined],
])('a pause asked for as %s is understood', (_name, headers, milliseconds) => {
  expect(askedPause(new Headers(headers as Record<string, string>), NOW)).toBe(milliseconds);
});

test('waits have jitter on top, so that callers who were refused together do not come back together', async () => {
  const { fake, time, ask } = await world((count) => (count < 3 ? { status: 503 } : { body: { rows: [1] } }));
  expect(await ask()).toMatchObject({ ok: true, value: { rows: [1] }, costMicroUsd: 10, credits: 1, fromCache: false });
  await fake.stop();
  expect(time.paused).toEqual([1_250, 2_500]);
});

test('after an answer that says nothing is left, the next call waits for the reset before it asks', async () => {
  const { fake, time, ask } = await world((count) => ({
    headers: count === 1 ? { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9' } : {},
    body: { rows: [] },
  }));
  await ask({ page: '1' });
  await ask({ page: '2' });
  await fake.stop();
  expect(time.paused).toEqual([9_000]);
});

test('answers are kept by question in the bucket, apart for every workspace, until their time is over; nobody is kept too', async () => {
  const files = createMemoryFiles();
  const time = { now: NOW };
  const cacheOf = (n: number) =>
    createAnswerCache({
      files,
      workspaceId: WorkspaceId.parse(`ws_${String(n).padStart(26, '0')}`),
      clock: () => time.now,
    });
  const answers = (count: number): Told => (count === 3 ? { status: 404 } : { body: { rows: [count] } });
  const fake = await startFakeProvider((_asked, count) => answers(count));
  const askAs = (workspace: number, page: string) =>
    createProviderCall({
      ...{
        provider: 'crustdata',
        baseUrl: fake.url,
        requestsPerMinute: 60,
        cache: cacheOf(workspace),
        clock: () => time.now,
      },
      headers: async () => ({ authorization: KEY }),
    })({
      ...{
        method: 'GET',
        path: '/rows',
        query: { page },
        schema,
        cacheFor: 1_000,
        cost: () => ({ microUsd: 10, credits: 1 }),
      },
      empty: { statuses: [404], value: { rows: [] } },
    });
  expect(await askAs(1, 'a')).toMatchObject({ value: { rows: [1] }, costMicroUsd: 10 });
  expect(await askAs(1, 'a')).toMatchObject({ value: { rows: [1] }, costMicroUsd: 0, credits: 0, fromCache: true });
  expect(await askAs(2, 'a')).toMatchObject({ value: { rows: [2] }, fromCache: false });
  expect(await askAs(1, 'b')).toMatchObject({ value: { rows: [] }, costMicroUsd: 0 });
  expect(await askAs(1, 'b')).toMatchObject({ value: { rows: [] }, fromCache: true });
  expect(fake.asked).toHaveLength(3);
  time.now += 1_000;
  expect(await askAs(1, 'a')).toMatchObject({ value: { rows: [4] }, fromCache: false });
  for (const key of files.objects.keys()) files.objects.set(key, Buffer.from('{broken'));
  expect(await askAs(1, 'a')).toMatchObject({ value: { rows: [5] } });
  await fake.stop();
  expect([...files.objects.keys()].every((key) => key.startsWith('provider-answers/workspaces/ws_'))).toBe(true);
  expect([...files.objects.entries()].map(([key, bytes]) => key + bytes.toString()).join()).not.toContain(KEY);
});

test('a failure is not kept, and a credential that the provider repeats is not passed on', async () => {
  const lines: unknown[] = [];
  const log = { info: () => undefined, warn: (...line: unknown[]) => void lines.push(line), error: () => undefined };
  const { fake, ask } = await world(
    (count) => (count === 1 ? { status: 401, body: { error: `Bad key ${KEY} given` } } : { body: { rows: [] } }),
    { log },
  );
  const refused = await ask({}, 1_000);
  expect(refused).toMatchObject({
    ok: false,
    failure: { kind: 'bad_key', message: expect.stringContaining('Bad key *** given') },
  });
  expect(JSON.stringify([refused, lines])).not.toContain(KEY);
  expect((await ask({}, 1_000)).ok).toBe(true);
  await fake.stop();
});

test('a server that is not there is told as such', async () => {
  const { fake, ask } = await world(() => ({}));
  await fake.stop();
  expect(await ask()).toMatchObject({
    ok: false,
    failure: { kind: 'unavailable', message: expect.stringContaining('ECONNREFUSED') },
  });
});

test('a redirect is not followed: it would carry the credential elsewhere', async () => {
  const { fake, ask } = await world(() => ({ status: 302, headers: { location: 'http://127.0.0.1:1/' } }));
  expect(await ask()).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
  await fake.stop();
});

test('addresses are the official ones unless they are overridden, and only those of known providers', () => {
  expect(providerUrls(undefined).crustdata).toBe('https://api.crustdata.com');
  expect(providerUrls('{"crustdata":"http://127.0.0.1:9/"}')).toMatchObject({
    crustdata: 'http://127.0.0.1:9',
    apollo: 'https://api.apollo.io/api/v1',
  });
  for (const wrong of ['[]', '{"crustdata":"file:///etc/passwd"}', '{"nobody":"http://a.b"}', 'nonsense'])
    expect(() => providerUrls(wrong)).toThrow();
});
