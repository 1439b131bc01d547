import type { IcpCriteria } from '../campaigns/icp.ts';
import type { Company } from '../discovery/company.ts';
import { readAskedPlace } from '../discovery/places.ts';
import { COMPONENTS, type GRADES, type Score } from './contract.ts';
import type { Fit } from './fit.ts';
import { growthFit } from './growth-fit.ts';
import { createIndustryFit } from './industry-fit.ts';
import { locationFit } from './location-fit.ts';
import { rangeFit, type Writing } from './range-fit.ts';

export type Component = (typeof COMPONENTS)[number];
export type Fits = Readonly<Record<Component, Fit>>;
type Grading = Pick<IcpCriteria, 'weights' | 'grades'>;

/** Scores are kept to three decimals: what is shown, stored, ordered by and compared with a threshold is one number. */
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

const gradeOf = (value: number, { a, b, c }: IcpCriteria['grades']): (typeof GRADES)[number] =>
  value >= a ? 'A' : value >= b ? 'B' : value >= c ? 'C' : 'D';

/**
 * The score of a company: `Σ weightᵢ · valueᵢ` over the components that are known, their weights scaled to sum to 1 (spec/discovery.md,
 * "Scoring"). Confidence is the known share of the weight that the ICP asks about. With nothing known both are 0.
 */
export const combineFits = (fits: Fits, { weights, grades }: Grading): Score => {
  const weightOf = (kinds: readonly Fit['kind'][]): number =>
    COMPONENTS.reduce((sum, name) => sum + (kinds.includes(fits[name].kind) ? weights[name] : 0), 0);
  const knownWeight = weightOf(['known']);
  const askedWeight = weightOf(['known', 'unknown']);
  const breakdown = COMPONENTS.map((component): Score['breakdown'][number] => {
    const fit = fits[component];
    if (fit.kind !== 'known') return { component, value: null, weight: 0, reason: fit.reason, evidence: null };
    const weight = knownWeight > 0 ? Math.min(1, weights[component] / knownWeight) : 0;
    return {
      component,
      value: rounded(fit.value),
      weight: rounded(weight),
      reason: fit.reason,
      evidence: fit.evidence,
    };
  });
  const sum = COMPONENTS.reduce((total, name) => {
    const fit = fits[name];
    return total + (fit.kind === 'known' ? weights[name] * fit.value : 0);
  }, 0);
  const value = knownWeight > 0 ? rounded(Math.min(1, sum / knownWeight)) : 0;
  const confidence = askedWeight > 0 ? rounded(Math.min(1, knownWeight / askedWeight)) : 0;
  return { value, grade: gradeOf(value, grades), confidence, breakdown };
};

const PEOPLE: Writing = { number: String, unit: (value) => (value === 1 ? ' person' : ' people') };
const MILLION = 1_000_000;
const DOLLARS: Writing = {
  number: (value) =>
    value >= MILLION
      ? `$${String(Math.round(value / (MILLION / 10)) / 10)}M`
      : `$${String(Math.round(value / 1_000))}k`,
  unit: () => '',
};

/** Gives the scoring of companies by an ICP at a time (ages are counted from it). Same input, same score. */
export const createIcpFit = (icp: IcpCriteria, now: number): ((company: Company) => Score) => {
  const industry = createIndustryFit(icp);
  const places = icp.locations.map(readAskedPlace);
  const at = new Date(now);
  return (company) =>
    combineFits(
      {
        industry: industry(company),
        size: rangeFit('headcount', company.headcount, icp.headcount, PEOPLE),
        revenue: rangeFit('revenue', company.revenue, icp.revenue, DOLLARS),
        growth: growthFit(icp, company, at),
        location: locationFit(places, company),
      },
      icp,
    );
};
