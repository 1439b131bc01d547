import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWebhookTarget } from '../../../functions/accounts/webhook-target.ts';
import type { ResolveHost } from '../../../functions/platform/safe-fetch/resolve-host.ts';

const message = { headers: { 'content-type': 'application/json' }, body: '{"a":"ä"}' };
let server: http.Server;
let allowHosts: string;
let reached: string[];
let answer: (request: http.IncomingMessage, response: http.ServerResponse, body: string) => void;

beforeAll(async () => {
  server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      reached.push(request.url ?? '');
      answer(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  allowHosts = `hooks.example=127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
beforeEach(() => {
  reached = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const resolving =
  (...addresses: string[]): ResolveHost =>
  async () => ({ ok: true, addresses });

test('a webhook is one POST with its body and headers; status and the beginning of the answer are kept', async () => {
  answer = (request, response, body) => {
    expect([request.method, request.headers['content-type'], body]).toEqual(['POST', 'application/json', '{"a":"ä"}']);
    response.writeHead(202, { 'content-type': 'text/plain', 'retry-after': '7' }).end('x'.repeat(10_000));
  };
  const { send } = createWebhookTarget({ allowHosts });
  expect(await send('http://hooks.example/in', message)).toEqual({
    ...{ kind: 'answered', status: 202, contentType: 'text/plain', retryAfter: '7' },
    body: 'x'.repeat(2_048),
  });
});

test('a redirect is an answer and is not followed', async () => {
  answer = (_request, response) => {
    response.writeHead(307, { location: '/elsewhere' }).end();
  };
  const { send } = createWebhookTarget({ allowHosts });
  expect(await send('http://hooks.example/in', message)).toMatchObject({ kind: 'answered', status: 307 });
  expect(reached).toEqual(['/in']);
});

test('who does not answer in time is given up; who answers and then drips is taken by its status', async () => {
  const { send } = createWebhookTarget({ allowHosts, timeout: 300 });
  answer = () => undefined;
  expect(await send('http://hooks.example/slow', message)).toEqual({ kind: 'refused', reason: 'timeout' });
  answer = (_request, response) => {
    response.writeHead(200);
    response.write('a');
  };
  expect(await send('http://hooks.example/drip', message)).toMatchObject({ kind: 'answered', status: 200, body: 'a' });
});

test.each([
  ['a literal inside', 'https://127.0.0.1/', 'private_address'],
  ['metadata', 'https://169.254.169.254/latest/meta-data', 'private_address'],
  ['a mapped address', 'https://[::ffff:10.0.0.1]/', 'private_address'],
  ['a number for an address', 'https://2130706433/', 'private_address'],
  ['a private name', 'https://db.internal/', 'private_address'],
  ['another port', 'https://hooks.customer.example:8080/', 'bad_port'],
  ['no TLS', 'http://hooks.customer.example/', 'bad_scheme'],
  ['a password', 'https://u:p@hooks.customer.example/', 'bad_url'],
  ['another scheme', 'file:///etc/passwd', 'bad_scheme'],
])('%s is not posted to', async (_what, url, reason) => {
  const posted: string[] = [];
  const target = createWebhookTarget({
    resolveHost: resolving('93.184.216.34'),
    post: async ({ href }) => {
      posted.push(href);
      return { kind: 'refused', reason: 'timeout' };
    },
  });
  expect(await target.send(url, message)).toEqual({ kind: 'refused', reason });
  expect(await target.whatIsWrong(url)).toBeDefined();
  expect(posted).toEqual([]);
});

test('a name that leads inside is refused at every attempt, also one that leads both ways', async () => {
  const inside = createWebhookTarget({ resolveHost: resolving('10.0.0.5') });
  expect(await inside.send('https://hooks.customer.example/', message)).toMatchObject({ reason: 'private_address' });
  const both = createWebhookTarget({ resolveHost: resolving('93.184.216.34', '127.0.0.1') });
  expect(await both.whatIsWrong('https://hooks.customer.example/')).toContain('private network');
});

test('the address that was checked is the one connected to', async () => {
  const targets: unknown[] = [];
  const { send } = createWebhookTarget({
    resolveHost: resolving('93.184.216.34'),
    post: async (_url, target) => {
      targets.push(target);
      return { kind: 'refused', reason: 'timeout' };
    },
  });
  await send('https://hooks.customer.example/', message);
  expect(targets).toEqual([{ address: '93.184.216.34', port: 443 }]);
});

test('a name that nobody knows yet may be given', async () => {
  const unknown: ResolveHost = async () => ({ ok: false, reason: 'dns_not_found' });
  expect(await createWebhookTarget({ resolveHost: unknown }).whatIsWrong('https://soon.example/')).toBeUndefined();
});
