import type { IcpCriteria } from '../campaigns/icp.ts';
import type { Company } from '../discovery/company.ts';
import { readAskedPlace } from '../discovery/places.ts';
import { combineFits } from './combine-fits.ts';
import type { Score } from './contract.ts';
import { growthFit } from './growth-fit.ts';
import { createIndustryFit } from './industry-fit.ts';
import { locationFit } from './location-fit.ts';
import { rangeFit, type Writing } from './range-fit.ts';

const PEOPLE: Writing = { number: String, unit: (value) => (value === 1 ? ' person' : ' people') };
const MILLION = 1_000_000;
const DOLLARS: Writing = {
  number: (value) =>
    value >= MILLION
      ? `$${String(Math.round(value / (MILLION / 10)) / 10)}M`
      : `$${String(Math.round(value / 1_000))}k`,
  unit: () => '',
};

/** Gives the scoring of companies by an ICP at a time (ages are counted from it). Same input, same score. */
export const createIcpFit = (icp: IcpCriteria, now: number): ((company: Company) => Score) => {
  const industry = createIndustryFit(icp);
  const places = icp.locations.map(readAskedPlace);
  const at = new Date(now);
  return (company) =>
    combineFits(
      {
        industry: industry(company),
        size: rangeFit('headcount', company.headcount, icp.headcount, PEOPLE),
        revenue: rangeFit('revenue', company.revenue, icp.revenue, DOLLARS),
        growth: growthFit(icp, company, at),
        location: locationFit(places, company),
      },
      icp,
    );
};
