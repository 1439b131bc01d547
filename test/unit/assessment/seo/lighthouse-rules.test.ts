import fc from 'fast-check';
import { checkSeo } from '../../../../functions/assessment/seo/check-seo.ts';
import { LIGHTHOUSE_SEO_RULES } from '../../../../functions/assessment/seo/lighthouse-rules.ts';
import { blocksIndexing } from '../../../../functions/assessment/seo/robots-directives.ts';
import { robotsProblems } from '../../../../functions/assessment/seo/robots-syntax.ts';
import type { CapturedPage, SiteCapture } from '../../../../functions/assessment/site-capture.ts';
import { aCapture } from '../a-site-capture.ts';
import { judged } from '../judged.ts';
import { changed, FOUND_PAGE } from './a-found-page.ts';

const ROBOTS = { status: 200, text: 'User-agent: *\nDisallow: /cart\nSitemap: https://site.example/sitemap.xml' };
const check = (html = FOUND_PAGE, page: Partial<CapturedPage> = {}, site: Partial<SiteCapture> = {}) =>
  checkSeo(aCapture(html, page, { robotsTxt: ROBOTS, ...site }));

test('a page with nothing against it scores 100', () => {
  const result = check();
  expect(result.results.filter(({ state }) => state === 'fail')).toEqual([]);
  expect(result.score).toBe(100);
});

test('being kept out of results costs 31 % of the score, as in Lighthouse', () => {
  const total = LIGHTHOUSE_SEO_RULES.reduce((sum, { weight }) => sum + weight, 0);
  const crawlable = LIGHTHOUSE_SEO_RULES.find(({ id }) => id === 'seo.is_crawlable');
  expect((crawlable?.weight ?? 0) / total).toBeCloseTo(0.31, 2);
  const withLanguages = changed(
    '<link rel="icon"',
    '<link rel="alternate" hreflang="de" href="https://site.example/de"><link rel="icon"',
  );
  expect(check(withLanguages.replace('<title>', '<meta name="robots" content="noindex"><title>')).score).toBe(69);
});

describe('seo.is_crawlable', () => {
  const state = (html: string, headers: [string, string][] = [], robotsTxt = ROBOTS): string =>
    judged(check(html, { headers }, { robotsTxt }), 'seo.is_crawlable').state;
  const meta = (content: string, name = 'robots') =>
    changed('<title>', `<meta name="${name}" content="${content}"><title>`);

  test('noindex and none in the robots meta tag fail; other directives do not', () => {
    expect(state(meta('noindex, follow'))).toBe('fail');
    expect(state(meta('NONE'))).toBe('fail');
    expect(state(meta('index, nofollow, max-snippet:-1'))).toBe('pass');
  });

  test('a page that one search engine may show passes', () => {
    expect(state(meta('noindex', 'googlebot'))).toBe('pass');
    expect(state(FOUND_PAGE, [['x-robots-tag', 'googlebot: noindex']])).toBe('pass');
    expect(
      state(FOUND_PAGE, [], { status: 200, text: 'User-agent: *\nDisallow: /\n\nUser-agent: Googlebot\nAllow: /' }),
    ).toBe('pass');
  });

  test('the header and robots.txt count as well', () => {
    expect(state(FOUND_PAGE, [['x-robots-tag', 'noindex']])).toBe('fail');
    const result = judged(
      check(FOUND_PAGE, {}, { robotsTxt: { status: 200, text: 'User-agent: *\nDisallow: /' } }),
      'seo.is_crawlable',
    );
    expect(result.state).toBe('fail');
    expect(result.evidence[0]?.where).toBe('https://site.example/robots.txt');
  });

  test('what ends in the future does not keep a page out yet', () => {
    const at = Date.parse('2026-11-21');
    expect(blocksIndexing('unavailable_after: 2027-01-01', at)).toBe(false);
    expect(blocksIndexing('unavailable_after: 2020-01-01', at)).toBe(true);
  });
});

test('seo.document_title and seo.meta_description fail when they are missing or empty', () => {
  expect(judged(check(changed(/<title>.*<\/title>/, '')), 'seo.document_title').state).toBe('fail');
  expect(judged(check(changed(/<title>.*<\/title>/, '<title> </title>')), 'seo.document_title').state).toBe('fail');
  expect(
    judged(check(changed(/<title>.*<\/title>/, '<svg><title>Logo</title></svg>')), 'seo.document_title').state,
  ).toBe('fail');
  expect(judged(check(changed(/<meta name="description"[^>]*>/, '')), 'seo.meta_description').state).toBe('fail');
  expect(
    judged(check(changed(/(<meta name="description" content=)"[^"]*"/, '$1""')), 'seo.meta_description').state,
  ).toBe('fail');
});

test('seo.http_status_code is all that is judged of a page that answers with an error', () => {
  const result = check('<title>Not found</title>', { status: 404 });
  expect(result.results.map(({ id, state }) => [id, state])).toEqual([['seo.http_status_code', 'fail']]);
  expect(result.score).toBeNull();
});

test('seo.link_text fails links that say nothing, in the language of the page', () => {
  const link = (html: string, language = 'en') =>
    judged(
      check(changed('<a href="/prices">', `${html}<a href="/prices">`).replace('lang="en"', `lang="${language}"`)),
      'seo.link_text',
    ).state;
  expect(link('<a href="/a">Click here</a>')).toBe('fail');
  expect(link('<a href="/a">hier</a>', 'de')).toBe('fail');
  expect(link('<a href="/a">die</a><a href="/a">mehr</a>', 'en')).toBe('pass');
  expect(
    link('<a href="#top">here</a><a href="mailto:a@site.example">here</a><a rel="nofollow" href="/a">here</a>'),
  ).toBe('pass');
});

test('seo.crawlable_anchors fails links without an address, but not anchors and buttons', () => {
  const state = (html: string) =>
    judged(check(changed('<a href="/prices">', `${html}<a href="/prices">`)), 'seo.crawlable_anchors').state;
  expect(state('<a href="javascript:void(0)">Menu</a>')).toBe('fail');
  expect(state('<a onclick="go()">Menu</a>')).toBe('fail');
  expect(state('<a href="http://[">x</a>')).toBe('fail');
  expect(
    state(
      '<a name="top"></a><a id="x"></a><a role="button" href="javascript:void(0)">Menu</a><a>placeholder</a><a href="#">up</a>',
    ),
  ).toBe('pass');
});

describe('seo.robots_txt', () => {
  test('names the lines that crawlers cannot read', () => {
    expect(
      robotsProblems('Disallow: /a\nUser-agent: *\nDisallow: b\nFoo: bar\nAllow: /x$y\nSitemap: /s.xml\nno colon'),
    ).toEqual([
      { line: 1, text: 'Disallow: /a', problem: 'No user agent named before' },
      { line: 3, text: 'Disallow: b', problem: 'A path begins with / or *' },
      { line: 4, text: 'Foo: bar', problem: 'Unknown directive' },
      { line: 5, text: 'Allow: /x$y', problem: '$ stands only at the end of a path' },
      { line: 6, text: 'Sitemap: /s.xml', problem: 'Not a whole address' },
      { line: 7, text: 'no colon', problem: 'Not understood' },
    ]);
    expect(robotsProblems('\ufeff# all\r\nUser-agent: *  # everyone\r\nDisallow:\r\nCrawl-delay: 5')).toEqual([]);
  });

  test('a site without one is not judged; one that fails is', () => {
    const state = (robotsTxt: SiteCapture['robotsTxt']) =>
      judged(check(FOUND_PAGE, {}, { robotsTxt }), 'seo.robots_txt').state;
    expect(state({ status: 404, text: '' })).toBe('not_applicable');
    expect(state(null)).toBe('not_measured');
    expect(state({ status: 503, text: '' })).toBe('fail');
    expect(state({ status: 200, text: '<!doctype html><title>Shop</title>' })).toBe('fail');
  });
});

test('seo.image_alt fails images without alt text, but not those that only adorn or are not shown', () => {
  const state = (html: string) =>
    judged(check(changed('<img src="table.jpg" alt="A table of oak">', html)), 'seo.image_alt').state;
  expect(state('<img src="a.jpg">')).toBe('fail');
  expect(state('<img src="a.jpg" alt="  ">')).toBe('fail');
  expect(
    state('<img src="a.jpg" alt=""><noscript><img src="pixel.gif"></noscript><img src="b.jpg" style="display: none">'),
  ).toBe('pass');
  expect(state('')).toBe('not_applicable');
});

test('seo.hreflang fails languages that do not exist and addresses that are not whole', () => {
  const state = (language: string, href: string) =>
    judged(
      check(
        changed('<link rel="icon"', `<link rel="alternate" hreflang="${language}" href="${href}"><link rel="icon"`),
      ),
      'seo.hreflang',
    ).state;
  expect(state('de-AT', 'https://site.example/de')).toBe('pass');
  expect(state('x-default', 'https://site.example/')).toBe('pass');
  expect(state('xx', 'https://site.example/de')).toBe('fail');
  expect(state('de', '/de')).toBe('fail');
});

test('seo.canonical fails relative, conflicting and foreign canonical addresses', () => {
  const state = (links: string, page: Partial<CapturedPage> = {}) =>
    judged(check(changed('<link rel="canonical" href="https://site.example/">', links), page), 'seo.canonical').state;
  expect(state('')).toBe('not_applicable');
  expect(state('<link rel="canonical" href="/">')).toBe('fail');
  expect(state('<link rel="canonical" href="http://[">')).toBe('fail');
  expect(
    state('<link rel="canonical" href="https://site.example/"><link rel="canonical" href="https://site.example/a">'),
  ).toBe('fail');
  const shop = check(FOUND_PAGE, { finalUrl: 'https://site.example/shop' });
  expect(judged(shop, 'seo.canonical').state).toBe('fail');
  const languages =
    '<link rel="canonical" href="https://site.example/de"><link rel="alternate" hreflang="en" href="https://site.example/"><link rel="alternate" hreflang="de" href="https://site.example/de">';
  expect(state(languages)).toBe('fail');
});

test('any text whatever is judged without breaking, and twice the same', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('<', '<a href="', '<meta name=', '<html lang="', '<script type="application/ld+json">'),
      (text, start) => {
        const html = `${FOUND_PAGE.slice(0, 400)}${start}${text}`;
        expect(check(html)).toEqual(check(html));
      },
    ),
    { numRuns: 60 },
  );
});
