import type { BranchResult, Evidence, Technology } from '../contract.ts';
import { type PageFacts, seen } from '../page-facts.ts';
import { readablePages } from '../readable-pages.ts';
import { failedBranch } from '../site-branch.ts';
import { headersOf, type SiteCapture } from '../site-capture.ts';
import { BUILDING_RULES } from './building-rules.ts';
import { MARKETING_RULES } from './marketing-rules.ts';
import { type PageSigns, signsOf } from './page-signs.ts';
import { PLATFORM_RULES } from './platform-rules.ts';
import type { Sign, TechnologyRule } from './technology-rule.ts';

export const TECHNOLOGY_RULES: readonly TechnologyRule[] = [...PLATFORM_RULES, ...MARKETING_RULES, ...BUILDING_RULES];

const inHeaders = (facts: PageFacts, name: string, value: RegExp): Evidence | null => {
  const found = headersOf(facts.page, name).find((text) => value.test(text));
  return found === undefined
    ? null
    : { what: `The header ${name}.`, where: facts.url, quote: `${name}: ${found.slice(0, 160)}` };
};

const inCookies = (facts: PageFacts, pattern: RegExp): Evidence | null => {
  const name = headersOf(facts.page, 'set-cookie')
    .map((cookie) => cookie.split('=')[0]?.trim() ?? '')
    .find((one) => pattern.test(one));
  // The name only: a cookie's value may be a visitor's session.
  return name === undefined ? null : { what: 'The name of a cookie.', where: facts.url, quote: name };
};

const inAddresses = (
  facts: PageFacts,
  addresses: PageSigns['script'],
  pattern: RegExp,
  what: string,
): Evidence | null => {
  const found = addresses.find(({ address }) => pattern.test(address));
  return found === undefined ? null : { what, where: facts.url, quote: found.given.slice(0, 200) };
};

/** The text of a statement in a script, with what follows it. */
const inCode = (facts: PageFacts, { code }: PageSigns, pattern: RegExp): Evidence | null => {
  for (const text of code) {
    const hit = pattern.exec(text);
    if (hit !== null)
      return { what: 'A script of the page.', where: facts.url, quote: text.slice(hit.index, hit.index + 120) };
  }
  return null;
};

const evidenceOf = (facts: PageFacts, signs: PageSigns, sign: Sign): Evidence | null => {
  if ('script' in sign) return inAddresses(facts, signs.script, sign.script, 'A script that the page loads.');
  if ('link' in sign) return inAddresses(facts, signs.link, sign.link, 'A file that the page links to.');
  if ('frame' in sign) return inAddresses(facts, signs.frame, sign.frame, 'A frame of the page.');
  if ('image' in sign) return inAddresses(facts, signs.image, sign.image, 'An image of the page.');
  if ('form' in sign) return inAddresses(facts, signs.form, sign.form, 'Where a form of the page sends to.');
  if ('header' in sign) return inHeaders(facts, sign.header, sign.value);
  if ('cookie' in sign) return inCookies(facts, sign.cookie);
  if ('code' in sign) return inCode(facts, signs, sign.code);
  if ('generator' in sign) {
    const generator = signs.generators.find((text) => sign.generator.test(text));
    return generator === undefined
      ? null
      : { what: 'The generator that the page names.', where: facts.url, quote: generator.slice(0, 120) };
  }
  if ('meta' in sign)
    return facts.meta(sign.meta) === undefined ? null : { what: `The meta tag "${sign.meta}".`, where: facts.url };
  const element =
    'element' in sign
      ? facts.named(sign.element)[0]
      : signs
          .withAttribute(sign.attribute)
          .find(({ attribs }) => sign.value.test((attribs[sign.attribute] ?? '').slice(0, 300)));
  return element === undefined ? null : seen(facts, element, 'An element of the page.');
};

/** The first evidence on each page is enough, and three pages say as much as eight. */
const MOST_EVIDENCE = 3;

/** What the site is made with, runs on and works with, each with what shows it. Judged by the markup, scripts, headers and cookies; never by a page's words. */
export const detectTechnologies = (capture: SiteCapture): BranchResult => {
  const readable = readablePages(capture);
  if (!readable.ok) return failedBranch('tech', readable.reason);
  const pages = readable.pages.map((facts) => ({ facts, signs: signsOf(facts) }));
  const technologies = TECHNOLOGY_RULES.flatMap(({ name, kind, signs }): Technology[] => {
    const evidence = pages
      .flatMap(({ facts, signs: found }) => {
        for (const sign of signs) {
          const one = evidenceOf(facts, found, sign);
          if (one !== null) return [one];
        }
        return [];
      })
      .slice(0, MOST_EVIDENCE);
    return evidence.length === 0 ? [] : [{ name, kind, evidence }];
  });
  return { branch: 'tech', status: 'done', score: null, results: [], metrics: [], notMeasured: [], technologies };
};
