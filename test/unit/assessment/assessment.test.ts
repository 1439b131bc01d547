import fc from 'fast-check';
import {
  type AssessmentHead,
  concludeAssessment,
  emptyAssessment,
  reviseAssumptions,
} from '../../../functions/assessment/assessment.ts';
import { CATEGORY_WEIGHTS, overallScore } from '../../../functions/assessment/category-weights.ts';
import {
  Assessment,
  type Branch,
  type BranchResult,
  CATEGORIES,
  type Category,
  type CheckResult,
  EFFORTS,
  SEVERITIES,
} from '../../../functions/assessment/contract.ts';
import { defaultAssumptions } from '../../../functions/assessment/default-assumptions.ts';
import { EFFORT_HOURS } from '../../../functions/assessment/rank-findings.ts';
import { AssessmentId, WorkspaceId } from '../../../functions/platform/ids.ts';

const HEAD: AssessmentHead = {
  id: AssessmentId.parse('asm_0000000001'),
  workspaceId: WorkspaceId.parse('ws_0000000001'),
  url: 'https://acme.com/',
  domain: 'acme.com',
  companyName: 'Acme',
  startedAt: '2026-11-21T08:00:00.000Z',
};
const END = {
  finishedAt: '2026-11-21T08:01:00.000Z',
  assumptions: defaultAssumptions({ annualRevenueUsd: 1_200_000 }),
};

const check = (id: string, state: CheckResult['state'], more: Partial<CheckResult> = {}): CheckResult => ({
  id,
  category: 'seo',
  title: `Rule ${id}`,
  weight: 1,
  severity: 'medium',
  effort: 'hours',
  source: 'https://example.com/rule',
  fix: 'Mend it.',
  state,
  evidence: [{ what: 'seen', where: 'https://acme.com/' }],
  ...more,
});
const branch = (name: Branch, more: Partial<BranchResult> = {}): BranchResult => ({
  branch: name,
  status: 'done',
  score: 50,
  results: [],
  metrics: [],
  notMeasured: [],
  ...more,
});
const conclude = (branches: readonly BranchResult[]): Assessment =>
  concludeAssessment(HEAD, { finalUrl: 'https://acme.com/', branches }, END);

test('the weights of the categories make a whole', () => {
  expect(Object.values(CATEGORY_WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBe(100);
});

test('the overall score is the weighted mean of what was measured, and lies among the scores', () => {
  const scores = fc.dictionary(
    fc.constantFrom(...CATEGORIES),
    fc.option(fc.integer({ min: 0, max: 100 }), { nil: null }),
  );
  fc.assert(
    fc.property(scores, (given) => {
      const measured = Object.values(given).filter((score) => score !== null);
      const overall = overallScore(new Map(Object.entries(given) as [Category, number | null][]));
      if (overall === null) expect(measured).toEqual([]);
      else {
        expect(overall).toBeGreaterThanOrEqual(Math.min(...measured));
        expect(overall).toBeLessThanOrEqual(Math.max(...measured));
      }
    }),
  );
});

test('a category that was not measured has no score, is left out of the overall one, and is said', () => {
  const { overall, categories, notMeasured } = conclude([
    branch('seo', { score: 80 }),
    branch('security', { score: 40, status: 'partial', reason: 'TLS was not asked.' }),
    branch('presence', { status: 'failed', score: null, reason: 'No key.' }),
  ]);
  expect(overall).toBe(Math.round((80 * 20 + 40 * 15) / 35));
  expect(categories.seo).toMatchObject({ score: 80, measured: 'full' });
  expect(categories.security).toMatchObject({ score: 40, measured: 'partial', note: 'TLS was not asked.' });
  expect(categories.presence).toMatchObject({ score: null, measured: 'none', note: 'No key.' });
  expect(categories.visual).toMatchObject({ score: null, measured: 'none', note: 'Not part of this assessment.' });
  expect(notMeasured).toEqual([{ what: 'Business profile', reason: 'No key.' }]);
});

test('checks are counted where their category is, and only failed ones are findings, each rule once', () => {
  const { categories, findings } = conclude([
    branch('seo', {
      results: [check('a', 'pass'), check('b', 'fail'), check('c', 'not_measured'), check('d', 'not_applicable')],
    }),
    branch('content', { results: [check('b', 'fail'), check('e', 'fail', { category: 'content' })] }),
  ]);
  expect(categories.seo.checks).toEqual({ passed: 1, failed: 2, notMeasured: 1 });
  expect(findings.map(({ id }) => id).toSorted()).toEqual(['b', 'e']);
});

test('findings come by impact ÷ effort, ties by severity and id, whatever order they were found in', () => {
  const failed = fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 25 }).chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc
          .record({
            category: fc.constantFrom(...CATEGORIES),
            severity: fc.constantFrom(...SEVERITIES),
            effort: fc.constantFrom(...EFFORTS),
          })
          .map((more) => check(`rule.${String(id)}`, 'fail', more)),
      ),
    ),
  );
  fc.assert(
    fc.property(failed, (results) => {
      const { findings } = conclude([branch('seo', { results })]);
      const worth = findings.map(({ impact, effort }) => (impact?.estimateUsd ?? 0) / EFFORT_HOURS[effort]);
      expect(worth).toEqual(worth.toSorted((a, b) => b - a));
      const again = conclude([branch('seo', { results: results.toReversed() })]);
      expect(again.findings.map(({ id }) => id)).toEqual(findings.map(({ id }) => id));
    }),
    { numRuns: 40 },
  );
});

test('what it gives fits its contract, and the same results give the same assessment', () => {
  const branches = [branch('seo', { results: [check('a', 'fail')] }), branch('tech', { score: null })];
  const assessment = conclude(branches);
  expect(Assessment.parse(JSON.parse(JSON.stringify(assessment)))).toEqual(assessment);
  expect(conclude(branches)).toEqual(assessment);
  expect(assessment.metrics).toHaveLength(53);
});

test('other assumptions give other amounts and leave scores and findings as they are', () => {
  const before = conclude([branch('seo', { results: [check('a', 'fail'), check('b', 'fail', { severity: 'high' })] })]);
  const after = reviseAssumptions(before, { ...END.assumptions, annualRevenueUsd: 12_000_000 });
  const amount = ({ findings }: Assessment): number => findings[0]?.impact?.estimateUsd ?? 0;
  // Amounts are rounded down to whole dollars.
  expect(Math.abs(amount(after) - 10 * amount(before))).toBeLessThan(10);
  expect(after).toMatchObject({ overall: before.overall, categories: before.categories });
  expect(after.assumptions.annualRevenueUsd).toBe(12_000_000);
  expect(reviseAssumptions(after, END.assumptions)).toEqual(before);
});

test('a site that could not be read has no scores, all metrics unmeasured and the reason', () => {
  const failure = { reason: 'parked', detail: 'url: acme.com is a parked domain.' } as const;
  const assessment = emptyAssessment(HEAD, 'failed', { ...END, failure });
  expect(Assessment.parse(assessment)).toMatchObject({ status: 'failed', overall: null, failure });
  expect(assessment.metrics.every(({ value }) => value === null)).toBe(true);
  expect(assessment.notMeasured).toEqual([{ what: 'All 53 metrics', reason: failure.detail }]);
});

test('what is known of a company goes into the assumptions', () => {
  expect(defaultAssumptions({ industry: 'Dentists', employees: 12, annualRevenueUsd: 900_000 })).toEqual({
    annualRevenueUsd: 900_000,
    industry: 'health',
    companySize: '10-49',
    onlineDependence: null,
  });
  expect(defaultAssumptions()).toMatchObject({ annualRevenueUsd: null, industry: 'other', companySize: null });
});
