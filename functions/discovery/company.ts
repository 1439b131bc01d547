import * as z from 'zod';

/** How long a company's description is kept in the pipeline, characters; enough for matching and for citing. */
export const DESCRIPTION_LIMIT = 1_200;

/** A company as every provider gives it, normalised. `domain` is its registrable domain in lower case and its identity. */
export const Company = z.object({
  domain: z.string().min(3).max(253),
  name: z.string().min(1).max(200),
  website: z.string().max(500),
  industries: z.array(z.string().max(120)).max(12),
  keywords: z.array(z.string().max(80)).max(30),
  oneLiner: z.string().max(300).nullable(),
  description: z.string().max(DESCRIPTION_LIMIT).nullable(),
  headcount: z.number().nonnegative().nullable(),
  /** USD a year. */
  revenue: z.number().nonnegative().nullable(),
  foundedYear: z.int().min(1500).max(2100).nullable(),
  /** As given: "City, Region, Country" parts. */
  locations: z.array(z.string().max(200)).max(20),
  /** ISO 3166-1 alpha-2 of the first location that names one. */
  country: z.string().length(2).nullable(),
  remote: z.boolean(),
  hiring: z.boolean().nullable(),
  fundingStage: z.string().max(80).nullable(),
  /** The day of the last round, where a provider tells it. */
  lastFundedAt: z.iso.date().nullable().optional(),
  /** By which share the headcount changed in twelve months: 0.25 is a quarter more. */
  headcountChange: z.number().min(-1).nullable().optional(),
  status: z.enum(['active', 'acquired', 'public', 'closed', 'unknown']),
  /** Where it came from, e.g. `file:<importId>` or `crustdata`. */
  source: z.string().max(120),
  /** Fields that came from elsewhere, by where: `{ crustdata: ['headcount'] }`; all others are `source`'s. */
  sources: z.record(z.string().max(120), z.array(z.string().max(20))).optional(),
});
export type Company = z.infer<typeof Company>;
