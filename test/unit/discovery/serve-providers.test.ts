import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { Credentials } from '../../../functions/accounts/provider-credentials.ts';
import { createIcpStore } from '../../../functions/campaigns/icp-store.ts';
import { answerOf } from '../../../functions/discovery/found-answer.ts';
import { createOpenProvider } from '../../../functions/discovery/open-providers.ts';
import { providerRoutes } from '../../../functions/discovery/provider-contract.ts';
import { createServeProviders } from '../../../functions/discovery/serve-providers.ts';
import { createMemoryCache } from '../../../functions/platform/answer-cache.ts';
import { createApi } from '../../../functions/platform/http/api.ts';
import { gatewayPath } from '../../../functions/platform/http/gateway-path.ts';
import { IcpId } from '../../../functions/platform/ids.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { providerUrls } from '../../../functions/platform/provider-urls.ts';
import { icpOf, SECRET } from '../../support/providers/asked-provider.ts';
import { type Asked, startFakeProvider, type Told } from '../../support/providers/fake-provider.ts';
import { createDiscoveryWorld, workspaceId } from './discovery-world.ts';

const listed = (n: number, told: Record<string, unknown> = {}) => ({
  ...{
    name: `Startup ${String(n)}`,
    website: `https://startup${String(n)}.com`,
    team_size: 40,
    industry: 'B2B',
    status: 'Active',
  },
  ...told,
});

const world = async (answer: (asked: Asked) => Told, credentials: Credentials = { crustdata: { apiKey: SECRET } }) => {
  const fake = await startFakeProvider(answer);
  const { imports, files, table, clock, load } = createDiscoveryWorld();
  const icps = createIcpStore(table, clock);
  const cache = createMemoryCache(clock);
  const readCredentials = async () => credentials;
  const booked: unknown[] = [];
  const all = { directory: fake.url, crustdata: fake.url, apollo: fake.url };
  const open = createOpenProvider({
    urls: providerUrls(JSON.stringify(all)),
    readCredentials,
    cacheOf: () => cache,
    clock,
    pause: async () => undefined,
    patience: 5_000,
  });
  const serve = createApi({
    routes: providerRoutes,
    handlers: createServeProviders({
      ...{ imports, icps, files, open, readCredentials },
      bookPaidCall: async (of, call) => {
        booked.push({ of, ...call });
      },
      answerOf: async (page, criteria) => answerOf(page, criteria),
    }),
    log: silentLog,
  });
  const call = async (name: keyof typeof providerRoutes, body?: unknown, role = 'member') => {
    const route = providerRoutes[name];
    const answered = await serve(
      {
        httpMethod: route.method,
        resource: gatewayPath(route),
        path: route.path,
        headers: {},
        body: body === undefined ? null : JSON.stringify(body),
        requestContext: {
          requestId: 'r',
          authorizer: { workspaceId, kind: 'key', id: 'key_00000000000000000000000001', role, mode: 'sandbox' },
        },
      } as unknown as APIGatewayProxyEvent,
      {} as Context,
    );
    return {
      status: answered.statusCode,
      text: answered.body,
      body: JSON.parse(answered.body) as Record<string, never>,
    };
  };
  return { fake, icps, load, call, booked, stop: fake.stop };
};

test('lists every provider with what it needs and costs, and whether it can be asked', async () => {
  const { call, stop } = await world(() => ({}));
  const { status, body, text } = await call('listProviders', undefined, 'viewer');
  await stop();
  expect(status).toBe(200);
  const { items } = providerRoutes.listProviders.response.parse(body);
  expect(items.map(({ name, needsKey, configured }) => [name, needsKey, configured])).toEqual([
    ['file', false, true],
    ['directory', false, true],
    ['openstreetmap', false, true],
    ['crustdata', true, true],
    ['apollo', true, false],
    ['people-data-labs', true, false],
    ['google-places', true, false],
  ]);
  for (const { cost, limits } of items) expect(cost.length * limits.length).toBeGreaterThan(0);
  expect(text).not.toContain(SECRET);
});

test('looks at what a provider gives: companies with the source of each field, what a run would leave out, page after page', async () => {
  const { call, stop } = await world(() => ({
    body: [listed(1), listed(2, { status: 'Inactive' }), listed(3, { team_size: 9_000 }), listed(4)],
  }));
  const wish = { provider: 'directory', criteria: { name: 'x', headcount: { max: 100 } }, limit: 2 };
  const first = await call('searchProvider', wish);
  const second = await call('searchProvider', { ...wish, cursor: first.body['nextCursor'] });
  await stop();
  expect(first).toMatchObject({
    status: 200,
    body: {
      companies: [
        { domain: 'startup1.com', source: 'directory', fieldSources: { name: 'directory', headcount: 'directory' } },
      ],
      ...{ totalFound: 3, costUsd: 0, credits: 0, leftOut: { outside_profile: 1, closed: 1 }, warnings: [] },
    },
  });
  expect(second.body).toMatchObject({ companies: [{ domain: 'startup4.com' }], nextCursor: null, leftOut: {} });
});

test('searches by a stored profile, and in a list of one’s own', async () => {
  const { call, icps, load, stop } = await world(() => ({ body: [listed(1)] }));
  const { id } = await icps.create(workspaceId, IcpId.parse('icp_00000000000000000000000001'), icpOf());
  expect((await call('searchProvider', { provider: 'directory', icpId: id })).body).toMatchObject({
    companies: [{ domain: 'startup1.com' }],
  });
  const list = await load('Company,Website\nAcme,acme.com\n');
  expect((await call('searchProvider', { provider: 'file', icpId: id, importId: list.id })).body).toMatchObject({
    companies: [{ domain: 'acme.com', fieldSources: { name: `file:${list.id}` } }],
    totalFound: 1,
  });
  await stop();
});

test('a paid provider is asked with the stored key, and what it cost is told and booked', async () => {
  const row = { basic_info: { name: 'A', primary_domain: 'a.com' } };
  const { call, fake, booked, stop } = await world(() => ({
    headers: { 'x-credits-used': '0.03' },
    body: { companies: [row], next_cursor: null, total_count: 1 },
  }));
  const { body, text } = await call('searchProvider', { provider: 'crustdata', criteria: { name: 'x' } });
  await stop();
  expect(body).toMatchObject({ companies: [{ domain: 'a.com' }], credits: 0.03, costUsd: 0.0006 });
  expect(booked).toEqual([{ of: workspaceId, kind: 'discovery', microUsd: 600, payee: 'crustdata' }]);
  expect(fake.asked[0]?.headers['authorization']).toBe(`Bearer ${SECRET}`);
  expect(text).not.toContain(SECRET);
});

const PROBLEMS: readonly (readonly [string, Record<string, unknown>, Told, number, string])[] = [
  ['a provider without a key', { provider: 'apollo' }, {}, 409, 'provider_bad_key'],
  ['a wrong key', { provider: 'crustdata' }, { status: 401 }, 409, 'provider_bad_key'],
  ['no credits', { provider: 'crustdata' }, { status: 402 }, 402, 'provider_no_credits'],
  [
    'a rate limit',
    { provider: 'crustdata' },
    { status: 429, headers: { 'retry-after': '90' } },
    429,
    'provider_rate_limited',
  ],
  ['a changed shape', { provider: 'crustdata' }, { body: { rows: [] } }, 409, 'provider_schema_changed'],
  ['no profile', { provider: 'directory', criteria: undefined }, {}, 400, 'invalid_request'],
  ['two profiles', { provider: 'directory', icpId: 'icp_00000000000000000000000001' }, {}, 400, 'invalid_request'],
  [
    'a profile that is not there',
    { provider: 'directory', criteria: undefined, icpId: 'icp_00000000000000000000000009' },
    {},
    404,
    'icp_not_found',
  ],
  ['a file without its import', { provider: 'file' }, {}, 400, 'invalid_request'],
  [
    'an import that is not there',
    { provider: 'file', importId: 'imp_00000000000000000000000009' },
    {},
    404,
    'import_not_found',
  ],
  ['a foreign cursor', { provider: 'directory', cursor: 'x' }, { body: [] }, 400, 'invalid_request'],
  ['an unknown provider', { provider: 'nobody' }, {}, 400, 'invalid_request'],
];
test.each(PROBLEMS)(
  '%s is a problem that says so, and no fault of ours',
  async (_name, wish, told, status, errorCode) => {
    const { call, stop } = await world(() => told);
    const answered = await call('searchProvider', { criteria: { name: 'x' }, ...wish });
    await stop();
    expect(answered).toMatchObject({ status, body: { errorCode } });
    expect(answered.text).not.toContain(SECRET);
  },
);

test('a viewer may not spend', async () => {
  const { call, stop } = await world(() => ({}));
  expect((await call('searchProvider', { provider: 'directory', criteria: { name: 'x' } }, 'viewer')).status).toBe(403);
  await stop();
});
