import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { createHostPace } from '../../../../functions/platform/safe-fetch/host-pace.ts';
import { createSafeFetch, type SafeFetchLimits } from '../../../../functions/platform/safe-fetch/safe-fetch.ts';

type Serve = (request: IncomingMessage, response: ServerResponse) => void;
let server: Server;
let port = 0;
let serve: Serve = () => undefined;
const seen: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(`${request.headers.host ?? ''}${request.url ?? ''}`);
    serve(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen.length = 0;
});

const html = (response: ServerResponse, body: string | Buffer, headers: Record<string, string> = {}) =>
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);

const pages =
  (byPath: Record<string, Serve>): Serve =>
  (request, response) => {
    const answer = byPath[request.url ?? ''];
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  };

const fetcher = (limits: Partial<SafeFetchLimits> = {}, resolved: Record<string, readonly string[]> = {}) =>
  createSafeFetch({
    allowHosts: `*.test=127.0.0.1:${String(port)}`,
    limits,
    resolveHost: async (host) =>
      resolved[host] === undefined ? { ok: false, reason: 'dns_not_found' } : { ok: true, addresses: resolved[host] },
  });

test('reads a page of an allowed host, naming itself and the host', async () => {
  let headers: IncomingMessage['headers'] = {};
  serve = pages({
    '/a?b=1': (request, response) => {
      headers = request.headers;
      html(response, '<p>Grüße</p>');
    },
  });
  expect(await fetcher()('http://shop.test/a?b=1#part')).toEqual({
    ok: true,
    url: 'http://shop.test/a?b=1',
    status: 200,
    contentType: 'text/html; charset=utf-8',
    text: '<p>Grüße</p>',
  });
  expect(headers['user-agent']).toMatch(/ThroughlineBot/);
  expect(headers.host).toBe('shop.test');
});

test.each([
  ['file:///etc/passwd', 'bad_scheme'],
  ['ftp://a.com/', 'bad_scheme'],
  ['javascript:alert(1)', 'bad_scheme'],
  ['nothing', 'bad_url'],
  ['http://user:secret@a.com/', 'bad_url'],
  ['http://a.com:8080/', 'bad_port'],
  ['http://a.com:22/', 'bad_port'],
  ['http://127.0.0.1/', 'private_address'],
  ['http://127.1/', 'private_address'],
  ['http://2130706433/', 'private_address'],
  ['http://0x7f.0.0.1/', 'private_address'],
  ['http://0/', 'private_address'],
  ['http://[::1]/', 'private_address'],
  ['http://[::ffff:7f00:1]/', 'private_address'],
  ['http://169.254.169.254/latest/meta-data/', 'private_address'],
  ['http://[fd00:ec2::254]/latest/meta-data/', 'private_address'],
  ['http://inside.com/', 'private_address'],
  ['http://both.com/', 'private_address'],
  ['http://unknown.com/', 'dns_not_found'],
  ['http://localhost/', 'private_address'],
])('does not fetch %s: %s', async (url, reason) => {
  const fetchPage = fetcher({}, { 'inside.com': ['10.0.0.1'], 'both.com': ['8.8.8.8', '127.0.0.1'] });
  expect(await fetchPage(url)).toMatchObject({ ok: false, reason });
  expect(seen).toEqual([]);
});

test('connects to the address that was checked: the name is resolved once a hop', async () => {
  let asked = 0;
  const fetchPage = createSafeFetch({
    limits: { totalMs: 150 },
    resolveHost: async () => {
      asked += 1;
      return { ok: true, addresses: [asked === 1 ? '127.0.0.1' : '8.8.8.8'] };
    },
  });
  expect(await fetchPage('http://rebinding.com/')).toMatchObject({ ok: false, reason: 'private_address' });
  expect(asked).toBe(1);
});

test('checks the address of every redirect', async () => {
  serve = pages({
    '/': (_request, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/iam/' }).end(),
    '/file': (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  });
  const fetchPage = fetcher();
  expect(await fetchPage('http://shop.test/')).toEqual({
    ok: false,
    url: 'http://169.254.169.254/latest/meta-data/iam/',
    reason: 'private_address',
  });
  expect(await fetchPage('http://shop.test/file')).toMatchObject({ ok: false, reason: 'bad_scheme' });
});

test('follows five redirects and no more', async () => {
  serve = (request, response) => {
    const n = Number(/\d+/.exec(request.url ?? '')?.[0] ?? -1);
    if (n < 0) response.writeHead(404).end();
    else if (n === 0) html(response, 'there');
    else response.writeHead(301, { location: `/${String(n - 1)}` }).end();
  };
  expect(await fetcher()('http://shop.test/5')).toMatchObject({ ok: true, url: 'http://shop.test/0', text: 'there' });
  expect(await fetcher()('http://shop.test/6')).toMatchObject({ ok: false, reason: 'too_many_redirects' });
});

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
])('stops a %s bomb at the decoded limit', async (encoding, compress) => {
  const bomb = compress(Buffer.alloc(30 * 1024 * 1024));
  expect(bomb.length).toBeLessThan(64 * 1024);
  serve = pages({
    '/bomb': (_request, response) => html(response, bomb, { 'content-encoding': encoding }),
    '/page': (_request, response) => html(response, compress(Buffer.from('small')), { 'content-encoding': encoding }),
  });
  const fetchPage = fetcher();
  expect(await fetchPage('http://shop.test/bomb')).toMatchObject({ ok: false, reason: 'too_large' });
  expect(await fetchPage('http://shop.test/page')).toMatchObject({ ok: true, text: 'small' });
});

test('refuses broken, stacked and unknown encodings', async () => {
  serve = pages({
    '/broken': (_request, response) => html(response, 'not gzip', { 'content-encoding': 'gzip' }),
    '/stacked': (_request, response) => html(response, gzipSync(gzipSync('x')), { 'content-encoding': 'gzip, gzip' }),
    '/cut': (_request, response) =>
      html(response, gzipSync('x'.repeat(999)).subarray(0, 20), { 'content-encoding': 'gzip' }),
  });
  const fetchPage = fetcher();
  for (const path of ['broken', 'stacked', 'cut'])
    expect(await fetchPage(`http://shop.test/${path}`)).toMatchObject({ ok: false, reason: 'bad_encoding' });
});

test('refuses a body over the limit, announced or not', async () => {
  serve = pages({
    '/announced': (_request, response) => html(response, 'x'.repeat(2_000)),
    '/streamed': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.write('x'.repeat(600));
      response.end('x'.repeat(600));
    },
  });
  const fetchPage = fetcher({ maxBytes: 1_000 });
  expect(await fetchPage('http://shop.test/announced')).toMatchObject({ ok: false, reason: 'too_large' });
  expect(await fetchPage('http://shop.test/streamed')).toMatchObject({ ok: false, reason: 'too_large' });
});

test('takes pages only: other content types are refused', async () => {
  serve = pages({ '/x': (_request, response) => response.writeHead(200, { 'content-type': 'image/png' }).end('x') });
  expect(await fetcher()('http://shop.test/x')).toMatchObject({ ok: false, reason: 'wrong_content_type' });
});

test('ends a server that never finishes, in headers or in the body', async () => {
  serve = pages({
    '/silent': () => undefined,
    '/drip': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      const timer = setInterval(() => response.write('x'), 10);
      response.once('close', () => {
        clearInterval(timer);
      });
    },
  });
  const fetchPage = fetcher({ totalMs: 120 });
  expect(await fetchPage('http://shop.test/silent')).toMatchObject({ ok: false, reason: 'timeout' });
  expect(await fetchPage('http://shop.test/drip')).toMatchObject({ ok: false, reason: 'timeout' });
});

test('gives the status of a page that is not there', async () => {
  serve = pages({ '/gone': (_request, response) => response.writeHead(410).end() });
  expect(await fetcher()('http://shop.test/gone')).toMatchObject({ ok: false, reason: 'http_410', status: 410 });
});

test('says when nobody listens', async () => {
  const fetchPage = createSafeFetch({ allowHosts: '*.test=127.0.0.1:1' });
  expect(await fetchPage('http://shop.test/')).toMatchObject({ ok: false, reason: 'connection_failed' });
  expect(await createSafeFetch({ allowHosts: `*.test=127.0.0.1:${String(port)}` })('https://shop.test/')).toMatchObject(
    {
      ok: false,
      reason: 'tls_failed',
    },
  );
});

test('obeys robots.txt and asks for it once', async () => {
  serve = pages({
    '/robots.txt': (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end('User-agent: ThroughlineBot\nDisallow: /team\n'),
    '/about': (_request, response) => html(response, 'about'),
    '/team': (_request, response) => html(response, 'team'),
  });
  const fetchPage = fetcher();
  expect(await fetchPage('http://shop.test/about')).toMatchObject({ ok: true });
  expect(await fetchPage('http://shop.test/team')).toMatchObject({ ok: false, reason: 'robots' });
  expect(seen).toEqual(['shop.test/robots.txt', 'shop.test/about']);
});

test('a robots.txt that fails with a server error allows nothing; a missing one everything', async () => {
  serve = pages({
    '/robots.txt': (_request, response) => response.writeHead(503).end(),
    '/': (_request, response) => html(response, 'home'),
  });
  expect(await fetcher()('http://shop.test/')).toMatchObject({ ok: false, reason: 'robots', status: 503 });
});

test.each([
  ['windows-1252 by header', Buffer.from([0x4d, 0xfc, 0x6c]), 'text/html; charset=windows-1252', 'Mül'],
  [
    'latin-1 by meta tag',
    Buffer.concat([Buffer.from('<meta charset="iso-8859-1">'), Buffer.from([0xe9])]),
    'text/html',
    '<meta charset="iso-8859-1">é',
  ],
  ['an unknown charset', Buffer.from('abc'), 'text/html; charset=klingon', 'abc'],
  ['a broken byte', Buffer.from([0x61, 0xff, 0x62]), 'text/html', 'a\uFFFDb'],
])('reads text in %s', async (_name, bytes, contentType, text) => {
  serve = pages({ '/': (_request, response) => response.writeHead(200, { 'content-type': contentType }).end(bytes) });
  expect(await fetcher()('http://shop.test/')).toMatchObject({ ok: true, text });
});

test('one request at a time to a host and a pause between two, other hosts unhindered', async () => {
  let now = 0;
  const pace = createHostPace({
    clock: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  });
  const starts: [string, number][] = [];
  let running = 0;
  const ask = (host: string) =>
    pace(host, 1_000, async () => {
      starts.push([host, now]);
      running += 1;
      await Promise.resolve();
      if (host === 'a') expect(running).toBeLessThanOrEqual(2);
      running -= 1;
    });
  await Promise.all([ask('a'), ask('a'), ask('b'), ask('a')]);
  expect(starts.filter(([host]) => host === 'a').map(([, at]) => at)).toEqual([0, 1_000, 2_000]);
  expect(starts.find(([host]) => host === 'b')).toBeDefined();
});

test('a request that fails does not keep the next one waiting', async () => {
  const pace = createHostPace({ clock: () => 0 });
  await expect(pace('a', 0, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await pace('a', 0, () => Promise.resolve(1))).toBe(1);
});
