import fc from 'fast-check';
import { pageFactsOf } from '../../../../functions/assessment/page-facts.ts';
import { checkSecurity } from '../../../../functions/assessment/security/check-security.ts';
import { compareVersions } from '../../../../functions/assessment/security/libraries/compare-version.ts';
import { librariesOf } from '../../../../functions/assessment/security/libraries/find-libraries.ts';
import { KNOWN_LIBRARIES } from '../../../../functions/assessment/security/libraries/known-libraries.ts';
import { createReadScriptHeads } from '../../../../functions/assessment/security/libraries/read-script-heads.ts';
import type { FetchRaw } from '../../../../functions/platform/safe-fetch/fetch-raw.ts';
import { aPage } from '../a-site-capture.ts';
import { aSite } from './a-secure-site.ts';

const found = (html: string): string[] =>
  librariesOf([pageFactsOf(aPage(html))]).map(({ name, version }) => `${name} ${version ?? '?'}`);
const loaded = (src: string): string[] => found(`<script src="${src}"></script>`);
const idsOf = (src: string): string[] =>
  librariesOf([pageFactsOf(aPage(`<script src="${src}"></script>`))]).flatMap(({ vulnerabilities }) =>
    vulnerabilities.flatMap(({ ids }) => ids),
  );

test('versions are compared part by part, words before the release they lead to', () => {
  const sorted = [
    '1.0.0-alpha.2',
    '1.0.0-beta',
    '1.0.0-rc.1',
    '1.0.0-rc.2',
    '1.0',
    '1.0.1',
    '1.2',
    '1.10.0',
    '1.10.0.1',
    '2.0.0',
  ];
  expect(sorted.toReversed().toSorted(compareVersions)).toEqual(sorted);
  expect(compareVersions('1.9.0b1', '1.9.0')).toBeLessThan(0);
  expect(compareVersions('1.9', '1.9.0')).toBe(0);
});

test('comparing versions is an order', () => {
  const version = fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
        expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});

test.each([
  ['https://code.jquery.com/jquery-3.4.1.min.js', 'jQuery 3.4.1'],
  ['https://ajax.googleapis.com/ajax/libs/jquery/1.11.3/jquery.min.js', 'jQuery 1.11.3'],
  ['https://cdn.jsdelivr.net/npm/jquery@3.5.0/dist/jquery.slim.min.js', 'jQuery 3.5.0'],
  ['js/jquery.1.9.1.js', 'jQuery 1.9.1'],
  ['https://code.jquery.com/ui/1.12.1/jquery-ui.js', 'jQuery UI 1.12.1'],
  ['//ajax.aspnetcdn.com/ajax/jquery.migrate/jquery-migrate-1.2.1.min.js', 'jQuery Migrate 1.2.1'],
  ['https://maxcdn.bootstrapcdn.com/bootstrap/3.3.7/js/bootstrap.min.js', 'Bootstrap 3.3.7'],
  ['https://cdnjs.cloudflare.com/ajax/libs/twitter-bootstrap/4.1.0/js/bootstrap.bundle.min.js', 'Bootstrap 4.1.0'],
  ['https://ajax.googleapis.com/ajax/libs/angularjs/1.5.8/angular.min.js', 'AngularJS 1.5.8'],
  ['https://cdnjs.cloudflare.com/ajax/libs/moment.js/2.18.1/moment.min.js', 'Moment 2.18.1'],
  ['https://cdnjs.cloudflare.com/ajax/libs/lodash.js/4.17.15/lodash.min.js', 'Lodash 4.17.15'],
  ['https://cdnjs.cloudflare.com/ajax/libs/Chart.js/2.9.3/Chart.bundle.min.js', 'Chart.js 2.9.3'],
  ['https://unpkg.com/vue@2.6.10/dist/vue.js', 'Vue 2.6.10'],
  ['/wp-includes/js/jquery/jquery.min.js?ver=3.6.0', 'jQuery 3.6.0'],
  ['/lib/jquery-1.9.0-beta1.js', 'jQuery 1.9.0-beta1'],
])('reads the library and version of %s', (src, library) => {
  expect(loaded(src)).toEqual([library]);
});

test('a version that an address does not tell stays unknown', () => {
  expect(loaded('/js/jquery.min.js')).toEqual(['jQuery ?']);
  // WordPress's own mended build, and a theme's version number.
  expect(loaded('/wp-includes/js/jquery/jquery.js?ver=1.12.4-wp')).toEqual(['jQuery ?']);
  expect(loaded('/wp-content/themes/x/bootstrap.min.js?ver=1.0.2')).toEqual(['Bootstrap ?']);
});

test('files that only look alike are not taken for a library', () => {
  for (const src of [
    '/js/jquery.slider-1.2.3.js',
    '/js/my-jquery.js',
    '/v1.2.3/chart.js',
    '/js/marked.js',
    'https://cdn.jsdelivr.net/npm/@acme/bootstrap@1.0.0/x.js',
    '/js/jquery-ui.css',
    '/2.1/prototype.js',
  ])
    expect(loaded(src)).toEqual([]);
});

test('a script that stands in the page is known by its notice', () => {
  expect(found('<script>/*! jQuery v1.8.3 jquery.com | jquery.org/license */</script>')).toEqual(['jQuery 1.8.3']);
  expect(found('<script>/*!\n * Bootstrap v3.3.5 (http://getbootstrap.com)\n */</script>')).toEqual([
    'Bootstrap 3.3.5',
  ]);
  expect(found('<script>/*! jQuery UI - v1.11.4 - 2015-03-11 */</script>')).toEqual(['jQuery UI 1.11.4']);
  expect(found('<script>let jQuery = 3;</script>')).toEqual([]);
});

test('a library of unknown version is left out where another script tells its version', () => {
  expect(found('<script src="/jquery.js"></script><script src="/jquery-3.7.1.js"></script>')).toEqual(['jQuery 3.7.1']);
});

test('vulnerabilities are those of the version', () => {
  expect(idsOf('/jquery-3.4.1.js')).toEqual(['CVE-2020-11022', 'CVE-2020-11023']);
  expect(idsOf('/jquery-3.5.0.js')).toEqual([]);
  expect(idsOf('/jquery-1.12.2.js')).not.toContain('CVE-2015-9251');
  expect(idsOf('/bootstrap-4.3.1.js')).toEqual([]);
});

test('the finding names libraries, versions and CVE numbers, as grave as the worst', () => {
  const result = (src: string) =>
    checkSecurity(aSite({ html: `<script src="${src}"></script>` })).results.find(
      ({ id }) => id === 'security.vulnerable_libraries',
    );
  expect(result('/lodash-4.17.15.js')).toMatchObject({ state: 'fail', severity: 'high' });
  expect(result('/lodash-4.17.15.js')?.evidence[0]?.what).toBe(
    'Lodash 4.17.15: CVE-2020-8203, CVE-2021-23337, CVE-2020-28500, CVE-2025-13465',
  );
  expect(result('/jquery-3.7.1.js')?.state).toBe('pass');
  expect(result('/jquery.js')?.state).toBe('not_measured');
  expect(result('/main.js')?.state).toBe('not_applicable');
});

test('every row of the data can be read: versions, names, and what it is known by', () => {
  expect(new Set(KNOWN_LIBRARIES.map(({ name }) => name)).size).toBe(KNOWN_LIBRARIES.length);
  for (const { name, files, banners, vulnerabilities } of KNOWN_LIBRARIES) {
    expect({ name, files: files.length > 0, vulnerabilities: vulnerabilities.length > 0 }).toEqual({
      name,
      files: true,
      vulnerabilities: true,
    });
    for (const banner of banners) expect(banner.split('§')).toHaveLength(2);
    for (const { from = '0', below, ids } of vulnerabilities) {
      expect(below).toMatch(/^\d+[\d.a-z-]*$/);
      expect(compareVersions(from, below)).toBeLessThan(0);
      expect(ids.length).toBeGreaterThan(0);
      for (const id of ids.filter((one) => one.startsWith('CVE'))) expect(id).toMatch(/^CVE-\d{4}-\d{4,7}$/);
    }
  }
});

describe('scripts whose addresses do not tell', () => {
  const page = aPage(
    '<script src="/js/jquery.min.js"></script><script src="https://cdn.other.example/bootstrap.js"></script><script src="/main.js"></script>',
    { finalUrl: 'https://shop.example.com/' },
  );
  const asked: string[] = [];
  const fetchRaw: FetchRaw = (url) => {
    asked.push(url);
    const text = '/*! jQuery v1.11.0 | (c) 2005, 2014 jQuery Foundation, Inc. */';
    return Promise.resolve({
      ...{ ok: true, finalUrl: url, target: { address: '192.0.2.1', port: 443 }, status: 200, headers: [] },
      ...{
        contentType: 'text/javascript',
        text,
        whole: false,
        wireBytes: 1,
        decodedBytes: 1,
        redirects: [],
        milliseconds: 1,
      },
    });
  };

  test('only the site’s own that look like a library are read, and tell their versions', async () => {
    const scripts = await createReadScriptHeads({ fetchRaw })([page]);
    expect(asked).toEqual(['https://shop.example.com/js/jquery.min.js']);
    const site = { ...aSite(), pages: [page], scripts };
    const result = checkSecurity(site).results.find(({ id }) => id === 'security.vulnerable_libraries');
    expect(result?.evidence[0]?.what).toMatch(/^jQuery 1\.11\.0: CVE-/);
  });

  test('a script that cannot be read leaves the version unknown', async () => {
    const refused: FetchRaw = (url) =>
      Promise.resolve({ ok: false, url, reason: 'robots', target: null, redirects: [] });
    expect(await createReadScriptHeads({ fetchRaw: refused })([page])).toEqual([]);
  });
});
