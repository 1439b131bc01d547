import { scriptsOf } from '../../contacts/page-text.ts';
import type { PageElement } from '../page-elements.ts';
import type { PageFacts } from '../page-facts.ts';

export type Address = Readonly<{ given: string; address: string }>;

/** What of a page technologies are known by, gathered once for all rules. */
export type PageSigns = Readonly<{
  script: readonly Address[];
  link: readonly Address[];
  frame: readonly Address[];
  image: readonly Address[];
  form: readonly Address[];
  generators: readonly string[];
  code: readonly string[];
  withAttribute: (name: string) => readonly PageElement[];
}>;

/** Statements that load something stand at the beginning of a script; what is longer is a program or data. */
const LONGEST_CODE = 20_000;
const MOST_CODE = 200_000;
const LONGEST_ADDRESS = 500;
const MOST_ADDRESSES = 1_000;
/** Relations of links by which a page loads something; a link to a page says nothing of what this one is made with. */
const LOADING = /\b(?:stylesheet|preload|modulepreload|prefetch|preconnect|dns-prefetch|icon)\b/i;

/** Addresses in lower case, without protocol, so that a host begins them: `host.com/path?query`. */
const addressesOf = (
  elements: readonly PageElement[],
  attributes: readonly string[],
  base: string,
): readonly Address[] =>
  elements.slice(0, MOST_ADDRESSES).flatMap(({ attribs }): Address[] => {
    const given = attributes.map((name) => attribs[name] ?? '').find((value) => value.trim() !== '') ?? '';
    const url = given === '' || given.length > LONGEST_ADDRESS ? null : URL.parse(given.trim(), base);
    return url !== null && /^https?:$/.test(url.protocol)
      ? [{ given, address: `${url.host}${url.pathname}${url.search}`.toLowerCase() }]
      : [];
  });

const codeOf = (facts: PageFacts): readonly string[] => {
  let length = 0;
  return scriptsOf(facts.tree()).flatMap((text) => {
    if (length > MOST_CODE) return [];
    length += Math.min(text.length, LONGEST_CODE);
    return [text.slice(0, LONGEST_CODE)];
  });
};

export const signsOf = (facts: PageFacts): PageSigns => {
  const base = facts.base();
  const byAttribute = new Map<string, readonly PageElement[]>();
  return {
    // Caching and consent plugins put a script's address aside until it is wanted.
    script: addressesOf(facts.named('script'), ['src', 'data-src', 'data-rocket-src', 'data-litespeed-src'], base),
    link: addressesOf(
      facts.named('link').filter(({ attribs }) => LOADING.test(attribs['rel'] ?? '')),
      ['href'],
      base,
    ),
    frame: addressesOf(facts.named('iframe', 'frame'), ['src', 'data-src'], base),
    image: addressesOf(facts.named('img', 'source'), ['src', 'data-src'], base),
    form: addressesOf(facts.named('form'), ['action'], base),
    generators: facts
      .named('meta')
      .filter(({ attribs }) => attribs['name']?.trim().toLowerCase() === 'generator')
      .map(({ attribs }) => (attribs['content'] ?? '').trim()),
    code: codeOf(facts),
    withAttribute: (name) => {
      const known = byAttribute.get(name) ?? facts.elements().filter(({ attribs }) => attribs[name] !== undefined);
      byAttribute.set(name, known);
      return known;
    },
  };
};
