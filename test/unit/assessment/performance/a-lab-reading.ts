import type { LabReading } from '../../../../functions/assessment/performance/lab-reading.ts';

export const aLabReading = (score: number | null, given: Partial<LabReading> = {}): LabReading => ({
  score,
  measures: {
    fcp: { value: 1_500, score: 0.95 },
    lcp: { value: 2_400, score: 0.9 },
    cls: { value: 0.05, score: 0.98 },
    tbt: { value: 150, score: 0.95 },
    tti: { value: 3_000, score: 0.95 },
    si: { value: 2_500, score: 0.97 },
  },
  categories: { accessibility: 91, bestPractices: 74, seo: 100 },
  opportunities: [],
  passedAudits: [],
  warnings: [],
  version: '13.5.0',
  ...given,
});
