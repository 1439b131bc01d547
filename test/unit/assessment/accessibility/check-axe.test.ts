import axe from 'axe-core';
import type { AxeReading } from '../../../../functions/assessment/accessibility/axe-reading.ts';
import rules from '../../../../functions/assessment/accessibility/axe-rules.json' with { type: 'json' };
import { impactOf, severityOf, weightOf } from '../../../../functions/assessment/accessibility/axe-rules.ts';
import { checkAxe } from '../../../../functions/assessment/accessibility/check-axe.ts';

const url = 'https://site.example/';
const named = (id: string) => ({
  id,
  help: `Help of ${id}`,
  helpUrl: `https://dequeuniversity.com/rules/axe/4.14/${id}`,
});
const violation = (id: string, count = 1) => ({
  ...named(id),
  count,
  nodes: [
    {
      target: '#logo',
      html: '<img id="logo">',
      summary: 'Fix any of the following:\n  Element has no alt attribute\n  Element has no title attribute',
    },
  ],
});
const reading = (given: Partial<AxeReading>): AxeReading => ({
  version: '4.14.1',
  violations: [],
  passes: [],
  incomplete: [],
  frames: 0,
  ...given,
});

test('a failed rule is one finding with selector, snippet and what axe saw as evidence', () => {
  const { results } = checkAxe(reading({ violations: [violation('image-alt', 7)] }), url);
  expect(results).toEqual([
    expect.objectContaining({
      id: 'accessibility.axe.image-alt',
      state: 'fail',
      weight: 10,
      severity: 'critical',
      evidence: [
        {
          what: 'Element has no alt attribute; Element has no title attribute',
          where: '#logo',
          quote: '<img id="logo">',
        },
        { what: '7 elements in all, 6 more than shown', where: url },
      ],
    }),
  ]);
});

test('the score is the passed part by impact: 10, 7, 3 and 1', () => {
  const { score } = checkAxe(
    reading({ violations: [violation('color-contrast')], passes: [named('image-alt'), named('region')] }),
    url,
  );
  expect(score).toBe(Math.round((13 / 20) * 100));
  expect(['image-alt', 'color-contrast', 'region', 'aria-deprecated-role'].map(weightOf)).toEqual([10, 7, 3, 1]);
});

test('a best practice of minor impact is told and does not count', () => {
  expect(weightOf('empty-heading')).toBe(0);
  expect(severityOf('empty-heading')).toBe('low');
});

test('a rule that passes for some elements and fails for others has failed', () => {
  const { results } = checkAxe(
    reading({ violations: [violation('label')], passes: [named('label')], incomplete: [named('label')] }),
    url,
  );
  expect(results.map(({ state }) => state)).toEqual(['fail']);
});

test('what axe leaves to a person is not measured and does not count', () => {
  const { results, score } = checkAxe(
    reading({ passes: [named('label')], incomplete: [named('color-contrast')] }),
    url,
  );
  expect(results.map(({ state }) => state)).toEqual(['pass', 'not_measured']);
  expect(score).toBe(100);
});

test('frames are said to be other documents', () => {
  expect(checkAxe(reading({ frames: 2 }), url).notMeasured).toEqual([
    { what: 'Accessibility of embedded frames', reason: '2 frames show other documents.' },
  ]);
});

test('the list of impacts is that of the axe-core that is installed', () => {
  expect(rules.axe).toBe(axe.version);
  const judged = axe
    .getRules(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .filter(({ tags }) => !tags.includes('experimental') && !tags.includes('deprecated'));
  expect(judged.map(({ ruleId }) => ruleId).sort()).toEqual(Object.keys(rules.rules).sort());
  for (const { ruleId, tags } of judged)
    expect([ruleId, weightOf(ruleId) === 0]).toEqual([
      ruleId,
      impactOf(ruleId) === 'minor' && !tags.some((tag) => tag.startsWith('wcag')),
    ]);
});

test('a rule that axe has added since counts as moderate', () => {
  expect([impactOf('some-new-rule'), weightOf('some-new-rule')]).toEqual(['moderate', 3]);
});
