import { codeCount, type Feature } from './features.ts';

/** A feature cut into at most 64 bins. Of a number the last bin means "not stated"; a category's bins are its codes. */
export type BinnedFeature = Readonly<{
  kind: Feature['kind'];
  /** The bin of every lead. */
  bins: Uint8Array;
  count: number;
  /** Upper borders of a number's bins, all but the last; empty for a category. */
  borders: readonly number[];
}>;

const MOST_BORDERS = 62;

const bordersOf = (values: Float64Array): number[] => {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = [...new Set(sorted)];
  const wanted =
    distinct.length <= MOST_BORDERS + 1
      ? distinct.slice(0, -1)
      : Array.from(
          { length: MOST_BORDERS },
          (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / (MOST_BORDERS + 1))] ?? 0,
        );
  const last = distinct.at(-1);
  return [...new Set(wanted)].filter((border) => border !== last);
};

const binOf = (borders: readonly number[], value: number): number => {
  if (Number.isNaN(value)) return borders.length + 1;
  let low = 0;
  let high = borders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (borders[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** Bins of every feature; borders are quantiles of the rows that are learned from. */
export const binFeatures = (
  features: readonly Feature[],
  columns: readonly Float64Array[],
  rows: Int32Array,
): BinnedFeature[] =>
  features.map((feature, at) => {
    const column = columns[at] ?? new Float64Array();
    if (feature.kind === 'category')
      return { kind: 'category', bins: Uint8Array.from(column), count: codeCount(feature), borders: [] };
    const borders = bordersOf(Float64Array.from(rows, (row) => column[row] ?? Number.NaN));
    const bins = Uint8Array.from(column, (value) => binOf(borders, value));
    return { kind: 'number', bins, count: borders.length + 2, borders };
  });
