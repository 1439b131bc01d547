import fc from 'fast-check';
import {
  failed,
  notApplicable,
  notMeasured,
  passed,
  type Rule,
  runRules,
  weightedScore,
} from '../../../functions/assessment/rule.ts';

const rule = (id: string, weight: number, check: Rule<number>['check']): Rule<number> => ({
  id,
  category: 'seo',
  title: id,
  weight,
  severity: 'low',
  effort: 'minutes',
  source: 'https://example.com/',
  fix: 'Mend it.',
  check,
});
const seen = { what: 'seen', where: 'here' };

test('a rule’s result carries what a finding needs, and nothing of the function', () => {
  const [result] = runRules([rule('a', 2, (facts) => (facts > 1 ? passed(seen) : failed(seen)))], 1);
  expect(JSON.parse(JSON.stringify(result))).toEqual({
    id: 'a',
    category: 'seo',
    title: 'a',
    weight: 2,
    severity: 'low',
    effort: 'minutes',
    source: 'https://example.com/',
    fix: 'Mend it.',
    state: 'fail',
    evidence: [seen],
  });
});

test('the score is the passed part of the weights that were measured', () => {
  const results = runRules(
    [
      rule('a', 3, () => passed()),
      rule('b', 1, () => failed(seen)),
      rule('c', 5, () => notApplicable('There is none.')),
      rule('d', 5, () => notMeasured('It needs a browser.')),
    ],
    0,
  );
  expect(weightedScore(results)).toBe(75);
  expect(weightedScore(results.slice(2))).toBeNull();
  expect(weightedScore([])).toBeNull();
});

test('a score lies between 0 and 100', () => {
  const results = fc.array(
    fc.record({
      state: fc.constantFrom('pass', 'fail', 'not_applicable', 'not_measured'),
      weight: fc.double({ min: 0, max: 40, noNaN: true }),
    }),
  );
  fc.assert(
    fc.property(results, (given) => {
      const score = weightedScore(given);
      if (score === null) return;
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(100);
    }),
  );
});

test('a finding without evidence is a fault of the rule', () => {
  expect(() => runRules([rule('a', 1, () => ({ state: 'fail', evidence: [] }))], 0)).toThrow('The rule a fails a site');
});

test('no more than twenty pieces of evidence are kept of a rule', () => {
  const many = Array.from({ length: 50 }, (_, at) => ({ what: String(at), where: 'here' }));
  const [result] = runRules([rule('a', 1, () => ({ state: 'fail', evidence: many }))], 0);
  expect(result?.evidence.map(({ what }) => what)).toEqual(many.slice(0, 20).map(({ what }) => what));
});
