import { readFileSync } from 'node:fs';
import * as z from 'zod';

const Listing = z.strictObject({ name: z.string().min(1), website: z.string().min(1) });

/** An invented business of the sample world. Every domain is under `.example` (RFC 2606), so that no mail can leave. */
export const SampleBusiness = z.strictObject({
  slug: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  /** As a user's list would have it; null for a business that has no website. */
  website: z.url({ protocol: /^http$/, hostname: /\.example$/ }).nullable(),
  /** The label of LinkedIn's industry list. */
  industry: z.string().min(1),
  tags: z.array(z.string()).min(1),
  oneLiner: z.string().min(1),
  description: z.string().min(1),
  headcount: z.int().positive().nullable(),
  revenueUsd: z.int().positive().nullable(),
  founded: z.int().nullable(),
  city: z.string(),
  region: z.string(),
  country: z.string(),
  hiring: z.boolean(),
  fundingStage: z.string().nullable(),
  status: z.enum(['Active', 'Inactive']),
  /** The same business under other spellings: further rows of the import that have to be merged. */
  alsoListedAs: z.array(Listing),
});
export type SampleBusiness = z.infer<typeof SampleBusiness>;

/** The sixty businesses that the sample campaign discovers, in the order of the import. */
export const sampleBusinesses = (): readonly SampleBusiness[] =>
  z.array(SampleBusiness).parse(JSON.parse(readFileSync(new URL('businesses.json', import.meta.url), 'utf8')));

/** Host that a business's site is served for, without `www.`; null when it has no site. */
export const siteHost = ({ website }: Pick<SampleBusiness, 'website'>): string | null =>
  website === null ? null : new URL(website).hostname.replace(/^www\./, '');
