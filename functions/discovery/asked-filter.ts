import type { IcpCriteria } from '../campaigns/icp.ts';
import type { Company } from './company.ts';
import { roundOf } from './funding-rounds.ts';
import { industriesOf, industryKey, industryRelation } from './industry-taxonomy.ts';
import { closeness, readAskedPlace, readPlace } from './places.ts';

/** What of a profile a company is known not to meet. */
export type Outside = 'industry' | 'headcount' | 'revenue' | 'age' | 'location' | 'funding_stage';

/** Nearer than this an industry may be meant; how near it is, is for the score to say. */
const NEAR = 0.5;

type Range = Readonly<{ min?: number | undefined; max?: number | undefined }>;
const isOutside = (value: number | null, { min = 0, max = Number.POSITIVE_INFINITY }: Range): boolean =>
  value !== null && (value < min || value > max);

/** Providers tell revenue in bands and estimates, of which we keep the middle. */
const BAND = 2;
const widened = ({ min, max }: Range): Range => ({
  min: min === undefined ? undefined : min / BAND,
  max: max === undefined ? undefined : max * BAND,
});

type Wanted = Readonly<{ key: string; industries: readonly string[] }>;

const isNear = (label: string, { key, industries }: Wanted): boolean =>
  industryKey(label) === key ||
  industriesOf(label).some((given) => industries.some((asked) => industryRelation(asked, given).closeness >= NEAR));

const createIndustryTest = (labels: readonly string[]) => {
  const wanted = labels.map((label) => ({ key: industryKey(label), industries: industriesOf(label) }));
  return ({ industries, keywords, oneLiner, description }: Company): boolean => {
    if (wanted.length === 0 || industries.length + keywords.length === 0) return false;
    if ([...industries, ...keywords].some((label) => wanted.some((one) => isNear(label, one)))) return false;
    const text = ` ${industryKey(`${oneLiner ?? ''} ${description ?? ''}`)} `;
    return !wanted.some(({ key }) => key !== '' && text.includes(` ${key} `));
  };
};

const createPlaceTest = (locations: readonly string[]) => {
  const asked = locations.map(readAskedPlace);
  return ({ locations: told, country, remote }: Company): boolean => {
    if (asked.length === 0) return false;
    const places = told.map(readPlace);
    if (places.length === 0) places.push({ city: null, region: null, country, remote });
    const known = places.flatMap((place) =>
      asked.map((one) =>
        closeness({ ...place, country: place.country ?? country, remote: place.remote || remote }, one),
      ),
    );
    return known.every((value) => value === 0);
  };
};

/**
 * Gives, for a profile, the test of what a provider could not be asked for: the first criterion that a company is known not to meet, else null.
 * What is not known leaves nobody out. Growth, keywords, technologies and business models are for the score, which weighs them.
 */
export const createAskedFilter = (icp: IcpCriteria, now: number): ((company: Company) => Outside | null) => {
  const isOtherIndustry = createIndustryTest(icp.industries);
  const isElsewhere = createPlaceTest(icp.locations);
  const rounds = new Set(icp.fundingStages.flatMap((stage) => roundOf(stage) ?? []));
  const year = new Date(now).getUTCFullYear();
  return (company) => {
    if (isOutside(company.headcount, icp.headcount)) return 'headcount';
    if (isOutside(company.revenue, widened(icp.revenue))) return 'revenue';
    if (isOutside(company.foundedYear === null ? null : year - company.foundedYear, icp.companyAge)) return 'age';
    const round = roundOf(company.fundingStage ?? '');
    if (rounds.size > 0 && round !== undefined && !rounds.has(round)) return 'funding_stage';
    if (isElsewhere(company)) return 'location';
    return isOtherIndustry(company) ? 'industry' : null;
  };
};
