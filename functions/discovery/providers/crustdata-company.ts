import * as z from 'zod';
import type { Told } from '../found-company.ts';

const text = z.string().nullish();
const number = z.number().nullish();
const texts = z.union([z.array(z.string()), z.string()]).nullish();

/** A company as a search gives it: only the fields that were asked for, any of them missing. The year comes as a number or as text. */
export const CrustdataCompany = z.looseObject({
  basic_info: z.looseObject({
    name: z.string(),
    primary_domain: text,
    website: text,
    industries: texts,
    year_founded: z.union([z.string(), z.number()]).nullish(),
    description: text,
  }),
  headcount: z.looseObject({ total: number, growth_percent: z.looseObject({ yoy: number }).nullish() }).nullish(),
  revenue: z
    .looseObject({
      estimated: z.looseObject({ lower_bound_usd: number, upper_bound_usd: number }).nullish(),
      acquisition_status: text,
    })
    .nullish(),
  locations: z
    // Answers name the country `country` or `hq_country`, by page of the documentation.
    .looseObject({ country: text, hq_country: text, state: text, city: text, headquarters: text })
    .nullish(),
  taxonomy: z.looseObject({ professional_network_industry: texts, categories: texts }).nullish(),
  funding: z.looseObject({ last_round_type: text, last_fundraise_date: text }).nullish(),
  hiring: z.looseObject({ openings_count: number }).nullish(),
});
type CrustdataCompany = z.infer<typeof CrustdataCompany>;

/** What is asked for; without a list every field comes. */
export const CRUSTDATA_FIELDS = [
  'basic_info.name',
  'basic_info.primary_domain',
  'basic_info.industries',
  'basic_info.year_founded',
  'headcount.total',
  'revenue.estimated.lower_bound_usd',
  'revenue.estimated.upper_bound_usd',
  'locations.country',
  'locations.state',
  'locations.headquarters',
  'taxonomy.professional_network_industry',
  'taxonomy.categories',
  'funding.last_round_type',
  'funding.last_fundraise_date',
] as const;

/** The middle of a band, as for bands in files. */
const revenueOf = ({ revenue }: CrustdataCompany): number | null => {
  const { lower_bound_usd: low, upper_bound_usd: high } = revenue?.estimated ?? {};
  if (low === null || low === undefined) return high ?? null;
  return high === null || high === undefined || high < low ? low : (low + high) / 2;
};

const asList = (value: string | readonly string[] | null | undefined): readonly string[] =>
  value === null || value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** A company of theirs by our fields. */
export const toldByCrustdata = (company: CrustdataCompany): Told => {
  const { basic_info: basic, locations, taxonomy, funding, hiring, headcount, revenue } = company;
  return {
    name: basic.name,
    domain: basic.primary_domain,
    website: basic.website,
    industries: [...asList(taxonomy?.professional_network_industry), ...asList(basic.industries)],
    keywords: asList(taxonomy?.categories),
    description: basic.description,
    headcount: headcount?.total,
    revenue: revenueOf(company),
    foundedYear: basic.year_founded,
    city: locations?.city,
    region: locations?.state,
    country: locations?.country ?? locations?.hq_country,
    location: locations?.headquarters,
    hiring: hiring?.openings_count,
    fundingStage: funding?.last_round_type,
    lastFundedAt: funding?.last_fundraise_date,
    status: revenue?.acquisition_status,
  };
};
