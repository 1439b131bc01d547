import * as z from 'zod';
import data from './industry-taxonomy.json' with { type: 'json' };
import { plainText } from './normal-text.ts';

/**
 * The product's own tree of industries. `in`: the broader ones (an industry may belong to two); `often`: those that many, not all, of its
 * companies belong to as well; `filed`: a heading under which directories have it though most of its companies are of another trade; `for`: those it sells to; `also`: other names, those of LinkedIn's list and of the YC directory among them; `who`: its companies and
 * people, as those who sell to them call them;
 * `says`: phrases by which a description tells of it, `hints`: those that tell of it only beside others; each a list separated by
 * semicolons. `neutral`: a label that tells whom a company serves or how it works, not its trade, and so speaks against no other.
 * `alone`: phrases of its parts do not speak for it. `across`: a kind of product that companies of any trade may make.
 */
const list = z
  .string()
  .default('')
  .transform((text) => text.split('; ').filter((part) => part !== ''));
const Industry = z.strictObject({
  ...{ in: list, often: list, filed: list, for: list, also: list, who: list, says: list, hints: list },
  neutral: z.boolean().default(false),
  alone: z.boolean().default(false),
  across: z.boolean().default(false),
});
const taxonomy = z.record(z.string(), Industry).parse(data);

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
for (const [name, { in: broader, often, filed, for: served, also, who }] of Object.entries(taxonomy)) {
  for (const spelling of [name, ...also, ...who]) {
    const key = industryKey(spelling);
    byKey.set(key, (byKey.get(key) ?? new Set()).add(name));
  }
  for (const parent of broader) below.set(parent, [...(below.get(parent) ?? []), name]);
  for (const other of [...broader, ...often, ...filed, ...served])
    if (!(other in taxonomy)) throw new Error(`Industry ${name} names ${other}, which does not exist`);
}

/** Words that say only that companies are meant. */
const FILLER =
  /\b(?:compan(?:y|ies)|industry|industries|startups?|firms?|businesses|sector|vendors?|providers?|solutions?|space)\b/gi;
const HEADS: readonly (readonly [RegExp, string])[] = [
  [/^retail /i, 'Retail'],
  [/^wholesale /i, 'Wholesale'],
  [/ software products?$/i, 'Software'],
  [/ (?:manufacturing|products)$/i, 'Manufacturing'],
  [/ (?:construction|contractors)$/i, 'Construction'],
  [/ power generation$/i, 'Energy'],
  [/ software$/i, 'B2B Software'],
];

/**
 * What a label means. `sure` is false for one that puts several industries together, of which a company need be only one. `besides`: what
 * its form tells as well ("Semiconductor Manufacturing" is manufacturing too).
 */
export type Meaning = Readonly<{ industries: readonly string[]; sure: boolean; besides: readonly string[] }>;

const sure = (industries: Iterable<string>, besides: readonly string[] = []): Meaning => ({
  industries: [...industries],
  sure: true,
  besides,
});

/** The industries that a label means, none when it is not known. */
export const meaningOf = (label: string): Meaning => {
  const found = byKey.get(industryKey(label)) ?? byKey.get(industryKey(label.replace(FILLER, ' ')));
  const head = HEADS.filter(([pattern]) => pattern.test(label)).map(([, name]) => name);
  if (found !== undefined) return sure(found, head);
  const parts = label.split(/\s*[/,]\s*|\s+(?:and|&)\s+/i);
  if (parts.length > 1 && head.length === 0) {
    const byPart = new Set(parts.flatMap((part) => [...(byKey.get(industryKey(part)) ?? [])]));
    if (byPart.size > 0) return { industries: [...byPart], sure: byPart.size === 1, besides: [] };
  }
  return sure(head.slice(0, 1));
};

/** `meaningOf` without its doubt. */
export const industriesOf = (label: string): readonly string[] => meaningOf(label).industries;

/** Whether an industry's name tells nothing that would speak against another. */
export const isNeutral = (name: string): boolean => taxonomy[name]?.neutral === true;

/** Whether an industry is a kind of product that companies of any trade may make; its parts are trades like others. */
export const isAcross = (name: string): boolean => taxonomy[name]?.across === true;

/** Whether an industry tells what kind of product is made. */
export const tellsKind = (name: string): boolean => [...ancestorsOf(name).keys()].some(isAcross);

/** The industries one step broader that tell of a trade. */
export const parentsOf = (name: string): readonly string[] =>
  (taxonomy[name]?.in ?? []).filter((parent) => !isNeutral(parent));

/** The industries that exactly these words name, spelling aside; none for words that only hold such a name. */
export const industriesNamed = (words: string): readonly string[] => [...(byKey.get(industryKey(words)) ?? [])];

const byCustomers = new Map<string, string>();
for (const [name, { who }] of Object.entries(taxonomy))
  for (const spelling of who) byCustomers.set(industryKey(spelling), name);

/** The industry whose companies or people a text calls by these words (`dental practices`, `hauliers`), or undefined. */
export const industryOfCustomers = (words: string): string | undefined => byCustomers.get(industryKey(words));

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

/** Whether directories have industry `name` under the heading `heading` though its companies are mostly of another trade. */
export const isFiledUnder = (name: string, heading: string): boolean =>
  taxonomy[name]?.filed.includes(heading) === true;

const depths = new Map<string, number>();
const depthOf = (name: string): number => {
  const known = depths.get(name);
  if (known !== undefined) return known;
  const depth = 1 + Math.max(0, ...(taxonomy[name]?.in ?? []).map(depthOf));
  depths.set(name, depth);
  return depth;
};

/** Whether companies of `name` often belong to `other` too, by what it or one above it says. */
const isOften = (name: string, other: string): boolean =>
  [...ancestorsOf(name).keys()].some((one) => taxonomy[one]?.often.some((named) => ancestorsOf(named).has(other)));

const NARROWER = [1, 0.95, 0.9, 0.85];
const BROADER = [1, 0.5, 0.4, 0.3];
const OFTEN = 0.5;
/** A company of an industry that often belongs to the asked one's own: as far as one two steps broader. */
const OFTEN_BROADER = 0.3;
const RELATED = 0.5;
/** Who makes software for restaurants is no restaurant, yet nearer to one than most. */
const SUPPLIES = 0.5;

export type IndustryRelation = Readonly<{
  /** 0..1 */
  closeness: number;
  how: 'same' | 'part' | 'often' | 'broader' | 'supplier' | 'related' | 'other';
}>;

/**
 * What industry `given` is to industry `asked`: 1 the same, near 1 a part of it, about half a broader one, one whose companies are often of
 * it, or one that sells to it, and for two of the same branch a share by the depth of what they have in common (Wu and Palmer 1994);
 * 0 in different branches.
 */
export const industryRelation = (asked: string, given: string): IndustryRelation => {
  const up = ancestorsOf(given).get(asked);
  if (up !== undefined) return { closeness: NARROWER[up] ?? 0.85, how: up === 0 ? 'same' : 'part' };
  if (isOften(given, asked)) return { closeness: OFTEN, how: 'often' };
  const down = ancestorsOf(asked).get(given);
  if (down !== undefined) return { closeness: BROADER[down] ?? 0.2, how: 'broader' };
  if (taxonomy[given]?.for.some((served) => ancestorsOf(served).has(asked)) === true)
    return { closeness: SUPPLIES, how: 'supplier' };
  if (isOften(asked, given)) return { closeness: OFTEN_BROADER, how: 'broader' };
  const shared = [...ancestorsOf(asked).keys()].filter((name) => ancestorsOf(given).has(name) && !isNeutral(name));
  if (shared.length === 0) return { closeness: 0, how: 'other' };
  const depth = Math.max(...shared.map(depthOf));
  return { closeness: (RELATED * 2 * depth) / (depthOf(asked) + depthOf(given)), how: 'related' };
};

const HINT = 0.5;
const OF_A_PART = 0.5;

const phrases = new Map<string, ReadonlyMap<string, number>>();
/** The phrases that speak for an industry, as stems, with their weight: hints and those of its parts count half. */
export const phrasesOf = (name: string): ReadonlyMap<string, number> => {
  const known = phrases.get(name);
  if (known !== undefined) return known;
  const { alone, says, hints } = taxonomy[name] ?? { alone: true, says: [], hints: [] };
  const weights = new Map<string, number>();
  if (!alone)
    for (const part of below.get(name) ?? [])
      for (const [phrase, weight] of phrasesOf(part)) if (weight === 1) weights.set(phrase, OF_A_PART);
  for (const phrase of hints) weights.set(industryKey(phrase), HINT);
  for (const phrase of says) weights.set(industryKey(phrase), 1);
  phrases.set(name, weights);
  return weights;
};

/**
 * The industries that a phrase speaks for by itself, by phrase as stems: what a text is about, where it names no trade. Kinds of product and
 * labels that tell of no trade are left out.
 */
export const tradesByPhrase: ReadonlyMap<string, readonly string[]> = (() => {
  const trades = new Map<string, string[]>();
  for (const [name, { says, neutral }] of Object.entries(taxonomy)) {
    if (neutral || tellsKind(name)) continue;
    for (const phrase of says.map(industryKey)) trades.set(phrase, [...(trades.get(phrase) ?? []), name]);
  }
  return trades;
})();
