import type { Evidence } from '../contract.ts';
import { type CheckOutcome, failed, notApplicable, passed, type Rule } from '../rule.ts';
import type { PageImage, PageScript, PageWeight } from './page-weight.ts';

type StaticRule = Rule<PageWeight>;

const MOST = 5;
const KB = 1024;

const told = (what: string, list: readonly PageScript[], base: string): Evidence[] =>
  list.slice(0, MOST).map(({ where, quote }) => ({ what, where: where === '' ? base : where, quote }));

/** Fails with the list when it has members; the first sentence counts them. */
const unless = (list: readonly Evidence[], summary: Evidence): CheckOutcome =>
  list.length === 0 ? passed() : failed(summary, ...list);

const upTo = (value: number, limit: number, what: (value: number) => string, where: string): CheckOutcome =>
  value <= limit ? passed({ what: what(value), where }) : failed({ what: what(value), where });

const imageRule =
  (fails: (image: PageImage) => boolean, of: (image: PageImage) => boolean, what: string) =>
  ({ images, url }: PageWeight): CheckOutcome => {
    const judged = images.filter(of);
    if (judged.length === 0) return notApplicable('The page has no such images.');
    const found = judged.filter(fails);
    return unless(
      found.slice(0, MOST).map(({ src, quote }) => ({ what, where: src === '' ? url : src, quote })),
      { what: `${found.length} of ${judged.length} images`, where: url },
    );
  };

const noFill = ({ src }: PageImage): boolean => src !== '' && !src.startsWith('data:');

/**
 * What HTML and headers tell of a page's speed without a browser. The weights are ours: what holds up the first paint counts most. Limits follow Lighthouse's audits of the same name.
 */
export const STATIC_RULES: readonly StaticRule[] = [
  {
    id: 'performance.static.response_time',
    category: 'performance',
    title: 'The server answers slowly',
    weight: 15,
    severity: 'high',
    effort: 'days',
    source: 'https://developer.chrome.com/docs/lighthouse/performance/time-to-first-byte',
    fix: 'Cache pages at the server or with a CDN.',
    check: ({ page, url }) =>
      upTo(
        page.milliseconds,
        1_500,
        (ms) => `The HTML was there after ${Math.round(ms)} ms (one request; good is up to 1500 ms)`,
        url,
      ),
  },
  {
    id: 'performance.static.compression',
    category: 'performance',
    title: 'The HTML is sent uncompressed',
    weight: 15,
    severity: 'medium',
    effort: 'minutes',
    source: 'https://developer.chrome.com/docs/lighthouse/performance/uses-text-compression',
    fix: 'Switch gzip or Brotli on at the server.',
    check: ({ encoding, page, url }) => {
      if (/gzip|br|zstd|deflate/.test(encoding)) return passed({ what: `content-encoding: ${encoding}`, where: url });
      return page.decodedBytes < 1_400
        ? notApplicable('The page is too small for it to matter.')
        : failed({ what: `${Math.round(page.decodedBytes / KB)} KB came without content-encoding`, where: url });
    },
  },
  {
    id: 'performance.static.html_size',
    category: 'performance',
    title: 'The HTML is very large',
    weight: 5,
    severity: 'low',
    effort: 'days',
    source: 'https://developer.chrome.com/docs/lighthouse/performance/total-byte-weight',
    fix: 'Take out inline images, styles and data that the first screen does not need.',
    check: ({ page, url }) =>
      upTo(page.decodedBytes, 300 * KB, (bytes) => `${Math.round(bytes / KB)} KB of HTML; good is up to 300 KB`, url),
  },
  {
    id: 'performance.static.redirects',
    category: 'performance',
    title: 'Visitors are redirected more than once',
    weight: 5,
    severity: 'low',
    effort: 'minutes',
    source: 'https://developer.chrome.com/docs/lighthouse/performance/redirects',
    fix: 'Lead every old address to the last one at once.',
    check: ({ page, url }) =>
      page.redirects.length <= 1
        ? passed()
        : failed(
            { what: `${page.redirects.length} redirects before the page`, where: url },
            ...page.redirects
              .slice(0, MOST)
              .map(({ url: from, status, location }) => ({ what: `HTTP ${status} to ${location}`, where: from })),
          ),
  },
  {
    id: 'performance.static.blocking_scripts',
    category: 'performance',
    title: 'Scripts in the head hold up the first paint',
    weight: 20,
    severity: 'high',
    effort: 'hours',
    source: 'https://developer.chrome.com/docs/performance/insights/render-blocking',
    fix: 'Add defer to scripts in the head, or move them to the end.',
    check: ({ blockingScripts, url }) =>
      unless(told('A script without async or defer', blockingScripts, url), {
        what: `${blockingScripts.length} scripts stand in the head without async or defer`,
        where: url,
      }),
  },
  {
    id: 'performance.static.blocking_styles',
    category: 'performance',
    title: 'Many style sheets hold up the first paint',
    weight: 10,
    severity: 'medium',
    effort: 'hours',
    source: 'https://developer.chrome.com/docs/performance/insights/render-blocking',
    fix: 'Put style sheets together, and load what the first screen does not need later.',
    check: ({ blockingStyles, url }) =>
      blockingStyles.length <= 3
        ? passed({ what: `${blockingStyles.length} style sheets in the head`, where: url })
        : failed(
            { what: `${blockingStyles.length} style sheets in the head; good is up to 3`, where: url },
            ...told('A style sheet', blockingStyles, url),
          ),
  },
  {
    id: 'performance.static.requests',
    category: 'performance',
    title: 'The page asks for very many files',
    weight: 5,
    severity: 'low',
    effort: 'days',
    source: 'https://developer.chrome.com/docs/lighthouse/performance/resource-summary',
    fix: 'Load fewer files at the start.',
    check: ({ requests, url }) => upTo(requests, 80, (count) => `The HTML names ${count} files; good is up to 80`, url),
  },
  {
    id: 'performance.static.third_parties',
    category: 'performance',
    title: 'The page depends on many other hosts',
    weight: 5,
    severity: 'low',
    effort: 'hours',
    source: 'https://developer.chrome.com/docs/performance/insights/third-parties',
    fix: 'Keep the tags that earn their place, and serve fonts and libraries yourself.',
    check: ({ thirdParties, url }) =>
      thirdParties.length <= 8
        ? passed()
        : failed({
            what: `${thirdParties.length} other hosts; good is up to 8`,
            where: url,
            quote: thirdParties.slice(0, 12).join(', '),
          }),
  },
  {
    id: 'performance.static.image_formats',
    category: 'performance',
    title: 'Images come in old formats',
    weight: 10,
    severity: 'medium',
    effort: 'hours',
    source: 'https://developer.chrome.com/docs/performance/insights/image-delivery',
    fix: 'Serve images as WebP or AVIF.',
    check: imageRule(
      ({ modern }) => !modern,
      ({ raster }) => raster,
      'JPEG, PNG or GIF without a WebP or AVIF beside it',
    ),
  },
  {
    id: 'performance.static.image_dimensions',
    category: 'performance',
    title: 'Images have no width and height',
    weight: 5,
    severity: 'low',
    effort: 'minutes',
    source: 'https://web.dev/articles/optimize-cls',
    fix: 'Write width and height on every image, so that its room is kept.',
    check: imageRule(({ sized }) => !sized, noFill, 'No width and height: the page jumps when it arrives'),
  },
  {
    id: 'performance.static.lazy_images',
    category: 'performance',
    title: 'Images far down are loaded at once',
    weight: 5,
    severity: 'low',
    effort: 'minutes',
    source: 'https://web.dev/articles/browser-level-image-lazy-loading',
    fix: 'Add loading="lazy" to images below the first screen.',
    // Where an image stands on the screen is not known here: the first five are taken to stand above the fold.
    check: imageRule(
      ({ lazy }) => !lazy,
      (image) => image.position >= 5 && noFill(image),
      'An image far down without loading="lazy"',
    ),
  },
  {
    id: 'performance.static.caching',
    category: 'performance',
    title: 'The page forbids every cache',
    weight: 5,
    severity: 'low',
    effort: 'minutes',
    source: 'https://web.dev/articles/bfcache#minimize-no-store',
    fix: 'Send no-store only for pages with private contents.',
    check: ({ cacheControl, url }) =>
      cacheControl !== undefined && /no-store/i.test(cacheControl)
        ? failed({
            what: 'no-store keeps the page out of the back/forward cache',
            where: `${url} (cache-control)`,
            quote: cacheControl,
          })
        : passed(),
  },
  {
    id: 'performance.static.fonts',
    category: 'performance',
    title: 'Text stays invisible until its font has come',
    weight: 5,
    severity: 'low',
    effort: 'minutes',
    source: 'https://developer.chrome.com/docs/performance/insights/font-display',
    fix: 'Add font-display: swap, or &display=swap to the Google Fonts address.',
    check: ({ hidingFonts, url }) =>
      unless(told('A font without font-display', hidingFonts, url), {
        what: `${hidingFonts.length} fonts without font-display`,
        where: url,
      }),
  },
];
