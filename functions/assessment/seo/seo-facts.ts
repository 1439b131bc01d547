import type { Evidence } from '../contract.ts';
import type { PageFacts } from '../page-facts.ts';
import { type CheckOutcome, failed, notMeasured } from '../rule.ts';
import type { SiteCapture } from '../site-capture.ts';

/** What the SEO rules judge: the page asked for, as Lighthouse does, and beside it what only several pages show. */
export type SeoFacts = Readonly<{
  capture: SiteCapture;
  home: PageFacts;
  /** All readable pages, the home page first. */
  pages: readonly PageFacts[];
}>;

/** The outcome when something is not there: a finding, unless the page is not all in its HTML, when it may be there after all. */
export const absent = (page: PageFacts, what: string): CheckOutcome => {
  const incomplete = page.incomplete();
  return incomplete === null ? failed({ what, where: page.url }) : notMeasured(incomplete);
};

/** Fails with what was found wrong, passes when nothing was. */
export const failedBy = (problems: readonly Evidence[]): CheckOutcome => {
  const [first, ...rest] = problems;
  return first === undefined ? { state: 'pass', evidence: [] } : failed(first, ...rest);
};
