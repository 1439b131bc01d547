import * as z from 'zod';
import { defineRoutes } from '../../platform/http/route.ts';
import { WorkspaceId } from '../../platform/ids.ts';
import { Instant } from '../../platform/time.ts';
import { Importance, LeftOut, Metrics, MODEL_KINDS } from './model.ts';

const MOST_GIVEN = 10_000;

export const GivenOutcomes = z
  .array(z.strictObject({ domain: z.string().trim().min(3).max(253), converted: z.boolean(), at: Instant.optional() }))
  .min(1)
  .max(MOST_GIVEN);

export const TrainingWish = z.strictObject({
  /** Ridge logistic regression, or gradient-boosted trees; the other is judged beside it. */
  model: z.enum(MODEL_KINDS).default('logistic'),
  /** Outcomes from elsewhere for companies of this workspace, instead of what its own live runs brought. */
  outcomes: GivenOutcomes.optional(),
});
export type TrainingWish = z.infer<typeof TrainingWish>;

/** A trained model as it is shown: what it learned from, how good it is, and what matters. */
export const ModelSummary = z.object({
  version: z.string(),
  kind: z.enum(MODEL_KINDS),
  trainedAt: Instant,
  trainedOn: z.enum(['own_leads', 'given_outcomes']),
  leads: z.int(),
  converted: z.int(),
  metrics: Metrics,
  /** The kind that was not chosen, on the same leads; null when it could not be judged. */
  other: z.object({ kind: z.enum(MODEL_KINDS), auc: z.number(), logLoss: z.number(), ece: z.number() }).nullable(),
  topFeatures: z.array(Importance).max(10),
  leftOut: z.array(LeftOut),
});
export type ModelSummary = z.infer<typeof ModelSummary>;

export const QUALIFICATION_STATUSES = ['untrained', 'training', 'ready', 'below_floor', 'refused', 'failed'] as const;
export const Qualification = z.object({
  status: z.enum(QUALIFICATION_STATUSES),
  /** What leads of a run that starts now are given: the ICP score alone, or the model's probability beside it. */
  leadsGet: z.enum(['icp_score', 'icp_score_and_probability']),
  /** Where things stand, in words for a person, with what to do. */
  message: z.string(),
  model: ModelSummary.nullable(),
  updatedAt: Instant.nullable(),
});
export type Qualification = z.infer<typeof Qualification>;

/** Asynchronous input of `scoring/train-qualification`. */
export const TrainQualificationInput = z.object({
  workspaceId: WorkspaceId,
  trainingId: z.string(),
  model: z.enum(MODEL_KINDS),
  trainedOn: ModelSummary.shape.trainedOn,
});
export type TrainQualificationInput = z.infer<typeof TrainQualificationInput>;

const qualification = { servedBy: 'scoring/serve-qualification', tag: 'Qualification' } as const;
export const qualificationRoutes = defineRoutes({
  getQualification: {
    ...qualification,
    operationId: 'getQualification',
    method: 'GET',
    path: '/qualification',
    summary: 'The model that tells how likely leads are to convert, or why there is none',
    permission: 'lead:read',
    status: 200,
    response: Qualification,
  },
  trainQualification: {
    ...qualification,
    operationId: 'trainQualification',
    method: 'POST',
    path: '/qualification/train',
    summary: "Learn from the workspace's own outcomes (200 leads and 30 interested at least), or from given ones",
    permission: 'lead:execute',
    body: TrainingWish,
    status: 202,
    response: Qualification,
  },
});
