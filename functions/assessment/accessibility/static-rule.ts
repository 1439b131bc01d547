import type { Evidence } from '../contract.ts';
import { isMet } from '../element-name.ts';
import type { PageElement } from '../page-elements.ts';
import { type PageFacts, seen } from '../page-facts.ts';
import { type CheckOutcome, failed, notApplicable, passed, type Rule } from '../rule.ts';
import { severityOf, weightOf } from './axe-rules.ts';

/** The version of axe whose rules are meant; their documentation stands by version. */
const AXE_DOCS = 'https://dequeuniversity.com/rules/axe/4.14';

type StaticRule = Omit<Rule<PageFacts>, 'category' | 'weight' | 'severity' | 'source'>;

/** A rule of axe-core by its id, with axe's impact, checked on the HTML alone: a run of axe in a browser gives the same ids and replaces it. */
export const axeRule = (rule: StaticRule): Rule<PageFacts> => ({
  ...rule,
  category: 'accessibility',
  weight: weightOf(rule.id),
  severity: severityOf(rule.id),
  source: `${AXE_DOCS}/${rule.id}`,
});

/** Attributes by which Vue, Alpine, Angular and Knockout fill in what an element lacks; what it will say is not known. */
const BOUND = /^(?::|v-(?:bind|text|html|t)|x-(?:bind|text|html)|\[|ng-(?:bind|attr)|data-bind$|data-i18n)/;
const isBound = ({ attribs }: PageElement): boolean => Object.keys(attribs).some((name) => BOUND.test(name));

/** Judges each element that assistive technology meets: `problemOf` says what is wrong with one, null when nothing is. Without such elements the rule does not apply. */
export const judgeEach = (
  facts: PageFacts,
  elements: readonly PageElement[],
  problemOf: (element: PageElement) => string | null,
): CheckOutcome => {
  const met = elements.filter((element) => isMet(element) && !isBound(element));
  if (met.length === 0) return notApplicable('The page has no such elements.');
  const [first, ...rest] = met.flatMap((element): Evidence[] => {
    const problem = problemOf(element);
    return problem === null ? [] : [seen(facts, element, problem)];
  });
  return first === undefined ? passed() : failed(first, ...rest);
};

export const roleOf = ({ attribs }: PageElement): string => (attribs['role'] ?? '').trim().toLowerCase();
export const typeOf = ({ attribs }: PageElement): string => (attribs['type'] ?? '').trim().toLowerCase();
