import type { Category, Severity } from '../contract.ts';
import type { ImpactAssumptions, ImpactEstimate, ImpactSummary } from './contract.ts';
import { INDUSTRY_FACTS, SIZE_RANGES } from './industries.ts';
import { LOSS_RATES, lossRate, SEVERITY_WEIGHTS } from './loss-rates.ts';

/** Bounds of a 95 % interval lie so many standard deviations from the middle. */
const Z = 1.96;
/** Standard deviations of the logarithms: of a loss rate (a factor of three either way), of online dependence, and of revenue per employee. */
const SPREAD = { rate: 0.56, dependence: 0.25, revenuePerEmployee: 0.4 } as const;

/** Nothing is known better than this: what a person earns of a website is not wholly lost by its faults. */
const MOST_OF_A_CATEGORY = 0.95;

/** So that 4,000 that is 3,999.999… in binary is not 3,999. */
const A_HAIR = 1e-6;

type Weighed = Readonly<{ category: Category; severity: Severity }>;
type Bound = 'lowUsd' | 'estimateUsd' | 'highUsd';
const SIGN: Readonly<Record<Bound, number>> = { lowUsd: -1, estimateUsd: 0, highUsd: 1 };

/** A month's revenue, and the spread of its logarithm. */
const revenueOf = ({ annualRevenueUsd, industry, companySize }: ImpactAssumptions) => {
  if (annualRevenueUsd !== null) return { middle: annualRevenueUsd / 12, spread: 0 };
  const [fewest, most] = SIZE_RANGES[companySize ?? 'unknown'];
  const { revenuePerEmployee } = INDUSTRY_FACTS[industry];
  return {
    middle: (Math.sqrt(fewest * most) * revenuePerEmployee) / 12,
    spread: Math.hypot(Math.log(most / fewest) / (2 * Z), SPREAD.revenuePerEmployee),
  };
};

/**
 * The part of online revenue that findings cost together, `factor` times as bad as taken to be. Those of one category cost at most what a critical one does, as
 * faults of one kind lose the same visitors.
 */
const shareOf = (findings: readonly Weighed[], factor: number): number => {
  const unharmed = new Map<Category, number>();
  for (const { category, severity } of findings)
    unharmed.set(category, (unharmed.get(category) ?? 1) * (1 - SEVERITY_WEIGHTS[severity]));
  let kept = 1;
  for (const [category, part] of unharmed)
    kept *= 1 - Math.min(MOST_OF_A_CATEGORY, LOSS_RATES[category].critical * (1 - part) * factor);
  return 1 - kept;
};

/**
 * What each finding costs a month in whole dollars, with a 95 % interval: revenue × β[category, severity] × online dependence (spec/assessment.md, "Impact").
 * Alone, a finding costs just that; together they cost less than their sum, as faults lose the same visitors, and never more than there is to lose. The logarithm
 * of an amount is taken to be normal; its spread joins those of the rate, of dependence and, when it was not given, of revenue. Amounts are rounded down.
 */
export const estimateImpact = (
  findings: readonly Weighed[],
  assumptions: ImpactAssumptions,
): Readonly<{ estimates: ImpactEstimate[]; summary: ImpactSummary }> => {
  const { middle, spread } = revenueOf(assumptions);
  const dependence = assumptions.onlineDependence ?? INDUSTRY_FACTS[assumptions.industry].onlineDependence;
  const variance = SPREAD.rate ** 2 + SPREAD.dependence ** 2;
  const all = Math.sqrt(variance + spread ** 2);
  const rates = findings.map(({ category, severity }) => lossRate(category, severity));
  const sum = rates.reduce((total, rate) => total + rate, 0);

  /** Revenue and rates each bear their part of the whole spread, so that both at once are as unlikely as the bound says. */
  const lostAt = (sign: number): number =>
    middle *
    Math.exp((sign * Z * spread ** 2) / all) *
    dependence *
    shareOf(findings, Math.exp((sign * Z * variance) / all));
  const lost = { lowUsd: lostAt(SIGN.lowUsd), estimateUsd: lostAt(SIGN.estimateUsd), highUsd: lostAt(SIGN.highUsd) };

  const estimates = rates.map((rate): ImpactEstimate => {
    const part = (bound: Bound): number => Math.floor((lost[bound] * rate) / sum + A_HAIR);
    return { lowUsd: part('lowUsd'), estimateUsd: part('estimateUsd'), highUsd: part('highUsd') };
  });
  const total = (bound: Bound): number => estimates.reduce((added, estimate) => added + estimate[bound], 0);
  return {
    estimates,
    summary: {
      basis: assumptions.annualRevenueUsd === null ? 'typical_revenue' : 'given_revenue',
      total: { lowUsd: total('lowUsd'), estimateUsd: total('estimateUsd'), highUsd: total('highUsd') },
      monthlyRevenueUsd: {
        lowUsd: Math.floor(middle * Math.exp(-Z * spread)),
        estimateUsd: Math.floor(middle),
        highUsd: Math.floor(middle * Math.exp(Z * spread)),
      },
      onlineDependence: dependence,
      notes: notesOf(assumptions, dependence),
    },
  };
};

const notesOf = (
  { annualRevenueUsd, industry, companySize, onlineDependence }: ImpactAssumptions,
  used: number,
): string[] => {
  const { title, revenuePerEmployee } = INDUSTRY_FACTS[industry];
  const [fewest, most] = SIZE_RANGES[companySize ?? 'unknown'];
  return [
    annualRevenueUsd === null
      ? `Revenue is not known. It is taken to be that of a company of ${companySize === null ? `${String(fewest)} to ${String(most)} people (its size is not known either)` : `${companySize} people`} in "${title}", at $${revenuePerEmployee.toLocaleString('en-US')} a year for each: a range, so the amounts are wide.`
      : `Revenue of $${annualRevenueUsd.toLocaleString('en-US')} a year, as given.`,
    `${String(Math.round(used * 100))} % of revenue is taken to begin on the website (${onlineDependence === null ? `usual in "${title}"` : 'as given'}).`,
    'Each amount is revenue × loss rate of the category and severity × online dependence; the loss rates are assumptions, shown with their sources in the method.',
  ];
};
