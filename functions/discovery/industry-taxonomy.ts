import * as z from 'zod';
import data from './industry-taxonomy.json' with { type: 'json' };
import { plainText } from './normal-text.ts';

/**
 * The product's own tree of industries. `in`: the broader ones (an industry may belong to two); `for`: those it
 * sells to; `also`: other names, those of LinkedIn's
 * list and of the YC directory among them; `says`: phrases by which a description tells of it; each a list separated by semicolons.
 */
const list = z
  .string()
  .default('')
  .transform((text) => text.split('; ').filter((part) => part !== ''));
const Taxonomy = z.record(z.string(), z.object({ in: list, for: list, also: list, says: list }));
const taxonomy = Taxonomy.parse(data);

const stem = (word: string): string => {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
};

/** Words of a text without case, accents, punctuation and plural endings. */
export const stems = (text: string): string[] =>
  plainText(text)
    .split(' ')
    .filter((word) => word !== '')
    .map(stem);

/** The form in which names of industries are compared. */
export const industryKey = (label: string): string => stems(label).join(' ');

const byKey = new Map<string, Set<string>>();
const below = new Map<string, string[]>();
for (const [name, { in: broader, for: served, also }] of Object.entries(taxonomy)) {
  for (const spelling of [name, ...also]) {
    const key = industryKey(spelling);
    byKey.set(key, (byKey.get(key) ?? new Set()).add(name));
  }
  for (const parent of broader) {
    if (!(parent in taxonomy)) throw new Error(`Industry ${name} is in ${parent}, which does not exist`);
    below.set(parent, [...(below.get(parent) ?? []), name]);
  }
  for (const customer of served)
    if (!(customer in taxonomy)) throw new Error(`Industry ${name} is for ${customer}, which does not exist`);
}

/** Words that say only that companies are meant. */
const FILLER =
  /\b(?:compan(?:y|ies)|industry|industries|startups?|firms?|businesses|sector|vendors?|providers?|solutions?|space)\b/gi;
const HEADS: readonly (readonly [RegExp, string])[] = [
  [/^retail /i, 'Retail'],
  [/^wholesale /i, 'Wholesale'],
  [/ (?:manufacturing|products)$/i, 'Manufacturing'],
  [/ construction$/i, 'Construction'],
  [/ software$/i, 'B2B Software'],
];

/** The industries that a label means, none when it is not known. */
export const industriesOf = (label: string): readonly string[] => {
  const found = byKey.get(industryKey(label)) ?? byKey.get(industryKey(label.replace(FILLER, ' ')));
  if (found !== undefined) return [...found];
  const parts = label.split(/\s*[/,]\s*|\s+(?:and|&)\s+/i);
  if (parts.length > 1) {
    const byPart = parts.flatMap((part) => [...(byKey.get(industryKey(part)) ?? [])]);
    if (byPart.length > 0) return [...new Set(byPart)];
  }
  return HEADS.filter(([pattern]) => pattern.test(label)).map(([, name]) => name);
};

/** Every industry above (distance in steps) with the industry itself at 0. */
const above = new Map<string, ReadonlyMap<string, number>>();
const ancestorsOf = (name: string): ReadonlyMap<string, number> => {
  const known = above.get(name);
  if (known !== undefined) return known;
  const distances = new Map([[name, 0]]);
  for (const parent of taxonomy[name]?.in ?? [])
    for (const [ancestor, distance] of ancestorsOf(parent))
      distances.set(ancestor, Math.min(distance + 1, distances.get(ancestor) ?? Number.POSITIVE_INFINITY));
  above.set(name, distances);
  return distances;
};

const depths = new Map<string, number>();
const depthOf = (name: string): number => {
  const known = depths.get(name);
  if (known !== undefined) return known;
  const depth = 1 + Math.max(0, ...(taxonomy[name]?.in ?? []).map(depthOf));
  depths.set(name, depth);
  return depth;
};

const NARROWER = [1, 0.95, 0.9, 0.85];
const BROADER = [1, 0.55, 0.35, 0.25];
const RELATED = 0.6;
/** Who makes software for restaurants is no restaurant, yet nearer to one than most. */
const SUPPLIES = 0.5;

export type IndustryRelation = Readonly<{
  /** 0..1 */
  closeness: number;
  how: 'same' | 'part' | 'broader' | 'supplier' | 'related' | 'other';
}>;

/**
 * What industry `given` is to industry `asked`: 1 the same, near 1 a part of it, about half a broader one or one that sells to it, and for
 * two of the same branch a share by the depth of what they have in common (Wu and Palmer 1994); 0 in different branches.
 */
export const industryRelation = (asked: string, given: string): IndustryRelation => {
  const up = ancestorsOf(given).get(asked);
  if (up !== undefined) return { closeness: NARROWER[up] ?? 0.85, how: up === 0 ? 'same' : 'part' };
  const down = ancestorsOf(asked).get(given);
  if (down !== undefined) return { closeness: BROADER[down] ?? 0.2, how: 'broader' };
  if (taxonomy[given]?.for.some((served) => ancestorsOf(served).has(asked)) === true)
    return { closeness: SUPPLIES, how: 'supplier' };
  const shared = [...ancestorsOf(asked).keys()].filter((name) => ancestorsOf(given).has(name));
  if (shared.length === 0) return { closeness: 0, how: 'other' };
  const depth = Math.max(...shared.map(depthOf));
  return { closeness: (RELATED * 2 * depth) / (depthOf(asked) + depthOf(given)), how: 'related' };
};

const phrases = new Map<string, ReadonlyMap<string, number>>();
/** The phrases that speak for an industry, as stems, with their weight: those of its parts count half. */
export const phrasesOf = (name: string): ReadonlyMap<string, number> => {
  const known = phrases.get(name);
  if (known !== undefined) return known;
  const weights = new Map<string, number>();
  for (const part of below.get(name) ?? []) for (const phrase of phrasesOf(part).keys()) weights.set(phrase, 0.5);
  for (const phrase of taxonomy[name]?.says ?? []) weights.set(industryKey(phrase), 1);
  phrases.set(name, weights);
  return weights;
};
