import { isMet } from '../element-name.ts';
import { isText, type PageElement } from '../page-elements.ts';
import type { PageFacts } from '../page-facts.ts';
import type { CheckOutcome, Rule } from '../rule.ts';
import { axeRule, judgeEach, roleOf } from './static-rule.ts';

/** What is not shown and may stand anywhere. */
const SILENT = new Set(['script', 'style', 'template', 'noscript', 'link', 'meta']);

const wordsAmong = ({ children }: PageElement): boolean =>
  children.some((node) => isText(node) && node.data.trim() !== '');

const lists = (facts: PageFacts): CheckOutcome => {
  const isList = ({ name, attribs }: PageElement): boolean =>
    (name === 'ul' || name === 'ol') && attribs['role'] === undefined;
  const wrong = new Map<PageElement, string>();
  for (const element of facts.elements()) {
    const { parent, name } = element;
    if (parent === null || !isList(parent) || !isMet(element) || SILENT.has(name)) continue;
    if (name === 'li' ? !['', 'listitem'].includes(roleOf(element)) : roleOf(element) !== 'listitem')
      wrong.set(parent, name === 'li' ? `<li role="${roleOf(element)}">` : `<${name}>`);
  }
  return judgeEach(facts, facts.named('ul', 'ol').filter(isList), (list) => {
    const inner = wrong.get(list);
    if (inner !== undefined) return `In the list stands ${inner}, which is no list item.`;
    return wordsAmong(list) ? 'In the list stands text outside of its items.' : null;
  });
};

const PARENT_ROLES = new Set(['list', 'presentation', 'none']);

const items = (facts: PageFacts): CheckOutcome =>
  judgeEach(
    facts,
    facts.named('li').filter(({ attribs, parent }) => attribs['role'] === undefined && parent !== null),
    ({ parent }) => {
      if (parent === null) return null;
      const role = roleOf(parent);
      if (PARENT_ROLES.has(role)) return null;
      return role === '' && ['ul', 'ol', 'menu'].includes(parent.name)
        ? null
        : `The item stands in <${parent.name}>, which is no list.`;
    },
  );

const definitions = (facts: PageFacts): CheckOutcome =>
  judgeEach(
    facts,
    facts.named('dt', 'dd').filter(({ attribs }) => attribs['role'] === undefined),
    ({ name, parent }) => {
      const holder = parent?.name === 'div' ? parent.parent : parent;
      return holder?.name === 'dl' ? null : `<${name}> stands outside of a definition list.`;
    },
  );

const definitionLists = (facts: PageFacts): CheckOutcome => {
  const wrong = new Map<PageElement, string>();
  for (const element of facts.elements()) {
    const { parent, name } = element;
    if (parent?.name !== 'dl' || !isMet(element) || SILENT.has(name)) continue;
    if (!['dt', 'dd', 'div'].includes(name) && !['definition', 'term', 'listitem'].includes(roleOf(element)))
      wrong.set(parent, name);
  }
  return judgeEach(
    facts,
    facts.named('dl').filter(({ attribs }) => attribs['role'] === undefined),
    (list) => {
      const inner = wrong.get(list);
      if (inner !== undefined) return `In the definition list stands <${inner}>.`;
      return wordsAmong(list) ? 'In the definition list stands text outside of its terms.' : null;
    },
  );
};

export const STATIC_LIST_RULES: readonly Rule<PageFacts>[] = [
  axeRule({
    ...{ id: 'list', effort: 'minutes' },
    title: 'Lists hold what is no item',
    detail: 'Screen readers say how many items a list has; what stands between them is lost.',
    fix: 'Put everything within <ul> and <ol> into <li>.',
    check: lists,
  }),
  axeRule({
    ...{ id: 'listitem', effort: 'minutes' },
    title: 'List items stand outside of lists',
    fix: 'Put <li> into <ul> or <ol>.',
    check: items,
  }),
  axeRule({
    ...{ id: 'definition-list', effort: 'minutes' },
    title: 'Definition lists hold what is neither term nor definition',
    fix: 'Put nothing but <dt>, <dd> and <div> groups of them into <dl>.',
    check: definitionLists,
  }),
  axeRule({
    ...{ id: 'dlitem', effort: 'minutes' },
    title: 'Terms and definitions stand outside of definition lists',
    fix: 'Put <dt> and <dd> into <dl>.',
    check: definitions,
  }),
];
