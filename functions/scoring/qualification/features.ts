import * as z from 'zod';
import { type HistoryColumn, type LeadFacts, numberIn, statedText } from './history.ts';

/** Codes of a category feature fit a 32-bit set: up to 30 categories, then "other", then "missing". */
const MOST_CATEGORIES = 30;
const FEWEST_LEADS = 10;
/** Fewer distinct numbers than this are choices rather than amounts. */
const FEWEST_NUMBERS = 4;

/** A column as a model sees it. A category's code is its place in the list; one more is "another", two more "not stated". */
export const Feature = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), column: z.string() }),
  z.object({ kind: z.literal('category'), column: z.string(), categories: z.array(z.string()).max(MOST_CATEGORIES) }),
]);
export type Feature = z.infer<typeof Feature>;
export type CategoryFeature = Extract<Feature, { kind: 'category' }>;

export const otherCode = ({ categories }: CategoryFeature): number => categories.length;
export const missingCode = ({ categories }: CategoryFeature): number => categories.length + 1;
export const codeCount = ({ categories }: CategoryFeature): number => categories.length + 2;

const featureOf = ({ name, values }: HistoryColumn): Feature => {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const distinct = [...counts.keys()];
  if (distinct.length >= FEWEST_NUMBERS && distinct.every((value) => !Number.isNaN(numberIn(value))))
    return { kind: 'number', column: name };
  const categories = [...counts]
    .filter(([, leads]) => leads >= FEWEST_LEADS)
    .sort(([a, leadsA], [b, leadsB]) => leadsB - leadsA || (a < b ? -1 : 1))
    .slice(0, MOST_CATEGORIES)
    .map(([value]) => value);
  return { kind: 'category', column: name, categories };
};

/**
 * How columns are read as features. Targets are not looked at here, so nothing of an outcome can leak into an encoding; a category of
 * fewer than 10 leads is "another", and what is not stated is a value of its own.
 */
export const featuresOf = (columns: readonly HistoryColumn[]): Feature[] => columns.map(featureOf);

/** Reads one feature of a lead: a number (NaN when not stated) or a category's code. */
const readerOf = (feature: Feature): ((value: unknown) => number) => {
  if (feature.kind === 'number')
    return (value) => {
      if (typeof value === 'number') return value;
      const text = statedText(value);
      return text === null ? Number.NaN : numberIn(text);
    };
  const codes = new Map(feature.categories.map((category, code) => [category, code]));
  return (value) => {
    // As it stands it is most often a category; only what is not has to be cleaned first.
    const code = typeof value === 'string' ? codes.get(value) : undefined;
    if (code !== undefined) return code;
    const text = value === null ? null : statedText(value);
    return text === null ? missingCode(feature) : (codes.get(text) ?? otherCode(feature));
  };
};

/** Gives a function that reads a lead's facts as one number a feature. */
export const createFeatureReader = (features: readonly Feature[]): ((facts: LeadFacts) => Float64Array) => {
  const readers = features.map((feature) => [feature.column, readerOf(feature)] as const);
  return (facts) => Float64Array.from(readers, ([column, read]) => read(facts[column]));
};

/** A history as one array a feature. */
export const encodeColumns = (features: readonly Feature[], columns: readonly HistoryColumn[]): Float64Array[] => {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return features.map((feature) => {
    const column = byName.get(feature.column);
    if (column === undefined) throw new Error(`There is no column ${feature.column}`);
    return Float64Array.from(column.values, readerOf(feature));
  });
};
