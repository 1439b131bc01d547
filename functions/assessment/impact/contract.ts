import * as z from 'zod';

/** What a finding costs a month, in whole US dollars, with the bounds of its 95 % interval. */
export const ImpactEstimate = z.object({
  lowUsd: z.int().min(0),
  estimateUsd: z.int().min(0),
  highUsd: z.int().min(0),
});
export type ImpactEstimate = z.infer<typeof ImpactEstimate>;

/** Industries by how much of their revenue begins online. */
export const IMPACT_INDUSTRIES = [
  'ecommerce',
  'software',
  'travel_and_hospitality',
  'restaurants',
  'retail',
  'health',
  'legal_and_finance',
  'real_estate',
  'home_services',
  'education',
  'professional_services',
  'manufacturing',
  'nonprofit',
  'other',
] as const;
export const ImpactIndustry = z.enum(IMPACT_INDUSTRIES);
export type ImpactIndustry = z.infer<typeof ImpactIndustry>;

/** Sizes by people employed. */
export const COMPANY_SIZES = ['1-9', '10-49', '50-249', '250+'] as const;
export const CompanySize = z.enum(COMPANY_SIZES);
export type CompanySize = z.infer<typeof CompanySize>;

const MOST_REVENUE = 10_000_000_000;

/** What the dollars of a report rest on. Each can be changed; the amounts are then computed anew. */
export const ImpactAssumptions = z.object({
  /** US dollars a year; null when it is not known. */
  annualRevenueUsd: z.int().min(0).max(MOST_REVENUE).nullable(),
  industry: ImpactIndustry,
  companySize: CompanySize.nullable(),
  /** The part of revenue that begins on the website, 0 to 1; null takes the industry's. */
  onlineDependence: z.number().min(0).max(1).nullable(),
});
export type ImpactAssumptions = z.infer<typeof ImpactAssumptions>;

/** Whether the amounts rest on a revenue that was given, or on what companies of the industry and size usually have. */
export const ImpactBasis = z.enum(['given_revenue', 'typical_revenue']);
export type ImpactBasis = z.infer<typeof ImpactBasis>;

/** All findings together, and what was put in, for a reader to check. */
export const ImpactSummary = z.object({
  basis: ImpactBasis,
  total: ImpactEstimate,
  /** The monthly revenue that was reckoned with: one number when it was given, a range when it was not. */
  monthlyRevenueUsd: ImpactEstimate,
  onlineDependence: z.number(),
  /** Sentences that say what the amounts rest on. */
  notes: z.array(z.string()),
});
export type ImpactSummary = z.infer<typeof ImpactSummary>;
