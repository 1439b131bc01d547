import * as z from 'zod';
import { Weights } from '../campaigns/icp.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { CampaignId, IcpId, WorkspaceId } from '../platform/ids.ts';
import { Instant } from '../platform/time.ts';
import { GRADES, LEAD_STAGES } from './contract.ts';

const count = z.int().nonnegative();
const share = z.number().min(0).max(1);

/** New weights and threshold of a profile; what is left out stays as it is. */
export const RescoreWish = z.strictObject({
  weights: Weights.optional(),
  threshold: share.optional(),
  /** One campaign of the profile; all of them when left out. */
  campaignId: CampaignId.optional(),
});
export type RescoreWish = z.infer<typeof RescoreWish>;

const Standing = z.object({ score: share, grade: z.enum(GRADES) });
export const MovingLead = z.object({
  campaignId: CampaignId,
  domain: z.string(),
  name: z.string(),
  stage: z.enum(LEAD_STAGES),
  before: Standing,
  after: Standing,
});
export type MovingLead = z.infer<typeof MovingLead>;

export const RescorePreview = z.object({
  before: z.object({ weights: Weights, threshold: share }),
  after: z.object({ weights: Weights, threshold: share }),
  /** Leads of the campaigns, and how many of them were looked at: all, or a sample of evenly spaced ones by score. */
  leads: z.object({ total: count, looked: count, sampled: z.boolean() }),
  /** Over the threshold, below it, and on the same side as before; of all leads, extrapolated when only a sample was looked at. */
  moves: z.object({ up: count, down: count, stay: count, extrapolated: z.boolean() }),
  /** Of those that fall below, leads that mails were already written for or sent to; they keep their stage. */
  alreadyWritten: count,
  /** The ten that move furthest, each way. */
  examples: z.object({ up: z.array(MovingLead).max(10), down: z.array(MovingLead).max(10) }),
});
export type RescorePreview = z.infer<typeof RescorePreview>;

/** A re-scoring of leads by new weights, as far as it is. */
export const Rescore = z.object({
  icpId: IcpId,
  /** The version that holds the new weights. */
  icpVersion: z.int().min(1),
  campaignId: CampaignId.nullable(),
  status: z.enum(['running', 'completed', 'failed']),
  /** Why it failed, with what to do. */
  problem: z.string().nullable(),
  leads: count,
  changed: count,
  movedUp: count,
  movedDown: count,
  startedAt: Instant,
  updatedAt: Instant,
});
export type Rescore = z.infer<typeof Rescore>;

/** Asynchronous input of `scoring/rescore-leads`. */
export const RescoreInput = z.object({ workspaceId: WorkspaceId, icpId: IcpId, icpVersion: z.int().min(1) });
export type RescoreInput = z.infer<typeof RescoreInput>;

const rescores = { servedBy: 'scoring/serve-previews', tag: 'ICPs' } as const;
const params = z.object({ icpId: IcpId });
export const rescoreRoutes = defineRoutes({
  previewRescore: {
    ...rescores,
    operationId: 'previewRescore',
    method: 'POST',
    path: '/icps/{icpId}/rescore-preview',
    summary: 'How many leads new weights or a new threshold would move across it, before it is applied',
    permission: 'lead:read',
    params,
    body: RescoreWish,
    status: 200,
    response: RescorePreview,
  },
  startRescore: {
    ...rescores,
    operationId: 'startRescore',
    method: 'POST',
    path: '/icps/{icpId}/rescore',
    summary: 'Make a version with new weights or threshold and score the leads by it; the same again changes nothing',
    permission: 'icp:update',
    params,
    body: RescoreWish,
    status: 202,
    response: Rescore,
  },
  getRescore: {
    ...rescores,
    operationId: 'getRescore',
    method: 'GET',
    path: '/icps/{icpId}/rescore',
    summary: 'How far the last re-scoring of a profile is',
    permission: 'icp:read',
    params,
    status: 200,
    response: Rescore,
  },
});
