import type { Tree } from '../contacts/page-text.ts';

type Node = Tree[number];
type Element = Extract<Node, { attribs: unknown }>;

/** An element of a page in document order. What stands in `template`, `noscript` or `iframe` is no part of the page and is not listed. */
export type PageElement = Readonly<{
  name: string;
  attribs: Readonly<Record<string, string>>;
  children: readonly Node[];
  parent: PageElement | null;
  /** Whether it stands where a browser puts it into the head: before anything that a head cannot hold. */
  inHead: boolean;
  inSvg: boolean;
  /** Known to be shown to nobody: by its attributes, its style, or a class that every framework gives that meaning; its own or of what it stands in. */
  hidden: boolean;
  /** Taken from assistive technology with all that it holds. */
  ariaHidden: boolean;
}>;

/** More elements than a page of a real company has; Lighthouse warns from 1,400. The rest is not looked at. */
export const MOST_ELEMENTS = 40_000;
const TEXT_NODE = 3;
/** What may stand in a head (HTML § 13.2.6.4.4); anything else ends it. */
const HEAD_ELEMENTS = new Set(
  'html head base basefont bgsound link meta title noscript noframes style script template'.split(' '),
);
/** Elements whose content is not shown or is a text of its own. */
const CLOSED = new Set('template noscript iframe noframes noembed script style textarea'.split(' '));
/** Classes that mean `display: none` until a script takes them away, in Bootstrap, Tailwind, Foundation and WordPress. */
const HIDING_CLASS =
  /(?:^|\s)(?:hidden|hide|d-none|is-hidden|u-hidden|invisible|modal|offcanvas|dropdown-menu|tab-pane|mfp-hide|w-condition-invisible)(?:\s|$)/i;
const HIDING_STYLE = /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;

export const isText = (node: Node): node is Extract<Node, { data: string }> => node.nodeType === TEXT_NODE;
export const isElement = (node: Node): node is Element => 'attribs' in node;

const hides = ({ name, attribs }: Element): boolean =>
  attribs['hidden'] !== undefined ||
  (name === 'dialog' && attribs['open'] === undefined) ||
  (name === 'input' && attribs['type']?.trim().toLowerCase() === 'hidden') ||
  HIDING_STYLE.test(attribs['style'] ?? '') ||
  HIDING_CLASS.test(attribs['class'] ?? '');

/** A page's elements in document order, the first 40,000, and whether those are all. */
export const elementsOfTree = (tree: Tree): Readonly<{ elements: readonly PageElement[]; whole: boolean }> => {
  const elements: PageElement[] = [];
  let headOpen = true;
  let whole = true;
  const visit = (nodes: readonly Node[], parent: PageElement | null): void => {
    for (const node of nodes) {
      if (isText(node)) headOpen &&= node.data.trim() === '' || (parent !== null && isOwnText(parent.name));
      if (!isElement(node)) continue;
      if (elements.length >= MOST_ELEMENTS) {
        whole = false;
        return;
      }
      headOpen &&= HEAD_ELEMENTS.has(node.name);
      const element = elementOf(node, parent, headOpen);
      elements.push(element);
      if (!CLOSED.has(node.name)) visit(node.children, element);
    }
  };
  visit(tree, null);
  return { elements, whole };
};

const isOwnText = (name: string): boolean => HEAD_ELEMENTS.has(name) && name !== 'html' && name !== 'head';

const elementOf = (node: Element, parent: PageElement | null, inHead: boolean): PageElement => ({
  name: node.name,
  attribs: node.attribs,
  children: node.children,
  parent,
  inHead,
  inSvg: parent !== null && (parent.inSvg || parent.name === 'svg'),
  hidden: parent?.hidden === true || hides(node),
  ariaHidden: parent?.ariaHidden === true || node.attribs['aria-hidden']?.trim().toLowerCase() === 'true',
});

/** The nearest element round one that answers to a test. */
export const closest = (element: PageElement, test: (one: PageElement) => boolean): PageElement | null => {
  for (let one = element.parent; one !== null; one = one.parent) if (test(one)) return one;
  return null;
};

const LONGEST_TEXT = 300;

/** The text within nodes as it is read, at most 300 characters; scripts, styles and what nobody is shown left out. */
export const textWithin = (nodes: readonly Node[]): string => {
  let text = '';
  const visit = (children: readonly Node[]): void => {
    for (const node of children) {
      if (text.length > LONGEST_TEXT * 2) return;
      if (isText(node)) text += node.data;
      else if (isElement(node) && !CLOSED.has(node.name)) {
        if (node.name === 'br') text += ' ';
        else visit(node.children);
      }
    }
  };
  visit(nodes);
  return text.replace(/\s+/g, ' ').trim().slice(0, LONGEST_TEXT);
};

const SHOWN_ATTRIBUTES = ['id', 'class', 'name', 'type', 'role', 'href', 'src', 'content', 'rel', 'lang'] as const;

/** An element's start tag, short, for a reader to find it by. */
export const startTag = ({ name, attribs }: PageElement): string => {
  const shown = SHOWN_ATTRIBUTES.flatMap((attribute) => {
    const value = attribs[attribute];
    return value === undefined ? [] : [`${attribute}="${value.replace(/\s+/g, ' ').slice(0, 80)}"`];
  });
  return `<${[name, ...shown.slice(0, 4)].join(' ')}>`;
};
