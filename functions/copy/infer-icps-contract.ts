import * as z from 'zod';
import { IcpCriteria } from '../campaigns/icp.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { Instant } from '../platform/time.ts';

const share = z.number().min(0).max(1);

/** Words of the website, letter by letter, and where they stand. */
export const SiteQuotation = z.object({ passageId: z.string(), url: z.string(), quote: z.string() });
export type SiteQuotation = z.infer<typeof SiteQuotation>;

/** `website`: said there, with the words; `assumption`: concluded, `reason` says from what. */
export const BASES = ['website', 'assumption'] as const;

/** One field of a proposal and what it rests on. */
export const IcpClaim = z.object({
  /** Path in the criteria, e.g. `industries` or `persona.jobTitles`. */
  field: z.string(),
  value: z.string(),
  basis: z.enum(BASES),
  reason: z.string(),
  evidence: z.array(SiteQuotation),
});
export type IcpClaim = z.infer<typeof IcpClaim>;

export const PainPoint = z.object({ text: z.string(), basis: z.enum(BASES), evidence: z.array(SiteQuotation) });
export type PainPoint = z.infer<typeof PainPoint>;

export const ProposedIcp = z.object({
  criteria: IcpCriteria,
  /** Whom it is about and why, one sentence. */
  summary: z.string(),
  painPoints: z.array(PainPoint).max(5),
  /** How much of it the website says, 0..1; what is assumed counts little. */
  confidence: share,
  claims: z.array(IcpClaim),
});
export type ProposedIcp = z.infer<typeof ProposedIcp>;

export const InferredIcps = z.object({
  website: z.object({ url: z.string(), name: z.string(), readAt: Instant, pages: z.array(z.string()) }),
  icps: z.array(ProposedIcp).length(3),
  /** `offline`, or the model that wrote. */
  writer: z.string(),
  /** What to know before using them: a model that failed, a site that says little. */
  notes: z.array(z.string()),
  costUsd: z.number().nonnegative(),
});
export type InferredIcps = z.infer<typeof InferredIcps>;

export const inferIcpsRoutes = defineRoutes({
  inferIcps: {
    servedBy: 'copy/infer-icps',
    tag: 'ICPs',
    operationId: 'inferIcps',
    method: 'POST',
    path: '/icps/infer',
    summary: 'Read your own website and propose three ideal customer profiles, each with what it rests on',
    permission: 'icp:create',
    body: z.strictObject({
      websiteUrl: z.string().trim().min(3).max(2_000),
      /** Reads the site anew even when a reading is kept. */
      refresh: z.boolean().default(false),
    }),
    status: 200,
    response: InferredIcps,
  },
});
