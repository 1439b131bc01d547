import * as z from 'zod';
import { AssessmentId, WorkspaceId } from '../platform/ids.ts';
import { Instant } from '../platform/time.ts';
import { ImpactAssumptions, ImpactEstimate, ImpactSummary } from './impact/contract.ts';

/** What is scored, in the order in which it is shown. */
export const CATEGORIES = [
  'performance',
  'security',
  'seo',
  'email',
  'accessibility',
  'visual',
  'presence',
  'content',
] as const;
export const Category = z.enum(CATEGORIES);
export type Category = z.infer<typeof Category>;

/** P1 to P4. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;

/** What mending takes, by whoever looks after the site. */
export const EFFORTS = ['minutes', 'hours', 'days'] as const;
export const Effort = z.enum(EFFORTS);
export type Effort = z.infer<typeof Effort>;

export const Evidence = z.object({
  /** What was seen, in words. */
  what: z.string(),
  /** Where: a URL, header, DNS name or selector. */
  where: z.string(),
  /** The words or bytes themselves. */
  quote: z.string().optional(),
});
export type Evidence = z.infer<typeof Evidence>;

/** A rule that a site fails, with what was seen and what it costs. */
export const Finding = z.object({
  /** The rule's id. */
  id: z.string(),
  category: Category,
  severity: Severity,
  title: z.string(),
  detail: z.string(),
  fix: z.string(),
  effort: Effort,
  /** URL of what the rule rests on. */
  source: z.string(),
  evidence: z.array(Evidence).min(1),
  impact: ImpactEstimate.nullable(),
});
export type Finding = z.infer<typeof Finding>;

/** What runs side by side; each fails by itself. */
export const BRANCHES = [
  'fetch',
  'performance',
  'security',
  'seo',
  'email',
  'accessibility',
  'visual',
  'presence',
  'seoData',
  'tech',
  'content',
] as const;
export const Branch = z.enum(BRANCHES);
export type Branch = z.infer<typeof Branch>;

export const CHECK_STATES = ['pass', 'fail', 'not_applicable', 'not_measured'] as const;

/** One rule's outcome on one site, with all that a finding needs. */
export const CheckResult = z.object({
  id: z.string(),
  category: Category,
  title: z.string(),
  weight: z.number().min(0),
  severity: Severity,
  effort: Effort,
  source: z.string(),
  fix: z.string(),
  detail: z.string().optional(),
  state: z.enum(CHECK_STATES),
  evidence: z.array(Evidence),
  /** Why it does not apply or was not measured. */
  reason: z.string().optional(),
});
export type CheckResult = z.infer<typeof CheckResult>;

/** One of the 53 metrics (docs/assessment-metrics.md); a value of null was not measured. */
export const Metric = z.object({
  id: z.string(),
  value: z.union([z.number(), z.string(), z.boolean()]).nullable(),
  unit: z.string().nullable(),
  source: z.string(),
});
export type Metric = z.infer<typeof Metric>;

export const NotMeasured = z.object({ what: z.string(), reason: z.string() });
export type NotMeasured = z.infer<typeof NotMeasured>;

export const Technology = z.object({ name: z.string(), kind: z.string(), evidence: z.array(Evidence).min(1) });
export type Technology = z.infer<typeof Technology>;

export const Screenshot = z.object({
  device: z.enum(['desktop', 'mobile']),
  width: z.int(),
  height: z.int(),
  /** Where it lies in the data bucket. */
  key: z.string(),
  bytes: z.int(),
  contentType: z.literal('image/webp'),
});
export type Screenshot = z.infer<typeof Screenshot>;

/** What a branch gives: always something, with the reason when it is not all. */
export const BranchResult = z.object({
  branch: Branch,
  status: z.enum(['done', 'partial', 'failed']),
  reason: z.string().optional(),
  /** 0 to 100; null when nothing could be scored. */
  score: z.number().min(0).max(100).nullable(),
  results: z.array(CheckResult),
  metrics: z.array(Metric),
  notMeasured: z.array(NotMeasured),
  technologies: z.array(Technology).optional(),
  screenshots: z.array(Screenshot).optional(),
  notes: z.array(z.string()).optional(),
});
export type BranchResult = z.infer<typeof BranchResult>;

/** The version of the rules and of how scores are put together; a report names the one it was made by. */
export const RULES_VERSION = '1';

export const CategoryScore = z.object({
  /** 0 to 100; null when nothing of it was measured. */
  score: z.number().min(0).max(100).nullable(),
  measured: z.enum(['full', 'partial', 'none']),
  note: z.string().nullable(),
  checks: z.object({ passed: z.int(), failed: z.int(), notMeasured: z.int() }),
});
export type CategoryScore = z.infer<typeof CategoryScore>;

/** Why a site could not be assessed at all. */
export const ASSESSMENT_FAILURES = [
  'bad_url',
  'private_address',
  'unreachable',
  'redirect_loop',
  'tls_error',
  'server_error',
  'http_error',
  'disallowed',
  'parked',
  'not_html',
  'timed_out',
  'failed',
] as const;
export const AssessmentFailure = z.object({ reason: z.enum(ASSESSMENT_FAILURES), detail: z.string() });
export type AssessmentFailure = z.infer<typeof AssessmentFailure>;

export const Assessment = z.object({
  id: AssessmentId,
  workspaceId: WorkspaceId,
  url: z.string(),
  /** Where the address led; the address itself until that is known. */
  finalUrl: z.string(),
  domain: z.string(),
  companyName: z.string().nullable(),
  status: z.enum(['running', 'completed', 'failed']),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  rulesVersion: z.string(),
  /** 0 to 100 over the categories that were measured; null when none was. */
  overall: z.number().min(0).max(100).nullable(),
  categories: z.record(Category, CategoryScore),
  /** By impact ÷ effort, the most worthwhile first. */
  findings: z.array(Finding),
  /** The 53 metrics, in their fixed order. */
  metrics: z.array(Metric),
  technologies: z.array(Technology),
  screenshots: z.array(Screenshot),
  notMeasured: z.array(NotMeasured),
  assumptions: ImpactAssumptions,
  /** Null until it is known what is wrong. */
  impact: ImpactSummary.nullable(),
  failure: AssessmentFailure.optional(),
});
export type Assessment = z.infer<typeof Assessment>;

/** What a list shows of an assessment. */
export const AssessmentSummary = Assessment.pick({
  id: true,
  url: true,
  domain: true,
  companyName: true,
  status: true,
  startedAt: true,
  finishedAt: true,
  rulesVersion: true,
  overall: true,
  failure: true,
}).extend({
  scores: z.record(Category, z.number().nullable()),
  findings: z.int(),
  impact: ImpactSummary.nullable(),
  /** Whether a report rests on it: then it never changes. */
  frozen: z.boolean(),
});
export type AssessmentSummary = z.infer<typeof AssessmentSummary>;
