import type { Category, Severity } from '../contract.ts';

/** How much a finding of each severity weighs against a critical one (P1 to P4; spec/assessment.md, "Impact"). */
export const SEVERITY_WEIGHTS: Readonly<Record<Severity, number>> = { critical: 1, high: 0.7, medium: 0.4, low: 0.1 };

/** A category's loss rate and what it is informed by. */
export type LossRate = Readonly<{
  /** The part of online revenue that one critical finding costs: an assumption, of the order of what the study found. */
  critical: number;
  why: string;
  source: string;
}>;

/**
 * β of a critical finding, by category. These are modelling assumptions: no study measures a single fault of a single site. Each is of the order that the named
 * study found for its subject, and the interval (a factor of three either way) says how little is known.
 */
export const LOSS_RATES: Readonly<Record<Category, LossRate>> = {
  performance: {
    critical: 0.08,
    why: '0.1 s faster on mobile went with 8.4 % more conversions in retail and 10.1 % in travel (Deloitte, 2020).',
    source: 'https://web.dev/case-studies/milliseconds-make-millions',
  },
  security: {
    critical: 0.05,
    why: 'About one in five shoppers who gave up a checkout did not trust the site with their card (Baymard Institute).',
    source: 'https://baymard.com/lists/cart-abandonment-rate',
  },
  seo: {
    critical: 0.1,
    why: 'About half of trackable visits come from organic search (BrightEdge, 2019); a page that is not indexed gets none of them.',
    source: 'https://www.brightedge.com/resources/research-reports/channel_share',
  },
  email: {
    critical: 0.03,
    why: 'About one in six commercial mails does not reach the inbox (Validity); domains without authentication fare worse.',
    source: 'https://support.google.com/a/answer/81126',
  },
  accessibility: {
    critical: 0.05,
    why: '16 % of people live with a significant disability (WHO), and 69 % of disabled shoppers leave a site that is hard to use (Click-Away Pound, 2019).',
    source: 'https://www.clickawaypound.com/cap19final.html',
  },
  visual: {
    critical: 0.05,
    why: '46 % of people judged the credibility of sites by how they look (Stanford, 2002).',
    source: 'https://credibility.stanford.edu/guidelines/index.html',
  },
  presence: {
    critical: 0.06,
    why: 'One star more on Yelp went with 5 to 9 % more revenue of independent restaurants (Luca, 2016).',
    source: 'https://www.hbs.edu/faculty/Pages/item.aspx?num=41233',
  },
  content: {
    critical: 0.05,
    why: 'Visitors decide within seconds whether a page is for them; without an offer or a next step they leave (Nielsen Norman Group).',
    source: 'https://www.nngroup.com/articles/how-long-do-users-stay-on-web-pages/',
  },
};

/** β[category, severity]: the part of online revenue that a finding costs when it is the only one. */
export const lossRate = (category: Category, severity: Severity): number =>
  LOSS_RATES[category].critical * SEVERITY_WEIGHTS[severity];
