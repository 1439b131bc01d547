import * as z from 'zod';
import { singleLine } from '../platform/http/text.ts';

const texts = z.array(singleLine(200)).max(100).default([]);

const range = (unit: string) =>
  z
    .object({ min: z.number().nonnegative().optional(), max: z.number().nonnegative().optional() })
    .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
      message: `min must not be above max (${unit})`,
      path: ['min'],
    });

export const WEIGHT_TOLERANCE = 0.005;
export const DEFAULT_WEIGHTS = { industry: 0.35, size: 0.25, revenue: 0.2, growth: 0.1, location: 0.1 } as const;

const share = z.number().min(0, 'must be between 0 and 1').max(1, 'must be between 0 and 1');

export const Weights = z
  .object({ industry: share, size: share, revenue: share, growth: share, location: share })
  .refine(
    (weights) => Math.abs(Object.values(weights).reduce((sum, weight) => sum + weight, 0) - 1) <= WEIGHT_TOLERANCE,
    {
      message: `weights must sum to 1 (± ${String(WEIGHT_TOLERANCE)})`,
    },
  );
export type Weights = z.infer<typeof Weights>;

/** Lowest score of grades A, B and C; below C's it is a D. */
export const Grades = z
  .object({ a: share, b: share, c: share })
  .refine(({ a, b, c }) => a > b && b > c, { message: 'grades must fall: a above b above c' });

export const SENIORITIES = [
  'owner',
  'founder',
  'c_suite',
  'partner',
  'vp',
  'head',
  'director',
  'manager',
  'senior',
  'entry',
  'intern',
] as const;
export const DEPARTMENTS = [
  'executive',
  'sales',
  'marketing',
  'revenue_operations',
  'engineering',
  'product',
  'design',
  'data',
  'it',
  'security',
  'operations',
  'finance',
  'hr',
  'legal',
  'customer_success',
  'support',
  'procurement',
  'research',
  'other',
] as const;

/** Whom the user sells to (spec/discovery.md, "ICP"). Ranges: revenue in USD a year, headcount in people, company age in years. */
export const IcpCriteria = z.strictObject({
  name: singleLine(120),
  industries: texts,
  excludeIndustries: texts,
  revenue: range('USD a year').default({}),
  headcount: range('people').default({}),
  locations: texts,
  excludeLocations: texts,
  companyAge: range('years').default({}),
  growth: z.boolean().default(false),
  fundingStages: texts,
  businessModels: texts,
  keywords: texts,
  technologies: texts,
  persona: z
    .strictObject({
      jobTitles: texts,
      departments: z.array(z.enum(DEPARTMENTS)).default([]),
      seniority: z.array(z.enum(SENIORITIES)).default([]),
      buyingRoles: texts,
    })
    .prefault({}),
  voice: z
    .strictObject({
      tone: z.enum(['professional', 'casual', 'friendly']).default('professional'),
      useCase: z.string().max(500).default(''),
      valueProposition: z.string().max(500).default(''),
    })
    .prefault({}),
  weights: Weights.default(DEFAULT_WEIGHTS),
  threshold: share.default(0.6),
  grades: Grades.default({ a: 0.8, b: 0.65, c: 0.5 }),
});
export type IcpCriteria = z.infer<typeof IcpCriteria>;
