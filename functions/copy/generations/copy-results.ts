import * as z from 'zod';
import { DEPARTMENTS, SENIORITIES } from '../../campaigns/icp.ts';
import { Guards, VARIANTS } from '../contract.ts';
import { COLLECTION_METHODS, SOURCES } from './collection-methods.ts';

/** A statement of the copy and the passages of the website that it rests on. */
export const Claim = z.object({
  /** Where it stands, e.g. `whyUs` or `variants.0.body`. */
  field: z.string(),
  text: z.string(),
  passageIds: z.array(z.string()).min(1),
});
export type Claim = z.infer<typeof Claim>;

export const Quotation = z.object({ passageId: z.string(), url: z.string(), quote: z.string() });

export const Positioning = z.object({
  uniqueInsight: z.string(),
  whyUs: z.string(),
  whyNow: z.string(),
  /** Three, or fewer when the website says too little; `metadata.confidence.recommendedImprovements` then says so. */
  valuePropositions: z.array(z.string()).max(3),
  uniqueSellingPoints: z.array(
    z.object({ theme: z.string(), description: z.string(), evidence: z.array(Quotation).min(1) }),
  ),
  claims: z.array(Claim),
});
export type Positioning = z.infer<typeof Positioning>;

export const MAIL_PARTS = ['opening', 'pain', 'value', 'proof', 'cta'] as const;
export const MailPart = z.object({
  text: z.string(),
  type: z.enum(MAIL_PARTS),
  /** What it rests on; none where it states nothing (a greeting, a question). */
  passageIds: z.array(z.string()),
});
export type MailPart = z.infer<typeof MailPart>;

export const MailVariant = z.object({
  variant: z.enum(VARIANTS),
  subjects: z.object({ primary: z.string(), alternatives: z.array(z.string()).length(2) }),
  body: z.string(),
  /** The body in its parts: put together with blank lines or spaces they are the body. */
  breakdown: z.array(MailPart),
  followUp: z.object({
    subject: z.string(),
    body: z.string(),
    waitDays: z.int().min(3).max(7),
    breakdown: z.array(MailPart),
  }),
  guards: Guards,
  writer: z.string(),
});
export type MailVariant = z.infer<typeof MailVariant>;

export const EmailPack = z.object({ variants: z.array(MailVariant).length(3), claims: z.array(Claim) });
export type EmailPack = z.infer<typeof EmailPack>;

const collected = { source: z.enum(SOURCES), collectionMethod: z.enum(COLLECTION_METHODS) } as const;
/** From–to with what it rests on; null where a limit is open or not known. */
const Range = z.object({
  min: z.number().nullable(),
  max: z.number().nullable(),
  basis: z.enum(['icp', 'estimate', 'unknown']),
  ...collected,
});
export const SIGNAL_TYPES = ['growth', 'hiring', 'funding', 'technology', 'news', 'website', 'need'] as const;
export const PRIORITIES = ['high', 'medium', 'low'] as const;

/** What to find out about companies and people of an ICP, from where and how. */
export const Enrichment = z.object({
  firmographics: z.object({
    industry: z.array(z.string()),
    employees: Range,
    departmentSize: Range,
    revenue: Range,
    geography: z.array(z.string()),
    businessModel: z.array(z.string()),
    fundingStage: z.array(z.string()),
    companyType: z.array(z.string()),
    keywords: z.array(z.string()).max(5),
    ...collected,
  }),
  technographics: z.array(z.object({ name: z.string(), why: z.string(), ...collected })),
  buyingSignals: z.array(
    z.object({
      title: z.string(),
      description: z.string(),
      type: z.enum(SIGNAL_TYPES),
      priority: z.enum(PRIORITIES),
      detectionMethod: z.string(),
      ...collected,
    }),
  ),
  demographics: z.object({
    jobTitles: z.array(z.string()),
    departments: z.array(z.enum(DEPARTMENTS)),
    seniority: z.array(z.enum(SENIORITIES)),
    buyingRoles: z.array(z.string()),
    keywords: z.array(z.string()),
    ...collected,
  }),
  personalizationPoints: z.array(z.object({ point: z.string(), use: z.string(), ...collected })),
  claims: z.array(Claim),
});
export type Enrichment = z.infer<typeof Enrichment>;
