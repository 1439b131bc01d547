import type { Rule } from '../rule.ts';
import type { SeoFacts } from './seo-facts.ts';

/** A rule that Lighthouse's SEO category lacks: it gives a finding but has weight 0, so that the score stays the one that Lighthouse computes. */
export const extraRule = (rule: Omit<Rule<SeoFacts>, 'category' | 'weight'>): Rule<SeoFacts> => ({
  ...rule,
  category: 'seo',
  weight: 0,
});
