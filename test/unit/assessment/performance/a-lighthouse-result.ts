type Audit = Readonly<Record<string, unknown>>;

const metric = (id: string, numericValue: number, score: number | null): Audit => ({
  id,
  title: id,
  score,
  scoreDisplayMode: 'numeric',
  numericValue,
});

/** A result of Lighthouse 13 in the shape in which PageSpeed Insights and the program itself give it. */
export const aLighthouseResult = (audits: Readonly<Record<string, Audit | undefined>> = {}, more: object = {}) => ({
  lighthouseVersion: '13.5.0',
  requestedUrl: 'https://site.example/',
  finalDisplayedUrl: 'https://site.example/',
  fetchTime: '2026-11-21T09:00:00.000Z',
  runWarnings: [],
  categories: {
    performance: { id: 'performance', score: 0.73 },
    accessibility: { id: 'accessibility', score: 0.94 },
    'best-practices': { id: 'best-practices', score: 0.74 },
    seo: { id: 'seo', score: 0.91 },
  },
  audits: {
    'first-contentful-paint': metric('first-contentful-paint', 2_774, 0.56),
    'largest-contentful-paint': metric('largest-contentful-paint', 6_261, 0.12),
    'cumulative-layout-shift': metric('cumulative-layout-shift', 0.0321, 0.99),
    'total-blocking-time': metric('total-blocking-time', 0, 1),
    interactive: metric('interactive', 6_411, 0.5),
    'speed-index': metric('speed-index', 2_774, 0.97),
    'render-blocking-insight': {
      id: 'render-blocking-insight',
      title: 'Render-blocking requests',
      score: 0,
      scoreDisplayMode: 'metricSavings',
      displayValue: 'Est savings of 1,850 ms',
      metricSavings: { FCP: 1_850, LCP: 1_850 },
      details: {
        type: 'list',
        items: [
          { url: 'https://site.example/site.css', totalBytes: 250_880, wastedMs: 1_987 },
          { type: 'text', value: 'not a file' },
        ],
      },
    },
    'cache-insight': { id: 'cache-insight', title: 'Cache', score: 1, scoreDisplayMode: 'metricSavings' },
    'font-display-insight': {
      id: 'font-display-insight',
      title: 'Fonts',
      score: null,
      scoreDisplayMode: 'notApplicable',
    },
    ...Object.fromEntries(Object.entries(audits).filter(([, audit]) => audit !== undefined)),
  },
  ...more,
});

/** The same without some audits. */
export const withoutAudits = (...names: readonly string[]) => {
  const result = aLighthouseResult();
  return {
    ...result,
    audits: Object.fromEntries(Object.entries(result.audits).filter(([name]) => !names.includes(name))),
  };
};
