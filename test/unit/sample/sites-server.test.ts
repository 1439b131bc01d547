import { request } from 'node:http';
import { load } from 'cheerio/slim';
import { parseAllowedHosts } from '../../../functions/platform/safe-fetch/allowed-hosts.ts';
import { sampleBusinesses, siteHost } from '../../../lib/local/sample/businesses.ts';
import { cloudflareEncoded, spelledOut } from '../../../lib/local/sample/site-addresses.ts';
import { sampleSiteCopy } from '../../../lib/local/sample/site-copy.ts';
import { type SampleSitesServer, startSampleSites } from '../../../lib/local/sample/sites-server.ts';

type Answer = { status: number; type: string; text: string };
let server: SampleSitesServer;

const get = (host: string, path = '/', method = 'GET') =>
  new Promise<Answer>((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: server.port, path, method, headers: { host } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const type = response.headers['content-type'] ?? '';
        const text = Buffer.concat(chunks).toString(type.includes('8859') ? 'latin1' : 'utf8');
        resolve({ status: response.statusCode ?? 0, type, text });
      });
    });
    call.on('error', reject);
    call.end();
  });

beforeAll(async () => {
  server = await startSampleSites({ port: 0 });
});
afterAll(() => server.close());

const copies = sampleSiteCopy();
const reachable = sampleBusinesses().filter(({ slug }) => copies[slug] !== undefined && copies[slug].down !== true);

test('every site answers for its host, and each with its own page', async () => {
  const quick = reachable.filter(({ slug }) => copies[slug]?.delayMs === undefined);
  const pages = await Promise.all(quick.map((business) => get(siteHost(business) ?? '')));
  expect(pages.every(({ status }) => status === 200)).toBe(true);
  expect(new Set(pages.map(({ text }) => text)).size).toBe(quick.length);
});

test('the spelling of the host, its port and a slash at the end make no difference', async () => {
  const plain = await get('quaylight.example', '/about');
  expect(plain.text).toContain('portacabin on the Waalhaven');
  expect(await get('WWW.Quaylight.EXAMPLE:80', '/about/')).toEqual(plain);
});

test('links that a site makes lead to pages, but for the ones it is known to have lost', async () => {
  const links = async (host: string) => {
    const $ = load((await get(host)).text);
    const paths = $('nav a')
      .map((_, link) => $(link).attr('href'))
      .get();
    return Promise.all(paths.map(async (path) => [path, (await get(host, path)).status] as const));
  };
  expect((await links('veldwerk.example')).every(([, status]) => status === 200)).toBe(true);
  expect(Object.fromEntries(await links('irongate-barbell.example'))).toMatchObject({
    '/our-team': 404,
    '/visit-us': 200,
  });
});

test('the German site has an imprint and the old one neither title nor viewport', async () => {
  expect((await get('gruenspan.example', '/impressum')).text).toContain('Angaben gemäß § 5 DDG');
  const old = await get('hobday-plumbing.example', '/index.htm');
  expect(old.type).toContain('iso-8859-1');
  expect(old.text).toContain('£1,950');
  expect(old.text).not.toMatch(/<title|viewport|<meta/);
});

test('one site asks robots to keep off its team page', async () => {
  expect((await get('ringwold.example', '/robots.txt')).text).toContain('Disallow: /team');
  expect((await get('quaylight.example', '/robots.txt')).text).not.toContain('Disallow');
});

test('addresses are given as links, as text, in words and in the encoding of Cloudflare', async () => {
  expect((await get('quaylight.example', '/contact')).text).toContain('href="mailto:hello@quaylight.example"');
  expect((await get('mossgate.example', '/contact')).text).toContain('>dia-dhuit@mossgate.example<');
  expect((await get('tarnhelm.example', '/contact')).text).toContain('hello at tarnhelm dot example');
  const encoded = load((await get('bluefathom.example', '/contact-us')).text)('[data-cfemail]').attr('data-cfemail');
  expect(encoded).toBe(cloudflareEncoded('info@bluefathom.example'));
  expect((await get('bluefathom.example', '/contact-us')).text).not.toContain('info@');
});

test('an encoded address decodes by the published rule: the first byte is the key', () => {
  const [key = 0, ...rest] = Buffer.from(cloudflareEncoded('a.b@c.example'), 'hex');
  expect(Buffer.from(rest.map((byte) => byte ^ key)).toString()).toBe('a.b@c.example');
  expect(spelledOut('a.b@c.example')).toBe('a dot b at c dot example');
});

test('structured data names the organisation where a site has it', async () => {
  const $ = load((await get('pellucid-ledger.example')).text);
  expect(JSON.parse($('script[type="application/ld+json"]').text())).toMatchObject({
    '@type': 'Organization',
    name: 'Pellucid Ledger',
    foundingDate: '2016',
  });
});

test('the slow site takes its time and the consent notice stands first', async () => {
  const began = performance.now();
  expect((await get('tidewrack.example')).status).toBe(200);
  expect(performance.now() - began).toBeGreaterThanOrEqual(790);
  const $ = load((await get('redfern-staffing.example')).text);
  expect($('body').children().first().text()).toContain('148 partners');
});

test('the site that is down does not answer, whichever way one comes', async () => {
  await expect(get('umbrafield.example')).rejects.toThrow(/ECONNRESET|socket hang up/);
  expect(parseAllowedHosts(server.allowHosts)('www.umbrafield.example')).toEqual({ address: '127.0.0.1', port: 9 });
});

test('the fetch module is led to this server for every other sample host, and nowhere else', () => {
  const allowed = parseAllowedHosts(server.allowHosts);
  expect(allowed('quaylight.example')).toEqual({ address: '127.0.0.1', port: server.port });
  expect(allowed('example.com')).toBeUndefined();
});

test('unknown hosts and methods are refused', async () => {
  expect((await get('nobody.example')).status).toBe(421);
  expect((await get('quaylight.example', '/', 'POST')).status).toBe(405);
  expect((await get('quaylight.example', '/wp-login.php')).status).toBe(404);
});
