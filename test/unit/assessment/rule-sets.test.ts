import { CATEGORIES } from '../../../functions/assessment/contract.ts';
import { allRules, rulesDocument } from '../../support/rule-sets.ts';

test('the document lists every rule as it is; `node test/support/rule-sets.ts` writes it anew', async () => {
  const { text, wanted } = await rulesDocument();
  expect(text).toBe(wanted);
});

test('all rules have sources that can be read, weights that are no debt, and titles that say what is wrong', async () => {
  const rules = await allRules();
  expect(rules.length).toBeGreaterThan(100);
  for (const { source, weight, title } of rules) {
    expect(source).toMatch(/^https:\/\//);
    expect(weight).toBeGreaterThanOrEqual(0);
    expect(title).not.toMatch(/[.!]$/);
  }
  const judged = new Set(rules.map(({ category }) => category));
  expect(CATEGORIES.filter((category) => !judged.has(category))).toEqual([]);
});
