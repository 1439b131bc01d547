import * as z from 'zod';
import type { Cells } from './cells.ts';
import type { Company } from './company.ts';
import { readCompany } from './company-row.ts';
import { countryNameOf, countryOf } from './places.ts';

/** What a provider tells of a company, by our own fields; whatever it does not tell is left out. */
export type Told = Cells & Readonly<{ name: unknown; website?: unknown; domain?: unknown }>;

const Day = z.iso.date();
const Share = z.number().min(-1);

/** A country by its name: in `"Berlin, DE"` the letters would mean Delaware. */
const countryIn = ({ country }: Told): unknown => {
  const code = typeof country === 'string' ? countryOf(country) : undefined;
  return code === undefined ? country : countryNameOf(code);
};

/** What only providers tell: the day of the last round, and by which share the headcount changed within a year. */
const measuresOf = (cells: Told): Pick<Company, 'lastFundedAt' | 'headcountChange'> => {
  const day = Day.safeParse(String(cells['lastFundedAt']).slice(0, 10));
  const share = Share.safeParse(cells['headcountChange']);
  return {
    ...(day.success ? { lastFundedAt: day.data } : {}),
    ...(share.success ? { headcountChange: share.data } : {}),
  };
};

/**
 * Companies of what a provider tells, normalised by the same rules as imported rows. Those without a name or a website of their own are left out;
 * one domain that comes twice on a page counts once.
 */
export const foundCompanies = (told: readonly Told[], source: string, now: number): readonly Company[] => {
  const currentYear = new Date(now).getUTCFullYear();
  const byDomain = new Map<string, Company>();
  for (const cells of told) {
    const read = readCompany({ ...cells, country: countryIn(cells) }, { source, currentYear });
    if (read.ok && !byDomain.has(read.company.domain))
      byDomain.set(read.company.domain, { ...read.company, ...measuresOf(cells) });
  }
  return [...byDomain.values()];
};
