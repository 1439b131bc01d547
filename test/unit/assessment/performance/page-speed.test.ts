import { createPageSpeed, pageSpeedCall } from '../../../../functions/assessment/performance/page-speed.ts';
import { createProviderCall } from '../../../../functions/platform/provider-call.ts';
import { type Asked, startFakeProvider, type Told } from '../../../support/providers/fake-provider.ts';
import { aLighthouseResult, withoutAudits } from './a-lighthouse-result.ts';

const KEY = 'AIza-very-secret-0123456789';
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const ask = async (answer: (asked: Asked, count: number) => Told, timeout = 2_000) => {
  const fake = await startFakeProvider(answer);
  stops.push(fake.stop);
  const pageSpeed = createPageSpeed({
    call: createProviderCall({
      ...pageSpeedCall(KEY),
      baseUrl: fake.url,
      pause: async () => undefined,
      timeout,
      patience: 4 * timeout,
    }),
  });
  return { answer: await pageSpeed('https://site.example/a?b=c'), fake };
};
const field = (percentile: number) => ({ percentile, category: 'FAST', distributions: [] });

test('asks for all four categories on a phone, the key in a header', async () => {
  const { answer, fake } = await ask(() => ({ body: { lighthouseResult: aLighthouseResult() } }));
  expect(answer).toMatchObject({ ok: true, reading: { field: null, lab: { score: 73, version: '13.5.0' } } });
  expect(fake.asked).toHaveLength(1);
  const [asked] = fake.asked;
  expect(asked).toMatchObject({ path: '/runPagespeed', headers: { 'x-goog-api-key': KEY } });
  expect([...(asked?.query ?? [])]).toEqual([
    ['url', 'https://site.example/a?b=c'],
    ['strategy', 'MOBILE'],
    ...['PERFORMANCE', 'ACCESSIBILITY', 'BEST_PRACTICES', 'SEO'].map((category) => ['category', category]),
    ['locale', 'en'],
  ]);
});

test('tells what real visitors had: of the page, else of the whole site', async () => {
  const metrics = {
    LARGEST_CONTENTFUL_PAINT_MS: field(2_100),
    INTERACTION_TO_NEXT_PAINT: field(240),
    CUMULATIVE_LAYOUT_SHIFT_SCORE: field(7),
  };
  const page = await ask(() => ({
    body: { lighthouseResult: aLighthouseResult(), loadingExperience: { overall_category: 'AVERAGE', metrics } },
  }));
  expect(page.answer).toMatchObject({
    reading: { field: { of: 'page', verdict: 'AVERAGE', lcpMs: 2_100, inpMs: 240, cls: 0.07 } },
  });
  const site = await ask(() => ({
    body: {
      lighthouseResult: aLighthouseResult(),
      loadingExperience: { initial_url: 'x' },
      originLoadingExperience: { metrics },
    },
  }));
  expect(site.answer).toMatchObject({ reading: { field: { of: 'site', lcpMs: 2_100 } } });
});

const google = (code: number, message: string, more: object = {}): Told => ({
  status: code,
  body: { error: { code, message, errors: [{ message, domain: 'global', reason: 'badRequest' }], ...more } },
});
const FAILURES: readonly (readonly [string, Told, RegExp, number])[] = [
  [
    'a bad key',
    google(400, 'API key not valid. Please pass a valid API key.', { details: [{ reason: 'API_KEY_INVALID' }] }),
    /refused the API key.*pagespeed/,
    1,
  ],
  [
    'a key that may not call it',
    google(403, 'PageSpeed Insights API has not been used in project 1 before or it is disabled.'),
    /does not allow this call/,
    1,
  ],
  [
    'the quota of the day',
    google(429, "Quota exceeded for quota metric 'Queries' and limit 'Queries per day' of service"),
    /has no credits left/,
    1,
  ],
  [
    'the quota of the minute',
    google(429, "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute'"),
    /rate limit/,
    4,
  ],
  [
    'a page that Lighthouse cannot load',
    google(500, 'Lighthouse returned error: FAILED_DOCUMENT_REQUEST. Lighthouse was unable to reliably load the page'),
    /FAILED_DOCUMENT_REQUEST/,
    1,
  ],
  [
    'a page that answers 404',
    google(400, 'Lighthouse returned error: ERRORED_DOCUMENT_REQUEST. (Status code: 404)', {
      errors: [{ reason: 'lighthouseUserError' }],
    }),
    /Status code: 404/,
    1,
  ],
  ['an outage', google(503, 'The service is currently unavailable.'), /does not answer/, 4],
  ['another shape', { body: { lighthouseResult: 'later' } }, /shape that is not known/, 1],
];
test.each(FAILURES)('%s is a reason, asked again only where that can help', async (_name, told, reason, times) => {
  const { answer, fake } = await ask(() => told);
  expect(answer).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  expect(fake.asked).toHaveLength(times);
  expect(JSON.stringify(answer)).not.toContain(KEY);
});

test('a runtimeError within an answer is no measurement', async () => {
  const { answer } = await ask(() => ({
    body: {
      lighthouseResult: aLighthouseResult({}, { runtimeError: { code: 'NO_FCP', message: 'Nothing was painted.' } }),
    },
  }));
  expect(answer).toMatchObject({ ok: false, reason: expect.stringContaining('NO_FCP') });
});

test('scores that are null stay null', async () => {
  const { answer } = await ask(() => ({ body: { lighthouseResult: withoutAudits('largest-contentful-paint') } }));
  expect(answer).toMatchObject({ ok: true, reading: { lab: { score: null } } });
});

test('an answer that does not come in time is a reason', async () => {
  const { answer } = await ask(() => ({ after: 300 }), 40);
  expect(answer).toMatchObject({ ok: false, reason: expect.stringContaining('no answer within') });
});
