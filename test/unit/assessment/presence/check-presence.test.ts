import { METRICS } from '../../../../functions/assessment/metrics.ts';
import { readBusinessFacts } from '../../../../functions/assessment/presence/business-facts.ts';
import { createCheckPresence } from '../../../../functions/assessment/presence/check-presence.ts';
import { createFindProfile } from '../../../../functions/assessment/presence/places-profile.ts';
import {
  GOOGLE_PLACES_REQUESTS_PER_MINUTE,
  googleHeaders,
  googleMeaning,
} from '../../../../functions/discovery/providers/google-places.ts';
import { createProviderCall } from '../../../../functions/platform/provider-call.ts';
import { startFakeProvider, type Told } from '../../../support/providers/fake-provider.ts';
import { aCapture } from '../a-site-capture.ts';

const KEY = 'AIza-very-secret-0123456789';
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const LOCAL = `<html><head><title>Ferrow Roofing | Roofs that last</title><script type="application/ld+json">{"@context":"https://schema.org","@type":"RoofingContractor","name":"Ferrow Roofing","address":{"@type":"PostalAddress","streetAddress":"1 Main St","addressLocality":"Austin"}}</script></head><body></body></html>`;
const ONLINE = '<html><head><title>Dock | Invoices for builders</title></head><body><h1>Invoices</h1></body></html>';

const place = (told: object = {}) => ({
  id: 'p1',
  displayName: { text: 'Ferrow Roofing' },
  websiteUri: 'https://www.site.example/?utm_source=gmb',
  googleMapsUri: 'https://maps.google.com/?cid=1',
  formattedAddress: '1 Main St, Austin',
  nationalPhoneNumber: '(512) 555-0100',
  rating: 4.6,
  userRatingCount: 87,
  businessStatus: 'OPERATIONAL',
  regularOpeningHours: { weekdayDescriptions: ['Monday: 9:00 AM – 5:00 PM'] },
  photos: Array.from({ length: 10 }, (_, at) => ({ name: `photos/${String(at)}` })),
  primaryTypeDisplayName: { text: 'Roofing contractor' },
  ...told,
});
const check = async (told: Told, html = LOCAL) => {
  const fake = await startFakeProvider(() => told);
  stops.push(fake.stop);
  const call = createProviderCall({
    provider: 'google-places',
    baseUrl: fake.url,
    headers: async () => googleHeaders(KEY),
    requestsPerMinute: GOOGLE_PLACES_REQUESTS_PER_MINUTE,
    meaningOf: googleMeaning,
    pause: async () => undefined,
  });
  const checked = await createCheckPresence({ findProfile: createFindProfile({ call }) })(aCapture(html));
  return { ...checked, asked: fake.asked };
};
const failing = async (told: Told, html = LOCAL) =>
  (await check(told, html)).result.results.filter(({ state }) => state === 'fail').map(({ id }) => id);

test('finds the profile that names this website, and says its nine metrics', async () => {
  const { result, asked, costMicroUsd } = await check({
    body: { places: [place({ websiteUri: 'https://other.example' }), place()] },
  });
  expect(result).toMatchObject({ status: 'done', score: 100 });
  expect(Object.fromEntries(result.metrics.map(({ id, value }) => [id, value]))).toEqual({
    ...{ profile_found: true, profile_rating: 4.6, profile_reviews: 87, profile_photos: 10, profile_hours: true },
    ...{ profile_phone: true, profile_website: true, profile_category: 'Roofing contractor', profile_status: 'open' },
  });
  expect(result.metrics.map(({ id }) => id)).toEqual(
    METRICS.filter(({ branch }) => branch === 'presence').map(({ id }) => id),
  );
  expect(asked[0]).toMatchObject({
    path: '/v1/places:searchText',
    headers: { 'x-goog-api-key': KEY, 'x-goog-fieldmask': expect.stringContaining('places.regularOpeningHours') },
    body: { textQuery: 'Ferrow Roofing Austin' },
  });
  expect(costMicroUsd).toBe(35_000);
});

const FAULTS: readonly (readonly [string, object])[] = [
  ['presence.closed', { businessStatus: 'CLOSED_TEMPORARILY' }],
  ['presence.rating', { rating: 3.2 }],
  ['presence.reviews', { userRatingCount: 4 }],
  ['presence.hours', { regularOpeningHours: undefined }],
  ['presence.photos', { photos: [] }],
  ['presence.phone', { nationalPhoneNumber: undefined }],
  ['presence.category', { primaryTypeDisplayName: undefined }],
];
test.each(FAULTS)('%s is a finding', async (id, told) => {
  expect(await failing({ body: { places: [place(told)] } })).toEqual([id]);
});

test('a place of the same name with another website is somebody else’s', async () => {
  const { result } = await check({
    body: { places: [place({ websiteUri: 'https://ferrow-roofing.example' }), place({ websiteUri: undefined })] },
  });
  expect(result.metrics).toEqual([{ id: 'profile_found', value: false, unit: null, source: 'Google Places' }]);
});

test('no profile is a finding for a business with a place, and nothing for one without', async () => {
  expect(await failing({ body: {} })).toEqual(['presence.profile']);
  const { result } = await check({ body: {} }, ONLINE);
  expect(result).toMatchObject({ status: 'partial', score: null, reason: 'No business profile names this website.' });
});

test('a business that nobody has rated has no low rating', async () => {
  expect(await failing({ body: { places: [place({ rating: undefined, userRatingCount: undefined })] } })).toEqual([
    'presence.reviews',
  ]);
});

test('a bad key, no billing and another shape are reasons; without a key the branch says what it needs', async () => {
  const google = (status: number, message: string): Told => ({ status, body: { error: { code: status, message } } });
  for (const [told, reason] of [
    [google(400, 'API key not valid. Please pass a valid API key.'), /refused the API key/],
    [google(403, 'This API method requires billing to be enabled.'), /no credits/],
    [{ body: { places: 'none' } }, /shape that is not known/],
  ] as const) {
    const { result } = await check(told);
    expect(result).toMatchObject({ status: 'failed', score: null, reason: expect.stringMatching(reason) });
    expect(JSON.stringify(result)).not.toContain(KEY);
  }
  const { result } = await createCheckPresence({ findProfile: undefined })(aCapture(LOCAL));
  expect(result).toMatchObject({
    status: 'failed',
    reason: expect.stringContaining('PUT /provider-credentials/google-places'),
  });
});

test('the business is named by structured data, else by the site’s name, else by its title', () => {
  expect(readBusinessFacts(aCapture(LOCAL))).toEqual({
    name: 'Ferrow Roofing',
    locality: 'Austin',
    domain: 'site.example',
    local: true,
  });
  expect(readBusinessFacts(aCapture(ONLINE))).toMatchObject({ name: 'Dock', local: false });
  expect(
    readBusinessFacts(aCapture('<meta property="og:site_name" content="Site &amp; Sons"><title>Home</title>')).name,
  ).toBe('Site & Sons');
  expect(readBusinessFacts(aCapture('<title>Welcome – Site</title>')).name).toBe('Site');
  expect(readBusinessFacts(aCapture('<script type="application/ld+json">{ broken</script>')).name).toBe('site.example');
  const graph =
    '<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"@type":"Dentist","name":"Dr. A","address":[{"addressLocality":"Graz"}]}]}</script>';
  expect(readBusinessFacts(aCapture(graph))).toMatchObject({ name: 'Dr. A', locality: 'Graz', local: true });
});
