import * as z from 'zod';
import { plainText, squeezed } from './normal-text.ts';
import data from './places.json' with { type: 'json' };

/**
 * Places as people write them. Countries: ISO 3166-1 alpha-2 with alpha-3 and usual names; regions of the world as sales territories name
 * them; subdivisions only of countries whose states are commonly written in addresses.
 */
const Places = z.object({
  countries: z.record(z.string(), z.array(z.string())),
  regions: z.record(z.string(), z.object({ also: z.array(z.string()), of: z.array(z.string()) })),
  subdivisions: z.record(z.string(), z.record(z.string(), z.string())),
  metros: z.record(
    z.string(),
    z.object({ also: z.array(z.string()), country: z.string(), cities: z.array(z.string()) }),
  ),
});
const places = Places.parse(data);

const countryNames = new Map<string, string>();
for (const [code, names] of Object.entries(places.countries))
  for (const name of names) countryNames.set(squeezed(name), code);

const areas = new Map<string, ReadonlySet<string>>();
const membersOf = (name: string): readonly string[] =>
  (places.regions[name]?.of ?? []).flatMap((part) => (part in places.regions ? membersOf(part) : [part]));
for (const [name, { also }] of Object.entries(places.regions)) {
  const members = new Set(membersOf(name));
  for (const spelling of [name, ...also]) areas.set(squeezed(spelling), members);
}

type Metro = Readonly<{ country: string; cities: ReadonlySet<string> }>;
const metros = new Map<string, Metro>();
for (const [name, { also, country, cities }] of Object.entries(places.metros)) {
  const metro = { country, cities: new Set(cities.map(plainText)) };
  for (const spelling of [name, ...also]) metros.set(plainText(spelling), metro);
}

/** States by name or letters; the United States first, because its letters are the ones that stand without a country. */
const subdivisions = new Map<string, Readonly<{ country: string; code: string }>>();
const subdivisionOf = (text: string, country?: string) => {
  if (country !== undefined) return subdivisions.get(`${country}/${squeezed(text)}`);
  for (const among of ['US', 'CA', 'GB', 'AU', 'IN', 'DE']) {
    const found = subdivisions.get(`${among}/${squeezed(text)}`);
    if (found !== undefined) return found;
  }
  return undefined;
};
for (const [country, states] of Object.entries(places.subdivisions))
  for (const [code, name] of Object.entries(states))
    for (const spelling of [code, name]) subdivisions.set(`${country}/${squeezed(spelling)}`, { country, code });

/** The alpha-2 code of a country's name, code or usual abbreviation (`"USA"`, `"uk"`, `"England"`), or undefined. */
export const countryOf = (text: string): string | undefined => {
  const key = squeezed(text);
  const byName = countryNames.get(key);
  if (byName !== undefined) return byName;
  const code = key.toUpperCase();
  return code.length === 2 && code in places.countries ? code : undefined;
};

/** The letters of a state or province by its name or letters (`"California"` → `CA`), or undefined. */
export const stateCodeOf = (text: string, country: string): string | undefined =>
  subdivisions.get(`${country}/${squeezed(text)}`)?.code;

/** ISO 3166-1 alpha-3 of an alpha-2 code. @throws Error when there is no such country */
export const alpha3Of = (code: string): string => {
  const [alpha3] = places.countries[code] ?? [];
  if (alpha3 === undefined) throw new Error(`There is no country ${code}`);
  return alpha3;
};
/** The English name of an alpha-2 code. @throws Error when there is no such country */
export const countryNameOf = (code: string): string => {
  const [, name] = places.countries[code] ?? [];
  if (name === undefined) throw new Error(`There is no country ${code}`);
  return name;
};

export type Place = Readonly<{
  city: string | null;
  region: string | null;
  /** ISO 3166-1 alpha-2. */
  country: string | null;
  remote: boolean;
}>;

const NOWHERE: Place = { city: null, region: null, country: null, remote: false };
/** Cities that tell the country Georgia from the state, where only two parts are given. */
const GEORGIAN = new Set(['tbilisi', 'batumi', 'kutaisi', 'rustavi']);

/**
 * Reads a place as directories give it: `"City, Region, Country"`, any part missing, `"Remote"`. Two letters after a city are a state of
 * the US or a province of Canada before they are a country (`"San Francisco, CA"`).
 */
export const readPlace = (text: string): Place => {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const last = parts.at(-1);
  if (last === undefined) return NOWHERE;
  if (/\bremote\b/i.test(last)) {
    const where = text.replace(/\b(?:fully |partly )?remote\b|[()/-]/gi, ' ').trim();
    return where === '' ? { ...NOWHERE, remote: true } : { ...readPlace(where), remote: true };
  }
  if (parts.length === 1) return readOnePart(last);
  const first = parts[0] ?? null;
  const state = subdivisionOf(last, 'US') ?? subdivisionOf(last, 'CA');
  const isCountry = countryNames.has(squeezed(last)) || (state === undefined && countryOf(last) !== undefined);
  const georgiaUs = parts.length === 2 && squeezed(last) === 'georgia' && !GEORGIAN.has(plainText(first ?? ''));
  if (state !== undefined && (!isCountry || georgiaUs))
    return { city: first, region: last, country: state.country, remote: false };
  const country = isCountry ? (countryOf(last) ?? null) : null;
  if (country === null) return { city: first, region: last, country: null, remote: false };
  if (parts.length > 2) return { city: first, region: parts.at(-2) ?? null, country, remote: false };
  const onlyRegion = first !== null && subdivisionOf(first, country) !== undefined && !isAlsoCity(first);
  return { city: onlyRegion ? null : first, region: onlyRegion ? first : null, country, remote: false };
};

const isAlsoCity = (text: string): boolean =>
  ['new york', 'berlin', 'hamburg', 'bremen', 'delhi'].includes(plainText(text));

const readOnePart = (text: string): Place => {
  const country = countryOf(text);
  if (country !== undefined) return { ...NOWHERE, country };
  const state = text.length > 3 && !isAlsoCity(text) ? subdivisionOf(text) : undefined;
  if (state !== undefined) return { ...NOWHERE, region: text, country: state.country };
  return { ...NOWHERE, city: text };
};

/** A place that an ICP asks for (or excludes). */
export type AskedPlace = Readonly<{ text: string }> &
  Readonly<
    | { kind: 'remote' }
    | { kind: 'area'; countries: ReadonlySet<string> }
    | { kind: 'metro'; metro: Metro }
    | { kind: 'place'; place: Place }
  >;

/** Whether what an ICP names is work from anywhere, and no place. */
export const isRemoteOnly = (text: string): boolean => /^\s*(?:fully )?remote\s*$/i.test(text);

/** Understands what an ICP names: a region of the world, a country, a state, a city or `Remote`. */
export const readAskedPlace = (text: string): AskedPlace => {
  if (isRemoteOnly(text)) return { text, kind: 'remote' };
  // "Georgia", "CA" and the like stay countries here: an ICP names countries far more often than states by letters.
  const countries = countryOf(text) === undefined ? areas.get(squeezed(text)) : undefined;
  if (countries !== undefined) return { text, kind: 'area', countries };
  const metro = metros.get(plainText(text));
  if (metro !== undefined) return { text, kind: 'metro', metro };
  return { text, kind: 'place', place: readPlace(text) };
};

const SAME_REGION = 0.6;
const SAME_COUNTRY = 0.3;

const same = (a: string, b: string | null): boolean => b !== null && plainText(a) === plainText(b);

const sameRegion = (a: string, b: string, country: string): boolean => {
  const left = subdivisionOf(a, country);
  return left === undefined ? same(a, b) : left.code === subdivisionOf(b, country)?.code;
};

/** How near a place is to an asked one: 1 inside it, 0.6 in the same region, 0.3 in the same country, 0 outside, null when not known. */
export const closeness = (place: Place, asked: AskedPlace): number | null => {
  switch (asked.kind) {
    case 'remote':
      return place.remote ? 1 : place.country === null && place.city === null ? null : 0;
    case 'area':
      return place.country === null ? null : asked.countries.has(place.country) ? 1 : 0;
    case 'metro': {
      if (place.city !== null && asked.metro.cities.has(plainText(place.city))) return 1;
      if (place.country === null) return place.city === null ? null : 0;
      return place.country === asked.metro.country ? SAME_COUNTRY : 0;
    }
    case 'place':
      return closenessToPlace(place, asked.place);
  }
};

const closenessToPlace = (place: Place, asked: Place): number | null => {
  if (asked.country !== null && place.country !== null && asked.country !== place.country) return 0;
  const country = asked.country ?? place.country;
  if (asked.city !== null) {
    const regionFits =
      asked.region === null ||
      place.region === null ||
      country === null ||
      sameRegion(asked.region, place.region, country);
    // "New York" may stand as the city or as the region of an address.
    if (same(asked.city, place.city) && regionFits) return 1;
    if (asked.country === null && same(asked.city, place.region)) return 1;
    if (place.city === null && place.region === null && place.country === null) return null;
    if (
      asked.region !== null &&
      place.region !== null &&
      country !== null &&
      sameRegion(asked.region, place.region, country)
    )
      return SAME_REGION;
    return asked.country !== null && place.country !== null ? SAME_COUNTRY : 0;
  }
  if (asked.region !== null) {
    if (place.region !== null && country !== null && sameRegion(asked.region, place.region, country)) return 1;
    if (same(asked.region, place.city)) return 1;
    if (place.country === null) return null;
    return place.country === asked.country ? SAME_COUNTRY : 0;
  }
  return place.country === null ? null : 1;
};
