import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillMetrics, METRIC_GROUPS, METRICS, metricsTable } from '../../../functions/assessment/metrics.ts';
import { PROJECT_ROOT } from '../../../lib/bundling/entries.ts';

test('there are 53 metrics in the groups of the reference plan, each with a name of its own', () => {
  const count = Object.fromEntries(
    METRIC_GROUPS.map((group) => [group, METRICS.filter((metric) => metric.group === group).length]),
  );
  expect(count).toEqual({
    pagespeed: 7,
    technical: 9,
    business_profile: 9,
    screenshots: 2,
    seo_data: 6,
    visual_and_lighthouse: 13,
    content: 7,
  });
  expect(new Set(METRICS.map(({ id }) => id)).size).toBe(53);
});

test('metrics are given in one order; what was not measured is null, and what is no metric is left out', () => {
  const filled = fillMetrics([
    { id: 'redirects', value: 2, unit: 'count', source: 'reading the home page' },
    { id: 'speed_index', value: null, unit: 'ms', source: 'Lighthouse' },
    { id: 'something_else', value: 1, unit: null, source: 'x' },
  ]);
  expect(filled.map(({ id }) => id)).toEqual(METRICS.map(({ id }) => id));
  expect(filled.filter(({ value }) => value !== null)).toEqual([
    { id: 'redirects', value: 2, unit: 'count', source: 'reading the home page' },
  ]);
});

test('the document shows the table as it is', () => {
  const text = readFileSync(join(PROJECT_ROOT, 'docs', 'assessment-metrics.md'), 'utf8');
  expect(text).toContain(metricsTable());
});
