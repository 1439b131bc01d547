import * as z from 'zod';
import type { IcpCriteria } from '../../campaigns/icp.ts';
import { distinct } from '../cells.ts';
import type { Told } from '../found-company.ts';
import { plainText } from '../normal-text.ts';
import { isRemoteOnly } from '../places.ts';
import { rowsOf } from '../provider-rows.ts';

const text = z.string().nullish();
const number = z.number().nullish();
const texts = z.array(z.string()).nullish();

/** A company as a search gives it (few fields) or an enrichment (most of them). */
const Organization = z.looseObject({
  name: z.string(),
  website_url: text,
  primary_domain: text,
  domain: text,
  industry: text,
  industries: texts,
  secondary_industries: texts,
  keywords: texts,
  estimated_num_employees: number,
  annual_revenue: number,
  organization_revenue: number,
  founded_year: number,
  city: text,
  state: text,
  country: text,
  organization_city: text,
  organization_state: text,
  organization_country: text,
  short_description: text,
  seo_description: text,
  latest_funding_stage: text,
  latest_funding_round_date: text,
  technology_names: texts,
  publicly_traded_symbol: text,
  organization_headcount_twelve_month_growth: number,
});
export type Organization = z.infer<typeof Organization>;

export const ApolloSearch = z
  .looseObject({
    organizations: rowsOf(Organization).nullish(),
    accounts: rowsOf(Organization).nullish(),
    pagination: z.looseObject({ total_entries: number, total_pages: number }).nullish(),
  })
  // Both missing is not an empty answer but another one.
  .refine(({ organizations, accounts }) => (organizations ?? accounts ?? null) !== null, {
    message: 'has neither organizations nor accounts',
  });
export const ApolloEnriched = z.looseObject({ organization: Organization.nullish() });

const rangeOf = ({ min, max }: { min?: number | undefined; max?: number | undefined }): string | undefined =>
  min === undefined && max === undefined ? undefined : `${String(min ?? 1)},${String(max ?? 10_000_000)}`;

/** Technologies are named in lower case with underscores: `google_analytics`. */
const technologyUid = (technology: string): string => plainText(technology).replaceAll(' ', '_');

/**
 * A profile as Apollo's query parameters. Industries can be asked for only as tags, together with keywords and business models; age, rounds and excluded industries
 * cannot, and are filtered by us.
 */
export const apolloQuery = (
  icp: IcpCriteria,
): Readonly<Record<string, string | number | readonly string[] | undefined>> => {
  const range = rangeOf(icp.headcount);
  // A place that only "remote" describes has no companies of its own there.
  const places = icp.locations.some(isRemoteOnly) ? [] : icp.locations;
  return {
    'organization_num_employees_ranges[]': range === undefined ? undefined : [range],
    'organization_locations[]': places,
    'organization_not_locations[]': icp.excludeLocations,
    'revenue_range[min]': icp.revenue.min,
    'revenue_range[max]': icp.revenue.max,
    'currently_using_any_of_technology_uids[]': icp.technologies.map(technologyUid),
    'q_organization_keyword_tags[]': distinct(
      icp.industries.length > 0 ? icp.industries : [...icp.keywords, ...icp.businessModels],
    ),
  };
};

/** A company of theirs by our fields. */
export const toldByApollo = (row: Organization): Told => ({
  name: row.name,
  domain: row.primary_domain ?? row.domain,
  website: row.website_url,
  industry: row.industry,
  industries: [...(row.industries ?? []), ...(row.secondary_industries ?? [])],
  keywords: (row.keywords ?? []).slice(0, 30),
  description: row.short_description ?? row.seo_description,
  headcount: row.estimated_num_employees,
  revenue: row.annual_revenue ?? row.organization_revenue,
  foundedYear: row.founded_year,
  city: row.city ?? row.organization_city,
  region: row.state ?? row.organization_state,
  country: row.country ?? row.organization_country,
  fundingStage: row.latest_funding_stage,
  lastFundedAt: row.latest_funding_round_date,
  headcountChange: row.organization_headcount_twelve_month_growth,
  status: row.publicly_traded_symbol === null || row.publicly_traded_symbol === undefined ? undefined : 'public',
});
