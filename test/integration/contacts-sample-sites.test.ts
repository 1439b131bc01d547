import type { SiteReading } from '../../functions/contacts/contract.ts';
import { createReadWebsite } from '../../functions/contacts/read-website.ts';
import { WorkspaceId } from '../../functions/platform/ids.ts';
import { createSafeFetch } from '../../functions/platform/safe-fetch/safe-fetch.ts';
import { sampleSites } from '../../lib/local/sample/sites.ts';
import { type SampleSitesServer, startSampleSites } from '../../lib/local/sample/sites-server.ts';

const workspaceId = WorkspaceId.parse('ws_0000000001');
const sites = sampleSites();
let server: SampleSitesServer;
let readings: ReadonlyMap<string, SiteReading>;

beforeAll(async () => {
  server = await startSampleSites({ port: 0 });
  const stored = new Map<string, string>();
  const read = createReadWebsite({
    fetchPage: createSafeFetch({ allowHosts: server.allowHosts }),
    files: { readText: async (key) => stored.get(key), writeText: async (key, text) => void stored.set(key, text) },
    clock: Date.now,
  });
  const all = await Promise.all(
    [...sites.keys()].map((domain) => read({ workspaceId, domain, website: `http://${domain}/` })),
  );
  readings = new Map(all.map((reading) => [reading.domain, reading]));
});
afterAll(async () => {
  await server.close();
});

const hasTeamPage = (host: string): boolean =>
  [...(sites.get(host)?.pages.keys() ?? [])].some((path) => /team|people|staff/.test(path));

const readable = () =>
  [...sites].flatMap(([host, { site, pages }]) => {
    const reading = readings.get(host);
    const robots = pages.get('/robots.txt')?.body.toString() ?? '';
    return reading === undefined || site.copy.down === true || /Disallow: \/\S/.test(robots)
      ? []
      : [{ host, site, reading }];
  });

test('every site that is up is read, the one that is down is not', () => {
  for (const [host, { site }] of sites)
    expect([host, readings.get(host)?.outcome]).toEqual([host, site.copy.down === true ? 'unreachable' : 'read']);
});

test('everybody whom a team page shows is found under their name and title', () => {
  let found = 0;
  for (const { host, site, reading } of readable())
    for (const { firstName, lastName, title } of site.team) {
      if (!hasTeamPage(host)) continue;
      const person = reading.people.find((one) => one.firstName === firstName && one.lastName === lastName);
      expect([host, person?.title]).toEqual([host, title]);
      found += 1;
    }
  expect(found).toBeGreaterThan(100);
});

test('nobody is invented: every person found is one whom the site shows', () => {
  for (const { host, site, reading } of readable()) {
    const names = site.team.map(({ firstName, lastName }) => `${firstName} ${lastName}`);
    for (const { firstName, lastName } of reading.people)
      expect([host, names]).toEqual([host, expect.arrayContaining([`${firstName} ${lastName}`])]);
  }
});

test('an address that a site shows is found in whatever form it stands there', () => {
  const forms = new Set<string>();
  for (const { host, site, reading } of readable())
    for (const { email, showsEmail } of site.team) {
      if (!showsEmail || !hasTeamPage(host) || site.copy.contact.style === 'none') continue;
      const known = [...reading.people.map((person) => person.email), ...reading.addresses.map((one) => one.email)];
      expect([host, known]).toEqual([host, expect.arrayContaining([email.toLowerCase()])]);
      forms.add(site.copy.contact.style);
    }
  expect([...forms].sort()).toEqual(['cfemail', 'mailto', 'spelled', 'text']);
});

test('robots.txt is obeyed', () => {
  const closed = [...sites].filter(([, { pages }]) =>
    pages.get('/robots.txt')?.body.toString().includes('Disallow: /team'),
  );
  expect(closed.length).toBeGreaterThan(0);
  for (const [host] of closed) expect(readings.get(host)?.pages.some(({ url }) => url.endsWith('/team'))).toBe(false);
});

test('passages are what the site says, without consent walls, customers’ praise and people', () => {
  for (const { host, reading } of readable()) {
    for (const { text } of reading.passages)
      expect([host, text]).toEqual([host, expect.not.stringMatching(/cookies|© 2026|148 partners/)]);
    expect(reading.pages.length).toBeLessThanOrEqual(8);
    expect(new Set(reading.passages.map(({ id }) => id)).size).toBe(reading.passages.length);
  }
});
