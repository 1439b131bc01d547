import type { ImportedContact } from '../discovery/contract.ts';
import { readPlace } from '../discovery/places.ts';
import type { Prospect, SiteReading } from './contract.ts';
import type { ProviderVerdict } from './verify-email.ts';

/** Someone at a company as a source gives them, before anything is checked. */
export type Found = Readonly<{
  firstName: string | null;
  lastName: string | null;
  title: string | null;
  email: string | null;
  source: Prospect['source'];
  sourceRef: string;
  country: string | null;
  /** What a provider says of the address. */
  verdict?: ProviderVerdict | undefined;
}>;
/**
 * What lists and the company's site say of its people, in the order of trust: a listed person without a title gets the one the site gives; whom the site names without an
 * address counts only when no list knows them.
 */
export const foundOf = (imported: readonly ImportedContact[], site: SiteReading | undefined): readonly Found[] => {
  const listed = fillFromSite(imported.map(fromImport), site);
  const known = new Set(listed.map(nameOf).filter((name) => name !== ''));
  const onSite = (site === undefined ? [] : fromSite(site)).filter(
    (one) => one.email !== null || !known.has(nameOf(one)),
  );
  return [...listed, ...onSite];
};

/**
 * More people beside those who are known: whoever is known without an address and now has one is one person, and one whom the new source gives no title keeps the known one.
 */
export const addFound = (known: readonly Found[], more: readonly Found[]): readonly Found[] => {
  const titles = new Map(known.flatMap((one) => (one.title === null ? [] : [[nameOf(one), one.title] as const])));
  const added = more.map((one) => ({ ...one, title: one.title ?? titles.get(nameOf(one)) ?? null }));
  const addressed = new Set(added.flatMap((one) => (one.email === null || nameOf(one) === '' ? [] : [nameOf(one)])));
  const names = new Set(known.map(nameOf));
  return [
    ...known.filter((one) => one.email !== null || !addressed.has(nameOf(one))),
    ...added.filter((one) => one.email !== null || !names.has(nameOf(one))),
  ];
};

const fromImport = ({ firstName, lastName, title, email, location, line }: ImportedContact): Found => ({
  firstName,
  lastName,
  title,
  email,
  source: 'import',
  sourceRef: `line ${line}`,
  country: location === null ? null : readPlace(location).country,
});

const fromSite = ({ people, addresses }: SiteReading): readonly Found[] => [
  ...people.map(({ url, ...person }) => ({ ...person, source: 'website' as const, sourceRef: url, country: null })),
  ...addresses.map(({ email, url }) => ({
    firstName: null,
    lastName: null,
    title: null,
    email,
    source: 'website' as const,
    sourceRef: url,
    country: null,
  })),
];

export const nameOf = ({ firstName, lastName }: Pick<Found, 'firstName' | 'lastName'>): string =>
  `${firstName ?? ''} ${lastName ?? ''}`.trim().toLowerCase();

/** A listed person without a title gets the one the company's own site gives them. */
const fillFromSite = (listed: readonly Found[], site: SiteReading | undefined): readonly Found[] => {
  if (site === undefined) return listed;
  const titles = new Map(site.people.map((person) => [nameOf(person), person.title]));
  return listed.map((found) => ({ ...found, title: found.title ?? titles.get(nameOf(found)) ?? null }));
};
