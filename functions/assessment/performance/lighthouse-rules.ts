import type { Effort, Severity } from '../contract.ts';

/** An audit of Lighthouse that becomes a finding. It has no weight: the score comes from the metrics. */
export type LighthouseRule = Readonly<{
  audit: string;
  title: string;
  severity: Severity;
  effort: Effort;
  fix: string;
  source: string;
  /** Other audits that say the same in other versions of Lighthouse. */
  also?: readonly string[];
}>;

const INSIGHTS = 'https://developer.chrome.com/docs/performance/insights';
const AUDITS = 'https://developer.chrome.com/docs/lighthouse/performance';

/** What is looked at beside the metrics, by the names of Lighthouse 13 (PageSpeed Insights runs the same version); worth most first. */
export const LIGHTHOUSE_RULES: readonly LighthouseRule[] = [
  {
    audit: 'render-blocking-insight',
    also: ['render-blocking-resources'],
    title: 'Scripts or styles hold up the first paint',
    severity: 'high',
    effort: 'hours',
    fix: 'Load scripts with defer, and only the styles of the first screen before it is painted.',
    source: `${INSIGHTS}/render-blocking`,
  },
  {
    audit: 'image-delivery-insight',
    also: ['modern-image-formats', 'uses-optimized-images', 'uses-responsive-images'],
    title: 'Images are larger than they need to be',
    severity: 'high',
    effort: 'hours',
    fix: 'Serve images as WebP or AVIF, compressed, and in the size in which they are shown.',
    source: `${INSIGHTS}/image-delivery`,
  },
  {
    audit: 'document-latency-insight',
    also: ['server-response-time', 'uses-text-compression'],
    title: 'The page itself comes late',
    severity: 'high',
    effort: 'days',
    fix: 'Answer from a cache or nearer to visitors, without redirects, and compress the answer.',
    source: `${INSIGHTS}/document-latency`,
  },
  {
    audit: 'lcp-discovery-insight',
    also: ['prioritize-lcp-image', 'largest-contentful-paint-element'],
    title: 'The largest picture of the first screen is found late',
    severity: 'medium',
    effort: 'hours',
    fix: 'Put it into the HTML with fetchpriority="high", and do not load it lazily.',
    source: `${INSIGHTS}/lcp-discovery`,
  },
  {
    audit: 'unused-javascript',
    title: 'JavaScript is loaded that is not used',
    severity: 'medium',
    effort: 'days',
    fix: 'Take out libraries that nothing needs, and load the rest where it is used.',
    source: `${AUDITS}/unused-javascript`,
  },
  {
    audit: 'unused-css-rules',
    title: 'Styles are loaded that are not used',
    severity: 'low',
    effort: 'hours',
    fix: 'Leave out style sheets that the page does not need.',
    source: `${AUDITS}/unused-css-rules`,
  },
  {
    audit: 'cache-insight',
    also: ['uses-long-cache-ttl'],
    title: 'Files are kept too briefly by browsers',
    severity: 'medium',
    effort: 'minutes',
    fix: 'Send Cache-Control with a long max-age for files whose name changes with their content.',
    source: `${INSIGHTS}/cache`,
  },
  {
    audit: 'cls-culprits-insight',
    also: ['layout-shifts'],
    title: 'Contents jump while the page loads',
    severity: 'medium',
    effort: 'hours',
    fix: 'Reserve the room of images, advertisements and fonts before they arrive.',
    source: `${INSIGHTS}/cls-culprit`,
  },
  {
    audit: 'unsized-images',
    title: 'Images have no width and height',
    severity: 'low',
    effort: 'minutes',
    fix: 'Write width and height on every image, so that its room is kept.',
    source: 'https://web.dev/articles/optimize-cls',
  },
  {
    audit: 'font-display-insight',
    also: ['font-display'],
    title: 'Text stays invisible until its font has come',
    severity: 'low',
    effort: 'minutes',
    fix: 'Add font-display: swap to the fonts.',
    source: `${INSIGHTS}/font-display`,
  },
  {
    audit: 'bootup-time',
    title: 'JavaScript keeps the processor busy',
    severity: 'medium',
    effort: 'days',
    fix: 'Run less JavaScript at the start: fewer tags, plugins and libraries.',
    source: `${AUDITS}/bootup-time`,
  },
  {
    audit: 'mainthread-work-breakdown',
    title: 'The browser is busy for long before the page answers',
    severity: 'medium',
    effort: 'days',
    fix: 'Cut down scripts and style calculations at the start.',
    source: `${AUDITS}/mainthread-work-breakdown`,
  },
  {
    audit: 'dom-size-insight',
    also: ['dom-size'],
    title: 'The page has very many elements',
    severity: 'low',
    effort: 'days',
    fix: 'Show long lists in parts, and take out elements that only wrap others.',
    source: `${INSIGHTS}/dom-size`,
  },
  {
    audit: 'total-byte-weight',
    title: 'The page is heavy',
    severity: 'medium',
    effort: 'days',
    fix: 'Make images smaller and load less: what is far down only when it is reached.',
    source: `${AUDITS}/total-byte-weight`,
  },
  {
    audit: 'third-parties-insight',
    also: ['third-party-summary'],
    title: 'Other people’s scripts slow the page down',
    severity: 'medium',
    effort: 'hours',
    fix: 'Keep the tags that earn their place, and load them after the page.',
    source: `${INSIGHTS}/third-parties`,
  },
  {
    audit: 'legacy-javascript-insight',
    also: ['legacy-javascript'],
    title: 'JavaScript is sent for browsers that nobody uses any more',
    severity: 'low',
    effort: 'hours',
    fix: 'Build for current browsers.',
    source: `${INSIGHTS}/legacy-javascript`,
  },
  {
    audit: 'duplicated-javascript-insight',
    also: ['duplicated-javascript'],
    title: 'The same JavaScript is loaded more than once',
    severity: 'low',
    effort: 'hours',
    fix: 'Load each library once.',
    source: `${INSIGHTS}/duplicated-javascript`,
  },
  {
    audit: 'unminified-javascript',
    title: 'JavaScript is not minified',
    severity: 'low',
    effort: 'minutes',
    fix: 'Minify scripts when the site is built, or switch it on in the caching plugin.',
    source: `${AUDITS}/unminified-javascript`,
  },
  {
    audit: 'unminified-css',
    title: 'Style sheets are not minified',
    severity: 'low',
    effort: 'minutes',
    fix: 'Minify style sheets when the site is built, or switch it on in the caching plugin.',
    source: `${AUDITS}/unminified-css`,
  },
  {
    audit: 'modern-http-insight',
    also: ['uses-http2'],
    title: 'Files come over HTTP/1.1',
    severity: 'low',
    effort: 'hours',
    fix: 'Switch HTTP/2 or HTTP/3 on at the server or the CDN.',
    source: `${INSIGHTS}/modern-http`,
  },
  {
    audit: 'viewport-insight',
    also: ['viewport'],
    title: 'Taps are answered late for want of a viewport tag',
    severity: 'medium',
    effort: 'minutes',
    fix: 'Add <meta name="viewport" content="width=device-width, initial-scale=1">.',
    source: `${INSIGHTS}/viewport`,
  },
];

/** Every name under which Lighthouse may tell one of them. */
export const LIGHTHOUSE_AUDITS: readonly string[] = LIGHTHOUSE_RULES.flatMap(({ audit, also = [] }) => [
  audit,
  ...also,
]);
