import type { CheckResult } from '../contract.ts';
import type { FieldReading } from './page-speed.ts';

type FieldRule = Readonly<{
  id: string;
  title: string;
  good: number;
  poor: number;
  unit: string;
  source: string;
  fix: string;
  value: (field: FieldReading) => number | null;
}>;

/** The Core Web Vitals as Google judges them: the 75th percentile of visits. */
const FIELD_RULES: readonly FieldRule[] = [
  {
    id: 'performance.field_lcp',
    title: 'Visitors wait long for the main content',
    good: 2_500,
    poor: 4_000,
    unit: ' ms',
    source: 'https://web.dev/articles/lcp',
    fix: 'Make the largest element of the first screen smaller, and let the browser find it early.',
    value: ({ lcpMs }) => lcpMs,
  },
  {
    id: 'performance.field_inp',
    title: 'The page answers visitors late (INP)',
    good: 200,
    poor: 500,
    unit: ' ms',
    source: 'https://web.dev/articles/inp',
    fix: 'Break up long scripts, and do less when something is clicked.',
    value: ({ inpMs }) => inpMs,
  },
  {
    id: 'performance.field_cls',
    title: 'The layout shifts under visitors’ eyes',
    good: 0.1,
    poor: 0.25,
    unit: '',
    source: 'https://web.dev/articles/cls',
    fix: 'Reserve room for images, advertisements and late contents.',
    value: ({ cls }) => cls,
  },
];

/** What real visitors had, as checks without weight: the score is the lab's, which every site has. */
export const checkField = (field: FieldReading, url: string): CheckResult[] =>
  FIELD_RULES.map(({ good, poor, unit, value, ...rule }) => {
    const found = value(field);
    const check = {
      category: 'performance' as const,
      ...rule,
      weight: 0,
      severity: found !== null && found > poor ? ('high' as const) : ('medium' as const),
      effort: 'days' as const,
    };
    if (found === null)
      return { ...check, state: 'not_measured', evidence: [], reason: 'Chrome counts too few visits.' };
    const whose = field.of === 'page' ? 'this page' : 'this site';
    const what = `${found}${unit} at the 75th percentile of ${whose}’s visits in 28 days; good is up to ${good}${unit}`;
    return {
      ...check,
      state: found <= good ? 'pass' : 'fail',
      evidence: [{ what, where: url }],
    };
  });
