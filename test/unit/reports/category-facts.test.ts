import type { Assessment } from '../../../functions/assessment/contract.ts';
import { noteOf } from '../../../functions/reports/category-facts.ts';
import { goodAssessment, unmeasuredAssessment } from '../../support/report-samples.ts';

const withSearch = (failed: number): Assessment => ({
  ...goodAssessment,
  categories: {
    ...goodAssessment.categories,
    seo: { score: 100, measured: 'full', note: null, checks: { passed: 15, failed, notMeasured: 0 } },
  },
});

test('an area that is scored by a part of its rules says so where the others failed', () => {
  expect(noteOf(withSearch(0), 'seo')).toBeNull();
  expect(noteOf(withSearch(8), 'seo')).toContain('do not lower it');
});

test('an area without a score says why', () => {
  expect(noteOf(unmeasuredAssessment, 'seo')).toMatch(/^Not measured/);
});
