import {
  type Assessment,
  CATEGORIES,
  type Category,
  type Evidence,
  type Finding,
  type Metric,
} from '../../functions/assessment/contract.ts';
import { fillMetrics } from '../../functions/assessment/metrics.ts';
import { rankFindings } from '../../functions/assessment/rank-findings.ts';
import { AssessmentId, ReportId, WorkspaceId } from '../../functions/platform/ids.ts';
import { DEFAULT_BRAND } from '../../functions/reports/brand.ts';
import type { Peers, ReportContent } from '../../functions/reports/content.ts';
import { ruleInsights } from '../../functions/reports/insights/rule-insights.ts';
import { comparePeers } from '../../functions/reports/peers.ts';

export const SAMPLE_WORKSPACE = WorkspaceId.parse('ws_01jd0000000000000000000001');
const START = '2026-11-21T09:30:00.000Z';
const END = '2026-11-21T09:31:12.000Z';

type Short = readonly [
  id: string,
  category: Category,
  severity: Finding['severity'],
  effort: Finding['effort'],
  title: string,
  detail: string,
  fix: string,
  ...evidence: Evidence[],
];

const FAULTS: readonly Short[] = [
  [
    'security.https',
    'security',
    'critical',
    'hours',
    'The site is not encrypted',
    'Pages are served over plain http. Browsers mark them “Not secure”, and what visitors type can be read on the way.',
    'Install a certificate (Let’s Encrypt is free) and redirect http to https permanently.',
    {
      what: 'http://www.northfield-dental.example/ answers 200 and does not redirect',
      where: 'http://www.northfield-dental.example/',
    },
  ],
  [
    'seo.noindex',
    'seo',
    'critical',
    'minutes',
    'Search engines are told not to show the home page',
    'A robots meta tag forbids indexing. Nobody can find the page by searching.',
    'Remove the tag `<meta name="robots" content="noindex">` from the home page.',
    {
      what: 'meta robots says noindex',
      where: 'http://www.northfield-dental.example/',
      quote: '<meta name="robots" content="noindex, nofollow">',
    },
  ],
  [
    'performance.lcp',
    'performance',
    'high',
    'days',
    'The main content appears after 6.8 seconds',
    'Largest Contentful Paint is 6.8 s; good is 2.5 s or less. Most phones wait longer still.',
    'Serve the hero picture as WebP at the size in which it is shown, preload it, and do not load it lazily.',
    {
      what: 'Largest Contentful Paint 6.8 s (median of three runs: 6.5, 6.8, 7.4)',
      where: 'http://www.northfield-dental.example/',
    },
    { what: 'hero.jpg weighs 3.4 MB', where: 'http://www.northfield-dental.example/img/hero.jpg' },
  ],
  [
    'email.dmarc',
    'email',
    'high',
    'minutes',
    'Anybody can send mail in the name of the domain',
    'There is no DMARC record, so mail servers deliver forged mail.',
    'Publish a TXT record at _dmarc with v=DMARC1; p=none; rua=… and tighten it once reports are clean.',
    { what: 'no TXT record', where: '_dmarc.northfield-dental.example' },
  ],
  [
    'accessibility.image-alt',
    'accessibility',
    'critical',
    'hours',
    '14 images have no text alternative',
    'People who use a screen reader hear a file name or nothing.',
    'Give each image that says something an alt text; give decoration an empty one.',
    { what: '<img src="team.jpg">', where: 'main > section:nth-child(3) img' },
    { what: '<img src="smile-1.jpg">', where: '.gallery img:nth-child(1)' },
    { what: '<img src="smile-2.jpg">', where: '.gallery img:nth-child(2)' },
    { what: '<img src="smile-3.jpg">', where: '.gallery img:nth-child(3)' },
  ],
  [
    'content.next-step',
    'content',
    'high',
    'hours',
    'The home page asks for no next step',
    'No button or link invites to book, call or write.',
    'Put one clear call to action above the fold: “Book a check-up”.',
    { what: 'none of the 23 links or buttons asks for anything', where: 'http://www.northfield-dental.example/' },
  ],
  [
    'seo.title-missing',
    'seo',
    'high',
    'minutes',
    'Three pages have no title',
    'The title is what search results and browser tabs show.',
    'Give each page a title of 30 to 60 characters that says what it is about.',
    { what: 'no <title>', where: 'http://www.northfield-dental.example/prices' },
    { what: 'no <title>', where: 'http://www.northfield-dental.example/team' },
  ],
  [
    'seo.meta-description',
    'seo',
    'medium',
    'minutes',
    'No page describes itself to search engines',
    'Without a meta description search engines pick a sentence by themselves.',
    'Write a description of 70 to 155 characters for each page.',
    { what: 'no meta description on 8 of 8 pages', where: 'http://www.northfield-dental.example/' },
  ],
  [
    'security.cookie-secure',
    'security',
    'medium',
    'minutes',
    'A session cookie is sent without protection',
    'PHPSESSID lacks Secure, HttpOnly and SameSite.',
    'Set Secure, HttpOnly and SameSite=Lax on the cookie.',
    { what: 'set-cookie: PHPSESSID=…; path=/', where: 'http://www.northfield-dental.example/' },
  ],
  [
    'security.csp',
    'security',
    'medium',
    'hours',
    'No Content Security Policy',
    'Injected scripts would run.',
    'Begin with a report-only policy, then enforce it.',
    { what: 'the header is not sent', where: 'content-security-policy' },
  ],
  [
    'security.library',
    'security',
    'high',
    'hours',
    'jQuery 1.8.3 has known weak spots',
    'Versions before 3.5.0 allow cross-site scripting (CVE-2020-11022).',
    'Update jQuery to 3.7 or newer, or remove it.',
    { what: 'jQuery 1.8.3', where: 'http://www.northfield-dental.example/js/jquery-1.8.3.min.js' },
  ],
  [
    'performance.cls',
    'performance',
    'medium',
    'hours',
    'The page jumps while it loads',
    'Cumulative Layout Shift is 0.31; good is 0.1 or less.',
    'Give images and the banner a fixed size.',
    { what: 'Cumulative Layout Shift 0.31', where: 'http://www.northfield-dental.example/' },
  ],
  [
    'performance.compression',
    'performance',
    'medium',
    'minutes',
    'Text is sent uncompressed',
    '412 KB would be 96 KB with gzip.',
    'Turn on gzip or Brotli in the web server.',
    { what: 'no content-encoding', where: 'http://www.northfield-dental.example/css/all.css' },
  ],
  [
    'accessibility.contrast',
    'accessibility',
    'high',
    'hours',
    'Text of 9 elements can hardly be read',
    'Grey on white with a contrast of 2.3; at least 4.5 is needed.',
    'Darken the text to #767676 or more.',
    { what: 'contrast 2.3 : 1', where: '.opening-hours p' },
  ],
  [
    'accessibility.label',
    'accessibility',
    'critical',
    'minutes',
    'The contact form’s fields have no labels',
    'Screen readers cannot say what to type.',
    'Add a label to each field.',
    { what: '<input name="email">', where: '#contact form input:nth-child(2)' },
  ],
  [
    'content.copyright',
    'content',
    'low',
    'minutes',
    'The copyright notice is of 2017',
    'It makes the site look abandoned.',
    'Update the year.',
    { what: '© 2017 Northfield Dental', where: 'footer' },
  ],
  [
    'content.placeholder',
    'content',
    'medium',
    'minutes',
    'Placeholder text was left on a page',
    'Visitors read “Lorem ipsum”.',
    'Replace it by your own words.',
    {
      what: 'Lorem ipsum dolor sit amet',
      where: 'http://www.northfield-dental.example/implants',
      quote: 'Lorem ipsum dolor sit amet, consectetur adipiscing elit',
    },
  ],
  [
    'visual.overflow',
    'visual',
    'high',
    'hours',
    'The page is wider than a phone’s screen',
    'Visitors have to scroll sideways: 612 px on a screen of 390.',
    'Let the price table wrap or scroll by itself.',
    { what: 'document width 612 px', where: '390 × 844' },
  ],
  [
    'seo.broken-links',
    'seo',
    'medium',
    'minutes',
    '6 internal links lead nowhere',
    'Visitors and search engines meet error pages.',
    'Mend or remove the links.',
    { what: '404', where: 'http://www.northfield-dental.example/angebote.html' },
    { what: '404', where: 'http://www.northfield-dental.example/old/team.html' },
  ],
  [
    'seo.structured',
    'seo',
    'low',
    'hours',
    'No structured data',
    'Search engines cannot show address and opening hours.',
    'Add a LocalBusiness block (schema.org).',
    { what: 'no JSON-LD, microdata or RDFa', where: 'http://www.northfield-dental.example/' },
  ],
  [
    'email.spf',
    'email',
    'medium',
    'minutes',
    'The SPF record ends with ?all',
    'It protects nothing.',
    'End it with ~all, later with -all.',
    { what: 'v=spf1 include:_spf.example.net ?all', where: 'northfield-dental.example' },
  ],
  [
    'presence.hours',
    'presence',
    'medium',
    'minutes',
    'The business profile shows no opening hours',
    'People do not know when to come.',
    'Add opening hours to the Google profile.',
    { what: 'no opening hours', where: 'Google Business Profile' },
  ],
  [
    'security.nosniff',
    'security',
    'low',
    'minutes',
    'Browsers may guess file types',
    'X-Content-Type-Options is not sent.',
    'Send X-Content-Type-Options: nosniff.',
    { what: 'the header is not sent', where: 'x-content-type-options' },
  ],
  [
    'security.referrer',
    'security',
    'low',
    'minutes',
    'Addresses of pages are told to other sites',
    'Referrer-Policy is not sent.',
    'Send Referrer-Policy: strict-origin-when-cross-origin.',
    { what: 'the header is not sent', where: 'referrer-policy' },
  ],
];

const findingOf = ([id, category, severity, effort, title, detail, fix, ...evidence]: Short): Omit<
  Finding,
  'impact'
> => ({
  id,
  category,
  severity,
  effort,
  title,
  detail,
  fix,
  source: `https://developer.mozilla.org/rules/${id}`,
  evidence,
});

type Scores = Readonly<Record<Category, number | null>>;
type Wish = Readonly<{
  companyName: string | null;
  domain: string;
  url: string;
  scores: Scores;
  overall: number | null;
  findings: readonly Omit<Finding, 'impact'>[];
  metrics?: readonly Metric[];
  notMeasured?: Assessment['notMeasured'];
  revenue?: number | null;
}>;

const metric = (id: string, value: Metric['value'], unit: string | null): Metric => ({
  id,
  value,
  unit,
  source: 'measured',
});

export const sampleAssessment = ({
  companyName,
  domain,
  url,
  scores,
  overall,
  findings,
  metrics = [],
  notMeasured = [],
  revenue = 1_800_000,
}: Wish): Assessment => {
  const assumptions = {
    annualRevenueUsd: revenue,
    industry: 'health',
    companySize: '10-49',
    onlineDependence: null,
  } as const;
  const ranked = rankFindings(findings, assumptions);
  return {
    id: AssessmentId.parse('asm_01jd0000000000000000000002'),
    workspaceId: SAMPLE_WORKSPACE,
    url,
    finalUrl: url,
    domain,
    companyName,
    status: 'completed',
    startedAt: START,
    finishedAt: END,
    rulesVersion: '1',
    overall,
    categories: Object.fromEntries(
      CATEGORIES.map((category) => {
        const failed = findings.filter((finding) => finding.category === category).length;
        const score = scores[category];
        return [
          category,
          score === null
            ? {
                score,
                measured: 'none',
                note: 'No key or browser for it was configured.',
                checks: { passed: 0, failed: 0, notMeasured: 6 },
              }
            : {
                score,
                measured: category === 'accessibility' ? 'partial' : 'full',
                note:
                  category === 'accessibility'
                    ? 'Only what can be seen in the source was checked: no browser was at hand.'
                    : null,
                checks: { passed: 14 - failed, failed, notMeasured: 1 },
              },
        ];
      }),
    ) as Assessment['categories'],
    findings: ranked.findings,
    metrics: fillMetrics(metrics),
    technologies:
      scores.seo === null
        ? []
        : [
            {
              name: 'WordPress 5.2',
              kind: 'content management',
              evidence: [{ what: 'meta generator “WordPress 5.2.1”', where: url }],
            },
            {
              name: 'jQuery 1.8.3',
              kind: 'library',
              evidence: [{ what: 'file name jquery-1.8.3.min.js', where: url }],
            },
            { name: 'Apache', kind: 'web server', evidence: [{ what: 'header server: Apache', where: url }] },
          ],
    screenshots: [],
    notMeasured: [...notMeasured],
    assumptions,
    impact: findings.length === 0 ? null : ranked.impact,
  };
};

const all = (score: number | null): Scores =>
  Object.fromEntries(CATEGORIES.map((category) => [category, score])) as Scores;

const METRICS: readonly Metric[] = [
  metric('largest_contentful_paint', 6_800, 'ms'),
  metric('cumulative_layout_shift', 0.31, 'ratio'),
  metric('total_blocking_time', 640, 'ms'),
  metric('speed_index', 7_200, 'ms'),
  metric('https_enforced', false, null),
  metric('tls_version', null, null),
  metric('broken_internal_links', 6, 'count'),
  metric('sitemap_urls', 0, 'count'),
  metric('page_bytes', 4_812_000, 'bytes'),
  metric('contact_data', 2, 'count'),
  metric('reading_ease', 48.2, 'points'),
  metric('copyright_year', 2_017, 'year'),
  metric('profile_rating', 4.3, 'stars'),
  metric('profile_reviews', 87, 'count'),
];

const UNMEASURED: Assessment['notMeasured'] = [
  { what: 'Authority, traffic and backlinks', reason: 'No key of an SEO data provider is set.' },
  { what: 'Nine rubrics of how the site looks', reason: 'No language model that sees is configured.' },
];

export const badAssessment = sampleAssessment({
  companyName: 'Northfield Dental & Orthodontics',
  domain: 'northfield-dental.example',
  url: 'http://www.northfield-dental.example/',
  scores: {
    ...all(40),
    performance: 22,
    security: 15,
    seo: 41,
    email: 35,
    accessibility: 48,
    visual: 55,
    presence: 72,
    content: 52,
  },
  overall: 38,
  findings: FAULTS.map(findingOf),
  metrics: METRICS,
  notMeasured: UNMEASURED,
});

export const goodAssessment = sampleAssessment({
  companyName: 'Lumen Optics',
  domain: 'lumen-optics.example',
  url: 'https://lumen-optics.example/',
  scores: { ...all(92), performance: 98, security: 100, seo: 96, presence: 88, content: 91 },
  overall: 95,
  findings: FAULTS.filter(([id]) => ['seo.structured', 'security.referrer'].includes(id)).map(findingOf),
  metrics: METRICS.map((one) => (one.id === 'largest_contentful_paint' ? { ...one, value: 1_400 } : one)),
  revenue: null,
});

export const unmeasuredAssessment = sampleAssessment({
  companyName: null,
  domain: 'quiet-harbour.example',
  url: 'https://quiet-harbour.example/',
  scores: all(null),
  overall: null,
  findings: [],
  notMeasured: [
    { what: 'Reading the site', reason: 'The server answered 503 at every try.' },
    ...['Speed', 'Search', 'Security', 'Accessibility', 'Design', 'Content', 'Technologies'].map((what) => ({
      what,
      reason: 'There is no page to look at.',
    })),
    ...UNMEASURED,
  ],
});

export const japaneseAssessment: Assessment = {
  ...badAssessment,
  companyName: '株式会社ノースフィールド歯科クリニック東京本院',
  domain: '歯科.example',
};

export const samplePeers = (assessment: Assessment): Peers | null =>
  comparePeers(
    assessment,
    assessment.assumptions.industry,
    Array.from({ length: 34 }, (_, at) => ({
      domain: `peer-${String(at)}.example`,
      overall: 40 + at,
      categories: all(35 + at),
    })),
  );

export const contentOf = (assessment: Assessment, changes: Partial<ReportContent> = {}): ReportContent => ({
  reportId: ReportId.parse('rpt_01jd0000000000000000000003'),
  version: 1,
  preparedAt: '2026-11-21T10:00:00.000Z',
  assessment,
  insights: ruleInsights(assessment),
  brand: DEFAULT_BRAND,
  peers: null,
  remarks: [],
  ...changes,
});
