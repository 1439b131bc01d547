import * as z from 'zod';
import { codeCount, type Feature } from './features.ts';

/** Where a number is cut into ranges, so that an effect need not be a straight line. */
const RANGES = 8;
const OUTLIER_SHARE = 0.01;
/** Amounts that spread over more than this (mean distance above the median ÷ below) are taken as logarithms. */
const SKEWED = 3;

/**
 * How a number enters the linear sum: standardised (outliers drawn to the 1st and 99th percentile, skewed amounts as log(1 + x)), and by the
 * range it lies in. The last range stands for "not stated".
 */
export const NumberTerm = z.object({
  kind: z.literal('number'),
  low: z.number(),
  high: z.number(),
  logarithmic: z.boolean(),
  mean: z.number(),
  deviation: z.number(),
  cuts: z.array(z.number()),
});
const CategoryTerm = z.object({ kind: z.literal('category'), codes: z.int() });
export const Term = z.discriminatedUnion('kind', [NumberTerm, CategoryTerm]);
export type NumberTerm = z.infer<typeof NumberTerm>;
export type Term = z.infer<typeof Term>;

/** Weights that a term takes in the sum. */
export const weightCount = (term: Term): number => (term.kind === 'category' ? term.codes : term.cuts.length + 3);

/** A number on the standard scale; 0, the mean, when it is not stated. */
export const standardised = (term: NumberTerm, value: number): number => {
  if (Number.isNaN(value)) return 0;
  const kept = Math.min(term.high, Math.max(term.low, value));
  return ((term.logarithmic ? Math.log1p(kept) : kept) - term.mean) / term.deviation;
};

/** The range of a number, counted from 0; the one after the last when it is not stated. */
export const rangeOf = ({ cuts }: NumberTerm, value: number): number => {
  if (Number.isNaN(value)) return cuts.length + 1;
  let range = 0;
  while (range < cuts.length && value > (cuts[range] ?? 0)) range += 1;
  return range;
};

const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

const numberTerm = (values: Float64Array): NumberTerm => {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const low = quantile(sorted, OUTLIER_SHARE);
  const high = quantile(sorted, 1 - OUTLIER_SHARE);
  const median = quantile(sorted, 0.5);
  const logarithmic = low >= 0 && high - median > SKEWED * (median - low);
  const scaled = sorted.map((value) => {
    const kept = Math.min(high, Math.max(low, value));
    return logarithmic ? Math.log1p(kept) : kept;
  });
  const mean = scaled.reduce((sum, value) => sum + value, 0) / Math.max(1, scaled.length);
  const variance = scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, scaled.length);
  const borders = Array.from({ length: RANGES - 1 }, (_, at) => quantile(sorted, (at + 1) / RANGES));
  const cuts = [...new Set(borders)].filter((cut) => cut < (sorted.at(-1) ?? 0));
  return { kind: 'number', low, high, logarithmic, mean, deviation: Math.sqrt(variance) || 1, cuts };
};

export const termsOf = (features: readonly Feature[], columns: readonly Float64Array[], rows: Int32Array): Term[] =>
  features.map((feature, at) => {
    if (feature.kind === 'category') return { kind: 'category', codes: codeCount(feature) };
    const column = columns[at] ?? new Float64Array();
    return numberTerm(Float64Array.from(rows, (row) => column[row] ?? Number.NaN));
  });
