import { cutNesting } from '../contacts/cut-nesting.ts';
import { structuredData, type Thing } from '../contacts/page-structured-data.ts';
import { type Block, blocksOf, jsonLdOf, parsePage, type Tree } from '../contacts/page-text.ts';
import type { Evidence } from './contract.ts';
import { elementsOfTree, isText, type PageElement, startTag, textWithin } from './page-elements.ts';
import type { CapturedPage } from './site-capture.ts';

export type PageAnchor = Readonly<{ element: PageElement; href: string; url: URL | null; text: string }>;
export type BrokenBlock = Readonly<{ text: string; problem: string }>;

/** What the static checks know of one page. It is parsed once; each part is worked out when first asked for. */
export type PageFacts = Readonly<{
  page: CapturedPage;
  /** Where the page stands; what its addresses are relative to is `base`. */
  url: string;
  base: () => string;
  tree: () => Tree;
  elements: () => readonly PageElement[];
  named: (...names: readonly string[]) => readonly PageElement[];
  /** All elements of an id, in document order. */
  byId: (id: string) => readonly PageElement[];
  /** Null when there is no title element. */
  title: () => string | null;
  /** The content of the first `meta` of that name or property (lower case). */
  meta: (name: string) => string | undefined;
  /** `link` elements of the head with one of these relations. */
  links: (relation: string) => readonly PageElement[];
  anchors: () => readonly PageAnchor[];
  /** The language that the page says it is in, as written; null when it says none. */
  language: () => string | null;
  /** Blocks of text that are shown, menus and footers included. */
  blocks: () => readonly Block[];
  /** JSON-LD: what could be read, and what could not. */
  things: () => readonly Thing[];
  brokenBlocks: () => readonly BrokenBlock[];
  /** Why what is not found may still be there: the page is built by its scripts, by frames, or is too long; null when what is read is all there is. */
  incomplete: () => string | null;
  /** Why next to nothing can be judged by the HTML: the page is built by its scripts or made of frames; null for a page that says something by itself. */
  shell: () => string | null;
}>;

/** What is parsed of a page; the fetch branch keeps no more. */
const MOST_HTML = 2_000_000;
const known = new WeakMap<CapturedPage, PageFacts>();

/** The facts of a page; the same page is parsed once, however many checks ask. */
export const pageFactsOf = (page: CapturedPage): PageFacts => {
  const facts = known.get(page) ?? createPageFacts(page);
  known.set(page, facts);
  return facts;
};

const once = <Value>(make: () => Value): (() => Value) => {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

const createPageFacts = (page: CapturedPage): PageFacts => {
  const html = page.html.slice(0, MOST_HTML);
  const tree = once(() => parsePage(html));
  const walked = once(() => elementsOfTree(tree()));
  const elements = () => walked().elements;
  const byName = once(() => Map.groupBy(elements(), ({ name }) => name));
  const ids = once(() => Map.groupBy(elements(), ({ attribs }) => attribs['id'] ?? ''));
  const named = (...names: readonly string[]) => names.flatMap((name) => byName().get(name) ?? []);
  const metas = once(() => metasOf(named('meta')));
  const base = once(() => baseOf(page.finalUrl, named('base')));
  const blocks = once(() => blocksOf(tree(), isHidden));
  const jsonLd = once(() => jsonLdOf(tree()));
  const shell = once(() => builtElsewhere(named, blocks()));
  return {
    page,
    url: page.finalUrl,
    ...{ base, tree, elements, named, blocks },
    byId: (id) => (id === '' ? [] : (ids().get(id) ?? [])),
    title: once(() => {
      const title = named('title').find(({ inSvg }) => !inSvg);
      return title === undefined ? null : textOf(title);
    }),
    meta: (name) => metas().get(name),
    links: (relation) =>
      named('link').filter(
        ({ inHead, attribs }) => inHead && (attribs['rel'] ?? '').toLowerCase().split(/\s+/).includes(relation),
      ),
    anchors: once(() => anchorsOf(named('a'), base())),
    language: once(() => named('html').find(({ attribs }) => attribs['lang'] !== undefined)?.attribs['lang'] ?? null),
    things: once(() => structuredData(tree())),
    brokenBlocks: once(() => jsonLd().flatMap(brokenBlock)),
    incomplete: once(() =>
      page.cut || page.html.length > MOST_HTML || !walked().whole || cutNesting(html).length < html.length
        ? 'The page is longer than what is read of it.'
        : shell(),
    ),
    shell,
  };
};

const textOf = ({ children }: PageElement): string =>
  children
    .map((node) => (isText(node) ? node.data : ''))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

const metasOf = (metas: readonly PageElement[]): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const { attribs } of metas)
    for (const name of [attribs['name'], attribs['property']]) {
      const key = name?.trim().toLowerCase() ?? '';
      if (key !== '' && !found.has(key)) found.set(key, (attribs['content'] ?? '').trim());
    }
  return found;
};

const baseOf = (url: string, bases: readonly PageElement[]): string => {
  const href = bases.find(({ attribs }) => attribs['href'] !== undefined)?.attribs['href'];
  return href === undefined ? url : (URL.parse(href.trim(), url)?.href ?? url);
};

const anchorsOf = (anchors: readonly PageElement[], base: string): readonly PageAnchor[] =>
  anchors
    .filter(({ inSvg }) => !inSvg)
    .map((element) => {
      const href = element.attribs['href'] ?? '';
      return { element, href, url: URL.parse(href.trim(), base), text: textWithin(element.children) };
    });

const isHidden = (name: string, attribs: Readonly<Record<string, string>>): boolean =>
  'hidden' in attribs ||
  name === 'dialog' ||
  /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribs['style'] ?? '');

const LONGEST_BROKEN = 1_000_000;
const brokenBlock = (text: string): readonly BrokenBlock[] => {
  // Old pages wrap scripts in comments, which parsers of JSON-LD take off.
  const own = text.replace(/^\s*(?:<!--|\/\/\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|\/\/\s*\]\]>|\]\]>)\s*$/g, '').trim();
  if (own === '' || own.length > LONGEST_BROKEN) return [];
  try {
    JSON.parse(own);
    return [];
  } catch (error) {
    return [{ text: own, problem: error instanceof Error ? error.message : 'not JSON' }];
  }
};

/** Where frameworks put what they build (React, Vue, Angular, Svelte, Nuxt, Next, Gatsby, Flutter, Ember). */
const MOUNT = /^(?:root|app|__next|__nuxt|___gatsby|q-app|svelte|main-app|react-root|ember-app|flutter_app)$/i;
/** A page with more text than this says something without its scripts. */
const SHELL_TEXT = 200;

const builtElsewhere = (named: PageFacts['named'], blocks: readonly Block[]): string | null => {
  if (named('frameset').length > 0) return 'The page is made of frames, which are pages of their own.';
  const said = blocks.reduce((sum, { text }) => sum + text.length, 0);
  if (said > SHELL_TEXT || named('script').length === 0) return null;
  const mount =
    named('div', 'main', 'section', 'body').some(({ attribs }) => MOUNT.test(attribs['id'] ?? '')) ||
    named('app-root', 'flt-glass-pane').length > 0;
  const asks = named('noscript').some(({ children }) => /javascript/i.test(textWithin(children)));
  return mount || asks ? 'The page is built by its scripts in the browser; by itself it says next to nothing.' : null;
};

/** Evidence that an element gives: its start tag, on its page. */
export const seen = (facts: PageFacts, element: PageElement, what: string): Evidence => ({
  what,
  where: facts.url,
  quote: startTag(element),
});
