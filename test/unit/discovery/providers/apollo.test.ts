import { allPages, askProvider, icpOf, SECRET } from '../../../support/providers/asked-provider.ts';
import type { Asked, Told } from '../../../support/providers/fake-provider.ts';

const found = (n: number) => ({
  id: `org${String(n)}`,
  name: `Company ${String(n)}`,
  website_url: `http://www.c${String(n)}.com`,
  primary_domain: `c${String(n)}.com`,
});
const enriched = (domain: string) => ({
  organization: {
    ...{
      name: `Company of ${domain}`,
      primary_domain: domain,
      website_url: `http://www.${domain}`,
      industry: 'computer software',
    },
    ...{ keywords: ['saas'], estimated_num_employees: 120, annual_revenue: 9_000_000, founded_year: 2014 },
    ...{
      city: 'Austin',
      state: 'Texas',
      country: 'United States',
      latest_funding_stage: 'Series B',
      short_description: 'It does.',
    },
    ...{ organization_headcount_twelve_month_growth: 0.2 },
  },
});

/** So many companies in all, each enriched by its domain. */
const apollo =
  (total: number, key: 'organizations' | 'accounts' = 'organizations') =>
  ({ path, query }: Asked): Told => {
    if (path === '/organizations/enrich') return { body: enriched(query.get('domain') ?? '') };
    const size = Number(query.get('per_page'));
    const first = (Number(query.get('page')) - 1) * size;
    const rows = Array.from({ length: Math.max(0, Math.min(size, total - first)) }, (_, at) => found(first + at));
    return {
      body: {
        [key]: rows,
        pagination: { page: 1, per_page: size, total_entries: total, total_pages: Math.ceil(total / size) },
      },
    };
  };

test('searches by query parameters, page after page, and enriches each company for what rows lack', async () => {
  const { fake, provider, stop } = await askProvider('apollo', apollo(5));
  const icp = icpOf({
    ...{ industries: ['Software Development'], headcount: { min: 50, max: 200 }, revenue: { min: 1e6, max: 2e7 } },
    ...{ locations: ['Texas, US', 'Remote'], excludeLocations: ['Ireland'], technologies: ['Google Analytics'] },
  });
  const { pages, companies } = await allPages(provider, icp, 2);
  await stop();
  expect(companies.map(({ domain }) => domain)).toEqual(['c0.com', 'c1.com', 'c2.com', 'c3.com', 'c4.com']);
  expect(companies[0]).toMatchObject({
    ...{ headcount: 120, revenue: 9_000_000, foundedYear: 2014, industries: ['computer software'], country: 'US' },
    ...{ locations: ['Austin, Texas, United States'], headcountChange: 0.2, source: 'apollo' },
  });
  expect(pages.map(({ credits, cost, totalFound }) => [credits, cost, totalFound])).toEqual([
    [3, 147_000, 5],
    [3, 147_000, 5],
    [2, 98_000, 5],
  ]);
  const [search] = fake.asked;
  expect(search).toMatchObject({
    method: 'POST',
    path: '/mixed_companies/search',
    headers: { 'x-api-key': SECRET },
    body: '',
  });
  expect(search?.query.getAll('organization_num_employees_ranges[]')).toEqual(['50,200']);
  expect(search?.query.getAll('organization_not_locations[]')).toEqual(['Ireland']);
  expect(search?.query.getAll('q_organization_keyword_tags[]')).toEqual(['Software Development']);
  expect(search?.query.getAll('currently_using_any_of_technology_uids[]')).toEqual(['google_analytics']);
  expect(search?.query.get('revenue_range[max]')).toBe('20000000');
  // Remote cannot be asked for as a place: then no place is.
  expect(search?.query.getAll('organization_locations[]')).toEqual([]);
});

test('reads companies under `accounts` too, where a team has saved them', async () => {
  const { provider, stop } = await askProvider('apollo', apollo(2, 'accounts'));
  const { companies } = await provider.search(icpOf(), { cursor: null, limit: 10 });
  await stop();
  expect(companies).toHaveLength(2);
});

test('nobody is an empty list and costs nothing', async () => {
  const { provider, stop } = await askProvider('apollo', apollo(0));
  expect(await provider.search(icpOf(), { cursor: null, limit: 10 })).toMatchObject({
    ...{ companies: [], nextCursor: null, totalFound: 0, cost: 0, failure: null },
  });
  await stop();
});

test('no company is enriched twice within a month, whatever is searched', async () => {
  const { fake, provider, stop } = await askProvider('apollo', apollo(3));
  await provider.search(icpOf(), { cursor: null, limit: 3 });
  const again = await provider.search(icpOf({ headcount: { min: 1 } }), { cursor: null, limit: 3 });
  await stop();
  expect(again.credits).toBe(1);
  expect(fake.asked.filter(({ path }) => path === '/organizations/enrich')).toHaveLength(3);
});

test('credits that run out between two companies keep what was given, and end the search', async () => {
  let enrichments = 0;
  const { provider, stop } = await askProvider('apollo', (asked) => {
    if (asked.path !== '/organizations/enrich') return apollo(100)(asked);
    enrichments += 1;
    return enrichments > 5
      ? { status: 422, body: { error: 'You have insufficient credits to perform this action.' } }
      : apollo(100)(asked);
  });
  const page = await provider.search(icpOf(), { cursor: null, limit: 12 });
  await stop();
  expect(page.companies).toHaveLength(12);
  expect(page.companies.filter(({ headcount }) => headcount !== null)).toHaveLength(5);
  expect(page).toMatchObject({
    nextCursor: null,
    credits: 6,
    failure: { kind: 'no_credits', message: expect.stringMatching(/^Apollo has no credits left/) },
  });
});

const FAILURES: readonly (readonly [string, Told, string])[] = [
  ['a wrong key', { status: 401, body: { error: 'Invalid access credentials.' } }, 'bad_key'],
  [
    'a free plan',
    {
      status: 403,
      body: {
        error: 'api/v1/mixed_companies/search is not accessible with this api_key on a free plan.',
        error_code: 'API_INACCESSIBLE',
      },
    },
    'not_permitted',
  ],
  ['no credits left', { status: 422, body: { error: 'insufficient credits' } }, 'no_credits'],
  ['another shape', { body: { companies: [] } }, 'schema_changed'],
  ['a malformed body', { body: '{"organizations": [' }, 'schema_changed'],
  ['a limit of the day', { status: 429, headers: { 'retry-after': '86400' } }, 'rate_limited'],
];
test.each(FAILURES)('%s is a failure that names Apollo, asked once', async (_name, told, kind) => {
  const { fake, lines, provider, stop } = await askProvider('apollo', () => told);
  const { failure } = await provider.search(icpOf(), { cursor: null, limit: 5 });
  await stop();
  expect(failure).toMatchObject({ provider: 'apollo', kind, message: expect.stringMatching(/^Apollo /) });
  expect(fake.asked).toHaveLength(1);
  expect(JSON.stringify([failure, lines])).not.toContain(SECRET);
});

test('a minute’s limit is waited for', async () => {
  const { time, provider, stop } = await askProvider('apollo', (asked, count) =>
    count === 1 ? { status: 429, headers: { 'retry-after': '30' } } : apollo(1)(asked),
  );
  expect((await provider.search(icpOf(), { cursor: null, limit: 5 })).companies).toHaveLength(1);
  await stop();
  expect(time.paused).toEqual([30_000]);
});

test('slow answers are given up', async () => {
  const { provider, stop } = await askProvider('apollo', () => ({ after: 300 }), { timeout: 30 });
  const { failure } = await provider.search(icpOf(), { cursor: null, limit: 5 });
  await stop();
  expect(failure?.kind).toBe('unavailable');
});
