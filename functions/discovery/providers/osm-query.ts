import * as z from 'zod';
import { industriesOf, industryKey, industryRelation } from '../industry-taxonomy.ts';
import { countryOf, readPlace, stateCodeOf } from '../places.ts';
import data from './osm-categories.json' with { type: 'json' };

/** Kinds of businesses as OpenStreetMap tags them (wiki.openstreetmap.org, keys amenity, shop, office, craft, tourism, healthcare, leisure). */
const categories = z.record(z.string(), z.array(z.string())).parse(data);

export type Category = Readonly<{ name: string; tags: readonly string[] }>;

const byKey = new Map(Object.entries(categories).map(([name, tags]) => [industryKey(name), { name, tags }]));
const PART_OF = 0.85;

/** The categories that an industry means: the one of its name, else those that are it or a part of it. */
export const categoriesOf = (label: string): readonly Category[] => {
  const named = byKey.get(industryKey(label));
  if (named !== undefined) return [named];
  const asked = industriesOf(label);
  return [...byKey.values()].filter(({ name }) =>
    industriesOf(name).some((given) => asked.some((one) => industryRelation(one, given).closeness >= PART_OF)),
  );
};

/** Text within quotes of a query. */
const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** `["amenity"="dentist"]`, or `["shop"]` for any value. */
const filterOf = (tag: string): string => {
  const [key = '', value = '*'] = tag.split('=');
  return value === '*' ? `[${quoted(key)}]` : `[${quoted(key)}=${quoted(value)}]`;
};

/** Within a pattern all but letters and digits would mean something. */
const literally = (text: string): string => text.replace(/[^\p{L}\p{N} ]/gu, '.');

/** Statements that put the areas of a place into `.a`: a country and a state by their codes, a city by its name within them. */
const areaOf = (where: string): string => {
  const { city, region, country } = readPlace(where);
  const code = country ?? countryOf(where) ?? null;
  const state = region === null || code === null ? undefined : stateCodeOf(region, code);
  const whole =
    code === null
      ? null
      : state === undefined
        ? `area["ISO3166-1"=${quoted(code)}]["admin_level"="2"]`
        : `area["ISO3166-2"=${quoted(`${code}-${state}`)}]`;
  const name = city ?? (state === undefined ? region : null) ?? (code === null ? where : null);
  if (name === null) return `${whole ?? ''}->.a;`;
  const named = `[~"^name(:en)?$"~${quoted(`^${literally(name)}$`)},i]`;
  const relation = `rel["boundary"="administrative"]${named}`;
  return whole === null ? `${relation};map_to_area->.a;` : `${whole}->.c;${relation}(area.c);map_to_area->.a;`;
};

/** Seconds that the server may take, and elements that it may give. */
export const QUERY_SECONDS = 25;
export const MOST_ELEMENTS = 5_000;

/** Businesses of some tags with a website in a place, in Overpass QL (wiki.openstreetmap.org/wiki/Overpass_API/Overpass_QL). */
export const overpassQuery = (tags: readonly string[], where: string): string => {
  const union = tags.flatMap((tag) =>
    ['website', 'contact:website'].map((website) => `nwr${filterOf(tag)}[${quoted(website)}](area.a);`),
  );
  return `[out:json][timeout:${String(QUERY_SECONDS)}];${areaOf(where)}(${union.join('')});out tags center ${String(MOST_ELEMENTS)};`;
};
