import { createReadWebsite } from '../../../functions/contacts/read-website.ts';
import { readPage } from '../../../functions/contacts/site-reading.ts';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import type { FetchAnswer } from '../../../functions/platform/safe-fetch/fetch-answer.ts';

const workspaceId = WorkspaceId.parse('ws_0000000001');
const HOME = `<title>Acme</title><p>Acme builds pumps for farms in wet country.</p><a href="/team">Team</a><a href="/contact">Contact</a><a href="mailto:web@agency.com">Site by</a>`;
const TEAM = '<h3>Ana Silva</h3><p>Head of Sales</p><p>Ana rows a boat on the river before work.</p>';
const CONTACT = '<p>asilva@acme.com or info@acme.com</p>';

const world = (site: Record<string, string | FetchAnswer>) => {
  let now = Date.parse('2026-11-21T08:00:00.000Z');
  const stored = new Map<string, string>();
  const asked: string[] = [];
  const read = createReadWebsite({
    fetchPage: async (url) => {
      asked.push(url);
      now += 100;
      const page = site[url];
      if (page === undefined) return { ok: false, url, reason: 'http_404', status: 404 };
      return typeof page === 'string' ? { ok: true, url, status: 200, contentType: 'text/html', text: page } : page;
    },
    files: { readText: async (key) => stored.get(key), writeText: async (key, text) => void stored.set(key, text) },
    clock: () => now,
  });
  return {
    read: (more: object = {}) => read({ workspaceId, domain: 'acme.com', website: 'https://acme.com/', ...more }),
    asked,
    stored,
    pass: (ms: number) => (now += ms),
  };
};
const acme = { 'https://acme.com/': HOME, 'https://acme.com/team': TEAM, 'https://acme.com/contact': CONTACT };

test('reads the home page and what it links to into people, addresses and passages', async () => {
  const { read } = world(acme);
  expect(await read()).toMatchObject({
    outcome: 'read',
    passages: [{ text: 'Acme builds pumps for farms in wet country.', url: 'https://acme.com/' }],
    people: [
      {
        firstName: 'Ana',
        lastName: 'Silva',
        title: 'Head of Sales',
        email: 'asilva@acme.com',
        url: 'https://acme.com/team',
      },
    ],
    addresses: [{ email: 'info@acme.com', url: 'https://acme.com/contact' }],
  });
});

test('keeps a reading for a week; a refresh reads anew', async () => {
  const { read, asked, pass } = world(acme);
  const first = await read();
  const pages = asked.length;
  expect(await read()).toEqual(first);
  expect(asked).toHaveLength(pages);
  await read({ refresh: true });
  expect(asked).toHaveLength(2 * pages);
  pass(8 * 86_400_000);
  await read();
  expect(asked).toHaveLength(3 * pages);
});

test.each([
  ['dns_not_found', 'unreachable'],
  ['timeout', 'unreachable'],
  ['resolver_unavailable', 'unreachable'],
  ['robots', 'disallowed'],
] as const)('a site that fails by %s is %s and is asked again the next time', async (reason, outcome) => {
  const { read, stored } = world({ 'https://acme.com/': { ok: false, url: 'https://acme.com/', reason } });
  expect(await read()).toMatchObject({ outcome, reason, passages: [], people: [] });
  expect(stored.size).toBe(0);
});

test('a site without TLS is read on http', async () => {
  const { read } = world({
    'https://acme.com/': { ok: false, url: 'https://acme.com/', reason: 'tls_failed' },
    'http://acme.com/': HOME,
  });
  expect(await read()).toMatchObject({ outcome: 'read' });
});

test('a domain that leads to somebody else tells nothing about the company', async () => {
  const moved: FetchAnswer = { ok: true, url: 'https://buyer.com/', status: 200, contentType: 'text/html', text: HOME };
  expect(await world({ 'https://acme.com/': moved }).read()).toMatchObject({
    outcome: 'unreachable',
    reason: 'redirected_elsewhere',
    passages: [],
  });
  const www: FetchAnswer = { ...moved, url: 'https://www.acme.com/' };
  expect(await world({ 'https://acme.com/': www }).read()).toMatchObject({ outcome: 'read' });
});

test('an empty page is empty, a company without a website is not asked for one', async () => {
  expect(await world({ 'https://acme.com/': '<div id="root"></div>' }).read()).toMatchObject({ outcome: 'empty' });
  const { read, asked } = world(acme);
  expect(await read({ website: '' })).toMatchObject({ outcome: 'unreachable', reason: 'no_website' });
  expect(asked).toEqual([]);
});

test('stops at the deadline, gives what was read and does not keep it', async () => {
  const { read, stored } = world(acme);
  const start = Date.parse('2026-11-21T08:00:00.000Z');
  expect((await read({ deadline: start + 50 })).pages).toHaveLength(1);
  expect(stored.size).toBe(0);
  expect(await read({ deadline: start })).toMatchObject({ outcome: 'unreachable', reason: 'no_time_left' });
});

test('asks for at most eight pages', async () => {
  const links = ['team', 'contact', 'about', 'services', 'impressum', 'news', 'careers', 'blog', 'jobs', 'press'];
  const { read, asked } = world({ 'https://acme.com/': links.map((path) => `<a href="/${path}">x</a>`).join('') });
  await read();
  expect(asked).toHaveLength(8);
});

// Searching a tree by selectors takes the square of its depth or width: each of these pages took a minute or more.
test.each([
  '<div>',
  '<a href="/x">',
  '<p><b>',
  '<font size="2">',
  '<a href="/x">y</a>',
  '<p>some words of text ',
  '<',
  '<div ',
])('a page of nothing but %s does not hold up the batch', (tag) => {
  const html = `<title>Deep</title><p>What a page says first of all.</p>${tag.repeat(40_000)}`;
  const page = readPage(html, { url: 'https://acme.com/', status: 200, kind: 'home' });
  expect(page.title).toBe('Deep');
  expect(page.passages[0]?.text).toBe('What a page says first of all.');
});
