import type { IcpCriteria } from '../campaigns/icp.ts';
import type { Company } from '../discovery/company.ts';
import { createHardFilter } from '../discovery/hard-filters.ts';
import { COMPONENTS, type GRADES, type Score } from './contract.ts';
import { createIcpFit } from './icp-fit.ts';
import type { IcpPreview, PreviewWish } from './preview-contract.ts';
import { estimateRunCost } from './run-cost.ts';
import type { CompanySample } from './sample-companies.ts';

const BINS = 20;
/** Of ten examples: the best, and those about the threshold, where a change of the profile is felt first. */
const BEST = 5;
const JUST_ABOVE = 3;
const JUST_BELOW = 2;
const MOST_EXAMPLES = BEST + JUST_ABOVE + JUST_BELOW;

type Scored = Readonly<{ company: Company; score: Score }>;

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : rounded(part / whole));

const scoreAll = (companies: readonly Company[], criteria: IcpCriteria, now: number) => {
  const isExcluded = createHardFilter(criteria);
  const scoreOf = createIcpFit(criteria, now);
  const scored: Scored[] = [];
  const excluded: Record<string, number> = {};
  for (const company of companies) {
    const reason = isExcluded(company);
    if (reason === null) scored.push({ company, score: scoreOf(company) });
    else excluded[reason] = (excluded[reason] ?? 0) + 1;
  }
  // The best first; of equal ones by name, so that the same companies give the same answer.
  scored.sort((a, b) => b.score.value - a.score.value || (a.company.domain < b.company.domain ? -1 : 1));
  return { scored, excluded };
};

const histogramOf = (scored: readonly Scored[]): IcpPreview['histogram'] => {
  const bins = Array.from({ length: BINS }, (_, bin) => ({
    from: rounded(bin / BINS),
    to: rounded((bin + 1) / BINS),
    count: 0,
  }));
  for (const { score } of scored) {
    const bin = bins[Math.min(BINS - 1, Math.floor(score.value * BINS + 1e-9))];
    if (bin !== undefined) bin.count += 1;
  }
  return bins;
};

const examplesOf = (scored: readonly Scored[], matching: number, threshold: number): IcpPreview['examples'] => {
  const best = scored.slice(0, Math.min(BEST, matching));
  const above = scored.slice(Math.max(best.length, matching - JUST_ABOVE), matching);
  const below = scored.slice(matching, matching + MOST_EXAMPLES - best.length - above.length);
  return [...best, ...above, ...below].map(({ company, score }) => ({
    domain: company.domain,
    name: company.name,
    industry: company.industries[0] ?? null,
    headcount: company.headcount,
    country: company.country,
    score: score.value,
    grade: score.grade,
    confidence: score.confidence,
    matches: score.value >= threshold,
    breakdown: score.breakdown,
  }));
};

const unknownOf = (scored: readonly Scored[]): IcpPreview['unknown'] => {
  const unknown = (at: number): number =>
    shareOf(scored.filter(({ score }) => score.breakdown[at]?.value === null).length, scored.length);
  const [industry, size, revenue, growth, location] = COMPONENTS.map((_name, at) => unknown(at));
  return {
    industry: industry ?? 0,
    size: size ?? 0,
    revenue: revenue ?? 0,
    growth: growth ?? 0,
    location: location ?? 0,
  };
};

const gradesOf = (scored: readonly Scored[]): IcpPreview['grades'] => {
  const grades = { A: 0, B: 0, C: 0, D: 0 } satisfies Record<(typeof GRADES)[number], number>;
  for (const { score } of scored) grades[score.grade] += 1;
  return grades;
};

/**
 * What a profile would find among companies and what a run with it would cost, before anything is spent (spec/discovery.md, "ICP"). Of a
 * sample the number of matches is an extrapolation, and says so.
 */
export const previewIcp = (
  { companies, total, sampled }: CompanySample,
  criteria: IcpCriteria,
  wish: Omit<PreviewWish, 'criteria'>,
  now: number,
): IcpPreview => {
  const { scored, excluded } = scoreAll(companies, criteria, now);
  const amongLooked = scored.filter(({ score }) => score.value >= criteria.threshold).length;
  const scale = sampled && companies.length > 0 ? total / companies.length : 1;
  const inRun = Math.min(Math.round(scored.length * scale), wish.companyLimit ?? Number.POSITIVE_INFINITY);
  const matches = Math.round(amongLooked * scale);
  const matchesInRun = scored.length === 0 ? 0 : Math.round((inRun * amongLooked) / scored.length);
  return {
    companies: { total, looked: companies.length, sampled },
    matches: { count: matches, share: shareOf(amongLooked, companies.length), extrapolated: sampled, amongLooked },
    excluded,
    threshold: criteria.threshold,
    grades: gradesOf(scored),
    histogram: histogramOf(scored),
    confidence: shareOf(
      scored.reduce((sum, { score }) => sum + score.confidence, 0),
      scored.length,
    ),
    unknown: unknownOf(scored),
    examples: examplesOf(scored, amongLooked, criteria.threshold),
    cost: estimateRunCost({ ...wish, companies: inRun, matches: matchesInRun }),
  };
};
