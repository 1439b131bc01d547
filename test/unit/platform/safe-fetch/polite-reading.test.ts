import { createHostPace } from '../../../../functions/platform/safe-fetch/host-pace.ts';
import { createPageCache } from '../../../../functions/platform/safe-fetch/page-cache.ts';
import type { Answer } from '../../../../functions/platform/safe-fetch/request-once.ts';
import { createRobots } from '../../../../functions/platform/safe-fetch/robots.ts';
import { createSafeFetch } from '../../../../functions/platform/safe-fetch/safe-fetch.ts';

const page = (text: string, contentType = 'text/html'): Answer => ({
  kind: 'page',
  status: 200,
  contentType,
  bytes: Buffer.from(text),
  whole: true,
});
const missing: Answer = { kind: 'status', status: 404 };

/** A made-up internet with its own time: sleeping passes it. */
const world = (answers: Readonly<Record<string, Answer>>) => {
  let now = 0;
  const asked: (readonly [string, number])[] = [];
  const clock = () => now;
  const fetchPage = createSafeFetch({
    clock,
    resolveHost: () => Promise.resolve({ ok: true, addresses: ['8.8.8.8'] }),
    pace: createHostPace({
      clock,
      sleep: (ms) => {
        now += ms;
        return Promise.resolve();
      },
    }),
    request: (url) => {
      asked.push([url.pathname, now]);
      return Promise.resolve(answers[url.pathname] ?? missing);
    },
  });
  return { fetchPage, asked, paths: () => asked.map(([path]) => path), pass: (ms: number) => (now += ms) };
};

test('one request a second to a host, robots.txt included', async () => {
  const { fetchPage, asked } = world({ '/': page('home'), '/a': page('a'), '/b': page('b') });
  for (const path of ['/', '/a', '/b']) await fetchPage(`http://acme.com${path}`);
  expect(asked).toEqual([
    ['/robots.txt', 0],
    ['/', 1_000],
    ['/a', 2_000],
    ['/b', 3_000],
  ]);
});

test('a longer pause is kept when robots.txt asks for one, up to five seconds', async () => {
  for (const [delay, pause] of [
    ['3', 3_000],
    ['0.2', 1_000],
    ['600', 5_000],
    ['x', 1_000],
  ] as const) {
    const { fetchPage, asked } = world({
      '/robots.txt': page(`User-agent: *\nCrawl-delay: ${delay}\n`, 'text/plain'),
      '/a': page('a'),
      '/b': page('b'),
    });
    await fetchPage('http://acme.com/a');
    await fetchPage('http://acme.com/b');
    expect((asked[2]?.[1] ?? 0) - (asked[1]?.[1] ?? 0)).toBe(pause);
  }
});

test('robots.txt is kept for a day', async () => {
  const { fetchPage, paths, pass } = world({ '/robots.txt': page('User-agent: *\nDisallow: /no', 'text/plain') });
  await fetchPage('http://acme.com/1');
  await fetchPage('http://acme.com/2');
  expect(paths().filter((path) => path === '/robots.txt')).toHaveLength(1);
  pass(25 * 3_600_000);
  await fetchPage('http://acme.com/3');
  expect(paths().filter((path) => path === '/robots.txt')).toHaveLength(2);
  expect(await fetchPage('http://acme.com/no')).toMatchObject({ ok: false, reason: 'robots' });
});

test('many pages at once wait for one robots.txt, also when it is asked for anew', async () => {
  const { fetchPage, paths, pass } = world({ '/robots.txt': page('', 'text/plain') });
  const ask = (n: number) => Promise.all([1, 2, 3].map((at) => fetchPage(`http://acme.com/${String(n + at)}`)));
  await ask(0);
  pass(25 * 3_600_000);
  await ask(10);
  expect(paths().filter((path) => path === '/robots.txt')).toHaveLength(2);
});

test.each([
  [
    'our own group goes before everybody’s',
    'User-agent: *\nDisallow: /\n\nUser-agent: ThroughlineBot\nDisallow: /x',
    '/',
    true,
  ],
  ['everybody’s holds for us', 'User-agent: *\nDisallow: /', '/', false],
  ['a longer allow beats a shorter disallow', 'User-agent: *\nDisallow: /a\nAllow: /a/team', '/a/team', true],
  ['a pattern', 'User-agent: *\nDisallow: /*.php$', '/team.php', false],
  ['a page that HTML says is not there is no rule', '<html>not found</html>', '/', true],
  ['a byte order mark and Windows line ends', '\uFEFFUser-agent: *\r\nDisallow: /x\r\n', '/x', false],
  ['nothing but stars', `User-agent: *\nDisallow: /${'*a'.repeat(900)}`, `/${'a'.repeat(1_500)}`, false],
])('%s', async (_name, rules, path, allowed) => {
  const { fetchPage } = world({ '/robots.txt': page(rules, 'text/plain'), [path]: page('x') });
  const began = performance.now();
  expect((await fetchPage(`http://acme.com${path}`)).ok).toBe(allowed);
  expect(performance.now() - began).toBeLessThan(1_000);
});

test('a rule of a megabyte is passed over, the others hold', async () => {
  const robots = createRobots({
    fetchText: (url) =>
      Promise.resolve({
        ok: true,
        url,
        status: 200,
        contentType: 'text/plain',
        text: `User-agent: *\nDisallow: /${'*x'.repeat(500_000)}\nDisallow: /no\n`,
      }),
    product: 'ThroughlineBot',
    clock: () => 0,
  });
  expect((await robots(new URL('http://acme.com/no'))).allowed).toBe(false);
  expect((await robots(new URL('http://acme.com/yes'))).allowed).toBe(true);
});

test('a page is given again for ten minutes, by host; a refresh asks anew', async () => {
  const { fetchPage, paths, pass } = world({ '/': page('home') });
  await fetchPage('http://acme.com/');
  await fetchPage('http://acme.com/#part');
  expect(paths()).toEqual(['/robots.txt', '/']);
  await fetchPage('http://acme.com/', { refresh: true });
  expect(paths()).toEqual(['/robots.txt', '/', '/']);
  pass(11 * 60_000);
  await fetchPage('http://acme.com/');
  expect(paths()).toHaveLength(4);
});

test('that a page does not exist is remembered; that it failed is not', async () => {
  const { fetchPage, paths } = world({ '/500': { kind: 'status', status: 503 } });
  for (const path of ['/404', '/404', '/500', '/500']) await fetchPage(`http://acme.com${path}`);
  expect(paths()).toEqual(['/robots.txt', '/404', '/500', '/500']);
});

test('the cache holds so much and no more: the host read longest ago goes first', async () => {
  const cached = createPageCache({ clock: () => 0, keep: 1_000 });
  const asked: string[] = [];
  const ask = (host: string) =>
    cached({ host, key: '/', refresh: false }, () => {
      asked.push(host);
      return Promise.resolve({ ok: true, url: '', status: 200, contentType: '', text: 'x'.repeat(3_000_000) });
    });
  for (const host of ['a', 'b', 'c', 'd']) await ask(host);
  await ask('d');
  expect(asked).toEqual(['a', 'b', 'c', 'd']);
  await ask('a');
  expect(asked).toHaveLength(5);
});

test('a page that many want at once is asked for once; one whose reading breaks is asked again', async () => {
  const cached = createPageCache({ clock: () => 0, keep: 1_000 });
  let asked = 0;
  const ask = (fails: boolean) =>
    cached({ host: 'a', key: '/', refresh: false }, () => {
      asked += 1;
      return fails
        ? Promise.reject(new Error('broken'))
        : Promise.resolve({ ok: true, url: '', status: 200, contentType: '', text: '' });
    });
  await expect(ask(true)).rejects.toThrow('broken');
  await Promise.all([ask(false), ask(false), ask(false)]);
  expect(asked).toBe(2);
});
