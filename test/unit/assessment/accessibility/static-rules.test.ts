import axe from 'axe-core';
import {
  checkStaticAccessibility,
  STATIC_ACCESSIBILITY_RULES,
} from '../../../../functions/assessment/accessibility/check-static-accessibility.ts';
import { aCapture } from '../a-site-capture.ts';
import { failing, judged } from '../judged.ts';

const page = (body: string, { head = '<title>Oak</title>', html = 'lang="en"' } = {}): string =>
  `<!doctype html><html ${html}><head>${head}</head><body><main><h1>Oak</h1>${body}</main></body></html>`;
const check = (html: string) => checkStaticAccessibility(aCapture(html));
const fails = (id: string, html: string): boolean => {
  const { state } = judged(check(html), id);
  return state === 'fail';
};

test('a page with nothing against it scores 100 and is said to be judged in part only', () => {
  const result = check(page('<p>Hello</p>'));
  expect(failing(result)).toEqual([]);
  expect([result.score, result.status]).toEqual([100, 'partial']);
  expect(result.notMeasured[0]?.what).toContain('Contrast');
});

test('every rule is one of axe-core, so that a run in a browser replaces it', () => {
  const known = new Set(axe.getRules().map(({ ruleId }) => ruleId));
  expect(STATIC_ACCESSIBILITY_RULES.filter(({ id }) => !known.has(id))).toEqual([]);
  expect(new Set(STATIC_ACCESSIBILITY_RULES.map(({ id }) => id)).size).toBe(STATIC_ACCESSIBILITY_RULES.length);
});

/** For each rule what it fails, and what looks like it but is well. */
const CASES: readonly (readonly [id: string, bad: string, good: string])[] = [
  [
    'image-alt',
    '<img src="a.jpg">',
    '<img src="a.jpg" alt=""><img src="b.jpg" role="presentation"><img src="c.jpg" aria-label="C"><img src="d.jpg" hidden><div aria-hidden="true"><img src="e.jpg"></div>',
  ],
  ['input-image-alt', '<input type="image" src="go.png">', '<input type="image" src="go.png" alt="Go">'],
  ['area-alt', '<map><area href="/a"></map>', '<map><area href="/a" alt="A"><area></map>'],
  ['svg-img-alt', '<svg role="img"><path d="M0"></path></svg>', '<svg role="img"><title>Oak</title></svg><svg></svg>'],
  ['role-img-alt', '<div role="img"></div>', '<div role="img" aria-label="Oak"></div>'],
  ['object-alt', '<object data="a.svg"></object>', '<object data="a.svg" title="Oak"></object>'],
  [
    'image-redundant-alt',
    '<a href="/a"><img src="a.jpg" alt="Oak">Oak</a>',
    '<a href="/a"><img src="a.jpg" alt="">Oak</a><img src="b.jpg" alt="Oak">',
  ],
  [
    'label',
    '<input type="text" name="mail">',
    '<label for="m">Mail</label><input id="m"><label>Name <input></label><input placeholder="Town"><input type="hidden"><input type="submit"><input aria-label="Age">',
  ],
  ['select-name', '<select><option>One</option></select>', '<label>Size <select></select></label>'],
  [
    'button-name',
    '<button><i class="icon"></i></button>',
    '<button>Go</button><button aria-label="Menu"></button><button><img src="x.svg" alt="Search"></button><button><my-icon></my-icon></button><button :aria-label="name"></button>',
  ],
  ['input-button-name', '<input type="button">', '<input type="submit"><input type="button" value="Go">'],
  [
    'link-name',
    '<a href="/a"><i class="fa fa-bars"></i></a>',
    '<a href="/a">A</a><a href="/b" title="B"></a><a name="top"></a><a href="/c"><svg><title>C</title></svg></a>',
  ],
  [
    'frame-title',
    '<iframe src="/a"></iframe>',
    '<iframe src="/a" title="Map"></iframe><iframe src="/b" width="0" height="0"></iframe><noscript><iframe src="/c"></iframe></noscript>',
  ],
  ['summary-name', '<details><summary></summary>x</details>', '<details><summary>More</summary>x</details>'],
  ['valid-lang', '<p lang="english">Hello</p>', '<p lang="fr-CA">Bonjour</p>'],
  ['heading-order', '<h4>Deep</h4>', '<h2>Two</h2><h3>Three</h3><h2>Two</h2>'],
  ['empty-heading', '<h2></h2>', '<h2><img src="a.png" alt="Oak"></h2>'],
  [
    'list',
    '<ul><div>One</div></ul>',
    '<ul><li>One</li><script></script><!-- end --></ul><ul role="menu"><div></div></ul>',
  ],
  ['listitem', '<div><li>One</li></div>', '<ul><li>One<li>Two</ul><menu><li>Three</li></menu>'],
  ['definition-list', '<dl><p>Oak</p></dl>', '<dl><dt>Oak</dt><dd>Wood</dd><div><dt>Elm</dt><dd>Wood</dd></div></dl>'],
  ['dlitem', '<dt>Oak</dt>', '<dl><dt>Oak</dt><dd>Wood</dd></dl>'],
  ['landmark-no-duplicate-main', '<div role="main"></div>', '<section></section>'],
  [
    'landmark-no-duplicate-banner',
    '<div role="banner"></div><div role="banner"></div>',
    '<article><header></header></article><section><header></header></section>',
  ],
  [
    'landmark-no-duplicate-contentinfo',
    '<div role="contentinfo"></div><div role="contentinfo"></div>',
    '<article><footer></footer></article><div role="contentinfo"></div>',
  ],
  ['aria-valid-attr', '<p aria-labeledby="x">Oak</p>', '<p aria-label="x">Oak</p>'],
  ['aria-roles', '<p role="buton">Oak</p>', '<p role="doc-tip">Oak</p><p role="unknown note">Elm</p><p role="">x</p>'],
  [
    'duplicate-id-aria',
    '<label for="m">Mail</label><input id="m"><input id="m" aria-label="x">',
    '<i id="a"></i><i id="a"></i><label for="m">Mail</label><input id="m">',
  ],
  ['tabindex', '<p tabindex="3">Oak</p>', '<p tabindex="0">Oak</p><p tabindex="-1">Elm</p>'],
  [
    'accesskeys',
    '<a href="/" accesskey="h">A</a><a href="/b" accesskey="H">B</a>',
    '<a href="/" accesskey="h">A</a><a href="/b" accesskey="b">B</a>',
  ],
  ['marquee', '<marquee>Oak</marquee>', '<p>marquee</p>'],
  ['blink', '<blink>Oak</blink>', '<p>blink</p>'],
  [
    'scope-attr-valid',
    '<table><tr><th scope="column">A</th></tr></table>',
    '<table><tr><th scope="col">A</th></tr></table>',
  ],
  [
    'td-headers-attr',
    '<table><tr><td headers="x">1</td></tr></table>',
    '<table><tr><th id="x">A</th><td headers="x">1</td></tr></table>',
  ],
  [
    'server-side-image-map',
    '<a href="/map"><img ismap src="a.png" alt="Map"></a>',
    '<img usemap="#a" src="a.png" alt="Map">',
  ],
];

test.each(CASES)('%s', (id, bad, good) => {
  expect(fails(id, page(bad))).toBe(true);
  expect(fails(id, page(good))).toBe(false);
});

/** Rules on the page as a whole. */
const WHOLE: readonly (readonly [id: string, bad: string, good: string])[] = [
  ['html-has-lang', page('', { html: '' }), page('')],
  ['html-lang-valid', page('', { html: 'lang="english"' }), page('', { html: 'lang="en_US"' })],
  [
    'html-xml-lang-mismatch',
    page('', { html: 'lang="en" xml:lang="fr"' }),
    page('', { html: 'lang="en-AU" xml:lang="en"' }),
  ],
  ['document-title', page('', { head: '' }), page('')],
  ['aria-hidden-body', '<html lang="en"><title>A</title><body aria-hidden="true"><p>x</p></body></html>', page('')],
  [
    'meta-refresh',
    page('', { head: '<title>A</title><meta http-equiv="refresh" content="30">' }),
    page('', { head: '<title>A</title><meta http-equiv="refresh" content="0; url=/b">' }),
  ],
  [
    'meta-viewport',
    page('', { head: '<title>A</title><meta name="viewport" content="width=device-width, user-scalable=no">' }),
    page('', { head: '<title>A</title><meta name="viewport" content="width=device-width, initial-scale=1">' }),
  ],
  [
    'meta-viewport-large',
    page('', { head: '<title>A</title><meta name="viewport" content="maximum-scale=3">' }),
    page('', { head: '<title>A</title><meta name="viewport" content="maximum-scale=1">' }),
  ],
  ['page-has-heading-one', '<html lang="en"><title>A</title><body><main><h2>A</h2></main></body></html>', page('')],
  ['landmark-one-main', '<html lang="en"><title>A</title><body><h1>A</h1></body></html>', page('')],
];

test.each(WHOLE)('%s', (id, bad, good) => {
  expect(fails(id, bad)).toBe(true);
  expect(fails(id, good)).toBe(false);
});

test('every rule is tried', () => {
  const tried = new Set([...CASES, ...WHOLE].map(([id]) => id));
  expect(STATIC_ACCESSIBILITY_RULES.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
});

test('the score weighs what fails by its impact', () => {
  const critical = check(page('<img src="a.jpg">')).score ?? 0;
  const minor = check(page('<h2></h2>')).score ?? 0;
  expect(critical).toBeLessThan(minor);
});

test('of a page that its scripts build there is no score', () => {
  const result = check(
    '<html lang="en"><title>A</title><body><div id="app"></div><script src="a.js"></script></body></html>',
  );
  expect(result.score).toBeNull();
  expect(judged(result, 'page-has-heading-one').state).toBe('not_measured');
});
