import { overallScore } from './category-weights.ts';
import {
  type Assessment,
  type AssessmentFailure,
  type Branch,
  type BranchResult,
  CATEGORIES,
  type Category,
  type CategoryScore,
  type CheckResult,
  type NotMeasured,
  RULES_VERSION,
} from './contract.ts';
import type { ImpactAssumptions } from './impact/contract.ts';
import { fillMetrics, METRICS } from './metrics.ts';
import { findingsOf, rankFindings } from './rank-findings.ts';

/** What is known of an assessment before anything is measured. */
export type AssessmentHead = Pick<Assessment, 'id' | 'workspaceId' | 'url' | 'domain' | 'companyName' | 'startedAt'>;
type End = Readonly<{ finishedAt: string; assumptions: ImpactAssumptions }>;

const BRANCH_TITLES: Readonly<Record<Branch, string>> = {
  fetch: 'Reading the site',
  performance: 'Performance',
  security: 'Security',
  seo: 'Search engines',
  email: 'E-mail domain',
  accessibility: 'Accessibility',
  visual: 'Visual design',
  presence: 'Business profile',
  seoData: 'SEO data',
  tech: 'Technologies',
  content: 'Content',
};

const count = (results: readonly CheckResult[], state: CheckResult['state']): number =>
  results.filter((result) => result.state === state).length;

const categoryScore = (category: Category, branches: readonly BranchResult[]): CategoryScore => {
  const branch = branches.find((one) => one.branch === category);
  const results = branches.flatMap(({ results }) => results.filter((result) => result.category === category));
  const score = branch?.score ?? null;
  return {
    score,
    measured: score === null ? 'none' : branch?.status === 'done' ? 'full' : 'partial',
    note: branch === undefined ? 'Not part of this assessment.' : (branch.reason ?? branch.notes?.[0] ?? null),
    checks: {
      passed: count(results, 'pass'),
      failed: count(results, 'fail'),
      notMeasured: count(results, 'not_measured'),
    },
  };
};

/** What is missing, each once: what branches say, branches that failed as a whole, and metrics without a value that nobody spoke of. */
const allNotMeasured = (branches: readonly BranchResult[]): NotMeasured[] => {
  const told = branches.flatMap(({ branch, status, reason, notMeasured }) => [
    ...(status === 'failed' && notMeasured.length === 0
      ? [{ what: BRANCH_TITLES[branch], reason: reason ?? 'It failed.' }]
      : []),
    ...notMeasured,
  ]);
  return [...new Map(told.map((one) => [`${one.what}\n${one.reason}`, one])).values()];
};

/**
 * Puts the branches' results together: a score for each category and over all, findings with amounts in order, the 53 metrics, and what was not measured. The
 * same results and assumptions give the same assessment.
 */
export const concludeAssessment = (
  head: AssessmentHead,
  { finalUrl, branches }: Readonly<{ finalUrl: string; branches: readonly BranchResult[] }>,
  { finishedAt, assumptions }: End,
): Assessment => {
  const categories = byCategory((category) => categoryScore(category, branches));
  const results = branches.flatMap((branch) => branch.results);
  return {
    ...head,
    finalUrl,
    status: 'completed',
    finishedAt,
    rulesVersion: RULES_VERSION,
    overall: overallScore(new Map(CATEGORIES.map((category) => [category, categories[category].score]))),
    categories,
    ...rankFindings(findingsOf(results), assumptions),
    metrics: fillMetrics(branches.flatMap(({ metrics }) => metrics)),
    technologies: branches.flatMap(({ technologies }) => technologies ?? []),
    screenshots: branches.flatMap(({ screenshots }) => screenshots ?? []),
    notMeasured: allNotMeasured(branches),
    assumptions,
  };
};

/** The same findings under other assumptions: other amounts, and the order that follows from them. Scores do not change. */
export const reviseAssumptions = (assessment: Assessment, assumptions: ImpactAssumptions): Assessment => ({
  ...assessment,
  ...rankFindings(assessment.findings, assumptions),
  assumptions,
});

const NOTHING: CategoryScore = {
  score: null,
  measured: 'none',
  note: 'The site could not be read.',
  checks: { passed: 0, failed: 0, notMeasured: 0 },
};

/** An assessment of a site that could not be read, or that is still running: no scores, every metric unmeasured. */
export const emptyAssessment = (
  head: AssessmentHead,
  status: 'running' | 'failed',
  {
    finishedAt,
    assumptions,
    failure,
  }: Readonly<{ finishedAt: string | null; assumptions: ImpactAssumptions; failure?: AssessmentFailure }>,
): Assessment => ({
  ...head,
  finalUrl: head.url,
  status,
  finishedAt,
  rulesVersion: RULES_VERSION,
  overall: null,
  categories: byCategory(() => (status === 'running' ? { ...NOTHING, note: null } : NOTHING)),
  findings: [],
  metrics: fillMetrics([]),
  technologies: [],
  screenshots: [],
  notMeasured:
    status === 'running' ? [] : [{ what: `All ${String(METRICS.length)} metrics`, reason: failure?.detail ?? '' }],
  assumptions,
  impact: null,
  ...(failure === undefined ? {} : { failure }),
});

const byCategory = (scoreOf: (category: Category) => CategoryScore): Record<Category, CategoryScore> => ({
  performance: scoreOf('performance'),
  security: scoreOf('security'),
  seo: scoreOf('seo'),
  email: scoreOf('email'),
  accessibility: scoreOf('accessibility'),
  visual: scoreOf('visual'),
  presence: scoreOf('presence'),
  content: scoreOf('content'),
});
