import type { IcpCriteria } from '../campaigns/icp.ts';
import { type Component, combineFits, type Fits } from './combine-fits.ts';
import { COMPONENTS, type LeadStage, type Score, type ScoreComponent } from './contract.ts';
import { known, notAsked, unknown } from './fit.ts';

import { isConstrained } from './range-fit.ts';

const ASKED: Readonly<Record<Component, (criteria: IcpCriteria) => boolean>> = {
  industry: ({ industries, keywords, technologies, businessModels }) =>
    industries.length + keywords.length + technologies.length + businessModels.length > 0,
  size: ({ headcount }) => isConstrained(headcount),
  revenue: ({ revenue }) => isConstrained(revenue),
  growth: () => true,
  location: ({ locations }) => locations.length > 0,
};

/** Whether a profile asks anything of a component: what is not asked lowers no confidence. */
export const isAsked = (component: Component, criteria: IcpCriteria): boolean => ASKED[component](criteria);

/**
 * The score of a stored breakdown by other weights. Only the weights' part is computed anew: what each component found out stands. `asked` are
 * the criteria that the breakdown was made by.
 */
export const rescored = (
  breakdown: readonly ScoreComponent[],
  asked: IcpCriteria,
  grading: Pick<IcpCriteria, 'weights' | 'grades'>,
): Score => {
  const fitOf = (name: Component): Fits[Component] => {
    const stored = breakdown.find(({ component }) => component === name);
    if (stored?.value != null) return known(stored.value, stored.reason, stored.evidence);
    const reason = stored?.reason ?? '';
    return isAsked(name, asked) ? unknown(reason) : notAsked(reason);
  };
  const [industry, size, revenue, growth, location] = COMPONENTS;
  return combineFits(
    {
      industry: fitOf(industry),
      size: fitOf(size),
      revenue: fitOf(revenue),
      growth: fitOf(growth),
      location: fitOf(location),
    },
    grading,
  );
};

/** The stage of a lead after its score changed: only leads that nobody has worked on yet move. */
export const stageAfter = (stage: LeadStage, score: number, threshold: number): LeadStage => {
  if (stage !== 'below_threshold' && stage !== 'qualified') return stage;
  return score >= threshold ? 'qualified' : 'below_threshold';
};

/** Mails are written for it or were sent to it. */
export const isWorkedOn = (stage: LeadStage): boolean =>
  stage === 'drafted' || stage === 'in_review' || stage === 'contacted';
