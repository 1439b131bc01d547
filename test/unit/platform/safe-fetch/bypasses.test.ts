import fc from 'fast-check';
import type { Target } from '../../../../functions/platform/safe-fetch/open-request.ts';
import { isPrivateName } from '../../../../functions/platform/safe-fetch/private-names.ts';
import type { Answer } from '../../../../functions/platform/safe-fetch/request-once.ts';
import { createResolveHost } from '../../../../functions/platform/safe-fetch/resolve-host.ts';
import { createSafeFetch } from '../../../../functions/platform/safe-fetch/safe-fetch.ts';

const PAGE: Answer = {
  kind: 'page',
  status: 200,
  contentType: 'text/html',
  bytes: Buffer.from('page'),
  whole: true,
};
const MISSING: Answer = { kind: 'status', status: 404 };

/** A fetcher over a made-up internet: `dns` says where names lead, `answer` what is served. Records every connection it would have made. */
const world = (
  dns: (host: string, time: number) => readonly string[] | undefined,
  answer: (url: URL) => Answer = () => PAGE,
  allowHosts = '',
) => {
  const connected: string[] = [];
  const asked: string[] = [];
  const fetchPage = createSafeFetch({
    allowHosts,
    limits: { pauseMs: 0 },
    resolveHost: createResolveHost({
      ask: (host, family) => {
        if (family === 6) return Promise.reject(Object.assign(new Error(), { code: 'ENODATA' }));
        asked.push(host);
        const addresses = dns(host, asked.filter((one) => one === host).length);
        return addresses === undefined
          ? Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }))
          : Promise.resolve(addresses);
      },
    }),
    request: (url: URL, target: Target) => {
      connected.push(`${target.address}:${String(target.port)}${url.pathname}`);
      return Promise.resolve(url.pathname === '/robots.txt' ? MISSING : answer(url));
    },
  });
  return { fetchPage, connected, asked };
};
const nowhere = () => undefined;

test.each([
  // 127.0.0.1 in every spelling that a URL knows.
  'http://127.0.0.1/',
  'http://127.0.0.1./',
  'http://2130706433/',
  'http://017700000001/',
  'http://0x7f000001/',
  'http://0x7F.0x0.0x0.0x1/',
  'http://0177.0.0.1/',
  'http://0177.0.0.0x1/',
  'http://127.1/',
  'http://127.0.1/',
  'http://127.65530/',
  'http://%31%32%37.0.0.1/',
  'http://①②⑦.⓪.⓪.①/',
  'http://１２７.０.０.１/',
  'http://127。0。0。1/',
  'http://0/',
  'http://0.0.0.0/',
  // Private networks, carriers, benchmarking, multicast, broadcast.
  'http://10.0.0.1/',
  'http://167772161/',
  'http://0xa.1/',
  'http://192.168.257/',
  'http://172.16.0.1/',
  'http://3232235777/',
  'http://100.64.0.1/',
  'http://198.18.0.1/',
  'http://224.0.0.251/',
  'http://255.255.255.255/',
  // Metadata of clouds: AWS, GCP, Azure (also its wire server), Oracle, Alibaba, AWS ECS and IPv6.
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/latest/meta-data/',
  'http://0xa9fea9fe/',
  'http://0251.0376.0251.0376/',
  'http://169.254.43518/',
  'http://169.254.170.2/v2/credentials',
  'http://168.63.129.16/machine?comp=goalstate',
  'http://2822734096/',
  'http://0xa83f8110/',
  'http://192.0.0.192/',
  'http://100.100.100.200/latest/meta-data/',
  'http://[fd00:ec2::254]/latest/meta-data/',
  'http://[fd20:ce::254]/',
  'http://metadata.google.internal/computeMetadata/v1/',
  'http://METADATA.google.internal./',
  'http://metadata.goog/',
  'http://metadata/',
  'http://instance-data/',
  'http://kubernetes.default.svc/',
  'http://printer.local/',
  'http://api.localhost/',
  'http://db.prod.internal/',
  // IPv6 that is, holds or leads to a private address.
  'http://[::]/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::127.0.0.1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::ffff:10.0.0.1]/',
  'http://[::ffff:169.254.169.254]/',
  'http://[::ffff:168.63.129.16]/',
  'http://[::ffff:0:127.0.0.1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[64:ff9b::169.254.169.254]/',
  'http://[64:ff9b::168.63.129.16]/',
  'http://[64:ff9b:1::10.0.0.1]/',
  'http://[2002:7f00:1::]/',
  'http://[2002:a9fe:a9fe::]/',
  'http://[2001:0:7f00:1::]/',
  'http://[fc00::1]/',
  'http://[fdff::1]/',
  'http://[fe80::1]/',
  'http://[febf::1]/',
  'http://[fec0::1]/',
  'http://[ff02::1]/',
  'http://[100::1]/',
  'http://[2001:db8::1]/',
])('%s leads nowhere: private, and nobody is asked for it', async (url) => {
  const { fetchPage, connected, asked } = world(nowhere);
  expect(await fetchPage(url)).toMatchObject({ ok: false, reason: 'private_address' });
  expect([...connected, ...asked]).toEqual([]);
});

test.each([
  ['http://[fe80::1%25eth0]/', 'bad_url'],
  ['http://[fe80::1%eth0]/', 'bad_url'],
  ['http://[::1', 'bad_url'],
  ['http://127.0.0.1.1.1/', 'bad_url'],
  ['http://256.1.1.1/', 'bad_url'],
  ['http://08.1.1.1/', 'bad_url'],
  ['http://user@acme.com/', 'bad_url'],
  ['http://user:secret@acme.com/', 'bad_url'],
  ['http://acme.com@127.0.0.1/', 'bad_url'],
  ['http:\\\\acme.com@127.0.0.1/', 'bad_url'],
  ['http://acme.com:secret@10.0.0.1/', 'bad_url'],
  [`http://acme.com/${'a'.repeat(3_000)}`, 'bad_url'],
  ['', 'bad_url'],
  ['//acme.com/', 'bad_url'],
  ['file:///etc/passwd', 'bad_scheme'],
  ['gopher://acme.com/_x', 'bad_scheme'],
  ['data:text/html,<p>x</p>', 'bad_scheme'],
  ['ftp://acme.com/', 'bad_scheme'],
  ['javascript:alert(1)', 'bad_scheme'],
  ['blob:http://acme.com/x', 'bad_scheme'],
  ['view-source:http://acme.com/', 'bad_scheme'],
  ['http://acme.com:22/', 'bad_port'],
  ['http://acme.com:25/', 'bad_port'],
  ['http://acme.com:6379/', 'bad_port'],
  ['http://acme.com:8080/', 'bad_port'],
  ['https://acme.com:8443/', 'bad_port'],
  ['http://acme.com:0/', 'bad_port'],
  ['http://127.0.0.1:4000/', 'private_address'],
  ['http://localhost:4000/', 'private_address'],
])('%s is refused: %s', async (url, reason) => {
  const { fetchPage, connected } = world(() => ['8.8.8.8']);
  expect(await fetchPage(url)).toMatchObject({ ok: false, reason });
  expect(connected).toEqual([]);
});

test('a name with one private address among public ones is refused whole', async () => {
  for (const bad of ['127.0.0.1', '10.1.1.1', '169.254.169.254', '168.63.129.16', '100.100.100.200']) {
    const { fetchPage, connected } = world(() => ['8.8.8.8', bad]);
    expect(await fetchPage('http://both.com/')).toMatchObject({ ok: false, reason: 'private_address' });
    expect(connected).toEqual([]);
  }
});

test('rebinding: the connection goes to the address that was judged, and every connection is judged anew', async () => {
  const { fetchPage, connected } = world((_host, time) => (time === 1 ? ['8.8.8.8'] : ['127.0.0.1']));
  // The first look-up serves robots.txt, the second the page: a name that has changed sides meanwhile is caught.
  expect(await fetchPage('http://rebinding.com/')).toMatchObject({ ok: false, reason: 'private_address' });
  expect(connected.filter((one) => !one.startsWith('8.8.8.8:'))).toEqual([]);
});

test.each([
  'http://169.254.169.254/latest/meta-data/iam/',
  'http://[::ffff:169.254.169.254]/',
  'http://127.0.0.1/admin',
  'http://2130706433/',
  'http://localhost/',
  'http://metadata.google.internal/',
  'http://inside.com/',
  '//10.0.0.1/',
])('a redirect to %s is not followed', async (location) => {
  const { fetchPage, connected } = world(
    (host) => (host === 'inside.com' ? ['192.168.1.1'] : ['8.8.8.8']),
    () => ({ kind: 'redirect', status: 302, location }),
  );
  expect(await fetchPage('http://shop.com/')).toMatchObject({ ok: false, reason: 'private_address' });
  expect(connected).toEqual(['8.8.8.8:80/robots.txt', '8.8.8.8:80/']);
});

test.each(['file:///etc/passwd', 'ftp://acme.com/', 'http://user:pw@acme.com/', 'http://acme.com:22/', 'http://[bad/'])(
  'a redirect to %s is not followed either',
  async (location) => {
    const { fetchPage } = world(
      () => ['8.8.8.8'],
      () => ({ kind: 'redirect', status: 301, location }),
    );
    expect(await fetchPage('http://shop.com/')).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^bad_(?:scheme|url|port)$/),
    });
  },
);

test('the outside cannot send us to a host that only the operator may ask for', async () => {
  const { fetchPage, connected } = world(
    () => ['8.8.8.8'],
    (url) => (url.hostname === 'shop.com' ? { kind: 'redirect', status: 302, location: 'http://own.test/x' } : PAGE),
    '*.test=127.0.0.1:4310',
  );
  expect(await fetchPage('http://shop.com/')).toMatchObject({ ok: false, reason: 'private_address' });
  expect(connected.some((one) => one.startsWith('127.'))).toBe(false);
  expect(await fetchPage('http://own.test/x')).toMatchObject({ ok: true });
});

test('redirects that never end are ended after five', async () => {
  let at = 0;
  const { fetchPage, connected } = world(
    () => ['8.8.8.8'],
    () => {
      at += 1;
      return { kind: 'redirect', status: 307, location: `/${String(at)}` };
    },
  );
  expect(await fetchPage('http://shop.com/')).toMatchObject({ ok: false, reason: 'too_many_redirects' });
  expect(connected.filter((one) => !one.endsWith('robots.txt'))).toHaveLength(6);
});

test('an ordinary public address on an ordinary port is asked', async () => {
  const { fetchPage, connected } = world(() => ['93.184.216.34']);
  expect(await fetchPage('https://acme.com/')).toMatchObject({ ok: true });
  expect(await fetchPage('http://acme.com:443/x')).toMatchObject({ ok: true });
  expect(connected).toContain('93.184.216.34:443/');
});

test('however four numbers below a private range are written, they are refused', async () => {
  const { fetchPage, connected } = world(nowhere);
  const part = (n: number) => fc.constantFrom(String(n), `0${n.toString(8)}`, `0x${n.toString(16)}`);
  const address = fc
    .tuple(
      fc.constantFrom([127], [10], [192, 168], [169, 254], [172, 20]),
      fc.array(fc.nat(255), { minLength: 3, maxLength: 3 }),
    )
    .map(([head, tail]) => [...head, ...tail].slice(0, 4));
  await fc.assert(
    fc.asyncProperty(
      address.chain((numbers) =>
        fc.oneof(
          fc.tuple(...numbers.map(part)).map((parts) => parts.join('.')),
          fc.constant(String(numbers.reduce((sum, n) => sum * 256 + n, 0))),
          fc.constant(`[::ffff:${numbers.join('.')}]`),
          fc.constant(`[64:ff9b::${numbers.join('.')}]`),
        ),
      ),
      async (host) => {
        expect(await fetchPage(`http://${host}/`)).toMatchObject({ ok: false, reason: 'private_address' });
      },
    ),
  );
  expect(connected).toEqual([]);
});

test.each([
  ['acme.com', false],
  ['internal.acme.com', false],
  ['local.acme.io', false],
  ['xn--bcher-kva.de', false],
  ['intranet', true],
  ['acme.local.', true],
  ['x.HOME.arpa', true],
])('%s is a private name: %s', (host, expected) => {
  expect(isPrivateName(host)).toBe(expected);
});
