import { checkSeo, SEO_RULES } from '../../../../functions/assessment/seo/check-seo.ts';
import { widthOf } from '../../../../functions/assessment/seo/title-rules.ts';
import type { CapturedPage, SiteCapture } from '../../../../functions/assessment/site-capture.ts';
import { aCapture, aPage } from '../a-site-capture.ts';
import { judged } from '../judged.ts';
import { changed, FOUND_PAGE } from './a-found-page.ts';

const state = (id: string, html: string, page: Partial<CapturedPage> = {}, site: Partial<SiteCapture> = {}): string =>
  judged(checkSeo(aCapture(html, page, site)), id).state;

const withPages = (...pages: readonly (readonly [path: string, html: string])[]): SiteCapture =>
  aCapture(
    FOUND_PAGE,
    {},
    {
      pages: [
        aPage(FOUND_PAGE),
        ...pages.map(([path, html]) =>
          aPage(html, { url: `https://site.example${path}`, finalUrl: `https://site.example${path}` }),
        ),
      ],
    },
  );

test('rules that Lighthouse lacks have no weight', () => {
  const weighted = SEO_RULES.filter(({ weight }) => weight > 0);
  expect(weighted).toHaveLength(10);
});

test('seo.title_length and seo.description_length judge the room that a text takes', () => {
  const titled = (title: string) => changed(/<title>.*<\/title>/, `<title>${title}</title>`);
  expect(state('seo.title_length', titled('Home'))).toBe('fail');
  expect(state('seo.title_length', titled('x'.repeat(66)))).toBe('fail');
  expect(state('seo.title_length', titled('Oak furniture made to measure'))).toBe('pass');
  expect(widthOf('東京の家具')).toBe(10);
  expect(state('seo.title_length', titled('東京の家具工房'))).toBe('pass');
  const described = (text: string) => changed(/(<meta name="description" content=)"[^"]*"/, `$1"${text}"`);
  expect(state('seo.description_length', described('Furniture.'))).toBe('fail');
  expect(state('seo.description_length', described('x'.repeat(166)))).toBe('fail');
  expect(state('seo.description_length', FOUND_PAGE)).toBe('pass');
});

test('seo.duplicate_titles fails pages of the same title, but not the same page at two addresses', () => {
  const other = FOUND_PAGE.replace(/<link rel="canonical"[^>]*>/, '');
  const result = judged(checkSeo(withPages(['/prices', other])), 'seo.duplicate_titles');
  expect(result.state).toBe('fail');
  expect(result.evidence[0]?.what).toContain('https://site.example/prices');
  expect(judged(checkSeo(withPages(['/prices', FOUND_PAGE])), 'seo.duplicate_titles').state).toBe('not_applicable');
  expect(judged(checkSeo(withPages(['/index.html', other])), 'seo.duplicate_titles').state).toBe('not_applicable');
  const hidden = other.replace('<title>', '<meta name="robots" content="noindex"><title>');
  expect(judged(checkSeo(withPages(['/prices', hidden])), 'seo.duplicate_titles').state).toBe('not_applicable');
  expect(
    judged(checkSeo(withPages(['/prices', other.replace('Oak & Iron –', 'Prices:')])), 'seo.duplicate_titles').state,
  ).toBe('pass');
});

test('seo.duplicate_descriptions fails pages of the same description', () => {
  const other = FOUND_PAGE.replace(/<link rel="canonical"[^>]*>/, '');
  expect(judged(checkSeo(withPages(['/prices', other])), 'seo.duplicate_descriptions').state).toBe('fail');
});

test('seo.pages_without_title and seo.pages_without_description name the other pages that lack them', () => {
  const bare = '<!doctype html><html lang="en"><body><h1>Prices</h1></body></html>';
  const result = checkSeo(withPages(['/prices', bare]));
  expect(judged(result, 'seo.pages_without_title').evidence).toEqual([
    { what: 'The page has no title.', where: 'https://site.example/prices' },
  ]);
  expect(judged(result, 'seo.pages_without_description').state).toBe('fail');
  expect(judged(checkSeo(aCapture(FOUND_PAGE)), 'seo.pages_without_title').state).toBe('not_applicable');
});

test('seo.main_heading wants an <h1> that says something', () => {
  expect(state('seo.main_heading', changed(/<h1>.*<\/h1>/, '<h2>Furniture</h2>'))).toBe('fail');
  expect(state('seo.main_heading', changed(/<h1>.*<\/h1>/, '<h1> </h1>'))).toBe('fail');
  expect(state('seo.main_heading', changed(/<h1>.*<\/h1>/, '<h1><img src="l.png" alt="Oak & Iron"></h1>'))).toBe(
    'pass',
  );
});

test('seo.subheadings fails a long text without headings', () => {
  const long = `<p>${'We build tables. '.repeat(300)}</p>`;
  expect(state('seo.subheadings', changed('<p>We build what fits.</p>', long))).toBe('fail');
  expect(state('seo.subheadings', changed('<p>We build what fits.</p>', `<h2>Tables</h2>${long}`))).toBe('pass');
  expect(state('seo.subheadings', FOUND_PAGE)).toBe('not_applicable');
});

test('seo.viewport, seo.favicon and seo.canonical_named fail when they are missing', () => {
  expect(state('seo.viewport', changed(/<meta name="viewport"[^>]*>/, ''))).toBe('fail');
  expect(state('seo.viewport', changed('width=device-width, initial-scale=1', 'user-scalable=no'))).toBe('fail');
  expect(state('seo.favicon', changed(/<link rel="icon"[^>]*>/, ''))).toBe('fail');
  expect(state('seo.favicon', changed('rel="icon"', 'rel="shortcut icon"'))).toBe('pass');
  const bare = changed(/<link rel="canonical"[^>]*>/, '');
  expect(state('seo.canonical_named', bare)).toBe('fail');
  expect(state('seo.canonical_named', bare, { headers: [['link', '<https://site.example/>; rel="canonical"']] })).toBe(
    'pass',
  );
});

test('what a head names after its end does not count: browsers and crawlers put it into the body', () => {
  expect(state('seo.canonical', changed('<link rel="canonical"', '<div></div><link rel="canonical"'))).toBe(
    'not_applicable',
  );
});

test('seo.hreflang_region fails regions that do not exist', () => {
  const named = (language: string) =>
    changed(
      '<link rel="icon"',
      `<link rel="alternate" hreflang="${language}" href="https://site.example/x"><link rel="icon"`,
    );
  expect(state('seo.hreflang_region', named('en-UK'))).toBe('fail');
  expect(state('seo.hreflang_region', named('en-GB'))).toBe('pass');
  expect(state('seo.hreflang_region', named('uk'))).toBe('pass');
});

describe('structured data', () => {
  const data = (json: string) =>
    changed(
      /<script type="application\/ld\+json">[\s\S]*?<\/script>/,
      `<script type="application/ld+json">${json}</script>`,
    );

  test('seo.structured_data_readable names the mistake of a broken block', () => {
    expect(state('seo.structured_data_readable', data('{"@type":"Organization",}'))).toBe('fail');
    expect(state('seo.structured_data_readable', FOUND_PAGE)).toBe('pass');
    expect(state('seo.structured_data_readable', '<p>Hello</p>')).toBe('not_applicable');
  });

  test('seo.business_data fails a site that describes no business, in whatever way', () => {
    expect(state('seo.business_data', data('{"@type":"WebSite","name":"Oak","url":"https://site.example/"}'))).toBe(
      'fail',
    );
    expect(
      state(
        'seo.business_data',
        data('{"@graph":[{"@type":["Organization"],"name":"Oak","url":"https://site.example/"}]}'),
      ),
    ).toBe('pass');
    const microdata =
      '<div itemscope itemtype="https://schema.org/Restaurant"><span itemprop="name">Oak</span><span itemprop="telephone">1</span></div>';
    expect(
      state('seo.business_data', changed(/<script[\s\S]*?<\/script>/, '').replace('<h1>', `${microdata}<h1>`)),
    ).toBe('pass');
    const rdfa = '<div vocab="https://schema.org/" typeof="LocalBusiness"><span property="name">Oak</span></div>';
    expect(state('seo.business_data', changed(/<script[\s\S]*?<\/script>/, '').replace('<h1>', `${rdfa}<h1>`))).toBe(
      'pass',
    );
  });

  test('a business named in passing describes nothing', () => {
    expect(
      state('seo.business_data', data('{"@type":"Article","publisher":{"@type":"Organization","name":"Oak"}}')),
    ).toBe('fail');
  });

  test('seo.local_business_required and _recommended name what Google asks for', () => {
    const result = checkSeo(aCapture(data('{"@type":"Dentist","name":"Oak","telephone":"1"}')));
    expect(judged(result, 'seo.local_business_required').evidence[0]?.what).toContain('lacks: address');
    expect(judged(result, 'seo.local_business_recommended').evidence[0]?.what).toContain(
      'lacks: url, openingHoursSpecification, geo',
    );
    expect(judged(result, 'seo.organization_recommended').state).toBe('not_applicable');
    expect(state('seo.local_business_required', FOUND_PAGE)).toBe('pass');
  });

  test('seo.organization_recommended names what an organization lacks', () => {
    const result = checkSeo(aCapture(data('{"@type":"Organization","name":"Oak","url":"https://site.example/"}')));
    expect(judged(result, 'seo.organization_recommended').evidence[0]?.what).toContain('lacks: logo');
  });
});

test('seo.open_graph names what is missing; seo.open_graph_image wants a whole address', () => {
  const bare = changed(/<meta property="og:[^>]*>/g, '');
  expect(judged(checkSeo(aCapture(bare)), 'seo.open_graph').evidence[0]?.what).toBe('The page has no Open Graph data.');
  const result = checkSeo(aCapture(changed(/<meta property="og:url"[^>]*>/, '')));
  expect(judged(result, 'seo.open_graph').evidence[0]?.what).toContain('og:url');
  expect(state('seo.open_graph_image', changed('https://site.example/table.jpg', '/table.jpg'))).toBe('fail');
  expect(state('seo.open_graph_image', bare)).toBe('not_applicable');
});

test('seo.twitter_card passes with the Open Graph data from which X makes a card', () => {
  const bare = changed(/<meta name="twitter:card"[^>]*>/, '');
  expect(state('seo.twitter_card', bare)).toBe('fail');
  expect(
    state('seo.twitter_card', bare.replace('</head>', '<meta property="og:description" content="Oak"></head>')),
  ).toBe('pass');
  expect(state('seo.twitter_card', changed('summary_large_image', 'huge'))).toBe('fail');
});

test('seo.sitemap fails when there is none or an empty one', () => {
  const sitemap = (status: number, urls: number) =>
    state('seo.sitemap', FOUND_PAGE, {}, { sitemap: { url: 'https://site.example/sitemap.xml', status, urls } });
  expect([sitemap(404, 0), sitemap(200, 0), sitemap(200, 3)]).toEqual(['fail', 'fail', 'pass']);
  expect(state('seo.sitemap', FOUND_PAGE)).toBe('not_measured');
});

test('seo.redirect_chain allows the two redirects that are usual', () => {
  const hop = (url: string, location: string, status = 301) => ({ url, location, status });
  const two = [
    hop('http://site.example/', 'https://site.example/'),
    hop('https://site.example/', 'https://www.site.example/'),
  ];
  expect(state('seo.redirect_chain', FOUND_PAGE, { redirects: two })).toBe('pass');
  expect(
    state('seo.redirect_chain', FOUND_PAGE, {
      redirects: [...two, hop('https://www.site.example/', 'https://www.site.example/en')],
    }),
  ).toBe('fail');
});

test('seo.temporary_redirect fails a lasting change of protocol or host only', () => {
  const to = (location: string, status: number) =>
    state('seo.temporary_redirect', FOUND_PAGE, { redirects: [{ url: 'http://site.example/', location, status }] });
  expect(to('https://site.example/', 302)).toBe('fail');
  expect(to('https://www.site.example/', 307)).toBe('fail');
  expect(to('https://site.example/', 301)).toBe('pass');
  expect(to('https://site.example/en/', 302)).toBe('pass');
  expect(to('https://elsewhere.example/', 302)).toBe('pass');
});

test('seo.broken_links names the links and where they stand; a page for members is not broken', () => {
  const links = [
    { url: 'https://site.example/gone', status: 404, from: 'https://site.example/' },
    { url: 'https://site.example/members', status: 403, from: 'https://site.example/' },
  ];
  const result = judged(checkSeo(aCapture(FOUND_PAGE, {}, { links })), 'seo.broken_links');
  expect(result.evidence).toEqual([
    { what: 'A link to https://site.example/gone leads to status 404.', where: 'https://site.example/' },
  ]);
  expect(state('seo.broken_links', FOUND_PAGE)).toBe('not_measured');
});

test('of a page that its scripts build nothing is called missing, and there is no score', () => {
  const shell =
    '<!doctype html><html lang="en"><head><title>App</title></head><body><div id="root"></div><script src="/app.js"></script></body></html>';
  const result = checkSeo(aCapture(shell));
  expect(result.score).toBeNull();
  expect(result.status).toBe('partial');
  expect(result.reason).toContain('built by its scripts');
  for (const id of ['seo.meta_description', 'seo.main_heading', 'seo.viewport', 'seo.open_graph', 'seo.business_data'])
    expect(judged(result, id).state).toBe('not_measured');
});

test('what is no page is not judged', () => {
  expect(checkSeo(aCapture('')).status).toBe('failed');
  expect(checkSeo(aCapture('\u0000\u0001\u0002'.repeat(100))).status).toBe('failed');
  expect(checkSeo(aCapture('<title>Just a moment...</title><p>Checking your browser</p>')).reason).toContain('robots');
});
