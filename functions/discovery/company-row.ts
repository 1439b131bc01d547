import { readAmount, readYear, readYesNo } from './amounts.ts';
import { type Cells, distinct, lineOf, listOf, textOf, type Unusable } from './cells.ts';
import { type Company, DESCRIPTION_LIMIT } from './company.ts';
import { cutText } from './normal-text.ts';
import { countryOf, readPlace } from './places.ts';
import { readWebsite } from './website.ts';

export type ReadCompany = Readonly<{ ok: true; company: Company }> | Unusable;

/** Batches of an accelerator run a few months ahead of the calendar; a year beyond that is a mistake. */
const YEARS_AHEAD = 1;

const unusable = (field: string, reason: string, value: unknown): Unusable => ({
  ok: false,
  field,
  reason,
  value: textOf(value),
});

/**
 * Makes a company of a row, normalised: identity is the registrable domain of its `domain` or `website`; everything else may be missing
 * and is then null, never a guess. `currentYear` bounds years of foundation.
 */
export const readCompany = (
  cells: Cells,
  { source, currentYear }: { source: string; currentYear: number },
): ReadCompany => {
  const name = lineOf(cells['name']);
  if (name === null) return unusable('name', 'missing_name', cells['name']);
  const site = readSite(cells, name);
  if (!site.ok) return unusable(site.field, site.reason, cells[site.field]);
  const locations = readLocations(cells);
  const country = lineOf(cells['country']);
  return {
    ok: true,
    company: {
      domain: site.domain,
      name: cutText(name, 200),
      website: site.website,
      industries: readIndustries(cells),
      keywords: distinct(listOf(cells['keywords'], /[;|,\n]/))
        .slice(0, 30)
        .map((keyword) => cutText(keyword, 80)),
      oneLiner: cut(cells['oneLiner'], 300),
      description: cut(cells['description'], DESCRIPTION_LIMIT),
      headcount: positive(cells['headcount']),
      revenue: readAmount(textOf(cells['revenue'])),
      foundedYear: readFounded(cells, currentYear + YEARS_AHEAD),
      locations: locations.slice(0, 20).map((location) => cutText(location, 200)),
      country:
        (country === null ? undefined : countryOf(country)) ??
        locations.map((location) => readPlace(location).country).find((code) => code !== null) ??
        null,
      remote: readRemote(cells, locations),
      hiring: readYesNo(textOf(cells['hiring'])),
      fundingStage: cut(cells['fundingStage'], 80),
      status: readStatus(lineOf(cells['status'])),
      source,
    },
  };
};

type Site = Readonly<{ ok: true; website: string; domain: string } | { ok: false; field: string; reason: string }>;

/** A domain column names the company's identity by itself; the website is then where it can be read. */
const readSite = (cells: Cells, name: string): Site => {
  const website = readWebsite(textOf(cells['website']), name);
  const domain = readWebsite(textOf(cells['domain']), name);
  if (domain.ok) return { ok: true, domain: domain.domain, website: website.ok ? website.website : domain.website };
  if (website.ok) return website;
  const field = website.reason === 'missing_website' && domain.reason !== 'missing_website' ? 'domain' : 'website';
  return { ok: false, field, reason: field === 'domain' ? domain.reason : website.reason };
};

const cut = (cell: unknown, limit: number): string | null => {
  const text = lineOf(cell);
  return text === null ? null : cutText(text, limit);
};

/** Most specific first: a lead is shown by its first industry. */
const readIndustries = (cells: Cells): string[] =>
  distinct([...listOf(cells['subindustry']).toReversed(), ...listOf(cells['industry']), ...listOf(cells['industries'])])
    .slice(0, 12)
    .map((industry) => cutText(industry, 120));

/** Nobody at all is how directories write "not known". */
const positive = (cell: unknown): number | null => {
  const amount = readAmount(textOf(cell));
  return amount === null || amount <= 0 ? null : Math.round(amount);
};

const readFounded = (cells: Cells, latest: number): number | null =>
  readYear(textOf(cells['foundedYear']), latest) ?? readYear(textOf(cells['batch']), latest);

const readLocations = (cells: Cells): string[] => {
  const parts = [cells['city'], cells['region'], cells['country']].flatMap((part) => lineOf(part) ?? []);
  const named = [...(parts.length > 0 ? [parts.join(', ')] : []), ...listOf(cells['location'], /[;|\n]/)];
  // Regions of the world ("Europe") only where nothing nearer is known; "Remote" among them is read apart.
  return distinct(
    named.length > 0 ? named : listOf(cells['regions'], /[;|,\n]/).filter((region) => !/\bremote\b/i.test(region)),
  );
};

const readRemote = (cells: Cells, locations: readonly string[]): boolean => {
  const told = lineOf(cells['remote']);
  if (told !== null) return readYesNo(told) ?? /^(?:fully )?remote/i.test(told);
  if (locations.some((location) => readPlace(location).remote)) return true;
  const regions = listOf(cells['regions'], /[;|,\n]/).map((region) => region.toLowerCase());
  return regions.includes('fully remote') || (regions.includes('remote') && !regions.includes('partly remote'));
};

const STATUSES: readonly (readonly [RegExp, Company['status']])[] = [
  [
    /^(?:inactive|closed|dead|defunct|bankrupt|insolvent|dissolved|liquidat|out of business|shut|ceased|permanently)/,
    'closed',
  ],
  [/^(?:acquired|merged|subsidiary)/, 'acquired'],
  [/^(?:public|ipo|listed|publicly)/, 'public'],
  [/^(?:active|operating|open|live|private|operational|yes|independent|running)/, 'active'],
];

const readStatus = (status: string | null): Company['status'] =>
  STATUSES.find(([pattern]) => status !== null && pattern.test(status.toLowerCase()))?.[1] ?? 'unknown';
