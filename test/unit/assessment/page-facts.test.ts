import { pageFactsOf } from '../../../functions/assessment/page-facts.ts';
import { readablePages } from '../../../functions/assessment/readable-pages.ts';
import { aCapture, aPage } from './a-site-capture.ts';

const factsOf = (html: string) => pageFactsOf(aPage(html));

test('a page is parsed once, however many checks ask', () => {
  const page = aPage('<p>Oak</p>');
  expect(pageFactsOf(page)).toBe(pageFactsOf(page));
  expect(pageFactsOf(page).elements()).toBe(pageFactsOf(page).elements());
});

test('the head ends before the first element that it cannot hold', () => {
  const page = factsOf('<head><link rel="icon" href="/a"><img src="pixel"><link rel="canonical" href="/b"></head>');
  expect(page.links('icon')).toHaveLength(1);
  expect(page.links('canonical')).toHaveLength(0);
});

test('what stands in templates, noscript and frames is no part of the page', () => {
  const page = factsOf(
    '<template><h1>A</h1></template><noscript><img src="a"></noscript><iframe><p>B</p></iframe><p>C</p>',
  );
  expect(page.named('h1', 'img', 'p')).toHaveLength(1);
});

test('addresses are relative to the base that the page names; a base that is none is passed over', () => {
  expect(factsOf('<base href="/shop/"><a href="a">A</a>').anchors()[0]?.url?.href).toBe('https://site.example/shop/a');
  expect(factsOf('<base href="http://["><a href="a">A</a>').anchors()[0]?.url?.href).toBe('https://site.example/a');
});

test('what is known to be hidden is marked, with all that it holds', () => {
  const page = factsOf(
    '<div class="modal fade"><p>A</p></div><div style="display:none"><p>B</p></div><div aria-hidden="true"><p>C</p></div><p>D</p>',
  );
  expect(page.named('p').map(({ hidden, ariaHidden }) => hidden || ariaHidden)).toEqual([true, true, true, false]);
});

test('broken structured data is told from readable and from empty', () => {
  const block = (text: string) => `<script type="application/ld+json">${text}</script>`;
  const page = factsOf(block('{"@type":"Person"}') + block('{oops') + block(' ') + block('<!-- {"@type":"Place"} -->'));
  expect(page.brokenBlocks().map(({ text }) => text)).toEqual(['{oops']);
});

describe('what cannot be judged by its HTML', () => {
  test('a page that scripts build, and one of frames', () => {
    expect(factsOf('<div id="root"></div><script src="a.js"></script>').shell()).toContain('scripts');
    expect(factsOf('<noscript>You need to enable JavaScript</noscript><script src="a.js"></script>').shell()).toContain(
      'scripts',
    );
    expect(factsOf('<frameset><frame src="a"></frameset>').shell()).toContain('frames');
    expect(factsOf('<div id="root"><p>Hello</p></div>').shell()).toBeNull();
    expect(
      factsOf(`<div id="root"><p>${'We build tables. '.repeat(20)}</p></div><script></script>`).shell(),
    ).toBeNull();
  });

  test('a page of which only the beginning is read', () => {
    expect(pageFactsOf(aPage('<p>Oak</p>', { cut: true })).incomplete()).toContain('longer');
    expect(factsOf('<div>'.repeat(500)).incomplete()).toContain('longer');
    expect(factsOf('<p>x</p>'.repeat(50_000)).incomplete()).toContain('longer');
    expect(factsOf('<!-- a --><p>x</p>'.repeat(1_000)).incomplete()).toBeNull();
  });
});

describe('hostile pages take bounded time', () => {
  const HOSTILE: readonly (readonly [string, string])[] = [
    ['10 MB of one element', '<div>'.repeat(2_000_000)],
    ['10 MB of an open tag', `<${'a'.repeat(10_000_000)}`],
    ['10 MB of open tags', '<a'.repeat(5_000_000)],
    ['10 MB of links', '<a href="/a">x</a>'.repeat(550_000)],
    ['10 MB of spaces', `<p>${' '.repeat(10_000_000)}`],
    ['links within links', `${'<a href=x>'.repeat(390)}${'<b>z</b>'.repeat(30_000)}`],
    [
      'names of an object’s own',
      '<p constructor="x" __proto__="y">x</p><meta name="__proto__" content="x"><a href="constructor">y</a>',
    ],
  ];
  test.each(HOSTILE)('%s', (_, html) => {
    const page = factsOf(html);
    expect(page.elements().length).toBeLessThanOrEqual(40_000);
    expect(page.anchors().every(({ text }) => text.length <= 300)).toBe(true);
  });
});

describe('readable pages', () => {
  test('the page asked for must be one: no HTML, bytes and checks against robots are none', () => {
    expect(readablePages(aCapture('')).ok).toBe(false);
    expect(readablePages(aCapture('\ufffd\u0000\u0002'.repeat(100))).ok).toBe(false);
    expect(readablePages(aCapture('<title>Attention Required! | Cloudflare</title>')).ok).toBe(false);
    expect(readablePages(aCapture('<p>Hi</p>', { headers: [['cf-mitigated', 'challenge']] })).ok).toBe(false);
    expect(readablePages(aCapture('<h1>Ουζερί</h1>')).ok).toBe(true);
  });

  test('of the others those that answered 200, each address once', () => {
    const at = (path: string, status = 200) => aPage('<p>Oak</p>', { finalUrl: `https://site.example${path}`, status });
    const readable = readablePages(aCapture('', {}, { pages: [at('/'), at('/a'), at('/a'), at('/b', 404)] }));
    expect(readable.ok && readable.pages.map(({ url }) => url)).toEqual([
      'https://site.example/',
      'https://site.example/a',
    ]);
  });
});
