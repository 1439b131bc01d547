import type { IcpCriteria } from '../../campaigns/icp.ts';
import { askedCountries, excludedCountries } from '../asked-places.ts';
import { roundOf } from '../funding-rounds.ts';
import { plainText } from '../normal-text.ts';
import { countryNameOf } from '../places.ts';

type Clause = Readonly<Record<string, unknown>>;

/** Their bands of yearly revenue, lower bounds in dollars (docs.peopledatalabs.com, "Inferred Revenue"). */
const BANDS: readonly (readonly [string, number, number])[] = [
  ['$0-$1M', 0, 1e6],
  ['$1M-$10M', 1e6, 1e7],
  ['$10M-$25M', 1e7, 2.5e7],
  ['$25M-$50M', 2.5e7, 5e7],
  ['$50M-$100M', 5e7, 1e8],
  ['$100M-$250M', 1e8, 2.5e8],
  ['$250M-$500M', 2.5e8, 5e8],
  ['$500M-$1B', 5e8, 1e9],
  ['$1B-$10B', 1e9, 1e10],
  ['$10B+', 1e10, Number.POSITIVE_INFINITY],
];

type Range = Readonly<{ min?: number | undefined; max?: number | undefined }>;
const rangeOf = (field: string, { min, max }: Range): readonly Clause[] =>
  min === undefined && max === undefined
    ? []
    : [
        {
          range: {
            [field]: { ...(min === undefined ? {} : { gte: min }), ...(max === undefined ? {} : { lte: max }) },
          },
        },
      ];
const termsOf = (field: string, values: readonly string[]): readonly Clause[] =>
  values.length === 0 ? [] : [{ terms: { [field]: values } }];

const bandsOf = ({ min, max }: Range): readonly string[] =>
  min === undefined && max === undefined
    ? []
    : BANDS.filter(([, low, high]) => high > (min ?? 0) && low <= (max ?? Number.POSITIVE_INFINITY)).map(
        ([name]) => name,
      );

/** A profile as an Elasticsearch query over their company fields, all values in lower case as they keep them. */
export const peopleDataLabsQuery = (
  icp: IcpCriteria,
  known: Readonly<{ industries: readonly string[]; excludedIndustries: readonly string[] }>,
  year: number,
): Clause => {
  const { min: youngest, max: oldest } = icp.companyAge;
  const founded = {
    min: oldest === undefined ? undefined : year - oldest,
    max: youngest === undefined ? undefined : year - youngest,
  };
  const countries = (codes: readonly string[]) => codes.map((code) => countryNameOf(code).toLowerCase());
  const words = icp.industries.length > 0 ? [] : [...icp.keywords, ...icp.businessModels].map(plainText);
  const rounds = [...new Set(icp.fundingStages.flatMap((stage) => roundOf(stage) ?? []))];
  const excluded = [
    ...termsOf('industry', known.excludedIndustries),
    ...termsOf('location.country', countries(excludedCountries(icp.excludeLocations))),
  ];
  return {
    bool: {
      must: [
        { exists: { field: 'website' } },
        ...termsOf('industry', known.industries),
        ...rangeOf('employee_count', icp.headcount),
        ...termsOf('inferred_revenue', bandsOf(icp.revenue)),
        ...rangeOf('founded', founded),
        ...termsOf('location.country', countries(askedCountries(icp.locations).countries)),
        ...termsOf('latest_funding_stage', rounds),
        ...termsOf('tags', words),
      ],
      ...(excluded.length === 0 ? {} : { must_not: excluded }),
    },
  };
};
