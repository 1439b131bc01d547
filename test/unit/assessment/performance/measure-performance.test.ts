import { createMeasurePerformance } from '../../../../functions/assessment/performance/measure-performance.ts';
import type { PageSpeed } from '../../../../functions/assessment/performance/page-speed.ts';
import type { CapturedPage } from '../../../../functions/assessment/site-capture.ts';
import { aCapture } from '../a-site-capture.ts';
import { aLabReading } from './a-lab-reading.ts';

const LEAN =
  '<!doctype html><html><head><title>Roofs</title><link rel="stylesheet" href="a.css"></head><body><h1>Roofs</h1><img src="roof.webp" width="800" height="600" alt=""></body></html>';
const measure = createMeasurePerformance({});
const byHtml = (html: string, page: Partial<CapturedPage> = {}) => measure(aCapture(html, page));
const failing = async (html: string, page: Partial<CapturedPage> = {}) =>
  (await byHtml(html, page)).results
    .filter(({ state }) => state === 'fail')
    .map(({ id }) => id.replace('performance.static.', ''));

test('without a browser the vitals are not measured, and the score is of the HTML alone', async () => {
  const result = await byHtml(LEAN);
  expect(result).toMatchObject({ status: 'partial', score: 100, metrics: [] });
  expect(result.notMeasured[0]).toEqual({
    what: 'Core Web Vitals and lab metrics (FCP, LCP, CLS, TBT, TTI, Speed Index)',
    reason: 'No browser measured this page.',
  });
});

const head = (markup: string): string => LEAN.replace('<title>', `${markup}<title>`);
const body = (markup: string): string => LEAN.replace('</body>', `${markup}</body>`);
const FAULTS: readonly (readonly [string, string, Partial<CapturedPage>])[] = [
  ['response_time', LEAN, { milliseconds: 2_400 }],
  ['compression', LEAN, { headers: [], decodedBytes: 20_000 }],
  ['html_size', LEAN, { decodedBytes: 900_000 }],
  [
    'redirects',
    LEAN,
    {
      redirects: Array.from({ length: 2 }, (_, at) => ({
        url: `http://${String(at)}.example/`,
        status: 301,
        location: '/',
      })),
    },
  ],
  ['blocking_scripts', head('<script src="jquery.js"></script>'), {}],
  ['blocking_styles', head('<link rel="stylesheet" href="b.css">'.repeat(4)), {}],
  [
    'requests',
    body(Array.from({ length: 90 }, (_, at) => `<script defer src="${String(at)}.js"></script>`).join('')),
    {},
  ],
  [
    'third_parties',
    body(
      Array.from({ length: 9 }, (_, at) => `<script defer src="https://t${String(at)}.example/x.js"></script>`).join(
        '',
      ),
    ),
    {},
  ],
  ['image_formats', body('<img src="a.jpg" width="1" height="1" alt="">'), {}],
  ['image_dimensions', body('<img src="a.webp" alt="">'), {}],
  ['lazy_images', body('<img src="a.webp" width="1" height="1" alt="">'.repeat(6)), {}],
  [
    'caching',
    LEAN,
    {
      headers: [
        ['content-encoding', 'gzip'],
        ['cache-control', 'no-store, max-age=0'],
      ],
    },
  ],
  ['fonts', head('<link rel="stylesheet" href="https://fonts.googleapis.com/css?family=Open+Sans">'), {}],
  ['fonts', head('<style>@font-face { font-family: A; src: url(a.woff2) }</style>'), {}],
];
test.each(FAULTS)('%s is found in HTML and headers, with what was seen', async (id, html, page) => {
  expect(await failing(html, page)).toEqual([id]);
  const { results, score } = await byHtml(html, page);
  expect(results.find((one) => one.id.endsWith(id))?.evidence[0]?.what).toMatch(/\w/);
  expect(score).toBeLessThan(100);
});

test('what does no harm is no fault', async () => {
  const harmless = head(
    '<script async src="a.js"></script><script defer src="b.js"></script><script type="module" src="c.js"></script><link rel="stylesheet" media="print" href="p.css"><link href="https://fonts.googleapis.com/css2?family=Inter&display=swap" rel="stylesheet">',
  ).replace(
    '</body>',
    '<picture><source type="image/webp" srcset="x.webp"><img src="x.jpg" width="4" height="3" alt=""></picture></body>',
  );
  expect(await failing(harmless)).toEqual([]);
});

test('what only stands in noscript is not loaded, so it is no fault', async () => {
  expect(await failing(body('<noscript><img src="a.jpg"></noscript>'))).toEqual([]);
});

// Searching by selectors took the square of a page's width: the first of these held up the whole assessment for minutes.
test.each([
  ['paragraphs', '<p>Pumps for farms.</p>', ''],
  ['images of one picture', '<source><img src="a.jpg">', '<picture>'],
  ['fonts left open', '@font-face{', '<style>'],
])('two megabytes of %s take bounded time', async (_, piece, before) => {
  expect((await byHtml(before + piece.repeat(2_000_000 / piece.length))).score).not.toBeNull();
});

test('a site without a page in HTML has no score', async () => {
  expect(await measure(aCapture('', {}, { pages: [] }))).toMatchObject({ status: 'failed', score: null });
  expect(await byHtml('')).toMatchObject({ status: 'failed', score: null });
});

const lab = aLabReading(82);
const field = { of: 'page', verdict: 'SLOW', lcpMs: 4_400, inpMs: 180, cls: null } as const;

test('PageSpeed Insights goes before Lighthouse, and its field data are checks of their own', async () => {
  const pageSpeed: PageSpeed = async () => ({ ok: true, reading: { lab, field } });
  const result = await createMeasurePerformance({
    pageSpeed,
    lighthouse: async () => {
      throw new Error('It is not asked.');
    },
  })(aCapture(LEAN));
  expect(result).toMatchObject({
    status: 'done',
    score: 82,
    metrics: expect.arrayContaining([
      expect.objectContaining({ id: 'performance_score', value: 82, source: 'PageSpeed Insights v5' }),
    ]),
  });
  const states = Object.fromEntries(
    result.results.filter(({ id }) => id.includes('field')).map(({ id, state }) => [id, state]),
  );
  expect(states).toEqual({
    'performance.field_lcp': 'fail',
    'performance.field_inp': 'pass',
    'performance.field_cls': 'not_measured',
  });
  expect(result.results.find(({ id }) => id === 'performance.field_lcp')).toMatchObject({
    severity: 'high',
    evidence: [{ what: '4400 ms at the 75th percentile of this page’s visits in 28 days; good is up to 2500 ms' }],
  });
});

test('visits too few for field data are said', async () => {
  const result = await createMeasurePerformance({
    pageSpeed: async () => ({ ok: true, reading: { lab, field: null } }),
  })(aCapture(LEAN));
  expect(result.notMeasured).toContainEqual({
    what: 'Core Web Vitals of real visitors',
    reason: 'Chrome counts too few visits to this site.',
  });
});

test('what fails on the way is the reason of a lesser measurement, never a score of 0', async () => {
  const pageSpeed: PageSpeed = async () => ({ ok: false, reason: 'PageSpeed Insights refused the API key.' });
  const byLighthouse = await createMeasurePerformance({
    pageSpeed,
    lighthouse: async () => ({ ok: true, readings: [lab], wanted: 3 }),
  })(aCapture(LEAN));
  expect(byLighthouse).toMatchObject({
    status: 'partial',
    score: 82,
    reason: 'There was time for 1 of 3 runs of Lighthouse.',
  });
  const byHtmlOnly = await createMeasurePerformance({
    pageSpeed,
    lighthouse: async () => ({ ok: false, reason: 'No Chromium is installed here.' }),
  })(aCapture(LEAN));
  expect(byHtmlOnly).toMatchObject({
    status: 'partial',
    score: 100,
    reason: 'No browser measured this page. PageSpeed Insights refused the API key. No Chromium is installed here.',
  });
});

test('the median of three runs counts; Lighthouse’s other categories come from the run that judged them', async () => {
  const bare = { categories: { accessibility: null, bestPractices: null, seo: null } };
  const readings = [aLabReading(90), aLabReading(70, bare), aLabReading(80, bare)];
  const result = await createMeasurePerformance({ lighthouse: async () => ({ ok: true, readings, wanted: 3 }) })(
    aCapture(LEAN),
  );
  expect(result).toMatchObject({ status: 'done', score: 80 });
  expect(result.notes).toEqual(['Lighthouse 13.5.0 (median of 3), a simulated phone; scores 70 to 90.']);
  expect(result.metrics.find(({ id }) => id === 'lighthouse_seo')?.value).toBe(100);
});
