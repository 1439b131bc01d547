import { createHash } from 'node:crypto';
import type { Passage } from './contract.ts';
import { blocksOf, type Tree } from './page-text.ts';

/** Besides menus and the like: quotations, which are a customer's words, not the company's. */
const FURNITURE = new Set(['nav', 'footer', 'aside', 'form', 'dialog', 'address', 'menu', 'blockquote', 'figcaption']);
const FURNITURE_NAME =
  /\b(?:cookie|consent|gdpr|banner-close|newsletter|subscribe|breadcrumb|pagination|sidebar|modal|popup|social|share|skip-link|menu|navbar)\b/i;
const FURNITURE_TEXT =
  /cookie|all rights reserved|©|\bcopyright\b|privacy policy|terms of (?:use|service)|enable javascript|subscribe to|sign up for our|we value your privacy|skip to (?:main )?content|powered by|lorem ipsum|cookies/i;
const SHORTEST = 25;
const LONGEST = 400;
const FEWEST_WORDS = 4;
/** In scripts that write without spaces a character says as much as a syllable, and words cannot be counted by their spaces. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const SHORTEST_UNSPACED = 8;
/** What one site may bring into a prompt, characters. */
const MOST_CHARACTERS = 20_000;

/** The passages of one page's main text under their headings; menus, footers, forms, consent walls and legal lines left out. */
export const passagesOf = (tree: Tree, url: string): readonly Passage[] => {
  const passages: Passage[] = [];
  let heading: string | null = null;
  const blocks = blocksOf(
    tree,
    (name, attribs) =>
      FURNITURE.has(name) ||
      attribs['role'] === 'navigation' ||
      attribs['aria-hidden'] === 'true' ||
      'hidden' in attribs ||
      FURNITURE_NAME.test(`${attribs['class'] ?? ''} ${attribs['id'] ?? ''}`),
  );
  for (const block of blocks) {
    if (block.heading) heading = block.text.slice(0, 160);
    if (FURNITURE_TEXT.test(block.text)) continue;
    for (const text of cut(block.text))
      passages.push({ id: passageId(text), url, heading: block.heading ? null : heading, text });
  }
  return passages;
};

/**
 * Passages of several pages, home page first: each text once, up to what a prompt can take. A text that stands on the home page and on a page of its own is
 * told to come from the latter, which says what it is about.
 */
export const mergePassages = (pages: readonly (readonly Passage[])[]): readonly Passage[] => {
  const [home = [], ...inner] = pages;
  const own = new Map(inner.flat().map((passage) => [passage.id, passage]));
  const seen = new Set<string>();
  let room = MOST_CHARACTERS;
  return [...home.map((passage) => own.get(passage.id) ?? passage), ...inner.flat()].filter(({ id, text }) => {
    if (seen.has(id) || text.length > room) return false;
    seen.add(id);
    room -= text.length;
    return true;
  });
};

/** The same text has the same id on every page and in every reading, so that evidence stays valid when a site is read again. */
export const passageId = (text: string): string => `p${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;

/** Long blocks are cut between sentences; what is too short to say anything is left out. */
const cut = (text: string): readonly string[] => {
  const parts: string[] = [];
  let part = '';
  for (const sentence of text.length <= LONGEST ? [text] : sentencesOf(text)) {
    if (part !== '' && part.length + sentence.length + 1 > LONGEST) {
      parts.push(part);
      part = '';
    }
    part = part === '' ? sentence : `${part} ${sentence}`;
  }
  return [...parts, part].map((one) => one.slice(0, 2 * LONGEST)).filter(saysSomething);
};

const saysSomething = (text: string): boolean =>
  UNSPACED.test(text)
    ? text.length >= SHORTEST_UNSPACED
    : text.length >= SHORTEST && text.split(' ').length >= FEWEST_WORDS;

/** A text's sentences, as Unicode divides them (UAX 29). */
export const sentencesOf = (text: string): readonly string[] =>
  [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)]
    .map(({ segment }) => segment.trim())
    .filter((sentence) => sentence !== '');
