import type { IcpCriteria } from '../campaigns/icp.ts';
import { COMPONENTS, type GRADES, type Score } from './contract.ts';
import type { Fit } from './fit.ts';

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
