import type { Category } from './contract.ts';

/**
 * What each category counts for in the overall score, in hundredths: what keeps visitors from a site, or from staying, counts most. Categories that were not
 * measured are left out, and the others share their part.
 */
export const CATEGORY_WEIGHTS: Readonly<Record<Category, number>> = {
  performance: 20,
  security: 15,
  seo: 20,
  email: 5,
  accessibility: 15,
  visual: 10,
  presence: 5,
  content: 10,
};

/** The weighted mean of the scores there are, in whole points; null when there is none. */
export const overallScore = (scores: ReadonlyMap<Category, number | null>): number | null => {
  let weights = 0;
  let points = 0;
  for (const [category, score] of scores)
    if (score !== null) {
      weights += CATEGORY_WEIGHTS[category];
      points += CATEGORY_WEIGHTS[category] * score;
    }
  return weights === 0 ? null : Math.round(points / weights);
};
