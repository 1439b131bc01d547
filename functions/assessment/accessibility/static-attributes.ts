import { isMet } from '../element-name.ts';
import { closest, type PageElement } from '../page-elements.ts';
import { type PageFacts, seen } from '../page-facts.ts';
import { type CheckOutcome, failed, notApplicable, passed, type Rule } from '../rule.ts';
import { ARIA_ATTRIBUTES, ARIA_ROLES } from './aria-names.ts';
import { axeRule, judgeEach, roleOf } from './static-rule.ts';

const having = (facts: PageFacts, attribute: string): readonly PageElement[] =>
  facts.elements().filter(({ attribs }) => attribs[attribute] !== undefined);

const ariaAttributes = (facts: PageFacts): CheckOutcome =>
  judgeEach(
    facts,
    facts.elements().filter(({ attribs }) => Object.keys(attribs).some((name) => name.startsWith('aria-'))),
    ({ attribs }) => {
      const wrong = Object.keys(attribs).find((name) => name.startsWith('aria-') && !ARIA_ATTRIBUTES.has(name));
      return wrong === undefined ? null : `There is no attribute ${wrong.slice(0, 60)}.`;
    },
  );

/** A role may be followed by others for browsers that do not know it; it is wrong when none is known. */
const roles = (facts: PageFacts): CheckOutcome =>
  judgeEach(
    facts,
    having(facts, 'role').filter((element) => roleOf(element) !== ''),
    (element) =>
      roleOf(element)
        .split(/\s+/)
        .some((role) => ARIA_ROLES.has(role) || /^(?:doc|graphics)-/.test(role))
        ? null
        : `There is no role "${roleOf(element).slice(0, 60)}".`,
  );

const REFERENCES = [
  'aria-labelledby',
  'aria-describedby',
  'aria-controls',
  'aria-owns',
  'aria-details',
  'aria-errormessage',
  'aria-activedescendant',
  'for',
] as const;

/** Ids that labels or ARIA attributes point at: pointing at two elements points at nothing certain. */
const idsAreUnique = (facts: PageFacts): CheckOutcome => {
  const referred = new Set(
    facts
      .elements()
      .flatMap(({ name, attribs }) =>
        REFERENCES.filter((attribute) => attribute !== 'for' || name === 'label').flatMap((attribute) =>
          (attribs[attribute] ?? '').split(/\s+/).filter((id) => id !== ''),
        ),
      ),
  );
  const existing = [...referred].filter((id) => facts.byId(id).length > 0);
  if (existing.length === 0) return notApplicable('Nothing on the page refers to an id.');
  const [first, ...rest] = existing.flatMap((id) => {
    const met = facts.byId(id).filter(isMet);
    const [, second] = met;
    return second === undefined
      ? []
      : [
          seen(
            facts,
            second,
            `${met.length} elements have the id "${id.slice(0, 60)}", which a label or ARIA attribute points at.`,
          ),
        ];
  });
  return first === undefined ? passed() : failed(first, ...rest);
};

const accessKeys = (facts: PageFacts): CheckOutcome => {
  const byKey = Map.groupBy(
    having(facts, 'accesskey').filter(
      (element) => isMet(element) && (element.attribs['accesskey'] ?? '').trim() !== '',
    ),
    ({ attribs }) => (attribs['accesskey'] ?? '').trim().toLowerCase(),
  );
  if (byKey.size === 0) return notApplicable('The page has no access keys.');
  const [first, ...rest] = [...byKey].flatMap(([key, [, second]]) =>
    second === undefined
      ? []
      : [seen(facts, second, `More than one element has the access key "${key.slice(0, 20)}".`)],
  );
  return first === undefined ? passed() : failed(first, ...rest);
};

const none =
  (name: string, problem: string) =>
  (facts: PageFacts): CheckOutcome =>
    judgeEach(facts, facts.named(name), () => problem);

const SCOPES = new Set(['row', 'col', 'rowgroup', 'colgroup']);

const scopes = (facts: PageFacts): CheckOutcome =>
  judgeEach(
    facts,
    facts.named('td', 'th').filter(({ attribs }) => attribs['scope'] !== undefined),
    ({ name, attribs }) => {
      if (name === 'td') return 'Only <th> has a scope.';
      return SCOPES.has((attribs['scope'] ?? '').toLowerCase())
        ? null
        : `There is no scope "${(attribs['scope'] ?? '').slice(0, 40)}".`;
    },
  );

/** Cells name their headers by id; a header that is not in the same table helps nobody. */
const cellHeaders = (facts: PageFacts): CheckOutcome => {
  const tableOf = (element: PageElement) => closest(element, ({ name }) => name === 'table');
  return judgeEach(
    facts,
    facts.named('td', 'th').filter(({ attribs }) => (attribs['headers'] ?? '').trim() !== ''),
    (cell) => {
      const missing = (cell.attribs['headers'] ?? '')
        .trim()
        .split(/\s+/)
        .find((id) => !facts.byId(id).some((header) => header !== cell && tableOf(header) === tableOf(cell)));
      return missing === undefined ? null : `The header "${missing.slice(0, 60)}" is not in the table.`;
    },
  );
};

export const STATIC_ATTRIBUTE_RULES: readonly Rule<PageFacts>[] = [
  axeRule({
    ...{ id: 'aria-valid-attr', effort: 'minutes' },
    title: 'ARIA attributes do not exist',
    fix: 'Spell the attribute as WAI-ARIA does, or take it away.',
    check: ariaAttributes,
  }),
  axeRule({
    ...{ id: 'aria-roles', effort: 'minutes' },
    title: 'ARIA roles do not exist',
    fix: 'Use a role of WAI-ARIA, or take it away.',
    check: roles,
  }),
  axeRule({
    ...{ id: 'duplicate-id-aria', effort: 'minutes' },
    title: 'Ids that labels and ARIA point at are given twice',
    detail: 'A label points at the first element of its id; the second has none.',
    fix: 'Give each element an id of its own.',
    check: idsAreUnique,
  }),
  axeRule({
    ...{ id: 'tabindex', effort: 'minutes' },
    title: 'The keyboard does not go through the page in its order',
    fix: 'Use tabindex 0 or -1, never a higher number.',
    check: (facts) =>
      judgeEach(facts, having(facts, 'tabindex'), ({ attribs }) =>
        Number.parseInt(attribs['tabindex'] ?? '', 10) > 0
          ? 'The element comes before all others for the keyboard.'
          : null,
      ),
  }),
  axeRule({
    ...{ id: 'accesskeys', effort: 'minutes' },
    title: 'Access keys are given twice',
    fix: 'Give each element an access key of its own, or none.',
    check: accessKeys,
  }),
  axeRule({
    ...{ id: 'marquee', effort: 'minutes' },
    title: 'Text runs across the page',
    fix: 'Replace <marquee> by text that stands still.',
    check: none('marquee', 'Text runs across the page and cannot be stopped.'),
  }),
  axeRule({
    ...{ id: 'blink', effort: 'minutes' },
    title: 'Text blinks',
    fix: 'Replace <blink> by text that stands still.',
    check: none('blink', 'The text blinks and cannot be stopped.'),
  }),
  axeRule({
    ...{ id: 'scope-attr-valid', effort: 'minutes' },
    title: 'Headers of tables do not say what they are the header of',
    fix: 'Use scope="col" or scope="row", on <th> only.',
    check: scopes,
  }),
  axeRule({
    ...{ id: 'td-headers-attr', effort: 'minutes' },
    title: 'Cells name headers that are not in their table',
    fix: 'Let headers name ids of <th> cells of the same table.',
    check: cellHeaders,
  }),
  axeRule({
    ...{ id: 'server-side-image-map', effort: 'hours' },
    title: 'Image maps cannot be used without a mouse',
    fix: 'Use <map> with <area>, or links.',
    check: (facts) =>
      judgeEach(
        facts,
        facts.named('img').filter(({ attribs }) => attribs['ismap'] !== undefined),
        () => 'The image is a map that only a mouse can use.',
      ),
  }),
];
