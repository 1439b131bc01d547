import type { IcpCriteria } from '../campaigns/icp.ts';
import type { Company } from './company.ts';
import { industriesOf, industryKey, industryRelation } from './industry-taxonomy.ts';
import { type AskedPlace, closeness, readAskedPlace, readPlace } from './places.ts';

export type DropReason = 'closed' | 'no_website' | 'excluded_industry' | 'excluded_location';

/** Part of an excluded industry is excluded with it. */
const PART_OF = 0.85;

type Excluded = Readonly<{ key: string; industries: readonly string[] }>;

const isIn = (label: string, excluded: Excluded, atLeast: number): boolean =>
  industryKey(label) === excluded.key ||
  industriesOf(label).some((given) =>
    excluded.industries.some((asked) => industryRelation(asked, given).closeness >= atLeast),
  );

/** A company lies where its country and its first location say; offices elsewhere do not exclude it. */
const liesIn = (company: Company, asked: AskedPlace): boolean => {
  if (asked.kind === 'remote') return company.remote;
  const [first] = company.locations;
  const named = first === undefined ? null : readPlace(first);
  const place = { city: null, region: null, remote: false, ...named, country: named?.country ?? company.country };
  return closeness(place, asked) === 1;
};

/**
 * Gives, for an ICP, the test of what a company is left out for before anything is spent on it (spec/discovery.md): closed, without a
 * website, of an excluded industry (itself or a part of it; a tag must name it exactly), in an excluded place. Null when it goes on.
 */
export const createHardFilter = (
  icp: Pick<IcpCriteria, 'excludeIndustries' | 'excludeLocations'>,
): ((company: Company) => DropReason | null) => {
  const industries = icp.excludeIndustries.map((label) => ({
    key: industryKey(label),
    industries: industriesOf(label),
  }));
  const places = icp.excludeLocations.map(readAskedPlace);
  return (company) => {
    if (company.status === 'closed') return 'closed';
    if (company.website === '') return 'no_website';
    const excluded = industries.some(
      (industry) =>
        company.industries.some((label) => isIn(label, industry, PART_OF)) ||
        company.keywords.some((label) => isIn(label, industry, 1)),
    );
    if (excluded) return 'excluded_industry';
    return places.some((place) => liesIn(company, place)) ? 'excluded_location' : null;
  };
};
