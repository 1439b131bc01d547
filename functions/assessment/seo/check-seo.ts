import type { BranchResult } from '../contract.ts';
import { readablePages } from '../readable-pages.ts';
import { type Rule, runRules, weightedScore } from '../rule.ts';
import { failedBranch } from '../site-branch.ts';
import type { SiteCapture } from '../site-capture.ts';
import { CRAWLING_RULES } from './crawling-rules.ts';
import { LIGHTHOUSE_SEO_RULES } from './lighthouse-rules.ts';
import { PAGE_RULES } from './page-rules.ts';
import type { SeoFacts } from './seo-facts.ts';
import { SHARING_RULES } from './sharing-rules.ts';
import { STRUCTURED_DATA_RULES } from './structured-data-rules.ts';
import { TITLE_RULES } from './title-rules.ts';

/** Lighthouse's SEO audits, which make the score, and the rules beside them, which only give findings. */
export const SEO_RULES: readonly Rule<SeoFacts>[] = [
  ...LIGHTHOUSE_SEO_RULES,
  ...TITLE_RULES,
  ...PAGE_RULES,
  ...STRUCTURED_DATA_RULES,
  ...SHARING_RULES,
  ...CRAWLING_RULES,
];

/** Of a page that answers with an error only that is judged: what it says is not the site's content. */
const ERROR_RULE = 'seo.http_status_code';

/**
 * How well search engines can find and show the site. The score is that of Lighthouse's SEO category for the home page: the passed part of its audits' weights, 0 to 100.
 */
export const checkSeo = (capture: SiteCapture): BranchResult => {
  const status = capture.pages[0]?.status ?? 0;
  const readable = readablePages(capture);
  if (!readable.ok)
    return failedBranch('seo', status >= 400 ? `The page answers with status ${status}.` : readable.reason);
  const facts = { capture, home: readable.home, pages: readable.pages };
  const rules = status >= 400 ? SEO_RULES.filter(({ id }) => id === ERROR_RULE) : SEO_RULES;
  const results = runRules(rules, facts);
  const unmeasured = results.filter(({ state }) => state === 'not_measured');
  const unscored = status >= 400 ? `The page answers with status ${status}.` : readable.home.shell();
  return {
    branch: 'seo',
    status: unmeasured.some(({ weight }) => weight > 0) || status >= 400 ? 'partial' : 'done',
    ...(unscored === null ? {} : { reason: unscored }),
    score: unscored === null ? weightedScore(results) : null,
    ...{ results, metrics: [] },
    notMeasured: unmeasured.map(({ title, reason }) => ({ what: title, reason: reason ?? 'It could not be told.' })),
  };
};
