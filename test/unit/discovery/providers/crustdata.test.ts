import { allPages, askProvider, icpOf, SECRET } from '../../../support/providers/asked-provider.ts';
import type { Asked, Told } from '../../../support/providers/fake-provider.ts';

const row = (n: number, told: Record<string, unknown> = {}) => ({
  basic_info: {
    name: `Company ${String(n)}`,
    primary_domain: `c${String(n)}.com`,
    industries: ['Software'],
    year_founded: '2017',
  },
  headcount: { total: 60 },
  revenue: { estimated: { lower_bound_usd: 1_000_000, upper_bound_usd: 3_000_000 } },
  locations: {
    country: 'United States',
    state: 'California',
    headquarters: 'San Francisco, California, United States',
  },
  taxonomy: { professional_network_industry: 'Software Development' },
  funding: { total_investment_usd: 5e6, last_round_type: 'series_a', last_fundraise_date: '2026-02-01T00:00:00' },
  ...told,
});
const rows = (from: number, count: number) => Array.from({ length: count }, (_, at) => row(from + at));

const autocomplete = ({ path, body }: Asked): Told | undefined => {
  if (path !== '/company/search/autocomplete') return undefined;
  const { query } = body as { query: string };
  return {
    body: { suggestions: /soft/i.test(query) ? [{ value: 'Software Development' }, { value: 'Hardware' }] : [] },
  };
};
const searches = (asked: readonly Asked[]) => asked.filter(({ path }) => path === '/company/search');
const software = icpOf({
  industries: ['Software Development'],
  headcount: { min: 10, max: 500 },
  locations: ['United States'],
});

test('asks for values first, then for pages in one order until the cursor is null, and tells what they cost', async () => {
  const { fake, provider, stop } = await askProvider('crustdata', (asked) => {
    const { cursor } = (asked.body ?? {}) as { cursor?: string };
    return (
      autocomplete(asked) ?? {
        headers: { 'x-credits-used': '0.06' },
        body:
          cursor === undefined
            ? { companies: rows(0, 2), next_cursor: 'two', total_count: 4 }
            : { companies: rows(2, 2), next_cursor: null, total_count: 4 },
      }
    );
  });
  const { pages, companies } = await allPages(provider, software, 2);
  await stop();
  expect(companies.map(({ domain }) => domain)).toEqual(['c0.com', 'c1.com', 'c2.com', 'c3.com']);
  expect(companies[0]).toMatchObject({
    ...{ name: 'Company 0', headcount: 60, revenue: 2_000_000, foundedYear: 2017, country: 'US' },
    ...{ industries: ['Software Development', 'Software'], fundingStage: 'series_a', lastFundedAt: '2026-02-01' },
    source: 'crustdata',
  });
  expect(pages.map(({ totalFound, credits, cost }) => [totalFound, credits, cost])).toEqual([
    [4, 0.06, 1_200],
    [4, 0.06, 1_200],
  ]);
  const [values] = fake.asked;
  expect(values).toMatchObject({
    path: '/company/search/autocomplete',
    body: { field: 'taxonomy.professional_network_industry', query: 'Software Development' },
    headers: { authorization: `Bearer ${SECRET}`, 'x-api-version': '2025-11-01' },
  });
  const bodies = searches(fake.asked).map(({ body }) => body as Record<string, unknown>);
  expect(bodies[0]).toMatchObject({
    limit: 2,
    sorts: [{ field: 'headcount.total', order: 'desc' }],
    filters: {
      op: 'and',
      conditions: [
        { field: 'taxonomy.professional_network_industry', type: 'in', value: ['Software Development'] },
        { field: 'headcount.total', type: '=>', value: 10 },
        { field: 'headcount.total', type: '=<', value: 500 },
        { field: 'locations.country', type: 'in', value: ['USA'] },
      ],
    },
  });
  expect(bodies[1]).toEqual({ ...bodies[0], cursor: 'two' });
});

test('translates everything of a profile that its filters can say', async () => {
  const { fake, provider, stop } = await askProvider(
    'crustdata',
    (asked) => autocomplete(asked) ?? { body: { companies: [], next_cursor: null, total_count: 0 } },
  );
  await provider.search(
    icpOf({
      keywords: ['software testing'],
      revenue: { min: 1e6, max: 5e7 },
      companyAge: { min: 2, max: 10 },
      locations: ['Germany', 'Paris, France'],
      excludeLocations: ['Russia', 'Bavaria, Germany'],
      fundingStages: ['Series A', 'Seed', 'whatever'],
    }),
    { cursor: null, limit: 10 },
  );
  await stop();
  const [asked] = searches(fake.asked).map(({ body }) => body as { filters: { conditions: unknown[] } });
  expect(asked?.filters.conditions).toEqual([
    { field: 'revenue.estimated.lower_bound_usd', type: '=>', value: 1e6 },
    { field: 'revenue.estimated.lower_bound_usd', type: '=<', value: 5e7 },
    { field: 'basic_info.year_founded', type: '=>', value: '2016' },
    { field: 'basic_info.year_founded', type: '=<', value: '2024' },
    { field: 'locations.country', type: 'in', value: ['DEU', 'FRA'] },
    { field: 'locations.country', type: 'not_in', value: ['RUS'] },
    { field: 'funding.last_round_type', type: 'in', value: ['series_a', 'seed'] },
  ]);
});

test('an industry that it does not know is not asked for, and is told; when it knows none, nothing is paid', async () => {
  const { fake, provider, stop } = await askProvider(
    'crustdata',
    (asked) => autocomplete(asked) ?? { body: { companies: [] } },
  );
  const page = await provider.search(icpOf({ industries: ['Underwater Basketry'] }), { cursor: null, limit: 10 });
  await stop();
  expect(page).toMatchObject({ companies: [], nextCursor: null, cost: 0, failure: null });
  expect(page.notes).toEqual(['Crustdata knows nothing called “Underwater Basketry”; it was not asked for it.']);
  expect(searches(fake.asked)).toEqual([]);
});

test('stops when a cursor comes again, at once or after others', async () => {
  const order = ['a', 'b', 'a', 'c'];
  let at = -1;
  const { fake, provider, stop } = await askProvider('crustdata', (asked) => {
    at += 1;
    return (
      autocomplete(asked) ?? { body: { companies: rows(at * 2, 2), next_cursor: order[at] ?? 'd', total_count: null } }
    );
  });
  const { pages } = await allPages(provider, icpOf(), 2);
  await stop();
  expect(pages.map(({ nextCursor }) => nextCursor === null)).toEqual([false, false, true]);
  expect(pages[0]?.totalFound).toBeNull();
  expect(searches(fake.asked)).toHaveLength(3);
});

test('where the server knows sorts by `column` only, as its company guide says, it is asked so, on every page', async () => {
  const { fake, provider, stop } = await askProvider('crustdata', ({ body }) => {
    const { sorts, cursor } = body as { sorts: Record<string, string>[]; cursor?: string };
    if (sorts[0]?.['column'] === undefined)
      return { status: 400, body: { error: { type: 'invalid_request', message: 'sorts.0.column: Field required' } } };
    return {
      body: {
        companies: rows(cursor === undefined ? 0 : 1, 1),
        next_cursor: cursor === undefined ? 'next' : null,
        total_count: 2,
      },
    };
  });
  const { companies } = await allPages(provider, icpOf(), 1);
  await stop();
  expect(companies).toHaveLength(2);
  expect(fake.asked.map(({ body }) => Object.keys((body as { sorts: object[] }).sorts[0] ?? {})[0])).toEqual([
    'field',
    'column',
    'column',
  ]);
});

test('reads both documented shapes of a company: the year as a number, the country as hq_country, the industry as a list', async () => {
  const other = row(1, {
    basic_info: { name: 'Other', primary_domain: 'other.com', industries: 'Software', year_founded: 2015 },
    locations: { hq_country: 'DEU', hq_state: null },
    taxonomy: { professional_network_industry: ['Software Development'] },
    headcount: null,
  });
  const { provider, stop } = await askProvider('crustdata', () => ({
    body: { companies: [other], next_cursor: null },
  }));
  const { companies } = await provider.search(icpOf(), { cursor: null, limit: 5 });
  await stop();
  expect(companies).toEqual([
    expect.objectContaining({
      foundedYear: 2015,
      country: 'DE',
      headcount: null,
      industries: ['Software Development', 'Software'],
    }),
  ]);
});

test.each([
  ['an empty list', { body: { companies: [], next_cursor: null, total_count: 0 } }],
  ['a cursor without companies', { body: { companies: [], next_cursor: 'more', total_count: 0 } }],
  ['a 404 instead', { status: 404, body: { error: { type: 'not_found', message: 'No data found', metadata: [] } } }],
])('nobody is %s, and no failure', async (_name, told) => {
  const { provider, stop } = await askProvider('crustdata', () => told);
  expect(await provider.search(icpOf(), { cursor: null, limit: 5 })).toMatchObject({
    ...{ companies: [], nextCursor: null, cost: 0, failure: null },
  });
  await stop();
});

const FAILURES: readonly (readonly [string, Told, string, RegExp])[] = [
  [
    'a wrong key',
    { status: 401, body: { error: { type: 'unauthorized', message: 'Invalid API key in request' } } },
    'bad_key',
    /^Crustdata refused the API key\. Store a valid one/,
  ],
  [
    'no credits left',
    { status: 403, body: { error: { type: 'forbidden', message: 'Insufficient credits' } } },
    'no_credits',
    /^Crustdata has no credits left/,
  ],
  [
    'a plan without it',
    { status: 403, body: { error: { type: 'forbidden', message: 'Access denied for this endpoint' } } },
    'not_permitted',
    /Choose a plan/,
  ],
  ['another shape', { body: { results: [] } }, 'schema_changed', /answers in a shape that is not known/],
  ['no JSON at all', { body: '<html>busy</html>' }, 'schema_changed', /shape/],
  [
    'a filter it refuses',
    { status: 400, body: { error: { type: 'invalid_request', message: 'Unsupported columns in conditions' } } },
    'bad_request',
    /Unsupported columns/,
  ],
];
test.each(FAILURES)(
  '%s is a failure that names the provider and the mend, asked once',
  async (_name, told, kind, words) => {
    const { fake, lines, provider, stop } = await askProvider('crustdata', () => told);
    const { failure, companies } = await provider.search(icpOf(), { cursor: null, limit: 5 });
    await stop();
    expect(companies).toEqual([]);
    expect(failure).toMatchObject({ provider: 'crustdata', kind, message: expect.stringMatching(words) });
    // A refused order is tried in the other spelling; everything else is not asked again.
    expect(fake.asked.length).toBe(/column/i.test(failure?.message ?? '') ? 2 : 1);
    expect(JSON.stringify([failure, lines])).not.toContain(SECRET);
  },
);

test('a rate limit is waited for as long as it asks, and then the answer is taken', async () => {
  const { fake, time, provider, stop } = await askProvider('crustdata', (_asked, count) =>
    count === 1
      ? {
          status: 429,
          headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '7' },
          body: { error: { type: 'rate_limit', message: 'Slow down' } },
        }
      : { body: { companies: rows(0, 1), next_cursor: null, total_count: 1 } },
  );
  const page = await provider.search(icpOf(), { cursor: null, limit: 5 });
  await stop();
  expect(page.companies).toHaveLength(1);
  expect(time.paused).toEqual([7_000]);
  expect(fake.asked).toHaveLength(2);
});

test('a rate limit that lasts longer than a call may take is a failure that tells how long', async () => {
  const { time, provider, stop } = await askProvider('crustdata', () => ({
    status: 429,
    headers: { 'retry-after': '3600' },
  }));
  const { failure } = await provider.search(icpOf(), { cursor: null, limit: 5 });
  await stop();
  expect(failure).toMatchObject({ kind: 'rate_limited', message: expect.stringContaining('wait 3600 s') });
  expect(time.paused).toEqual([]);
});

test('an answer that does not come is given up and asked for again, at most four times', async () => {
  const { fake, time, provider, stop } = await askProvider('crustdata', () => ({ after: 400 }), { timeout: 40 });
  const { failure } = await provider.search(icpOf(), { cursor: null, limit: 5 });
  await stop();
  expect(failure).toMatchObject({ kind: 'unavailable', message: expect.stringContaining('no answer within') });
  expect(fake.asked).toHaveLength(4);
  expect(time.paused).toEqual([1_000, 2_000, 4_000]);
});

test('the same question is paid once within a day, and again after it', async () => {
  const { fake, time, provider, stop } = await askProvider('crustdata', () => ({
    body: { companies: rows(0, 2), next_cursor: null, total_count: 2 },
  }));
  const first = await provider.search(icpOf(), { cursor: null, limit: 5 });
  const second = await provider.search(icpOf(), { cursor: null, limit: 5 });
  expect([first.cost, second.cost]).toEqual([1_200, 0]);
  expect(second.companies).toEqual(first.companies);
  expect(fake.asked).toHaveLength(1);
  time.now += 24 * 3_600_000;
  expect((await provider.search(icpOf(), { cursor: null, limit: 5 })).cost).toBe(1_200);
  await stop();
});

test('no more requests begin in a minute than it allows', async () => {
  const { time, provider, stop } = await askProvider('crustdata', (_asked, count) => ({
    body: { companies: rows(count, 1), next_cursor: `c${String(count)}` },
  }));
  let cursor: string | null = null;
  for (let page = 0; page < 31; page += 1) cursor = (await provider.search(icpOf(), { cursor, limit: 1 })).nextCursor;
  await stop();
  expect(time.paused).toEqual([60_000]);
});
