import fc from 'fast-check';
import { readWebsite, registrableDomain } from '../../../functions/discovery/website.ts';

const read = (cell: string, name = 'Acme') => readWebsite(cell, name);

test.each([
  ['acme.com', 'https://acme.com/', 'acme.com'],
  ['www.Acme.COM', 'https://www.acme.com/', 'acme.com'],
  ['http://acme.co.uk/en/?utm_source=list#top', 'http://acme.co.uk/en/', 'acme.co.uk'],
  ['htp://www.acme.com', 'http://www.acme.com/', 'acme.com'],
  ['https//acme.com', 'https://acme.com/', 'acme.com'],
  ['https://shop.eu.acme.com:8443/start', 'https://shop.eu.acme.com:8443/start', 'acme.com'],
  ['https://one.io, https://two.com', 'https://one.io/', 'one.io'],
  ['bücher.de', 'https://xn--bcher-kva.de/', 'xn--bcher-kva.de'],
  ['https://acme.github.io/docs', 'https://acme.github.io/docs', 'acme.github.io'],
  ['http://quaylight.example/', 'http://quaylight.example/', 'quaylight.example'],
])('reads %s', (cell, website, domain) => {
  expect(read(cell)).toEqual({ ok: true, website, domain });
});

test.each(['', '   ', 'N/A', 'none', '-', 'http://', 'https://'])('finds no website in %j', (cell) => {
  expect(read(cell)).toEqual({ ok: false, reason: 'missing_website' });
});

test.each([
  'acme',
  'http://url',
  'acme.cmo',
  'not a website',
  '192.168.0.1',
  'http://[::1]/',
  'github.io',
  'ftp://acme.com',
  'javascript://acme.com',
  'info@acme.com',
  'http://user:secret@acme.com/',
])('refuses %s', (cell) => {
  expect(read(cell)).toEqual({ ok: false, reason: 'malformed_website' });
});

test.each([
  'https://www.linkedin.com/company/acme',
  'facebook.com/acme',
  'https://apps.apple.com/us/app/acme/id1',
  'https://acme.substack.com',
  'https://linkedin.com',
  'https://sites.google.com/view/acme',
])('takes a page on a platform for no website of the company: %s', (cell) => {
  expect(read(cell)).toEqual({ ok: false, reason: 'shared_platform_website' });
});

test('the platform itself is a company with a website', () => {
  expect(readWebsite('http://www.producthunt.com', 'Product Hunt')).toMatchObject({
    ok: true,
    domain: 'producthunt.com',
  });
  expect(readWebsite('https://www.producthunt.com/posts/acme', 'Product Hunt')).toMatchObject({ ok: false });
});

test('a registrable domain is its own registrable domain', () => {
  fc.assert(
    fc.property(fc.domain(), (host) => {
      const domain = registrableDomain(host);
      if (domain !== undefined) expect(registrableDomain(`www.${domain}`)).toBe(domain);
    }),
  );
});

test('never throws and never gives a website without a domain', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true })), (cell) => {
      const found = read(cell);
      if (found.ok) expect(new URL(found.website).hostname.endsWith(found.domain)).toBe(true);
    }),
  );
});
