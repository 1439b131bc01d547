import { allPages, askProvider, icpOf, SECRET } from '../../../support/providers/asked-provider.ts';
import type { Told } from '../../../support/providers/fake-provider.ts';

const place = (n: number, told: Record<string, unknown> = {}) => ({
  displayName: { text: `Dentist ${String(n)}`, languageCode: 'en' },
  websiteUri: `https://dentist${String(n)}.com/?utm_source=gmb`,
  formattedAddress: `${String(n)} Main St, Austin, TX 78701, USA`,
  addressComponents: [
    { longText: 'Austin', shortText: 'Austin', types: ['locality', 'political'] },
    { longText: 'Texas', shortText: 'TX', types: ['administrative_area_level_1', 'political'] },
    { longText: 'United States', shortText: 'US', types: ['country', 'political'] },
  ],
  primaryTypeDisplayName: { text: 'Dentist' },
  types: ['dentist', 'health', 'point_of_interest', 'establishment'],
  businessStatus: 'OPERATIONAL',
  ...told,
});
const dentists = icpOf({ industries: ['Dentists'], locations: ['Austin, TX', 'Dallas, TX'] });

test('asks for each kind in each place, page after page with the same question, and always with a field mask', async () => {
  const { fake, provider, stop } = await askProvider('google-places', ({ body }) => {
    const { textQuery, pageToken } = body as { textQuery: string; pageToken?: string };
    if (textQuery === 'Dentists in Dallas, TX') return { body: { places: [place(9)] } };
    return pageToken === undefined
      ? { body: { places: [place(1), place(2)], nextPageToken: 'more' } }
      : { body: { places: [place(3)] } };
  });
  const { pages, companies } = await allPages(provider, dentists, 20);
  await stop();
  expect(companies.map(({ domain }) => domain)).toEqual([
    'dentist1.com',
    'dentist2.com',
    'dentist3.com',
    'dentist9.com',
  ]);
  expect(companies[0]).toMatchObject({
    ...{
      name: 'Dentist 1',
      website: 'https://dentist1.com/',
      industries: ['Dentist'],
      keywords: ['dentist', 'health'],
    },
    ...{
      locations: ['Austin, Texas, United States', '1 Main St, Austin, TX 78701, USA'],
      country: 'US',
      status: 'active',
    },
  });
  expect(pages.map(({ cost }) => cost)).toEqual([35_000, 35_000, 35_000]);
  for (const { path, headers } of fake.asked) {
    expect(path).toBe('/v1/places:searchText');
    expect(headers).toMatchObject({
      'x-goog-api-key': SECRET,
      'x-goog-fieldmask': expect.stringMatching(/places\.websiteUri.*nextPageToken/),
    });
  }
  expect(fake.asked.map(({ body }) => body)).toEqual([
    { textQuery: 'Dentists in Austin, TX', pageSize: 20, languageCode: 'en' },
    { textQuery: 'Dentists in Austin, TX', pageSize: 20, languageCode: 'en', pageToken: 'more' },
    { textQuery: 'Dentists in Dallas, TX', pageSize: 20, languageCode: 'en' },
  ]);
});

test('an empty answer is `{}`: nobody, and paid for', async () => {
  const { provider, stop } = await askProvider('google-places', () => ({ body: {} }));
  const { pages } = await allPages(provider, icpOf({ industries: ['Dentists'] }), 20);
  await stop();
  expect(pages).toMatchObject([{ companies: [], failure: null, cost: 35_000 }]);
});

test('businesses without a website or on a shared platform are no companies; closed ones are told as closed', async () => {
  const { provider, stop } = await askProvider('google-places', () => ({
    body: {
      places: [
        place(1, { websiteUri: undefined }),
        place(2, { websiteUri: 'https://facebook.com/dentist2' }),
        place(3, { businessStatus: 'CLOSED_PERMANENTLY' }),
      ],
    },
  }));
  const { companies } = await provider.search(icpOf({ industries: ['Dentists'] }), { cursor: null, limit: 20 });
  await stop();
  expect(companies.map(({ domain, status }) => [domain, status])).toEqual([['dentist3.com', 'closed']]);
});

test('a token that comes again ends the question, and the next one is asked', async () => {
  const { fake, provider, stop } = await askProvider('google-places', () => ({
    body: { places: [place(1)], nextPageToken: 'same' },
  }));
  await allPages(provider, dentists, 20);
  await stop();
  expect(fake.asked).toHaveLength(4);
});

test('a profile that names no kind of business is a failure that says what is missing', async () => {
  const { fake, provider, stop } = await askProvider('google-places', () => ({}));
  expect((await provider.search(icpOf(), { cursor: null, limit: 20 })).failure).toMatchObject({
    kind: 'bad_request',
    message: expect.stringContaining('needs an industry or a keyword'),
  });
  await stop();
  expect(fake.asked).toEqual([]);
});

const google = (status: number, message: string, more: Record<string, unknown> = {}): Told => ({
  status,
  body: { error: { code: status, message, ...more } },
});
const FAILURES: readonly (readonly [string, Told, string])[] = [
  [
    'a wrong key',
    google(400, 'API key not valid. Please pass a valid API key.', {
      status: 'INVALID_ARGUMENT',
      details: [{ reason: 'API_KEY_INVALID' }],
    }),
    'bad_key',
  ],
  [
    'a project without billing',
    google(403, 'This API method requires billing to be enabled.', { status: 'PERMISSION_DENIED' }),
    'no_credits',
  ],
  [
    'an API that is not enabled',
    google(403, 'Places API (New) has not been used in project 1 before or it is disabled.', {
      status: 'PERMISSION_DENIED',
    }),
    'not_permitted',
  ],
  [
    'a quota of the day',
    google(429, "Quota exceeded for quota metric 'SearchTextRequest' and limit 'SearchTextRequest per day'", {
      status: 'RESOURCE_EXHAUSTED',
    }),
    'no_credits',
  ],
  [
    'a missing field mask',
    google(400, 'FieldMask is a required parameter.', { status: 'INVALID_ARGUMENT' }),
    'bad_request',
  ],
  ['another shape', { body: { places: 'none' } }, 'schema_changed'],
  ['no JSON', { body: '<!doctype html>' }, 'schema_changed'],
];
test.each(FAILURES)('%s is a failure that names Google Places, asked once', async (_name, told, kind) => {
  const { fake, lines, provider, stop } = await askProvider('google-places', () => told);
  const { failure } = await provider.search(icpOf({ industries: ['Dentists'] }), { cursor: null, limit: 5 });
  await stop();
  expect(failure).toMatchObject({ provider: 'google-places', kind, message: expect.stringMatching(/^Google Places /) });
  expect(fake.asked).toHaveLength(1);
  expect(JSON.stringify([failure, lines])).not.toContain(SECRET);
});

test('a limit of the minute is waited for, and slow answers are given up', async () => {
  const limited = await askProvider('google-places', (_asked, count) =>
    count === 1 ? google(429, 'Quota exceeded, per minute') : { body: { places: [place(1)] } },
  );
  expect(
    (await limited.provider.search(icpOf({ industries: ['Dentists'] }), { cursor: null, limit: 5 })).companies,
  ).toHaveLength(1);
  await limited.stop();
  expect(limited.time.paused).toEqual([1_000]);
  const slow = await askProvider('google-places', () => ({ after: 300 }), { timeout: 30 });
  expect(
    (await slow.provider.search(icpOf({ industries: ['Dentists'] }), { cursor: null, limit: 5 })).failure?.kind,
  ).toBe('unavailable');
  await slow.stop();
});
