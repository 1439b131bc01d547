import type { BinnedFeature } from './boosting-bins.ts';

/** Sums of gradients and curvatures by bin, in pairs, all features one after the other. */
export type Histogram = Float64Array;
export type SplitSettings = Readonly<{ ridge: number; smallestCurvature: number; categorySmoothing: number }>;

/** Which of a node's leads go left: those up to a bin, or those of a set of category codes (a 32-bit mask). */
export type NodeSplit = Readonly<{ feature: number; gain: number; bin: number; mask: number; missingLeft: boolean }>;

type Sums = Readonly<{ gradient: number; curvature: number }>;
type Candidate = { gain: number; bin: number; mask: number; missingLeft: boolean };

/** How much a leaf of these sums lowers the loss (Chen and Guestrin 2016, "XGBoost", equation 7, without the constant). */
const worth = (gradient: number, curvature: number, ridge: number): number => gradient ** 2 / (curvature + ridge);

const gainOf = (left: Sums, total: Sums, { ridge, smallestCurvature }: SplitSettings): number => {
  const curvature = total.curvature - left.curvature;
  if (left.curvature < smallestCurvature || curvature < smallestCurvature) return 0;
  return (
    worth(left.gradient, left.curvature, ridge) +
    worth(total.gradient - left.gradient, curvature, ridge) -
    worth(total.gradient, total.curvature, ridge)
  );
};

const numberSplit = (
  histogram: Histogram,
  offset: number,
  bins: number,
  total: Sums,
  settings: SplitSettings,
): Candidate => {
  const best: Candidate = { gain: 0, bin: 0, mask: 0, missingLeft: false };
  const missing = 2 * (offset + bins - 1);
  const missingGradient = histogram[missing] ?? 0;
  const missingCurvature = histogram[missing + 1] ?? 0;
  let gradient = 0;
  let curvature = 0;
  for (let bin = 0; bin < bins - 1; bin += 1) {
    gradient += histogram[2 * (offset + bin)] ?? 0;
    curvature += histogram[2 * (offset + bin) + 1] ?? 0;
    const without = gainOf({ gradient, curvature }, total, settings);
    if (without > best.gain) Object.assign(best, { gain: without, bin, missingLeft: false });
    if (missingCurvature === 0) continue;
    const joined = { gradient: gradient + missingGradient, curvature: curvature + missingCurvature };
    const withMissing = gainOf(joined, total, settings);
    if (withMissing > best.gain) Object.assign(best, { gain: withMissing, bin, missingLeft: true });
  }
  return best;
};

/**
 * Categories in the order of their mean gradient; the best split is then one of the places between them (Fisher 1958). The order is
 * smoothed towards 0, so that a category of few leads does not lead it: this is what keeps the encoding by outcome from overfitting.
 */
const categorySplit = (
  histogram: Histogram,
  offset: number,
  codes: number,
  total: Sums,
  settings: SplitSettings,
): Candidate => {
  const best: Candidate = { gain: 0, bin: 0, mask: 0, missingLeft: false };
  const present: { code: number; gradient: number; curvature: number; rank: number }[] = [];
  for (let code = 0; code < codes; code += 1) {
    const gradient = histogram[2 * (offset + code)] ?? 0;
    const curvature = histogram[2 * (offset + code) + 1] ?? 0;
    if (curvature > 1e-9)
      present.push({ code, gradient, curvature, rank: gradient / (curvature + settings.categorySmoothing) });
  }
  present.sort((a, b) => a.rank - b.rank || a.code - b.code);
  let mask = 0;
  let gradient = 0;
  let curvature = 0;
  for (const one of present.slice(0, -1)) {
    gradient += one.gradient;
    curvature += one.curvature;
    mask |= 1 << one.code;
    const gain = gainOf({ gradient, curvature }, total, settings);
    if (gain > best.gain) Object.assign(best, { gain, mask: mask >>> 0 });
  }
  return best;
};

/** The split of a node that lowers the loss most among the features asked about; undefined when none lowers it. */
export const bestSplit = (
  histogram: Histogram,
  features: readonly BinnedFeature[],
  offsets: readonly number[],
  asked: readonly number[],
  total: Sums,
  settings: SplitSettings,
): NodeSplit | undefined => {
  let best: NodeSplit | undefined;
  for (const feature of asked) {
    const binned = features[feature];
    if (binned === undefined) continue;
    const find = binned.kind === 'number' ? numberSplit : categorySplit;
    const found = find(histogram, offsets[feature] ?? 0, binned.count, total, settings);
    if (found.gain > (best?.gain ?? 1e-6)) best = { feature, ...found };
  }
  return best;
};
