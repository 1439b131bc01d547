import { allPages, askProvider, icpOf, SECRET } from '../../../support/providers/asked-provider.ts';
import type { Asked, Told } from '../../../support/providers/fake-provider.ts';

const record = (n: number) => ({
  ...{
    id: `pdl${String(n)}`,
    name: `company ${String(n)}`,
    display_name: `Company ${String(n)}`,
    website: `c${String(n)}.com`,
  },
  ...{
    industry: 'computer software',
    tags: ['saas'],
    employee_count: 80,
    size: '51-200',
    inferred_revenue: '$10M-$25M',
    founded: 2015,
  },
  ...{
    location: { name: 'berlin, berlin, germany', locality: 'berlin', region: 'berlin', country: 'germany' },
    type: 'private',
  },
  ...{ latest_funding_stage: 'series_a', last_funding_date: '2025-06-01', summary: 'it does.', headline: null },
});
const values = ({ path, query }: Asked): Told | undefined =>
  path === '/autocomplete'
    ? {
        body: {
          data:
            query.get('text')?.includes('Software') === true
              ? [
                  { name: 'computer software', count: 9 },
                  { name: 'hospitality', count: 1 },
                ]
              : [],
        },
      }
    : undefined;
const NOBODY: Told = {
  status: 404,
  body: { status: 404, error: { type: 'not_found', message: 'No records were found matching your request' } },
};

test('searches by an Elasticsearch query and scrolls until there is no token', async () => {
  const { fake, provider, stop } = await askProvider('people-data-labs', (asked) => {
    const { scroll_token: token } = asked.body as { scroll_token?: string };
    return (
      values(asked) ??
      (token === undefined
        ? {
            headers: { 'x-call-credits-spent': '2' },
            body: { status: 200, data: [record(0), record(1)], total: 3, scroll_token: 't1' },
          }
        : { body: { status: 200, data: [record(2)], total: 3 } })
    );
  });
  const icp = icpOf({
    ...{
      industries: ['Software Development'],
      headcount: { min: 10 },
      revenue: { min: 2e7, max: 6e7 },
      companyAge: { max: 15 },
    },
    ...{ locations: ['Germany', 'Austria'], excludeLocations: ['Switzerland'], fundingStages: ['Series A'] },
  });
  const { pages, companies } = await allPages(provider, icp, 2);
  await stop();
  expect(companies.map(({ domain, country }) => [domain, country])).toEqual(
    [
      ['c0.com', 'DE'],
      ['c1.com', 'DE'],
    ].concat([['c2.com', 'DE']]),
  );
  expect(companies[0]).toMatchObject({
    name: 'Company 0',
    headcount: 80,
    revenue: 17_500_000,
    lastFundedAt: '2025-06-01',
    source: 'people-data-labs',
  });
  expect(pages.map(({ credits, cost }) => [credits, cost])).toEqual([
    [2, 200_000],
    [1, 100_000],
  ]);
  const searches = fake.asked.filter(({ path }) => path === '/company/search');
  expect(searches[0]).toMatchObject({
    headers: { 'x-api-key': SECRET },
    body: {
      size: 2,
      query: {
        bool: {
          must: [
            { exists: { field: 'website' } },
            { terms: { industry: ['computer software'] } },
            { range: { employee_count: { gte: 10 } } },
            { terms: { inferred_revenue: ['$10M-$25M', '$25M-$50M', '$50M-$100M'] } },
            { range: { founded: { gte: 2011 } } },
            { terms: { 'location.country': ['germany', 'austria'] } },
            { terms: { latest_funding_stage: ['series_a'] } },
          ],
          must_not: [{ terms: { 'location.country': ['switzerland'] } }],
        },
      },
    },
  });
  expect(searches[1]?.body).toMatchObject({ scroll_token: 't1' });
});

test('a token that comes again ends the search', async () => {
  const { fake, provider, stop } = await askProvider('people-data-labs', () => ({
    body: { data: [record(0)], total: 900, scroll_token: 'same' },
  }));
  const { pages } = await allPages(provider, icpOf(), 1);
  await stop();
  expect(pages).toHaveLength(2);
  expect(fake.asked).toHaveLength(2);
});

test('404 is nobody: no failure, no cost', async () => {
  const { provider, stop } = await askProvider('people-data-labs', (asked) => values(asked) ?? NOBODY);
  expect(await provider.search(icpOf({ industries: ['Software'] }), { cursor: null, limit: 9 })).toMatchObject({
    ...{ companies: [], nextCursor: null, cost: 0, failure: null },
  });
  await stop();
});

const FAILURES: readonly (readonly [string, Told, string])[] = [
  [
    'a wrong key',
    {
      status: 401,
      body: {
        status: 401,
        error: { type: 'authentication_error', message: 'Request contained a missing or invalid key' },
      },
    },
    'bad_key',
  ],
  [
    'no credits left',
    {
      status: 402,
      body: {
        status: 402,
        error: { type: 'payment_required', message: 'You have hit your account maximum for search' },
      },
    },
    'no_credits',
  ],
  [
    'a query it refuses',
    { status: 400, body: { status: 400, error: { type: 'invalid_request_error', message: 'bad query' } } },
    'bad_request',
  ],
  ['another shape', { body: { status: 200, results: [] } }, 'schema_changed'],
  ['no JSON', { body: 'oops' }, 'schema_changed'],
];
test.each(FAILURES)('%s is a failure that names People Data Labs, asked once', async (_name, told, kind) => {
  const { fake, lines, provider, stop } = await askProvider('people-data-labs', () => told);
  const { failure } = await provider.search(icpOf(), { cursor: null, limit: 5 });
  await stop();
  expect(failure).toMatchObject({
    provider: 'people-data-labs',
    kind,
    message: expect.stringMatching(/^People Data Labs /),
  });
  expect(fake.asked).toHaveLength(1);
  expect(JSON.stringify([failure, lines])).not.toContain(SECRET);
});

test('a rate limit is waited for until the instant it names, in either form', async () => {
  for (const reset of ['2026-11-21T09:00:20.000Z', String(Date.parse('2026-11-21T09:00:20.000Z') / 1_000)]) {
    const { time, provider, stop } = await askProvider('people-data-labs', (_asked, count) =>
      count === 1
        ? { status: 429, headers: { 'x-ratelimit-reset': reset } }
        : { body: { data: [record(0)], total: 1 } },
    );
    expect((await provider.search(icpOf(), { cursor: null, limit: 5 })).companies).toHaveLength(1);
    await stop();
    expect(time.paused).toEqual([20_000]);
  }
});

test('slow answers are given up', async () => {
  const { provider, stop } = await askProvider('people-data-labs', () => ({ after: 300 }), { timeout: 30 });
  expect((await provider.search(icpOf(), { cursor: null, limit: 5 })).failure?.kind).toBe('unavailable');
  await stop();
});
