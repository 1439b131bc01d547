import { type AskedPlace, readAskedPlace } from './places.ts';

/** What a list of places comes to for a provider that can be asked for countries. */
export type AskedCountries = Readonly<{
  /** ISO 3166-1 alpha-2; empty when the whole world is meant. */
  countries: readonly string[];
  /** Places that the countries only contain: which of their companies are meant is filtered by us. */
  within: readonly string[];
}>;

const countriesOf = (asked: AskedPlace): readonly string[] => {
  switch (asked.kind) {
    case 'remote':
      return [];
    case 'area':
      return [...asked.countries];
    case 'metro':
      return [asked.metro.country];
    case 'place':
      return asked.place.country === null ? [] : [asked.place.country];
  }
};

const isWhole = (asked: AskedPlace): boolean =>
  asked.kind === 'area' ||
  (asked.kind === 'place' && asked.place.city === null && asked.place.region === null && asked.place.country !== null);

/**
 * The countries in which a profile looks. One place that no country is known of (`"Remote"`, a town by its name alone) means that no country can
 * be asked for without losing it.
 */
export const askedCountries = (locations: readonly string[]): AskedCountries => {
  const asked = locations.map(readAskedPlace);
  const lists = asked.map(countriesOf);
  const within = asked.filter((place) => !isWhole(place)).map(({ text }) => text);
  if (lists.some((list) => list.length === 0)) return { countries: [], within };
  return { countries: [...new Set(lists.flat())], within };
};

/** The countries that are left out as a whole. Parts of countries are left out by us. */
export const excludedCountries = (locations: readonly string[]): readonly string[] => [
  ...new Set(locations.map(readAskedPlace).filter(isWhole).flatMap(countriesOf)),
];
