import { allPages, askProvider, icpOf } from '../../../support/providers/asked-provider.ts';
import type { Told } from '../../../support/providers/fake-provider.ts';

const listed = (n: number, told: Record<string, unknown> = {}) => ({
  ...{
    id: n,
    name: `Startup ${String(n)}`,
    slug: `startup-${String(n)}`,
    former_names: [],
    website: `https://startup${String(n)}.com`,
  },
  ...{
    all_locations: 'London, England, United Kingdom',
    one_liner: 'It starts',
    long_description: 'It starts up.',
    team_size: 40,
  },
  ...{
    industry: 'B2B',
    subindustry: 'B2B -> Engineering, Product and Design',
    industries: ['B2B', 'Engineering, Product and Design'],
  },
  ...{ tags: ['SaaS'], batch: 'Winter 2020', status: 'Active', stage: 'Growth', regions: ['Europe'], isHiring: true },
  ...told,
});
const many = (count: number) => Array.from({ length: count }, (_, at) => listed(at));

test('reads the whole directory once and cuts pages from it', async () => {
  const { fake, provider, stop } = await askProvider('directory', () => ({ body: many(5) }));
  const { pages, companies } = await allPages(provider, icpOf(), 2);
  await stop();
  expect(pages.map((page) => page.companies.length)).toEqual([2, 2, 1]);
  expect(companies[0]).toMatchObject({
    ...{ domain: 'startup0.com', headcount: 40, foundedYear: 2020, country: 'GB', hiring: true, status: 'active' },
    ...{ industries: ['Engineering, Product and Design', 'B2B'], keywords: ['SaaS'], source: 'directory' },
  });
  expect(fake.asked.map(({ path }) => path)).toEqual(['/companies/all.json']);
});

test('leaves out what the profile does not ask for, as it cannot be asked, and counts it once', async () => {
  const { provider, stop } = await askProvider('directory', () => ({
    body: [
      ...many(3),
      listed(10, { team_size: 4_000 }),
      listed(11, {
        industry: 'Healthcare',
        subindustry: 'Healthcare -> Drug Discovery',
        industries: ['Healthcare'],
        tags: ['Biotech'],
      }),
      listed(12, { all_locations: 'Lagos, Nigeria' }),
      listed(13, { team_size: null }),
    ],
  }));
  const icp = icpOf({ industries: ['B2B'], headcount: { min: 10, max: 500 }, locations: ['Europe'] });
  const { pages, companies } = await allPages(provider, icp, 2);
  await stop();
  expect(companies.map(({ domain }) => domain)).toEqual([
    'startup0.com',
    'startup1.com',
    'startup2.com',
    'startup13.com',
  ]);
  expect(pages.map(({ outside, totalFound }) => [outside, totalFound])).toEqual([
    [3, 4],
    [0, 4],
  ]);
});

test('reads it as lines of JSON as well', async () => {
  const { provider, stop } = await askProvider('directory', () => ({
    body: many(2)
      .map((one) => JSON.stringify(one))
      .join('\n'),
  }));
  expect((await provider.search(icpOf(), { cursor: null, limit: 10 })).companies).toHaveLength(2);
  await stop();
});

const FAILURES: readonly (readonly [string, Told, string])[] = [
  ['it has moved', { status: 404, body: 'Not found' }, 'schema_changed'],
  ['another shape', { body: { companies: [] } }, 'schema_changed'],
  ['half of it', { body: '[{"name": "A"' }, 'schema_changed'],
  ['a limit', { status: 403, body: 'rate limited' }, 'not_permitted'],
];
test.each(FAILURES)('%s is a failure that names the directory', async (_name, told, kind) => {
  const { provider, stop } = await askProvider('directory', () => told);
  const page = await provider.search(icpOf(), { cursor: null, limit: 10 });
  await stop();
  expect(page).toMatchObject({ companies: [], failure: { kind, message: expect.stringMatching(/^The YC directory/) } });
});

test('nobody is an empty list', async () => {
  const { provider, stop } = await askProvider('directory', () => ({ body: [] }));
  expect(await provider.search(icpOf(), { cursor: null, limit: 10 })).toMatchObject({
    companies: [],
    nextCursor: null,
    totalFound: 0,
    failure: null,
  });
  await stop();
});

test('a cursor that is none of its own is refused', async () => {
  const { provider, stop } = await askProvider('directory', () => ({ body: [] }));
  await expect(provider.search(icpOf(), { cursor: 'nonsense', limit: 10 })).rejects.toThrow(
    'is not a cursor of this search',
  );
  await stop();
});
