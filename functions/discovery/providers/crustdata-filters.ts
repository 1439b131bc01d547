import type { IcpCriteria } from '../../campaigns/icp.ts';
import { askedCountries, excludedCountries } from '../asked-places.ts';
import { roundOf } from '../funding-rounds.ts';
import { alpha3Of } from '../places.ts';

export type Condition = Readonly<{ field: string; type: string; value: unknown }>;
export type Filters = Readonly<{ op: 'and' | 'or'; conditions: readonly (Condition | Filters)[] }>;

export const INDUSTRY_FIELD = 'taxonomy.professional_network_industry';
export const CATEGORY_FIELD = 'taxonomy.categories';

type Range = Readonly<{ min?: number | undefined; max?: number | undefined }>;
/** `=>` and `=<` are how Crustdata writes ≥ and ≤. */
const between = (field: string, { min, max }: Range, write: (value: number) => unknown = (value) => value) => [
  ...(min === undefined ? [] : [{ field, type: '=>', value: write(min) }]),
  ...(max === undefined ? [] : [{ field, type: '=<', value: write(max) }]),
];

/** Values of theirs by label of ours, as their autocomplete knows them. */
export type KnownValues = Readonly<{
  industries: readonly string[];
  excludedIndustries: readonly string[];
  categories: readonly string[];
}>;

/**
 * A profile as Crustdata's filters: industries and categories by values that it knows (a wrong one silently gives no rows), sizes and revenue as ranges, countries as
 * ISO 3166-1 alpha-3, years of foundation and rounds.
 */
export const crustdataFilters = (icp: IcpCriteria, known: KnownValues, year: number): Filters => {
  const { countries } = askedCountries(icp.locations);
  const excluded = excludedCountries(icp.excludeLocations);
  const rounds = [...new Set(icp.fundingStages.flatMap((stage) => roundOf(stage) ?? []))];
  const { min: youngest, max: oldest } = icp.companyAge;
  const founded = {
    min: oldest === undefined ? undefined : year - oldest,
    max: youngest === undefined ? undefined : year - youngest,
  };
  const listed = (field: string, type: 'in' | 'not_in', values: readonly string[]) =>
    values.length === 0 ? [] : [{ field, type, value: values }];
  return {
    op: 'and',
    conditions: [
      ...listed(INDUSTRY_FIELD, 'in', known.industries),
      ...listed(INDUSTRY_FIELD, 'not_in', known.excludedIndustries),
      ...listed(CATEGORY_FIELD, 'in', known.categories),
      ...between('headcount.total', icp.headcount),
      ...between('revenue.estimated.lower_bound_usd', icp.revenue),
      ...between('basic_info.year_founded', founded, String),
      ...listed('locations.country', 'in', countries.map(alpha3Of)),
      ...listed('locations.country', 'not_in', excluded.map(alpha3Of)),
      ...listed('funding.last_round_type', 'in', rounds),
    ],
  };
};
