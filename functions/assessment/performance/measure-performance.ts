import type { BranchResult, NotMeasured } from '../contract.ts';
import { runRules, weightedScore } from '../rule.ts';
import type { SiteCapture } from '../site-capture.ts';
import { checkField } from './check-field.ts';
import { checkLab, labMetrics } from './check-lab.ts';
import { LAB_METRICS, type LabReading, medianRun } from './lab-reading.ts';
import type { PageSpeed, PageSpeedReading } from './page-speed.ts';
import { readPageWeight } from './page-weight.ts';
import type { LighthouseRuns } from './run-lighthouse.ts';
import { STATIC_RULES } from './static-rules.ts';

export const PAGESPEED_SOURCE = 'PageSpeed Insights v5';

const labBranch = (reading: LabReading, url: string, source: string, notes: readonly string[]): BranchResult => {
  const missing = LAB_METRICS.filter(({ key }) => reading.measures[key] === undefined);
  const notMeasured: NotMeasured[] = missing.map(({ id }) => ({ what: id, reason: 'Lighthouse gave no value.' }));
  return {
    branch: 'performance',
    status: reading.score === null ? 'partial' : 'done',
    ...(reading.score === null ? { reason: 'Not every metric that counts was measured.' } : {}),
    score: reading.score,
    results: checkLab(reading, url),
    metrics: labMetrics(reading, source),
    notMeasured,
    notes: [...notes, ...reading.warnings],
  };
};

/** The branch from PageSpeed Insights: Google's lab and, where there are enough visitors, the field. */
export const performanceByPageSpeed = ({ lab, field }: PageSpeedReading, url: string): BranchResult => {
  const result = labBranch(lab, url, PAGESPEED_SOURCE, [`PageSpeed Insights v5, Lighthouse ${lab.version}, a phone.`]);
  if (field !== null) return { ...result, results: [...result.results, ...checkField(field, url)] };
  const unseen = { what: 'Core Web Vitals of real visitors', reason: 'Chrome counts too few visits to this site.' };
  return { ...result, notMeasured: [...result.notMeasured, unseen] };
};

/** The branch from Lighthouse's own runs: the one with the median score, the spread said. Undefined when no run gave a score. */
export const performanceByLighthouse = (
  runs: Extract<LighthouseRuns, { ok: true }>,
  url: string,
): BranchResult | undefined => {
  const median = medianRun(runs.readings);
  if (median === undefined) return undefined;
  const { reading, low, high } = median;
  // The other categories are judged once, by the first run.
  const categories = runs.readings.find(({ categories: one }) => one.accessibility !== null)?.categories;
  const source = `Lighthouse ${reading.version} (median of ${median.runs})`;
  const result = labBranch({ ...reading, categories: categories ?? reading.categories }, url, source, [
    `${source}, a simulated phone; scores ${low} to ${high}.`,
  ]);
  const unseen = { what: 'Core Web Vitals of real visitors', reason: 'They need a PageSpeed Insights key.' };
  const fewer = median.runs < runs.wanted;
  return {
    ...result,
    ...(fewer
      ? {
          status: 'partial' as const,
          reason: `There was time for ${median.runs} of ${runs.wanted} runs of Lighthouse.`,
        }
      : {}),
    notMeasured: [...result.notMeasured, unseen],
  };
};

/** The branch from HTML and headers alone: a score of what they tell, every lab metric *not measured*. */
export const performanceByHtml = (capture: SiteCapture, reasons: readonly string[]): BranchResult => {
  const weight = readPageWeight(capture);
  const results = weight === undefined ? [] : runRules(STATIC_RULES, weight);
  const reason = ['No browser measured this page.', ...reasons].join(' ');
  return {
    branch: 'performance',
    status: weight === undefined ? 'failed' : 'partial',
    reason,
    score: weightedScore(results),
    results,
    metrics: [],
    notMeasured: [
      { what: 'Core Web Vitals and lab metrics (FCP, LCP, CLS, TBT, TTI, Speed Index)', reason },
      { what: 'Lighthouse scores', reason },
    ],
    notes: ['Judged by the HTML and its headers alone.'],
  };
};

/**
 * Measures a site's performance: by PageSpeed Insights when a key is set, else by Lighthouse in a browser of our own, else from what was fetched. What fails on the way is said as the
 * reason of a lesser measurement, never as a score of 0.
 */
export const createMeasurePerformance =
  ({
    pageSpeed,
    lighthouse,
  }: Readonly<{ pageSpeed?: PageSpeed; lighthouse?: (url: string) => Promise<LighthouseRuns> }>) =>
  async (capture: SiteCapture): Promise<BranchResult> => {
    const url = capture.finalUrl;
    const reasons: string[] = [];
    if (pageSpeed !== undefined) {
      const found = await pageSpeed(url);
      if (found.ok) return performanceByPageSpeed(found.reading, url);
      reasons.push(found.reason);
    }
    if (lighthouse !== undefined) {
      const runs = await lighthouse(url);
      const result = runs.ok ? performanceByLighthouse(runs, url) : undefined;
      if (result !== undefined) return result;
      reasons.push(runs.ok ? 'Lighthouse measured no score.' : runs.reason);
    }
    return performanceByHtml(capture, reasons);
  };
