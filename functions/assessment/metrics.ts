import type { Branch, Metric } from './contract.ts';

export const METRIC_GROUPS = [
  'pagespeed',
  'technical',
  'business_profile',
  'screenshots',
  'seo_data',
  'visual_and_lighthouse',
  'content',
] as const;
export type MetricGroup = (typeof METRIC_GROUPS)[number];

/** What a metric needs beside the site itself. */
export const NEEDS = {
  nothing: 'nothing but the site',
  lab: 'a PageSpeed Insights key, or a Chromium for Lighthouse',
  https: 'a site on https',
  browser: 'a Chromium',
  places: 'a Google Places key',
  seo: 'a key of an SEO data provider (SEMrush)',
  vision: 'a vision model and a Chromium',
} as const;
export type Need = keyof typeof NEEDS;

/** A metric as data: who measures it, in which unit, from what, and what that takes. */
export type MetricRow = Readonly<{
  id: string;
  group: MetricGroup;
  title: string;
  /** Null for text and yes or no. */
  unit: string | null;
  /** The branch that gives it. */
  branch: Branch;
  from: string;
  needs: Need;
}>;

type Short = readonly [id: string, title: string, unit: string | null, from: string, needs?: Need];

const group = (name: MetricGroup, branch: Branch, needs: Need, rows: readonly Short[]): readonly MetricRow[] =>
  rows.map(([id, title, unit, from, own = needs]) => ({ id, group: name, title, unit, branch, from, needs: own }));

const LAB = 'PageSpeed Insights v5, else Lighthouse (median of 3)';
const PLACES = 'Google Places (New), the place of this website';
const SEO = 'the SEO data provider';
const RUBRIC = 'vision model, 0 to 10 with a reason, from the screenshots';

/** The 53 metrics in the order in which they are always given; docs/assessment-metrics.md shows this table. */
export const METRICS: readonly MetricRow[] = [
  ...group('pagespeed', 'performance', 'lab', [
    ['performance_score', 'Performance score', 'points', LAB],
    ['first_contentful_paint', 'First Contentful Paint', 'ms', LAB],
    ['largest_contentful_paint', 'Largest Contentful Paint', 'ms', LAB],
    ['cumulative_layout_shift', 'Cumulative Layout Shift', 'ratio', LAB],
    ['total_blocking_time', 'Total Blocking Time', 'ms', LAB],
    ['time_to_interactive', 'Time to Interactive', 'ms', LAB],
    ['speed_index', 'Speed Index', 'ms', LAB],
  ]),
  ...group('technical', 'fetch', 'nothing', [
    ['https_enforced', 'Plain http leads to https', null, 'one request over plain http'],
    ['tls_version', 'TLS version', null, 'the TLS handshake', 'https'],
    ['certificate_days_left', 'Days until the certificate ends', 'days', 'the TLS handshake', 'https'],
    ['server_response_ms', 'Time until the home page was read', 'ms', 'reading the home page'],
    ['page_bytes', 'Size of the home page over the wire', 'bytes', 'reading the home page'],
    ['redirects', 'Redirects before the home page', 'count', 'reading the home page'],
    ['broken_internal_links', 'Broken internal links', 'count', 'HEAD, then GET, on at most 100 internal links'],
    ['robots_txt', 'robots.txt present', null, '/robots.txt'],
    ['sitemap_urls', 'Addresses in the sitemap', 'count', 'the sitemap that robots.txt names, else /sitemap.xml'],
  ]),
  ...group('business_profile', 'presence', 'places', [
    ['profile_found', 'Business profile found', null, PLACES],
    ['profile_rating', 'Rating', 'stars', PLACES],
    ['profile_reviews', 'Reviews', 'count', PLACES],
    ['profile_photos', 'Photos', 'count', PLACES],
    ['profile_hours', 'Opening hours given', null, PLACES],
    ['profile_phone', 'Telephone number given', null, PLACES],
    ['profile_website', 'Website given', null, PLACES],
    ['profile_category', 'Kind of business', null, PLACES],
    ['profile_status', 'Open, or closed for a time or for good', null, PLACES],
  ]),
  ...group('screenshots', 'visual', 'browser', [
    ['screenshot_desktop', 'Screenshot at 1920×1080', null, 'Chromium; where the picture lies'],
    ['screenshot_mobile', 'Screenshot at 390×844', null, 'Chromium; where the picture lies'],
  ]),
  ...group('seo_data', 'seoData', 'seo', [
    ['domain_authority', 'Authority of the domain', 'points', SEO],
    ['organic_traffic', 'Visits from search', 'visits/month', SEO],
    ['organic_keywords', 'Words it is found by', 'count', SEO],
    ['backlinks', 'Links from elsewhere', 'count', SEO],
    ['referring_domains', 'Domains that link here', 'count', SEO],
    ['traffic_value', 'What the visits would cost as advertisements', 'USD/month', SEO],
  ]),
  ...group('visual_and_lighthouse', 'visual', 'vision', [
    ['rubric_above_the_fold', 'Clarity above the fold', 'of 10', RUBRIC],
    ['rubric_cta_prominence', 'Prominence of the call to action', 'of 10', RUBRIC],
    ['rubric_trust_signals', 'Trust signals', 'of 10', RUBRIC],
    ['rubric_hierarchy', 'Visual hierarchy', 'of 10', RUBRIC],
    ['rubric_readability', 'Readability', 'of 10', RUBRIC],
    ['rubric_brand_cohesion', 'Cohesion of the brand', 'of 10', RUBRIC],
    ['rubric_image_quality', 'Quality of the images', 'of 10', RUBRIC],
    ['rubric_mobile', 'The site on a phone', 'of 10', RUBRIC],
    ['rubric_white_space', 'White space', 'of 10', RUBRIC],
  ]),
  ...group('visual_and_lighthouse', 'performance', 'lab', [
    ['lighthouse_accessibility', 'Lighthouse: accessibility', 'points', LAB],
    ['lighthouse_best_practices', 'Lighthouse: best practices', 'points', LAB],
    ['lighthouse_seo', 'Lighthouse: SEO', 'points', LAB],
  ]),
  ...group('visual_and_lighthouse', 'visual', 'browser', [
    ['mobile_overflow', 'Wider than a phone’s screen', null, 'Chromium at 390×844'],
  ]),
  ...group('content', 'content', 'nothing', [
    ['value_proposition', 'Says what it offers', null, 'first heading and description of the home page'],
    ['contact_data', 'Ways to get in touch', 'count', 'telephone numbers, addresses and forms of the pages read'],
    ['next_step', 'Asks for a next step', null, 'links and buttons of the home page'],
    ['social_proof', 'Shows what customers say', null, 'the pages read'],
    ['reading_ease', 'Flesch reading ease', 'points', 'the text of the pages read'],
    ['copyright_year', 'Year of the copyright notice', 'year', 'the pages read'],
    ['placeholder_text', 'Placeholder text left', 'count', 'the pages read'],
  ]),
];

/** All 53 metrics in their order, with what was measured put in; what was not is null. Metrics that are not in the table are left out. */
export const fillMetrics = (measured: readonly Metric[]): Metric[] => {
  const byId = new Map(measured.filter(({ value }) => value !== null).map((metric) => [metric.id, metric]));
  return METRICS.map(({ id, unit, from }) => byId.get(id) ?? { id, value: null, unit, source: from });
};

/** The table of docs/assessment-metrics.md, in Markdown. */
export const metricsTable = (): string =>
  [
    '| # | metric | what | unit | from | needs |',
    '|--:|---|---|---|---|---|',
    ...METRICS.map(
      ({ id, title, unit, from, needs }, at) =>
        `| ${String(at + 1)} | \`${id}\` | ${title} | ${unit ?? ''} | ${from} | ${NEEDS[needs]} |`,
    ),
  ].join('\n');
