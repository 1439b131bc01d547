import { type Cheerio, type CheerioAPI, load } from 'cheerio/slim';
import { cutNesting } from './cut-nesting.ts';
import { addressInAttributes } from './hidden-addresses.ts';

type Document = ReturnType<CheerioAPI['root']> extends Cheerio<infer Root> ? Root : never;
type Node = Document['children'][number];
type Element = Extract<Node, { attribs: unknown }>;
/** A parsed page. It is walked, never searched: cheerio's selectors take the square of a page's width, and a page may be two megabytes of links. */
export type Tree = readonly Node[];
export type Anchor = Readonly<{ href: string; text: string }>;

/** A text node of a page in document order; `email` when it is a link whose markup gives an address. */
export type Piece = Readonly<{ text: string; email: string | null }>;
/** The text of one block (paragraph, list item, cell …); `heading` is its level when it is a heading. */
export type Block = Readonly<{ text: string; heading: boolean }>;

const SILENT = new Set(
  'script style noscript template svg iframe object canvas select textarea head button'.split(' '),
);
const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const TEXT_NODE = 3;
/** What a page of a real company never has; the rest of a longer one is not looked at. */
const MOST_ANCHORS = 2_000;
const MOST_PIECES = 20_000;
const HEADING = /^h[1-6]$/;

const isText = (node: Node): node is Extract<Node, { data: string }> => node.nodeType === TEXT_NODE;
const isElement = (node: Node): node is Element => 'attribs' in node;
/** Characters without width are left out: they stand within words, to break lines or to mislead harvesters. */
const clean = (text: string): string =>
  text
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** Whether an element shows its text from right to left although it is written in a script from left to right: how addresses are turned round. */
const isReversed = ({ name, attribs }: Element): boolean =>
  (name === 'bdo' && attribs['dir']?.toLowerCase() === 'rtl') ||
  (/unicode-bidi\s*:\s*bidi-override/i.test(attribs['style'] ?? '') &&
    /direction\s*:\s*rtl/i.test(attribs['style'] ?? ''));
const turned = (element: Element): string =>
  Array.from(clean(textOf(element.children, '')))
    .reverse()
    .join('');

/** The address of an element, decoded: `mailto:` (its first, without subject) or a form that scripts of the page would decode. */
const linkedAddress = ({ attribs }: Element): string | null => {
  const href = attribs['href'] ?? '';
  const hidden = addressInAttributes(attribs);
  if (hidden !== undefined) return hidden;
  const mailto = /^\s*mailto:([^?]+)/i.exec(href)?.[1]?.split(',')[0];
  if (mailto === undefined) return null;
  try {
    return decodeURIComponent(mailto).trim();
  } catch {
    return mailto.trim();
  }
};

const textOf = (nodes: readonly Node[], between = ' '): string =>
  nodes.map((node) => (isText(node) ? node.data : isElement(node) ? textOf(node.children, between) : '')).join(between);

/** Parses a page; any text whatever is HTML to a browser. */
export const parsePage = (html: string): Tree => load(cutNesting(html)).root().toArray()[0]?.children ?? [];

const elementsOf = (nodes: readonly Node[], name: string): readonly Element[] => {
  const found: Element[] = [];
  const visit = (children: readonly Node[]): void => {
    for (const node of children) {
      if (!isElement(node)) continue;
      if (node.name === name) found.push(node);
      visit(node.children);
    }
  };
  visit(nodes);
  return found;
};

export const anchorsOf = (tree: Tree): readonly Anchor[] =>
  elementsOf(tree, 'a')
    .slice(0, MOST_ANCHORS)
    .flatMap(({ attribs, children }) => {
      const href = attribs['href'];
      return href === undefined ? [] : [{ href, text: clean(textOf(children)).slice(0, 100) }];
    });

/** Whether the page asks for a password. */
export const asksForPassword = (tree: Tree): boolean =>
  elementsOf(tree, 'input').some(({ attribs }) => attribs['type']?.trim().toLowerCase() === 'password');

export const titleOf = (tree: Tree): string => clean(textOf(elementsOf(tree, 'title')[0]?.children ?? []));

/** The contents of a page's JSON-LD blocks. */
export const jsonLdOf = (tree: Tree): readonly string[] =>
  elementsOf(tree, 'script')
    .filter(({ attribs }) => attribs['type']?.trim().toLowerCase() === 'application/ld+json')
    .map(({ children }) => textOf(children));

/** The contents of a page's scripts that stand in it. */
export const scriptsOf = (tree: Tree): readonly string[] =>
  elementsOf(tree, 'script')
    .filter(({ attribs }) => attribs['type'] === undefined || /javascript|module/i.test(attribs['type']))
    .map(({ children }) => textOf(children))
    .filter((text) => text !== '');

/** Every text of a page, node by node; a link to an address is one piece with what it shows. */
export const piecesOf = (tree: Tree): readonly Piece[] => {
  const pieces: Piece[] = [];
  const visit = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (pieces.length >= MOST_PIECES) return;
      if (isText(node)) {
        const text = clean(node.data);
        if (text !== '') pieces.push({ text, email: null });
      } else if (isElement(node) && (node.name === 'meta' || !SILENT.has(node.name))) {
        const email = linkedAddress(node);
        if (email !== null && INLINE.has(node.name)) pieces.push({ text: clean(textOf(node.children)), email });
        else {
          if (isReversed(node)) pieces.push({ text: turned(node), email: null });
          else visit(node.children);
          if (email !== null) pieces.push({ text: '', email });
        }
      }
    }
  };
  visit(tree);
  return pieces;
};

/** The text of a page block by block. Two line breaks in a row end a block too: old pages know no paragraphs. */
export const blocksOf = (
  tree: Tree,
  isBoilerplate: (name: string, attribs: Readonly<Record<string, string>>) => boolean,
) => {
  const blocks: Block[] = [];
  let open = '';
  let breaks = 0;
  const close = (heading: boolean): void => {
    const text = clean(open);
    if (text !== '') blocks.push({ text, heading });
    open = '';
    breaks = 0;
  };
  const visit = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (isText(node)) {
        if (node.data.trim() !== '') breaks = 0;
        open += node.data;
      } else if (isElement(node) && !SILENT.has(node.name) && !isBoilerplate(node.name, node.attribs)) {
        if (node.name === 'br') {
          breaks += 1;
          open += ' ';
          if (breaks > 1) close(false);
        } else if (isReversed(node)) open += turned(node);
        else if (INLINE.has(node.name)) visit(node.children);
        else {
          close(false);
          visit(node.children);
          close(HEADING.test(node.name));
        }
      }
    }
  };
  visit(tree);
  close(false);
  return blocks as readonly Block[];
};
