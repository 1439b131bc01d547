import * as z from 'zod';
import { PageQuery, pageOf } from '../platform/http/page.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { AssessmentBatchId, CampaignId, WorkspaceId } from '../platform/ids.ts';
import { Instant } from '../platform/time.ts';

export const MOST_LEADS = 10_000;

/** How many of a campaign's qualified leads are to be assessed, the best first. */
export const BatchWish = z.strictObject({ limit: z.int().min(1).max(MOST_LEADS).default(500) });
export type BatchWish = z.infer<typeof BatchWish>;

export const BatchEstimate = z.object({
  leads: z.int(),
  /** What each lead costs with a provider whose key is there; without keys assessments cost nothing outside. */
  perLead: z.array(z.object({ provider: z.string(), microUsd: z.int() })),
  estimateUsd: z.number(),
  /** Sites that cannot be read cost less: the estimate holds to ± 5 % for a list of which they are few. */
  lowUsd: z.number(),
  highUsd: z.number(),
  /** How long it takes at most, by the slowest sites. */
  minutesAtMost: z.int(),
});
export type BatchEstimate = z.infer<typeof BatchEstimate>;

export const AssessmentBatch = z.object({
  id: AssessmentBatchId,
  campaignId: CampaignId,
  status: z.enum(['running', 'completed', 'cancelled']),
  /** Leads to be assessed; of these `assessed` have scores and `failed` could not be read. */
  leads: z.int(),
  assessed: z.int(),
  failed: z.int(),
  estimateUsd: z.number(),
  costUsd: z.number(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
});
export type AssessmentBatch = z.infer<typeof AssessmentBatch>;

/** One step of a batch's work, as it stands in the queue. */
export const BatchRecord = z.object({ workspaceId: WorkspaceId, campaignId: CampaignId, batchId: AssessmentBatchId });
export type BatchRecord = z.infer<typeof BatchRecord>;

const batches = { servedBy: 'assessment/serve-assessment-batches', tag: 'Assessments' } as const;
const ofCampaign = { params: z.object({ campaignId: CampaignId }) } as const;
const one = { params: z.object({ campaignId: CampaignId, batchId: AssessmentBatchId }) } as const;

export const assessmentBatchRoutes = defineRoutes({
  estimateAssessmentBatch: {
    ...batches,
    ...ofCampaign,
    operationId: 'estimateAssessmentBatch',
    method: 'POST',
    path: '/campaigns/{campaignId}/assessments/estimate',
    summary: 'What assessing the qualified leads of a campaign would cost and how long it would take',
    permission: 'assessment:read',
    body: BatchWish,
    status: 200,
    response: BatchEstimate,
  },
  startAssessmentBatch: {
    ...batches,
    ...ofCampaign,
    operationId: 'startAssessmentBatch',
    method: 'POST',
    path: '/campaigns/{campaignId}/assessments',
    summary: 'Assess the qualified leads of a campaign, the best first',
    permission: 'assessment:create',
    body: BatchWish,
    status: 202,
    response: AssessmentBatch,
  },
  listAssessmentBatches: {
    ...batches,
    ...ofCampaign,
    operationId: 'listAssessmentBatches',
    method: 'GET',
    path: '/campaigns/{campaignId}/assessments',
    summary: 'The batches of a campaign, newest first',
    permission: 'assessment:read',
    query: PageQuery,
    status: 200,
    response: pageOf(AssessmentBatch),
  },
  getAssessmentBatch: {
    ...batches,
    ...one,
    operationId: 'getAssessmentBatch',
    method: 'GET',
    path: '/campaigns/{campaignId}/assessments/{batchId}',
    summary: 'How far a batch is',
    permission: 'assessment:read',
    status: 200,
    response: AssessmentBatch,
  },
  cancelAssessmentBatch: {
    ...batches,
    ...one,
    operationId: 'cancelAssessmentBatch',
    method: 'POST',
    path: '/campaigns/{campaignId}/assessments/{batchId}/cancel',
    summary: 'Stop a batch; what was assessed stays',
    permission: 'assessment:update',
    status: 200,
    response: AssessmentBatch,
  },
  resumeAssessmentBatch: {
    ...batches,
    ...one,
    operationId: 'resumeAssessmentBatch',
    method: 'POST',
    path: '/campaigns/{campaignId}/assessments/{batchId}/resume',
    summary: 'Go on with a cancelled batch where it stopped',
    permission: 'assessment:update',
    status: 200,
    response: AssessmentBatch,
  },
});
