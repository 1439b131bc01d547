import { BranchResult, type CheckResult } from '../../../../functions/assessment/contract.ts';
import { checkSecurity, SECURITY_RULES } from '../../../../functions/assessment/security/check-security.ts';
import type { SiteCapture } from '../../../../functions/assessment/site-capture.ts';
import { aPage } from '../a-site-capture.ts';
import { aSite, SECURE_HEADERS } from './a-secure-site.ts';

const resultOf = (id: string, site: SiteCapture): CheckResult => {
  const found = checkSecurity(site).results.find((result) => result.id === id);
  if (found === undefined) throw new Error(`no result of ${id}`);
  return found;
};
const stateOf = (id: string, site: SiteCapture) => resultOf(id, site).state;
const tls = (given: Partial<NonNullable<SiteCapture['tls']>>) => ({
  tls: { ...(aSite().tls ?? raise()), ...given },
});
const raise = (): never => {
  throw new Error('the site has TLS');
};
const PLAIN = {
  ...{ tls: null, page: { finalUrl: 'http://shop.example.com/' } },
  http: { status: 200, location: null, redirectsToHttps: false },
};

describe('the branch', () => {
  test('gives what its contract says, with the grade beside the score', () => {
    const result = checkSecurity(aSite({ headers: SECURE_HEADERS }));
    expect(BranchResult.parse(result)).toEqual(result);
    expect(result).toMatchObject({ branch: 'security', status: 'done', score: 100, metrics: [] });
    expect(result.notes).toEqual(['MDN HTTP Observatory (algorithm 4): 130 points, grade A+.']);
  });

  test('every rule has an id of its own, a source, a mend and evidence where it fails', () => {
    const worst = checkSecurity(
      aSite({
        headers: [
          ['set-cookie', 'session=1'],
          ['server', 'Apache/2.4.1'],
        ],
        html: '<script src="http://code.jquery.com/jquery-1.4.2.js"></script><a href="mailto:a@shop.example.com">x</a>',
        ...PLAIN,
      }),
    ).results;
    const ids = worst.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const result of worst) {
      expect(result.source).toMatch(/^https:\/\//);
      expect(result.fix).not.toBe('');
      expect(result.state === 'fail' ? result.evidence.length : 1).toBeGreaterThan(0);
    }
    expect(SECURITY_RULES.map(({ id }) => id)).toEqual(ids);
  });

  test('the same site gives the same result', () => {
    const site = aSite({ headers: SECURE_HEADERS, html: '<script src="//x.example/a.js"></script>' });
    expect(checkSecurity(structuredClone(site))).toEqual(checkSecurity(site));
  });

  test('without a page there is nothing to judge', () => {
    expect(checkSecurity({ ...aSite(), pages: [] })).toMatchObject({ status: 'failed', score: null, results: [] });
  });

  test('an answer of failure is not scored, and its certificate is judged all the same', () => {
    const result = checkSecurity(aSite({ page: { status: 503 } }));
    expect(result).toMatchObject({ status: 'partial', score: null });
    expect(result.results.find(({ id }) => id === 'security.csp')?.state).toBe('not_measured');
    expect(result.results.find(({ id }) => id === 'security.certificate')?.state).toBe('pass');
    expect(checkSecurity(aSite({ page: { status: 403 } })).score).not.toBeNull();
  });

  test('a check against robots is not the site, and is not scored', () => {
    const wall = aSite({ headers: [...SECURE_HEADERS, ['cf-mitigated', 'challenge']], page: { status: 403 } });
    expect(
      checkSecurity({
        ...wall,
        pages: wall.pages.map((page) => ({ ...page, headers: [['cf-mitigated', 'challenge']] })),
      }),
    ).toMatchObject({ status: 'partial', score: null });
  });

  test('what Observatory does not ask changes no score', () => {
    const careless = '<form action="http://a.example/"><img src="http://a.example/x.png">info@shop.example.com';
    expect(checkSecurity(aSite({ html: careless })).score).toBe(checkSecurity(aSite()).score);
    expect(SECURITY_RULES.slice(10).every(({ weight }) => weight === 0)).toBe(true);
  });

  test('what one request cannot show is named: the preload list, and CORS with credentials', () => {
    const { notMeasured } = checkSecurity(aSite());
    expect(notMeasured.map(({ what }) => what).join()).toMatch(/preload list.*CORS/);
  });

  test('a finding is as grave as what was found', () => {
    const cookie = (value: string) => resultOf('security.cookies', aSite({ headers: [['set-cookie', value]] }));
    expect(cookie('PHPSESSID=1; Path=/')).toMatchObject({
      state: 'fail',
      severity: 'high',
      title: 'A session cookie travels unencrypted',
    });
    expect(cookie('basket=1; Path=/')).toMatchObject({ state: 'fail', severity: 'medium' });
  });

  test('values of cookies are not told', () => {
    const { evidence } = resultOf('security.cookies', aSite({ headers: [['set-cookie', 'session=s3cret-value']] }));
    expect(JSON.stringify(evidence)).toContain('session');
    expect(JSON.stringify(evidence)).not.toContain('s3cret');
  });

  test('what follows from missing https is told once', () => {
    const { results, score } = checkSecurity(aSite(PLAIN));
    const failed = results.filter(({ state }) => state === 'fail').map(({ id }) => id);
    expect(failed).toContain('security.https');
    expect(failed).not.toContain('security.hsts');
    expect(failed).not.toContain('security.redirect_to_https');
    expect(score).toBe(10);
  });
});

describe('rules on the way to the site', () => {
  test('a site on plain http fails', () => {
    expect(stateOf('security.https', aSite())).toBe('pass');
    expect(stateOf('security.https', aSite(PLAIN))).toBe('fail');
  });

  test('a certificate that is not trusted fails, with the reason', () => {
    expect(stateOf('security.certificate', aSite())).toBe('pass');
    const bad = resultOf('security.certificate', aSite(tls({ authorized: false, error: 'CERT_HAS_EXPIRED' })));
    expect(bad.state).toBe('fail');
    expect(bad.evidence[0]?.quote).toBe('CERT_HAS_EXPIRED');
  });

  test('a certificate with less than 14 days left fails', () => {
    const until = (validTo: string) => stateOf('security.certificate_expiry', aSite(tls({ validTo })));
    expect(until('2026-12-05T09:00:00.000Z')).toBe('pass');
    expect(until('2026-12-05T08:59:59.000Z')).toBe('fail');
    expect(until('2026-11-20T00:00:00.000Z')).toBe('not_applicable');
    expect(until('no date')).toBe('not_applicable');
  });

  test('TLS before 1.2 fails', () => {
    const version = (name: string) => stateOf('security.tls_version', aSite(tls({ version: name })));
    expect([version('TLSv1.3'), version('TLSv1.2'), version('TLSv1.1'), version('TLSv1')]).toEqual([
      ...['pass', 'pass', 'fail', 'fail'],
    ]);
  });

  test('a handshake that nobody could watch is no bad certificate', () => {
    const site = aSite(tls({ version: null, validTo: null, authorized: false, error: 'timeout' }));
    expect(stateOf('security.certificate', site)).toBe('not_applicable');
    expect(resultOf('security.hsts', site).title).toBe('Browsers are not told to use https only (HSTS)');
    expect(checkSecurity(site).notMeasured.map(({ what }) => what)).toContain('The certificate and the TLS version');
  });
});

describe('rules on pages', () => {
  const page = (html: string, given: Parameters<typeof aSite>[0] = {}) => aSite({ html, ...given });

  test('scripts, styles and frames over http are active mixed content', () => {
    for (const html of [
      '<script src="http://a.example/x.js"></script>',
      '<link rel="stylesheet" href="http://a.example/x.css">',
      '<iframe src="http://a.example/"></iframe>',
      '<object data="http://a.example/x.swf"></object>',
      '<base href="http://a.example/"><script src="x.js"></script>',
    ])
      expect(stateOf('security.mixed_active', page(html))).toBe('fail');
    for (const html of [
      '<link rel="canonical" href="http://a.example/">',
      '<a href="http://a.example/">x</a>',
      '<script src="//a.example/x.js"></script>',
    ])
      expect(stateOf('security.mixed_active', page(html))).toBe('pass');
    expect(
      stateOf('security.mixed_active', aSite({ ...PLAIN, html: '<script src="http://a.example/x.js"></script>' })),
    ).toBe('not_applicable');
  });

  test('images and media over http are passive mixed content', () => {
    expect(stateOf('security.mixed_passive', page('<img src="http://a.example/x.png">'))).toBe('fail');
    expect(stateOf('security.mixed_passive', page('<img src="https://a.example/x.png">'))).toBe('pass');
  });

  test('every page that was read is looked at', () => {
    const site = aSite();
    const other = aPage('<img src="http://a.example/x.png">', { finalUrl: 'https://shop.example.com/b' });
    const result = resultOf('security.mixed_passive', { ...site, pages: [...site.pages, other] });
    expect(result.evidence[0]?.where).toBe('https://shop.example.com/b');
  });

  test('a form that sends over http fails', () => {
    expect(stateOf('security.form_http', page('<form action="http://a.example/send">'))).toBe('fail');
    expect(stateOf('security.form_http', page('<form action="/send">'))).toBe('pass');
    expect(stateOf('security.form_http', page('<form>'))).toBe('pass');
    expect(stateOf('security.form_http', page('<form>', PLAIN))).toBe('fail');
    expect(stateOf('security.form_http', page('<p>'))).toBe('not_applicable');
  });

  test('addresses in plain text and in mailto: links stand open, each told once', () => {
    const html = `<p>Write to Info@Shop.example.com or info@shop.example.com</p><a href="mailto:sales%40shop.example.com?subject=x">mail</a>
      <script>x = "hidden@shop.example.com"</script><p>logo@2x.png, name [at] shop.example.com, @handle, a@b</p>`;
    const { state, evidence } = resultOf('security.exposed_emails', page(html));
    expect(state).toBe('fail');
    expect(evidence.map(({ quote }) => quote).toSorted()).toEqual(['info@shop.example.com', 'sales@shop.example.com']);
    expect(
      stateOf(
        'security.exposed_emails',
        page('<a data-cfemail="543d3a323b14" href="/cdn-cgi/l/email-protection">x</a>'),
      ),
    ).toBe('pass');
  });
});

describe('rules on headers', () => {
  const header = (name: string, value: string) => aSite({ headers: [[name, value]] });

  test('a version in a header fails, the name alone does not', () => {
    expect(stateOf('security.version_headers', header('server', 'nginx/1.18.0 (Ubuntu)'))).toBe('fail');
    expect(stateOf('security.version_headers', header('x-powered-by', 'PHP/7.4.33'))).toBe('fail');
    expect(stateOf('security.version_headers', header('server', 'cloudflare'))).toBe('pass');
  });

  test('protection against framing that browsers ignore is told of', () => {
    const meta = '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'; frame-ancestors \'none\'">';
    expect(stateOf('security.ignored_framing', header('x-frame-options', 'ALLOW-FROM https://a.example'))).toBe('fail');
    expect(stateOf('security.ignored_framing', aSite({ html: meta }))).toBe('fail');
    expect(stateOf('security.ignored_framing', header('content-security-policy', "frame-ancestors 'none'"))).toBe(
      'pass',
    );
    expect(stateOf('security.ignored_framing', aSite())).toBe('pass');
  });

  test('a cookie that breaks the promise of its name fails', () => {
    expect(
      stateOf('security.cookie_prefix', header('set-cookie', '__Host-a=1; Secure; Path=/; Domain=example.com')),
    ).toBe('fail');
    expect(stateOf('security.cookie_prefix', header('set-cookie', '__Secure-a=1'))).toBe('fail');
    expect(stateOf('security.cookie_prefix', header('set-cookie', '__Host-a=1; Secure; Path=/'))).toBe('pass');
    expect(stateOf('security.cookie_prefix', header('set-cookie', 'a=1'))).toBe('not_applicable');
  });

  test('sharing with the origin null and credentials fails', () => {
    const shared = (origin: string, credentials: string) =>
      stateOf(
        'security.cors_null_origin',
        aSite({
          headers: [
            ['access-control-allow-origin', origin],
            ['access-control-allow-credentials', credentials],
          ],
        }),
      );
    expect([shared('null', 'true'), shared('null', 'false'), shared('*', 'true')]).toEqual(['fail', 'pass', 'pass']);
    expect(stateOf('security.cors_null_origin', aSite())).toBe('not_applicable');
  });

  test('opener and embedder policies fail only with values that do nothing', () => {
    for (const [id, name] of [
      ['security.coop', 'cross-origin-opener-policy'],
      ['security.coep', 'cross-origin-embedder-policy'],
    ] as const) {
      expect(stateOf(id, aSite())).toBe('not_applicable');
      expect(stateOf(id, header(name, 'none'))).toBe('fail');
    }
    expect(stateOf('security.coop', header('cross-origin-opener-policy', 'same-origin; report-to="x"'))).toBe('pass');
    expect(stateOf('security.coep', header('cross-origin-embedder-policy', 'require-corp'))).toBe('pass');
  });
});

describe('hostile sites', () => {
  const MEGABYTE = 1024 * 1024;
  const judged = (site: SiteCapture) => {
    const { score, results } = checkSecurity(site);
    expect(score).not.toBeNull();
    for (const { evidence } of results)
      for (const { quote = '' } of evidence) expect(quote.length).toBeLessThanOrEqual(400);
  };

  test('a header of a megabyte is judged and quoted short', () => {
    for (const name of [
      'content-security-policy',
      'set-cookie',
      'strict-transport-security',
      'referrer-policy',
      'x-frame-options',
      'server',
      'access-control-allow-origin',
    ])
      for (const text of ['a', 'script-src ', ',', ';', "default-src 'self' https://a.example, "])
        judged(aSite({ headers: [[name, text.repeat(Math.ceil(MEGABYTE / text.length))]] }));
  });

  test('thousands of cookies are judged', () => {
    judged(
      aSite({
        headers: Array.from(
          { length: 20_000 },
          (_, n) => ['set-cookie', `session${String(n)}=1; Domain=${'a.'.repeat(50)}com`] as const,
        ),
      }),
    );
  });

  test('policies that are none are judged', () => {
    for (const value of [
      '',
      ' ',
      ';;;;;;',
      '\u0000\u0001',
      "default-src 'nonce-",
      'https://x/%zz, https://x/%zz',
      '__proto__ *; constructor x',
      'a'.repeat(65_537),
    ])
      judged(
        aSite({
          headers: [
            ['content-security-policy', value],
            ['content-security-policy', `script-src ${value}`],
          ],
        }),
      );
  });

  test('pages of nothing but scripts, at-signs or open elements are judged', () => {
    for (const html of [
      '<script src="/jquery-1.1.1.1.1.1.js"></script>'.repeat(20_000),
      '@'.repeat(MEGABYTE),
      '<p>a@b.com '.repeat(50_000),
      `<script src="/${'jquery-'.repeat(100_000)}">`,
    ])
      judged(aSite({ html }));
  });
});
