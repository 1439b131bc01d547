import type { CheckResult, Evidence, Metric, Severity } from '../contract.ts';
import { LAB_METRICS, type LabKey, type LabOpportunity, type LabReading } from './lab-reading.ts';
import { LIGHTHOUSE_RULES, type LighthouseRule } from './lighthouse-rules.ts';

type Threshold = Readonly<{ title: string; good: number; poor: number; fix: string; source: string }>;

/** Where a metric is good, and from where it is poor: web.dev's for the vitals, Lighthouse's phone curve for the others. */
const THRESHOLDS: Readonly<Record<Exclude<LabKey, 'tti'>, Threshold>> = {
  fcp: {
    title: 'The first content is painted late',
    good: 1_800,
    poor: 3_000,
    fix: 'Shorten what stands before the first paint: the server’s answer, redirects, blocking scripts and styles.',
    source: 'https://web.dev/articles/fcp',
  },
  lcp: {
    title: 'The main content is painted late (LCP)',
    good: 2_500,
    poor: 4_000,
    fix: 'Make the largest element of the first screen smaller, and let the browser find it early.',
    source: 'https://web.dev/articles/lcp',
  },
  cls: {
    title: 'The layout shifts while it loads (CLS)',
    good: 0.1,
    poor: 0.25,
    fix: 'Reserve room for images, advertisements and late contents.',
    source: 'https://web.dev/articles/cls',
  },
  tbt: {
    title: 'The page does not answer while scripts run (TBT)',
    good: 200,
    poor: 600,
    fix: 'Run less JavaScript at the start, and break long tasks up.',
    source: 'https://web.dev/articles/tbt',
  },
  si: {
    title: 'The page fills slowly (Speed Index)',
    good: 3_400,
    poor: 5_800,
    fix: 'Show the first screen without waiting for scripts and fonts.',
    source: 'https://developer.chrome.com/docs/lighthouse/performance/speed-index',
  },
};

export const shown = (value: number, unit: string): string =>
  unit === 'ms' ? `${(value / 1_000).toFixed(1)} s` : value.toFixed(2);

const severityOf = (weight: number, poor: boolean): Severity => (poor ? (weight >= 25 ? 'high' : 'medium') : 'low');

/** The metrics as checks: passed where they are good; with Lighthouse's weights, though the score itself is continuous. */
const metricChecks = (reading: LabReading, url: string): CheckResult[] =>
  LAB_METRICS.flatMap(({ key, id, unit, weight }): CheckResult[] => {
    if (key === 'tti') return [];
    const { good, poor, ...rule } = THRESHOLDS[key];
    const measure = reading.measures[key];
    const check = {
      id: `performance.${id}`,
      category: 'performance' as const,
      ...rule,
      weight,
      severity: severityOf(weight, measure !== undefined && measure.value > poor),
      effort: 'days' as const,
    };
    if (measure === undefined)
      return [{ ...check, state: 'not_measured', evidence: [], reason: 'Lighthouse gave no value.' }];
    const evidence = [
      { what: `${shown(measure.value, unit)} measured; good is up to ${shown(good, unit)}`, where: url },
    ];
    return [{ ...check, state: measure.value <= good ? 'pass' : 'fail', evidence }];
  });

const savings = ({ title, display, savedMs, savedBytes }: LabOpportunity): string =>
  [
    display === '' ? title : `${title}: ${display}`,
    ...(savedMs === null || savedMs < 1 ? [] : [`about ${Math.round(savedMs)} ms can be saved`]),
    ...(savedBytes === null || savedBytes < 1 ? [] : [`about ${Math.round(savedBytes / 1024)} KB can be saved`]),
  ].join('; ');

const opportunityCheck = (
  { audit, also = [], ...rule }: LighthouseRule,
  reading: LabReading,
  url: string,
): CheckResult => {
  const names = [audit, ...also];
  const check = { id: `performance.${audit}`, category: 'performance' as const, weight: 0, ...rule };
  const found = reading.opportunities.find((one) => names.includes(one.audit));
  if (found !== undefined) {
    const evidence: Evidence[] = [{ what: savings(found), where: url }, ...found.items.map(withoutEmpty)];
    return { ...check, state: 'fail', evidence };
  }
  return reading.passedAudits.some((id) => names.includes(id))
    ? { ...check, state: 'pass', evidence: [] }
    : { ...check, state: 'not_applicable', evidence: [], reason: 'Lighthouse found nothing on the page to judge.' };
};

const withoutEmpty = ({ where, what, quote }: LabOpportunity['items'][number]): Evidence => ({
  where,
  what,
  ...(quote === undefined ? {} : { quote }),
});

/** One run of Lighthouse as checks: the metrics with weight, what it proposes without. */
export const checkLab = (reading: LabReading, url: string): CheckResult[] => [
  ...metricChecks(reading, url),
  ...LIGHTHOUSE_RULES.map((rule) => opportunityCheck(rule, reading, url)),
];

/** The metrics of the PageSpeed and Lighthouse groups; what was not measured is null. */
export const labMetrics = (reading: LabReading, source: string): Metric[] => [
  { id: 'performance_score', value: reading.score, unit: 'points', source },
  ...LAB_METRICS.map(({ key, id, unit }) => {
    const value = reading.measures[key]?.value;
    return { id, unit, source, value: value === undefined ? null : unit === 'ms' ? Math.round(value) : rounded(value) };
  }),
  { id: 'lighthouse_accessibility', value: reading.categories.accessibility, unit: 'points', source },
  { id: 'lighthouse_best_practices', value: reading.categories.bestPractices, unit: 'points', source },
  { id: 'lighthouse_seo', value: reading.categories.seo, unit: 'points', source },
];

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
