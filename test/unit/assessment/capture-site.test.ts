import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Captured, createNetworkCapture } from '../../../functions/assessment/capture-site.ts';
import type { SiteCapture } from '../../../functions/assessment/site-capture.ts';
import { loopbackCertificate } from '../../support/loopback-certificate.ts';

const open: http.Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Page = string | http.RequestListener;
const HTML = { 'content-type': 'text/html; charset=utf-8' };

const listen = async (server: http.Server): Promise<number> => {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

/** Serves pages by path as acme.example, and reads them. */
const site = async (pages: Readonly<Record<string, Page>>, { tls = false, trusted = true } = {}) => {
  const asked: string[] = [];
  const answer: http.RequestListener = (request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const page = pages[request.url ?? ''];
    if (page === undefined) response.writeHead(404, HTML).end('<h1>No such page</h1>');
    else if (typeof page === 'string') response.writeHead(200, HTML).end(request.method === 'HEAD' ? '' : page);
    else page(request, response);
  };
  const port = await listen(tls ? https.createServer(loopbackCertificate, answer) : http.createServer(answer));
  const host = tls ? 'localhost' : 'acme.example';
  const capture = createNetworkCapture({
    allowHosts: `${host}=127.0.0.1:${String(port)}`,
    ...(tls && trusted ? { ca: loopbackCertificate.cert } : {}),
  });
  const read = (path = '/'): Promise<Captured> => capture(`${tls ? 'https' : 'http'}://${host}${path}`);
  return { read, asked, capture };
};
const captured = (answer: Captured): SiteCapture => {
  if (!answer.ok) throw new Error(answer.failure.detail);
  return answer.capture;
};
const reason = (answer: Captured): string => (answer.ok ? 'captured' : answer.failure.reason);

const HOME = `<!doctype html><html lang="en"><title>Acme</title><p>Acme builds pumps for farms in wet country and mends them.</p>
<a href="/blog/1">One</a><a href="/about">About us</a><a href="/contact">Contact</a><a href="/gone">Old</a><a href="/list.pdf">List</a>
<a href="https://elsewhere.example/">Elsewhere</a><a href="/logout">Log out</a><a href="#top">Top</a>`;

test('reads the home page and the pages it links to, the informative ones first', async () => {
  const { read, asked } = await site({
    '/': HOME,
    '/about': '<title>About</title><p>Since 1950.</p>',
    '/contact': '<title>Contact</title>',
    '/blog/1': '<title>One</title>',
    '/robots.txt': (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end('Sitemap: http://acme.example/map.xml\n'),
    '/map.xml': (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/xml' })
        .end(
          '<urlset><url><loc>http://acme.example/</loc></url><url><loc>http://acme.example/about</loc></url></urlset>',
        ),
  });
  const capture = captured(await read());
  expect(capture.pages.map(({ url }) => new URL(url).pathname)).toEqual(['/', '/contact', '/about', '/blog/1']);
  expect(capture.robotsTxt).toEqual({ status: 200, text: 'Sitemap: http://acme.example/map.xml\n' });
  expect(capture.sitemap).toEqual({ url: 'http://acme.example/map.xml', status: 200, urls: 2 });
  expect(capture.http).toEqual({ status: 200, location: null, redirectsToHttps: false });
  // What was asked for as a page is not asked for again; what acts is not asked for at all.
  expect(asked).toEqual(expect.arrayContaining(['HEAD /list.pdf', 'GET /list.pdf']));
  expect(asked.filter((one) => one.endsWith('/gone'))).toHaveLength(1);
  expect(asked.some((one) => one.includes('logout'))).toBe(false);
  expect(Object.fromEntries(capture.links.map(({ url, status }) => [new URL(url).pathname, status]))).toEqual({
    '/blog/1': 200,
    '/about': 200,
    '/contact': 200,
    '/gone': 404,
    '/list.pdf': 404,
  });
});

test('keeps every header, all cookies, redirects, sizes and times', async () => {
  const { read } = await site({
    '/': (_request, response) => response.writeHead(302, { location: '/home' }).end(),
    '/home': (_request, response) =>
      response
        .writeHead(200, { ...HTML, 'X-Frame-Options': 'DENY', 'set-cookie': ['a=1; Secure', 'b=2'] })
        .end('<p>Hello, visitors of Acme and its pumps.</p>'),
  });
  const { pages, finalUrl } = captured(await read());
  expect(finalUrl).toBe('http://acme.example/home');
  expect(pages[0]).toMatchObject({
    url: 'http://acme.example/',
    finalUrl: 'http://acme.example/home',
    redirects: [{ url: 'http://acme.example/', status: 302, location: '/home' }],
    bytes: 45,
    decodedBytes: 45,
    cut: false,
  });
  expect(pages[0]?.headers).toEqual(
    expect.arrayContaining([
      ['x-frame-options', 'DENY'],
      ['set-cookie', 'a=1; Secure'],
      ['set-cookie', 'b=2'],
    ]),
  );
  expect(pages[0]?.milliseconds).toBeGreaterThanOrEqual(0);
});

test('checks no more than a hundred links, with GET where a server knows no HEAD', async () => {
  const links = Array.from({ length: 130 }, (_, at) => `<a href="/p${String(at)}.pdf">${String(at)}</a>`).join('');
  const pages: Record<string, Page> = { '/': `<title>Acme</title>${links}` };
  for (let at = 0; at < 130; at += 1)
    pages[`/p${String(at)}.pdf`] = (request, response) =>
      response.writeHead(request.method === 'HEAD' ? 405 : 200, { 'content-type': 'application/pdf' }).end();
  const { read } = await site(pages);
  const { links: checked } = captured(await read());
  expect(checked).toHaveLength(100);
  expect(checked.every(({ status }) => status === 200)).toBe(true);
});

test('tells what the TLS handshake showed', async () => {
  const { read } = await site({ '/': '<title>Acme</title><p>Pumps for farms in wet country.</p>' }, { tls: true });
  const { tls, http: plain } = captured(await read());
  expect(tls).toMatchObject({ version: 'TLSv1.3', authorized: true, subjectAltNames: ['localhost', '127.0.0.1'] });
  expect(Date.parse(tls?.validTo ?? '')).toBeGreaterThan(Date.parse('2100-01-01'));
  // The same port speaks TLS only, so nothing answers there over plain http.
  expect(plain).toBeNull();
});

test('a certificate that nobody vouches for ends it with what is wrong', async () => {
  const answer = await (await site({ '/': '<p>Pumps</p>' }, { tls: true, trusted: false })).read();
  expect(answer).toMatchObject({ ok: false, failure: { reason: 'tls_error' } });
  expect(answer.ok ? '' : answer.failure.detail).toMatch(/DEPTH_ZERO_SELF_SIGNED_CERT.*mend the certificate/);
});

test('a page of ten megabytes is kept to its first two, and said to be cut', async () => {
  const { read } = await site({
    '/': (_request, response) => {
      response.writeHead(200, HTML);
      response.write('<title>Acme</title>');
      for (let at = 0; at < 100; at += 1) response.write(`<p>${'pump '.repeat(20_000)}</p>`);
      response.end();
    },
  });
  const answer = await read();
  const { pages } = captured(answer);
  expect(pages[0]).toMatchObject({ cut: true, decodedBytes: 2 * 1024 * 1024 });
  expect(answer.ok && answer.notMeasured[0]?.reason).toBe('Only the first 2 MB of a page are read.');
});

test.each<[string, Readonly<Record<string, Page>>, RegExp]>([
  ['redirect_loop', { '/': (_q, s) => s.writeHead(301, { location: '/' }).end() }, /redirects again and again/],
  ['server_error', { '/': (_q, s) => s.writeHead(500, HTML).end('<p>Oops</p>') }, /answers 500/],
  [
    'server_error',
    { '/robots.txt': (_q, s) => s.writeHead(503).end(), '/': '<p>Pumps</p>' },
    /robots.txt .* answers 503/,
  ],
  ['http_error', { '/': (_q, s) => s.writeHead(403, HTML).end('<p>No</p>') }, /answers 403/],
  [
    'not_html',
    { '/': (_q, s) => s.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF') },
    /application\/pdf/,
  ],
  ['not_html', { '/': (_q, s) => s.writeHead(200, HTML).end() }, /empty page/],
  ['not_html', { '/': 'Pumps for farms, 1 < 2.' }, /plain text without any HTML/],
  [
    'not_html',
    { '/': (_q, s) => s.writeHead(200, HTML).end(Buffer.from(Uint8Array.from({ length: 9_000 }, (_, at) => at * 7))) },
    /no text in a known encoding/,
  ],
  [
    'disallowed',
    {
      '/robots.txt': (_q, s) => s.writeHead(200, { 'content-type': 'text/plain' }).end('User-agent: *\nDisallow: /'),
      '/': '<p>Pumps</p>',
    },
    /robots.txt .* does not allow/,
  ],
  ['parked', { '/': '<title>acme.example</title><p>This domain is for sale.</p>' }, /parked domain/],
  ['unreachable', { '/': (_q, s) => s.destroy() }, /could not be reached/],
])('%s: a site that answers so ends with that reason and what helps', async (expected, pages, told) => {
  const answer = await (await site(pages)).read();
  expect(reason(answer)).toBe(expected);
  expect(answer.ok ? '' : answer.failure.detail).toMatch(told);
  expect(answer.ok ? '' : answer.failure.detail).toMatch(/^url: /);
});

test('a page that says the business will open is one to assess', async () => {
  const { read } = await site({ '/': '<title>Acme</title><h1>Our website is coming soon</h1>' });
  expect(reason(await read())).toBe('captured');
});

test('nothing that listens is unreachable', async () => {
  const capture = createNetworkCapture({ allowHosts: 'acme.example=127.0.0.1:1' });
  expect(reason(await capture('http://acme.example/'))).toBe('unreachable');
});

test.each([
  ['not an address', 'bad_url'],
  ['ftp://acme.com', 'bad_url'],
  ['http://127.0.0.1/', 'private_address'],
  ['http://localhost:8080', 'private_address'],
  ['http://169.254.169.254/latest/meta-data', 'private_address'],
])('%s is refused as %s without asking anybody', async (url, expected) => {
  expect(reason(await createNetworkCapture({ allowHosts: '' })(url))).toBe(expected);
});

test('the outside cannot lead into the operator’s own machines', async () => {
  const inner = await listen(http.createServer((_request, response) => response.writeHead(200, HTML).end('secret')));
  const { read } = await site({
    '/': (_request, response) => response.writeHead(302, { location: `http://127.0.0.1:${String(inner)}/` }).end(),
  });
  expect(reason(await read())).toBe('private_address');
});

test('a page that never ends is given up in time', async () => {
  const { read } = await site({
    '/': (_request, response) => {
      response.writeHead(200, HTML);
      const drip = setInterval(() => response.write('<p>pump</p>'), 50);
      response.on('close', () => clearInterval(drip));
    },
  });
  const began = Date.now();
  expect(reason(await read())).toBe('timed_out');
  expect(Date.now() - began).toBeLessThan(15_000);
}, 20_000);

test('an endless page that comes fast is cut and assessed', async () => {
  const { read } = await site({
    '/': (_request, response) => {
      response.writeHead(200, HTML);
      const pour = (): void => {
        while (!response.destroyed && response.write('<p>Pumps for farms.</p>'.repeat(1_000)));
      };
      response.on('drain', pour);
      pour();
    },
  });
  expect(captured(await read()).pages[0]).toMatchObject({ cut: true });
});
