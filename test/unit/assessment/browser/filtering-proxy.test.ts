import { createServer, request } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from 'node:net';
import { startFilteringProxy } from '../../../../functions/assessment/browser/filtering-proxy.ts';
import type { ProxyLimits } from '../../../../functions/assessment/browser/proxy-tally.ts';
import { parseAllowedHosts } from '../../../../functions/platform/safe-fetch/allowed-hosts.ts';
import { createLocate } from '../../../../functions/platform/safe-fetch/locate.ts';
import type { ResolveHost } from '../../../../functions/platform/safe-fetch/resolve-host.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
};

/** A site on loopback that counts who reaches it; the operator allows it under `site.example`. */
const world = async ({
  siteUrl = 'http://site.example/',
  answer = 'hello',
  names = {},
  limits = {},
}: {
  siteUrl?: string;
  answer?: string | ((write: (text: string) => void) => void);
  names?: Record<string, readonly string[]>;
  limits?: Partial<ProxyLimits>;
} = {}) => {
  const reached: string[] = [];
  const site = createServer((asked, response) => {
    reached.push(`${asked.method ?? ''} ${asked.headers.host ?? ''}${asked.url ?? ''}`);
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    if (typeof answer === 'string') response.end(answer);
    else answer((text) => response.write(text));
  });
  const port = await listen(site);
  closing.push(() => site.closeAllConnections());
  const resolveHost: ResolveHost = async (host) => {
    const addresses = names[host];
    return addresses === undefined ? { ok: false, reason: 'dns_not_found' } : { ok: true, addresses };
  };
  const locate = createLocate(parseAllowedHosts(`site.example=127.0.0.1:${String(port)}`), resolveHost);
  const proxy = await startFilteringProxy({ locate, siteUrl, limits });
  closing.push(() => proxy.close());
  return { proxy, port, reached };
};

type Got = Readonly<{ status: number; body: string; cookies: readonly string[] }>;
const get = (proxy: string, target: string): Promise<Got> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(proxy);
    request({ host: hostname, port, path: target, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString(),
          cookies: response.headers['set-cookie'] ?? [],
        }),
      );
    })
      .on('error', reject)
      .end();
  });

/** Asks for a tunnel; gives the first line that comes back. */
const tunnel = (proxy: string, target: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(proxy);
    const socket = connect(Number(port), hostname, () =>
      socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`),
    );
    socket.once('data', (chunk: Buffer) => {
      resolve(chunk.toString().split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve('closed'));
  });

test('a site that the operator allowed is reached at the address that was given for it, with all its cookies', async () => {
  const { proxy, reached } = await world();
  expect(await get(proxy.url, 'http://site.example/page?x=1')).toEqual({
    status: 200,
    body: 'hello',
    cookies: ['a=1', 'b=2'],
  });
  expect(reached).toEqual(['GET site.example/page?x=1']);
  expect(proxy.report()).toMatchObject({ requests: 1, refused: [], cut: null });
});

const PRIVATE = [
  'http://127.0.0.1:PORT/',
  'http://localhost:PORT/',
  'http://[::1]:PORT/',
  'http://0.0.0.0:PORT/',
  'http://2130706433:PORT/',
  'http://0x7f.1:PORT/',
  'http://169.254.169.254/latest/meta-data/',
  'http://[fd00:ec2::254]/latest/meta-data/',
  'http://10.0.0.1/',
  'http://192.168.1.1/',
  'http://inside.example/',
  'http://half.example/',
  'http://public.example:8080/',
  'ftp://public.example/',
];
test.each(PRIVATE)('%s is refused, as a page and as a tunnel', async (pattern) => {
  const { proxy, port, reached } = await world({
    names: {
      'inside.example': ['10.1.2.3'],
      'half.example': ['93.184.216.34', '127.0.0.1'],
      'public.example': ['93.184.216.34'],
    },
  });
  const target = pattern.replace('PORT', String(port));
  expect((await get(proxy.url, target)).status).toBe(403);
  const { protocol, hostname, port: asked } = new URL(target);
  if (protocol === 'http:')
    expect(await tunnel(proxy.url, `${hostname}:${asked === '' ? '443' : asked}`)).toBe('HTTP/1.1 403 Forbidden');
  expect(reached).toEqual([]);
  expect(proxy.report().refused.length).toBeGreaterThan(0);
});

test('an outside site cannot reach the hosts that the operator allowed', async () => {
  const { proxy, reached } = await world({
    siteUrl: 'http://public.example/',
    names: { 'public.example': ['93.184.216.34'] },
  });
  expect((await get(proxy.url, 'http://site.example/')).status).toBe(403);
  expect(await tunnel(proxy.url, 'site.example:443')).toBe('HTTP/1.1 403 Forbidden');
  expect(reached).toEqual([]);
  expect(proxy.report().refused.map(({ reason }) => reason)).toEqual(['private_address', 'private_address']);
});

test('a tunnel leads to the address that was judged and carries bytes both ways', async () => {
  const echo = createTcpServer((socket) => socket.pipe(socket));
  const port = await listen(echo);
  const locate = createLocate(parseAllowedHosts(`site.example=127.0.0.1:${String(port)}`), async () => ({
    ok: false,
    reason: 'dns_not_found',
  }));
  const proxy = await startFilteringProxy({ locate, siteUrl: 'https://site.example/' });
  closing.push(() => proxy.close());
  const { hostname, port: proxyPort } = new URL(proxy.url);
  const heard = await new Promise<string>((resolve) => {
    let text = '';
    const socket = connect(Number(proxyPort), hostname, () =>
      socket.write('CONNECT site.example:443 HTTP/1.1\r\n\r\n'),
    );
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.endsWith('\r\n\r\n')) socket.write('ping');
      if (!text.endsWith('ping')) return;
      socket.destroy();
      resolve(text);
    });
  });
  expect(heard).toMatch(/^HTTP\/1\.1 200 .*\r\n\r\nping$/s);
});

test('past the cap on requests nothing more goes through', async () => {
  const { proxy, reached } = await world({ limits: { requests: 2 } });
  const statuses = [];
  for (let count = 0; count < 4; count += 1)
    statuses.push(
      await get(proxy.url, 'http://site.example/').then(
        ({ status }) => status,
        () => 'cut',
      ),
    );
  expect(statuses.slice(0, 2)).toEqual([200, 200]);
  expect(statuses.slice(2)).not.toContain(200);
  expect(reached).toHaveLength(2);
  expect(proxy.report().cut).toBe('requests');
});

test('past the cap on bytes what is under way is cut off', async () => {
  const { proxy } = await world({
    limits: { bytes: 200_000 },
    answer: (write) => {
      const timer = setInterval(() => write('x'.repeat(20_000)), 1);
      closing.push(() => clearInterval(timer));
    },
  });
  await expect(get(proxy.url, 'http://site.example/')).rejects.toThrow();
  expect(proxy.report().cut).toBe('bytes');
  expect(proxy.report().bytes).toBeLessThan(2_000_000);
});

test('what the browser asks for by itself is refused and not counted', async () => {
  const { proxy } = await world({ names: { 'update.googleapis.com': ['142.250.1.1'] } });
  expect(await tunnel(proxy.url, 'update.googleapis.com:443')).toBe('HTTP/1.1 403 Forbidden');
  expect(proxy.report()).toMatchObject({ requests: 0, refused: [] });
});

test('what is no request for another host is refused', async () => {
  const { proxy } = await world();
  expect((await get(proxy.url, '/latest')).status).toBe(403);
  expect(await tunnel(proxy.url, 'not a target')).not.toContain('200');
});
