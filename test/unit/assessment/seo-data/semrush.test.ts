import { METRICS } from '../../../../functions/assessment/metrics.ts';
import { createSemrush, semrushCall } from '../../../../functions/assessment/seo-data/semrush.ts';
import { createReadSeoData } from '../../../../functions/assessment/seo-data/seo-data.ts';
import { createProviderCall } from '../../../../functions/platform/provider-call.ts';
import { type Asked, startFakeProvider, type Told } from '../../../support/providers/fake-provider.ts';

const KEY = 'c0ffee0123456789c0ffee0123456789';
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const OVERVIEW = 'Domain;Rank;Organic Keywords;Organic Traffic;Organic Cost\r\nsite.example;81234;950;3120;4410\r\n';
const LINKS = 'ascore;total;domains_num\r\n41;15320;612\r\n';
const isOverview = ({ query }: Asked): boolean => query.get('type') === 'domain_rank';
const tables = (asked: Asked): Told => ({ body: isOverview(asked) ? OVERVIEW : LINKS });

const ask = async (answer: (asked: Asked) => Told) => {
  const fake = await startFakeProvider((asked) => ({ headers: { 'content-type': 'text/plain' }, ...answer(asked) }));
  stops.push(fake.stop);
  const call = createProviderCall({ ...semrushCall(KEY), baseUrl: fake.url, pause: async () => undefined });
  return { ...(await createReadSeoData({ provider: createSemrush({ call }) })('site.example')), asked: fake.asked };
};

test('reads both overviews into the six metrics, with what they cost', async () => {
  const { result, costMicroUsd, asked } = await ask(tables);
  expect(result).toMatchObject({ branch: 'seoData', status: 'done', score: null, results: [] });
  expect(Object.fromEntries(result.metrics.map(({ id, value }) => [id, value]))).toEqual({
    ...{ domain_authority: 41, organic_traffic: 3_120, organic_keywords: 950 },
    ...{ backlinks: 15_320, referring_domains: 612, traffic_value: 4_410 },
  });
  expect(result.metrics.map(({ id, unit }) => [id, unit])).toEqual(
    METRICS.filter(({ branch }) => branch === 'seoData').map(({ id, unit }) => [id, unit]),
  );
  expect(costMicroUsd).toBe(50 * 50);
  expect(
    asked.map(({ path, query }) => [
      path,
      query.get('type'),
      query.get('domain') ?? query.get('target'),
      query.get('key'),
    ]),
  ).toEqual([
    ['/', 'domain_rank', 'site.example', KEY],
    ['/analytics/v1/', 'backlinks_overview', 'site.example', KEY],
  ]);
});

test('a domain that is not known costs nothing and is said', async () => {
  const { result, costMicroUsd } = await ask(() => ({ body: 'ERROR 50 :: NOTHING FOUND' }));
  expect(result).toMatchObject({ status: 'failed', reason: 'SEMrush does not know this domain.' });
  expect(costMicroUsd).toBe(0);
});

test('what one of the two tells is kept when the other knows nothing', async () => {
  const { result } = await ask((asked) =>
    isOverview(asked) ? { body: 'ERROR 50 :: NOTHING FOUND' } : { body: LINKS },
  );
  expect(result).toMatchObject({ status: 'partial' });
  expect(result.metrics.filter(({ value }) => value !== null).map(({ id }) => id)).toEqual([
    'domain_authority',
    'backlinks',
    'referring_domains',
  ]);
  expect(result.notMeasured.map(({ what }) => what)).toEqual(['organic_traffic', 'organic_keywords', 'traffic_value']);
});

const FAILURES: readonly (readonly [string, Told, RegExp, number])[] = [
  ['a bad key', { body: 'ERROR 120 :: WRONG KEY - ID PAIR' }, /refused the API key.*semrush/, 1],
  ['units used up', { body: 'ERROR 132 :: API UNITS BALANCE IS ZERO' }, /has no credits left/, 1],
  ['a plan without the API', { body: 'ERROR 130 :: API DISABLED' }, /does not allow this call/, 1],
  ['a limit', { body: 'ERROR 131 :: LIMIT EXCEEDED' }, /rate limit/, 4],
  ['a wrong question', { body: 'ERROR 40 :: MANDATORY PARAMETER "type" NOT SET OR EMPTY' }, /refused the question/, 1],
  ['a page in place of a table', { body: '<!doctype html><title>Maintenance</title>' }, /shape that is not known/, 1],
  ['an outage', { status: 503, body: 'down' }, /does not answer/, 4],
];
test.each(FAILURES)('%s is a reason that names what helps, never the key', async (_name, told, reason, times) => {
  const { result, asked } = await ask(() => told);
  expect(result).toMatchObject({ status: 'failed', reason: expect.stringMatching(reason) });
  expect(asked).toHaveLength(times);
  expect(JSON.stringify(result)).not.toContain(KEY);
});

test('a key that the provider repeats is masked', async () => {
  const { result } = await ask(() => ({ status: 400, body: `{"message":"bad request key=${KEY}"}` }));
  expect(result.reason).toContain('***');
  expect(result.reason).not.toContain(KEY);
});

test('without a provider the branch says what it needs', async () => {
  const { result } = await createReadSeoData({ provider: undefined })('site.example');
  expect(result).toMatchObject({
    status: 'failed',
    reason: expect.stringContaining('PUT /provider-credentials/semrush'),
  });
});
