import { isElement, isText, type PageElement } from './page-elements.ts';
import type { PageFacts } from './page-facts.ts';

type Nodes = PageElement['children'];

const LONGEST = 300;
const DEEPEST = 60;
const given = (value: string | undefined): string => (value ?? '').replace(/\s+/g, ' ').trim();

/** What an element's content says to assistive technology: texts, and the alternatives of images. Null when a custom element stands in it, whose content is not known. */
const contentName = (nodes: Nodes, depth = 0): string | null => {
  let name = '';
  for (const node of nodes) {
    if (name.length > LONGEST || depth > DEEPEST) break;
    if (isText(node)) name += node.data;
    else if (isElement(node)) {
      const own = nameOfNode(node, depth);
      if (own === null) return null;
      name += own;
    }
  }
  return name;
};

const nameOfNode = (node: Extract<Nodes[number], { attribs: unknown }>, depth: number): string | null => {
  const { name, attribs, children } = node;
  if (attribs['aria-hidden'] === 'true' || 'hidden' in attribs || /display\s*:\s*none/i.test(attribs['style'] ?? ''))
    return '';
  if (['script', 'style', 'template', 'noscript'].includes(name)) return '';
  if (name.includes('-') || name === 'slot') return null;
  if (given(attribs['aria-label']) !== '') return given(attribs['aria-label']);
  // Another element names it; that it has a name is all that is asked.
  if (given(attribs['aria-labelledby']) !== '') return given(attribs['aria-labelledby']);
  if (name === 'img' || name === 'area') return given(attribs['alt']) || given(attribs['title']);
  if (name === 'input') return given(attribs['value']) || given(attribs['alt']) || given(attribs['title']);
  const content = contentName(children, depth + 1);
  return content === null ? null : given(content) || given(attribs['title']);
};

/** The text that `aria-labelledby` points at; ids that are not on the page give none. */
const labelledBy = (facts: PageFacts, { attribs }: PageElement): string =>
  given(attribs['aria-labelledby'])
    .split(' ')
    .flatMap((id) => facts.byId(id).slice(0, 1))
    .map(({ children, attribs: own }) => given(own['aria-label']) || given(contentName(children) ?? 'unknown'))
    .join(' ')
    .trim();

/** The name that an attribute of an element gives it: `aria-labelledby`, `aria-label`, `title`; empty when none does. */
export const attributeName = (facts: PageFacts, element: PageElement): string =>
  labelledBy(facts, element) || given(element.attribs['aria-label']) || given(element.attribs['title']);

/**
 * The name by which assistive technology calls an element (WAI accname 1.2, what of it can be told without styles): by its attributes, else by its content. Empty when it has
 * none; null when that cannot be told.
 */
export const accessibleName = (facts: PageFacts, element: PageElement): string | null => {
  const byAttributes = attributeName(facts, element);
  if (byAttributes !== '') return byAttributes;
  const content = contentName(element.children);
  return content === null ? null : given(content).slice(0, LONGEST);
};

/** Whether an element says that it is there for looks only. */
export const isPresentational = ({ attribs }: PageElement): boolean =>
  ['presentation', 'none'].includes((attribs['role'] ?? '').trim().toLowerCase());

/** Whether assistive technology meets an element at all, as far as the page itself says. */
export const isMet = ({ hidden, ariaHidden }: PageElement): boolean => !hidden && !ariaHidden;
