import http, { type RequestListener, type Server } from 'node:http';
import https from 'node:https';
import { findCommand } from '../../../bin/cli/commands.ts';
import { Assessment } from '../../../functions/assessment/contract.ts';
import { silentOutput } from '../../support/cli-output.ts';
import { loopbackCertificate } from '../../support/loopback-certificate.ts';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const page =
  (html: string): RequestListener =>
  (_request, response) =>
    response.writeHead(200, HTML).end(html);
/** The home page by a listener of its own; nothing else is there. */
const home =
  (listener: RequestListener): RequestListener =>
  (request, response) =>
    request.url === '/' ? listener(request, response) : response.writeHead(404, HTML).end();

const serve = async (server: Server): Promise<string> => {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`;
};

const run = async (url: string, json: boolean) => {
  const host = new URL(url).host;
  const task = findCommand(['assess'])?.command.prepare([url, '--allow-host', host, '--no-browser']);
  if (task?.needs !== 'nothing') throw new Error('It asks for a system');
  const { output, printed } = silentOutput(json);
  return { code: await task.run(output), text: printed.join('\n') };
};
const assess = async (url: string) => {
  const { code, text } = await run(url, true);
  return { code, assessment: Assessment.parse(JSON.parse(text)) };
};

const drip: RequestListener = (_request, response) => {
  response.writeHead(200, HTML);
  const next = setInterval(() => response.write('<p>pump</p>'), 50);
  response.on('close', () => clearInterval(next));
};
const pour: RequestListener = (_request, response) => {
  response.writeHead(200, HTML);
  const more = (): void => {
    while (!response.destroyed && response.write('<p>Pumps for farms.</p>'.repeat(1_000)));
  };
  response.on('drain', more);
  more();
};
const tenMegabytes: RequestListener = (_request, response) => {
  response.writeHead(200, HTML).write('<title>Acme</title><h1>Pumps</h1>');
  response.end('<p>Pumps for farms in wet country.</p>'.repeat(290_000));
};

test.each<[string, RequestListener, string, RegExp]>([
  ['a parked domain', page('<title>acme.example</title><p>This domain is for sale.</p>'), 'parked', /parked domain/],
  [
    'a redirect loop',
    (_request, response) => response.writeHead(302, { location: '/' }).end(),
    'redirect_loop',
    /redirects again and again/,
  ],
  ['500s', home((_request, response) => response.writeHead(500, HTML).end()), 'server_error', /answers 500/],
  [
    'a robots.txt that lets nobody in',
    ({ url }, response) =>
      url === '/robots.txt'
        ? response.writeHead(200, { 'content-type': 'text/plain' }).end('User-agent: *\nDisallow: /')
        : response.writeHead(200, HTML).end('<h1>Pumps</h1>'),
    'disallowed',
    /does not allow ThroughlineBot/,
  ],
  ['no HTML at all', page('Pumps.'), 'not_html', /plain text/],
  ['a broken-off connection', home((_request, response) => response.destroy()), 'unreachable', /break off/],
])('%s is told with its reason and what helps, and ends with 1', async (_, listener, reason, told) => {
  const url = `http://${await serve(http.createServer(listener))}/`;
  const { code, assessment } = await assess(url);
  expect([code, assessment.status, assessment.overall]).toEqual([1, 'failed', null]);
  expect(assessment.failure?.reason).toBe(reason);
  const terminal = await run(url, false);
  expect(terminal.code).toBe(1);
  expect(terminal.text).toMatch(/: not assessed\n/);
  expect(terminal.text).toMatch(told);
});

test('a certificate that nobody vouches for is told', async () => {
  const url = `https://${await serve(https.createServer(loopbackCertificate, page('<h1>Pumps</h1>')))}/`;
  expect((await assess(url)).assessment.failure?.reason).toBe('tls_error');
  expect((await run(url, false)).text).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
});

test('where nothing listens, the address that was asked for is named', async () => {
  const { code, text } = await run('https://127.0.0.1:1/', false);
  expect(code).toBe(1);
  expect(text).toMatch(/^https:\/\/127\.0\.0\.1:1\/: not assessed\nhttps:\/\/127\.0\.0\.1:1\/ could not be reached/);
});

test('a page that never ends is given up', async () => {
  const { code, assessment } = await assess(`http://${await serve(http.createServer(home(drip)))}/`);
  expect([code, assessment.failure?.reason]).toEqual([1, 'timed_out']);
}, 30_000);

test.each([
  ['ten megabytes', tenMegabytes],
  ['a page that pours without end', pour],
])(
  '%s: the first two are assessed, and what was not read is said',
  async (_, listener) => {
    const { code, assessment } = await assess(`http://${await serve(http.createServer(home(listener)))}/`);
    expect(code).toBe(0);
    expect(assessment.overall).not.toBeNull();
    expect(assessment.notMeasured[0]?.reason).toBe('Only the first 2 MB of a page are read.');
  },
  30_000,
);
