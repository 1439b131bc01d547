import * as z from 'zod';
import { IcpCriteria } from '../campaigns/icp.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { IcpId, ImportId } from '../platform/ids.ts';
import { COMPONENTS, GRADES, ScoreComponent } from './contract.ts';
import { PREVIEW_PROVIDERS } from './run-cost.ts';

const count = z.int().nonnegative();
const share = z.number().min(0).max(1);

/** What a preview looks at: the newest version of the profile, or criteria that are not saved yet. */
export const PreviewWish = z.strictObject({
  criteria: IcpCriteria.optional(),
  /** Company imports to look at; all finished ones of the workspace when left out. */
  companyImports: z.array(ImportId).min(1).max(20).optional(),
  /** As the campaign would have them, for the cost. */
  companyLimit: z.int().min(1).max(1_000_000).optional(),
  contactsPerCompany: z.int().min(1).max(10).default(3),
  mailsPerContact: z.int().min(1).max(3).default(2),
  /** Paid providers that the run would use; what the others would cost is told beside. */
  providers: z.array(z.enum(PREVIEW_PROVIDERS)).default([]),
});
export type PreviewWish = z.infer<typeof PreviewWish>;

export const CostPart = z.object({
  part: z.enum(['companies', 'contacts', 'copy', 'sending', 'compute']),
  provider: z.string().nullable(),
  usd: z.number().nonnegative(),
  /** Whether it is in the total: free, always there, or named in the wish. */
  included: z.boolean(),
  /** How the amount comes about, in words for a person. */
  basis: z.string(),
});

export const PreviewExample = z.object({
  domain: z.string(),
  name: z.string(),
  industry: z.string().nullable(),
  headcount: z.number().nullable(),
  country: z.string().nullable(),
  score: share,
  grade: z.enum(GRADES),
  confidence: share,
  matches: z.boolean(),
  breakdown: z.array(ScoreComponent),
});

export const IcpPreview = z.object({
  companies: z.object({
    /** In the imports, duplicates between them included. */
    total: count,
    /** Those that were looked at; fewer than `total` when only a sample was. */
    looked: count,
    sampled: z.boolean(),
  }),
  /** At or above the threshold; of all companies, an extrapolation when only a sample was looked at. */
  matches: z.object({ count, share, extrapolated: z.boolean(), amongLooked: count }),
  /** Left out before scoring, among those looked at. */
  excluded: z.record(z.string(), count),
  threshold: share,
  grades: z.record(z.enum(GRADES), count),
  /** Twenty bins of equal width over 0..1; the last includes 1. */
  histogram: z.array(z.object({ from: share, to: share, count })).length(20),
  /** Mean confidence, and for each component the share of companies of which it is not known. */
  confidence: share,
  unknown: z.record(z.enum(COMPONENTS), share),
  examples: z.array(PreviewExample).max(10),
  cost: z.object({ totalUsd: z.number().nonnegative(), parts: z.array(CostPart), assumptions: z.array(z.string()) }),
});
export type IcpPreview = z.infer<typeof IcpPreview>;

const previews = { servedBy: 'scoring/serve-previews', tag: 'ICPs' } as const;
export const previewRoutes = defineRoutes({
  previewIcp: {
    ...previews,
    operationId: 'previewIcp',
    method: 'POST',
    path: '/icps/{icpId}/preview',
    summary: 'Who would match, with what scores, and what a run would cost, before anything is spent',
    permission: 'icp:read',
    params: z.object({ icpId: IcpId }),
    body: PreviewWish,
    status: 200,
    response: IcpPreview,
  },
  previewCriteria: {
    ...previews,
    operationId: 'previewCriteria',
    method: 'POST',
    path: '/icps/preview',
    summary: 'The same for criteria that are not saved',
    permission: 'icp:read',
    body: PreviewWish.extend({ criteria: IcpCriteria }),
    status: 200,
    response: IcpPreview,
  },
});
