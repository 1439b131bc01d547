import { categoriesOf, overpassQuery } from '../../../../functions/discovery/providers/osm-query.ts';
import { allPages, askProvider, icpOf } from '../../../support/providers/asked-provider.ts';
import type { Told } from '../../../support/providers/fake-provider.ts';

const element = (n: number, tags: Record<string, string> = {}) => ({
  type: 'node',
  id: n,
  tags: { name: `Praxis ${String(n)}`, amenity: 'dentist', website: `https://praxis${String(n)}.de`, ...tags },
});
const answer = (elements: readonly unknown[], more: Record<string, unknown> = {}): Told => ({
  body: { version: 0.6, generator: 'Overpass API', osm3s: {}, elements, ...more },
});
const dentists = icpOf({ industries: ['Dentists'], locations: ['Berlin, Germany'] });

test('asks for businesses with a website by kind and place, as a form, and says who asks', async () => {
  const { fake, provider, stop } = await askProvider('openstreetmap', () =>
    answer([
      element(1, { 'addr:city': 'Berlin', 'addr:country': 'DE' }),
      element(2, { website: '', 'contact:website': 'http://www.praxis2.de/kontakt' }),
      element(3, { website: 'https://www.facebook.com/praxis3' }),
      element(4, { opening_hours: 'closed' }),
    ]),
  );
  const { companies } = await allPages(provider, dentists, 100);
  await stop();
  expect(companies.map(({ domain, status }) => [domain, status])).toEqual([
    ['praxis1.de', 'unknown'],
    ['praxis2.de', 'unknown'],
    ['praxis4.de', 'closed'],
  ]);
  expect(companies[0]).toMatchObject({
    industries: ['Dentists'],
    locations: ['Berlin, Germany'],
    country: 'DE',
    source: 'openstreetmap',
  });
  expect(companies[1]).toMatchObject({ locations: ['Berlin, Germany'], country: 'DE' });
  const [asked] = fake.asked;
  expect(asked).toMatchObject({
    method: 'POST',
    path: '/interpreter',
    headers: { 'user-agent': expect.stringContaining('Throughline'), 'content-type': expect.stringContaining('form') },
  });
  const query = new URLSearchParams(String(asked?.body)).get('data');
  expect(query).toBe(overpassQuery(['amenity=dentist', 'healthcare=dentist'], 'Berlin, Germany'));
});

test('a query finds a country and a state by their codes and a city by its name within them', () => {
  expect(overpassQuery(['shop=*'], 'Germany')).toBe(
    '[out:json][timeout:25];area["ISO3166-1"="DE"]["admin_level"="2"]->.a;(nwr["shop"]["website"](area.a);nwr["shop"]["contact:website"](area.a););out tags center 5000;',
  );
  expect(overpassQuery(['office=lawyer'], 'California, US')).toContain('area["ISO3166-2"="US-CA"]->.a;');
  expect(overpassQuery(['office=lawyer'], 'San José, CA')).toContain(
    'area["ISO3166-2"="US-CA"]->.c;rel["boundary"="administrative"][~"^name(:en)?$"~"^San José$",i](area.c);map_to_area->.a;',
  );
  expect(overpassQuery(['office=lawyer'], 'A"];node;["b')).not.toContain('"];node');
});

test('industries mean kinds of businesses by name or by the taxonomy', () => {
  expect(categoriesOf('Dentists').map(({ name }) => name)).toEqual(['Dentists']);
  expect(categoriesOf('Law Practice').map(({ tags }) => tags[0])).toEqual(['office=lawyer']);
  expect(categoriesOf('Quantum Gravity')).toEqual([]);
});

test('a long answer is cut into pages of one question, and the next question follows', async () => {
  const { fake, provider, stop } = await askProvider('openstreetmap', () =>
    answer(Array.from({ length: 5 }, (_, at) => element(at))),
  );
  const icp = icpOf({ industries: ['Dentists'], locations: ['Germany', 'Austria'] });
  const { pages } = await allPages(provider, icp, 2);
  await stop();
  expect(pages.map(({ companies }) => companies.length)).toEqual([2, 2, 1, 2, 2, 1]);
  expect(fake.asked).toHaveLength(2);
});

test('nobody is an empty list; what it does not know is told', async () => {
  const { provider, stop } = await askProvider('openstreetmap', () => answer([]));
  const page = await provider.search(icpOf({ industries: ['Dentists', 'Quantum Gravity'], locations: ['Germany'] }), {
    cursor: null,
    limit: 10,
  });
  await stop();
  expect(page).toMatchObject({ companies: [], nextCursor: null, cost: 0, failure: null });
  expect(page.notes).toEqual(['OpenStreetMap has no kind of business “Quantum Gravity”; it was not asked for it.']);
});

test.each([
  ['no place', icpOf({ industries: ['Dentists'] }), /needs a country/],
  ['no kind of business', icpOf({ industries: ['Quantum Gravity'], locations: ['Germany'] }), /none of the industries/],
])('%s is a failure that says what is missing, before anything is asked', async (_name, icp, words) => {
  const { fake, provider, stop } = await askProvider('openstreetmap', () => answer([]));
  expect((await provider.search(icp, { cursor: null, limit: 10 })).failure).toMatchObject({
    kind: 'bad_request',
    message: expect.stringMatching(words),
  });
  await stop();
  expect(fake.asked).toEqual([]);
});

const FAILURES: readonly (readonly [string, Told, string])[] = [
  [
    'a query that took too long',
    answer([], { remark: 'runtime error: Query timed out in "query" at line 1 after 26 seconds.' }),
    'unavailable',
  ],
  ['a query it refuses', { status: 400, body: '<html>parse error</html>' }, 'bad_request'],
  ['a page of HTML', { body: '<?xml version="1.0"?><html/>' }, 'schema_changed'],
  ['another shape', { body: { features: [] } }, 'schema_changed'],
  ['no slot for an hour', { status: 429, headers: { 'retry-after': '3600' } }, 'rate_limited'],
];
test.each(FAILURES)('%s is a failure that names OpenStreetMap, asked once', async (_name, told, kind) => {
  const { fake, provider, stop } = await askProvider('openstreetmap', () => told);
  const { failure } = await provider.search(dentists, { cursor: null, limit: 10 });
  await stop();
  expect(failure).toMatchObject({ provider: 'openstreetmap', kind, message: expect.stringMatching(/^OpenStreetMap/) });
  expect(fake.asked).toHaveLength(1);
});

test('a busy server is asked again; a slow one is given up', async () => {
  const busy = await askProvider('openstreetmap', (_asked, count) =>
    count < 3 ? { status: 504, body: '<html/>' } : answer([element(1)]),
  );
  expect((await busy.provider.search(dentists, { cursor: null, limit: 10 })).companies).toHaveLength(1);
  await busy.stop();
  expect(busy.time.paused).toEqual([1_000, 2_000]);
  const slow = await askProvider('openstreetmap', () => ({ after: 300 }), { timeout: 30 });
  expect((await slow.provider.search(dentists, { cursor: null, limit: 10 })).failure?.kind).toBe('unavailable');
  await slow.stop();
});
