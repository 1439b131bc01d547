import * as z from 'zod';
import { DEPARTMENTS, SENIORITIES } from '../../campaigns/icp.ts';
import { VARIANTS } from '../contract.ts';
import { COLLECTION_METHODS } from './collection-methods.ts';
import { PRIORITIES, SIGNAL_TYPES } from './copy-results.ts';

/** What a model answers for each section. Lengths are not part of the shape: what is too much is cut, what is missing is written offline. */
export const Cited = z.object({ text: z.string(), passageIds: z.array(z.string()) });
export type Cited = z.infer<typeof Cited>;

export const PositioningDraft = z.object({
  uniqueInsight: z.array(Cited),
  whyUs: z.array(Cited),
  whyNow: z.array(Cited),
  valuePropositions: z.array(Cited),
  uniqueSellingPoints: z.array(z.object({ theme: z.string(), sentences: z.array(Cited) })),
});

const Parts = z.array(Cited.extend({ type: z.enum(['opening', 'pain', 'value', 'proof']) }));
export const EmailDraft = z.object({
  variants: z.array(
    z.object({
      variant: z.enum(VARIANTS),
      subjects: z.array(z.string()),
      parts: Parts,
      followUp: z.object({ subject: z.string(), parts: Parts }),
    }),
  ),
});

const collectionMethod = z.enum(COLLECTION_METHODS);
const texts = z.array(z.string());
export const EnrichmentDraft = z.object({
  industries: texts,
  employees: z.object({ min: z.number().nullable(), max: z.number().nullable() }),
  businessModels: texts,
  companyTypes: texts,
  fundingStages: texts,
  places: texts,
  keywords: texts,
  technologies: z.array(z.object({ name: z.string(), why: z.string(), collectionMethod })),
  buyingSignals: z.array(
    z.object({
      title: z.string(),
      description: z.string(),
      type: z.enum(SIGNAL_TYPES),
      priority: z.enum(PRIORITIES),
      detectionMethod: z.string(),
      collectionMethod,
    }),
  ),
  jobTitles: texts,
  departments: z.array(z.enum(DEPARTMENTS)),
  seniority: z.array(z.enum(SENIORITIES)),
  buyingRoles: texts,
  personalizationPoints: z.array(z.object({ point: z.string(), use: z.string(), collectionMethod })),
});
