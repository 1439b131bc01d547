import * as z from 'zod';
import { RunInput } from '../campaigns/contract.ts';
import { Company } from '../discovery/company.ts';
import { PageQuery, pageOf } from '../platform/http/page.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { CampaignId, RunId } from '../platform/ids.ts';
import { Instant } from '../platform/time.ts';

export const COMPONENTS = ['industry', 'size', 'revenue', 'growth', 'location'] as const;
export const GRADES = ['A', 'B', 'C', 'D'] as const;

/** One part of the score: `value` 0..1 or null when unknown; `weight` after re-weighting (0 when unknown). */
export const ScoreComponent = z.object({
  component: z.enum(COMPONENTS),
  value: z.number().min(0).max(1).nullable(),
  weight: z.number().min(0).max(1),
  reason: z.string(),
  evidence: z.string().nullable(),
});
export type ScoreComponent = z.infer<typeof ScoreComponent>;

export const Score = z.object({
  value: z.number().min(0).max(1),
  grade: z.enum(GRADES),
  /** Share of the weight that was known, 0..1. */
  confidence: z.number().min(0).max(1),
  breakdown: z.array(ScoreComponent),
});
export type Score = z.infer<typeof Score>;

/** How likely the lead is to convert, by the workspace's own model of that version. */
export const LeadQualification = z.object({ probability: z.number().min(0).max(1), version: z.string() });
export type LeadQualification = z.infer<typeof LeadQualification>;

export const LEAD_STAGES = [
  'below_threshold',
  'qualified',
  'no_contact',
  'drafted',
  'in_review',
  'contacted',
  'replied',
  'converted',
] as const;
export const LeadView = z.object({
  campaignId: CampaignId,
  domain: z.string(),
  name: z.string(),
  industry: z.string().nullable(),
  headcount: z.number().nullable(),
  country: z.string().nullable(),
  score: z.number(),
  grade: z.enum(GRADES),
  confidence: z.number(),
  stage: z.enum(LEAD_STAGES),
  runId: RunId,
});
export type LeadStage = (typeof LEAD_STAGES)[number];
export type LeadView = z.infer<typeof LeadView>;
export const LeadDetail = LeadView.extend({
  breakdown: z.array(ScoreComponent),
  /** Absent when the run had no model: the lead has its ICP score alone. */
  qualification: LeadQualification.optional(),
  touches: z.array(z.object({ at: Instant, messageId: z.string(), subject: z.string() })),
});

/** Input of the Express child: one batch of the distributed map. */
export const BatchInput = z.object({
  BatchInput: RunInput.extend({ planKey: z.string() }),
  Items: z.array(Company).min(1),
});
export const ScoredCompany = z.object({ company: Company, score: Score.omit({ breakdown: true }) });
export type ScoredCompany = z.infer<typeof ScoredCompany>;
export const ScoreOutput = RunInput.extend({
  planKey: z.string(),
  qualified: z.array(ScoredCompany),
  scored: z.int(),
  dropped: z.record(z.string(), z.int()),
});

const leads = { servedBy: 'scoring/serve-leads', tag: 'Leads' } as const;
export const leadRoutes = defineRoutes({
  listLeads: {
    ...leads,
    operationId: 'listLeads',
    method: 'GET',
    path: '/campaigns/{campaignId}/leads',
    summary: "A campaign's leads, highest score first",
    permission: 'lead:read',
    params: z.object({ campaignId: CampaignId }),
    query: PageQuery.extend({ stage: z.enum(LEAD_STAGES).optional() }),
    status: 200,
    response: pageOf(LeadView),
  },
  getLead: {
    ...leads,
    operationId: 'getLead',
    method: 'GET',
    path: '/campaigns/{campaignId}/leads/{domain}',
    summary: 'A lead with the reasons of its score and its timeline',
    permission: 'lead:read',
    params: z.object({ campaignId: CampaignId, domain: z.string().min(3).max(253) }),
    status: 200,
    response: LeadDetail,
  },
});
