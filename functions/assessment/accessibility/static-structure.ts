import { accessibleName, isMet } from '../element-name.ts';
import { closest, type PageElement } from '../page-elements.ts';
import { type PageFacts, seen } from '../page-facts.ts';
import { type CheckOutcome, failed, notApplicable, notMeasured, passed, type Rule } from '../rule.ts';
import { axeRule, judgeEach, roleOf } from './static-rule.ts';

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;
/** Headings that assistive technology meets, in document order, with their level. */
export const headingsOf = (facts: PageFacts): readonly Readonly<{ element: PageElement; level: number }>[] =>
  facts.elements().flatMap((element) => {
    const role = roleOf(element);
    const isHeading = role === 'heading' || (role === '' && (HEADINGS as readonly string[]).includes(element.name));
    if (!isHeading || !isMet(element)) return [];
    const own = Number.parseInt(element.attribs['aria-level'] ?? element.name.slice(1), 10);
    return [{ element, level: own >= 1 ? own : 2 }];
  });

const hasMainHeading = (facts: PageFacts): CheckOutcome => {
  if (headingsOf(facts).some(({ level }) => level === 1)) return passed();
  const incomplete = facts.incomplete();
  return incomplete === null
    ? failed({ what: 'The page has no heading of level one.', where: facts.url })
    : notMeasured(incomplete);
};

/** Rule: axe-core `heading-order`: a heading is at most one level below the heading before it. */
const headingsDescend = (facts: PageFacts): CheckOutcome => {
  const headings = headingsOf(facts);
  if (headings.length === 0) return notApplicable('The page has no headings.');
  const [first, ...rest] = headings.flatMap(({ element, level }, at) => {
    const before = headings[at - 1]?.level;
    return before !== undefined && level > before + 1
      ? [seen(facts, element, `After a heading of level ${before} comes one of level ${level}.`)]
      : [];
  });
  return first === undefined ? passed() : failed(first, ...rest);
};

const headingsSaySomething = (facts: PageFacts): CheckOutcome =>
  judgeEach(
    facts,
    headingsOf(facts).map(({ element }) => element),
    (heading) => (accessibleName(facts, heading) === '' ? 'The heading is empty.' : null),
  );

/** Sections whose header and footer are their own, not the page's. */
const SECTIONING = new Set(['article', 'aside', 'main', 'nav', 'section']);

const oneOf =
  (name: string, role: string, scoped: boolean) =>
  (facts: PageFacts): CheckOutcome => {
    const found = facts
      .elements()
      .filter(
        (element) =>
          isMet(element) &&
          (roleOf(element) === role ||
            (element.name === name &&
              element.attribs['role'] === undefined &&
              !(scoped && closest(element, (outer) => SECTIONING.has(outer.name)) !== null))),
      );
    const [, second, ...more] = found;
    if (found.length === 0) return notApplicable('The page has no such part.');
    const problem = (element: PageElement) => seen(facts, element, `One more <${name}> of the page.`);
    return second === undefined ? passed() : failed(problem(second), ...more.map(problem));
  };

const hasMain = (facts: PageFacts): CheckOutcome => {
  const main = facts
    .elements()
    .some((element) => roleOf(element) === 'main' || (element.name === 'main' && roleOf(element) === ''));
  if (main) return passed();
  const incomplete = facts.incomplete();
  return incomplete === null
    ? failed({ what: 'The page marks no part as its main one.', where: facts.url })
    : notMeasured(incomplete);
};

export const STATIC_STRUCTURE_RULES: readonly Rule<PageFacts>[] = [
  axeRule({
    ...{ id: 'page-has-heading-one', effort: 'minutes' },
    title: 'The page has no heading of level one',
    detail: 'People who listen to a page jump to its main heading first.',
    fix: 'Make the heading that says what the page is about an <h1>.',
    check: hasMainHeading,
  }),
  axeRule({
    ...{ id: 'heading-order', effort: 'minutes' },
    title: 'Headings leave out levels',
    fix: 'Choose the level of a heading by what it stands under, and its size by style.',
    check: headingsDescend,
  }),
  axeRule({
    ...{ id: 'empty-heading', effort: 'minutes' },
    title: 'Headings are empty',
    fix: 'Put words into the heading or take it away.',
    check: headingsSaySomething,
  }),
  axeRule({
    ...{ id: 'landmark-one-main', effort: 'minutes' },
    title: 'The page does not mark its main part',
    detail: 'A main part lets people who use a keyboard or a screen reader skip the menu.',
    fix: 'Put what is not menu, header or footer into one <main>.',
    check: hasMain,
  }),
  axeRule({
    ...{ id: 'landmark-no-duplicate-main', effort: 'minutes' },
    title: 'The page has more than one main part',
    fix: 'Keep one <main>.',
    check: oneOf('main', 'main', false),
  }),
  axeRule({
    ...{ id: 'landmark-no-duplicate-banner', effort: 'minutes' },
    title: 'The page has more than one header',
    fix: 'Keep one <header> outside of sections.',
    check: oneOf('header', 'banner', true),
  }),
  axeRule({
    ...{ id: 'landmark-no-duplicate-contentinfo', effort: 'minutes' },
    title: 'The page has more than one footer',
    fix: 'Keep one <footer> outside of sections.',
    check: oneOf('footer', 'contentinfo', true),
  }),
];
