import * as z from 'zod';
import { bestSplit, type Histogram, type NodeSplit, type SplitSettings } from './best-split.ts';
import type { BinnedFeature } from './boosting-bins.ts';

/**
 * A tree as arrays over its nodes, the root first. `feature` is -1 at a leaf; `border` is a number's greatest value that goes left, or a mask
 * of the category codes that do. `value` is log-odds to add, at inner nodes the mean of what lies below (for explanations).
 */
export const Tree = z.object({
  feature: z.array(z.int()),
  border: z.array(z.number()),
  missingLeft: z.array(z.boolean()),
  left: z.array(z.int()),
  right: z.array(z.int()),
  value: z.array(z.number()),
});
export type Tree = z.infer<typeof Tree>;

export type TreeSettings = SplitSettings & Readonly<{ leaves: number; learningRate: number }>;
type Gradients = Readonly<{ gradient: Float64Array; curvature: Float64Array }>;
type Node = {
  at: number;
  rows: Int32Array;
  histogram: Histogram;
  gradient: number;
  curvature: number;
  split: NodeSplit | undefined;
};

const goesLeft = ({ kind, count }: BinnedFeature, split: NodeSplit, bin: number): boolean => {
  if (kind === 'category') return ((split.mask >>> bin) & 1) === 1;
  return bin === count - 1 ? split.missingLeft : bin <= split.bin;
};

/** Grows one tree after another over the same binned features. */
export const createTreeGrower = (features: readonly BinnedFeature[], settings: TreeSettings) => {
  const offsets: number[] = [];
  let bins = 0;
  for (const { count } of features) {
    offsets.push(bins);
    bins += count;
  }

  const histogramOf = (rows: Int32Array, asked: readonly number[], { gradient, curvature }: Gradients): Histogram => {
    const histogram = new Float64Array(2 * bins);
    for (const feature of asked) {
      const own = features[feature]?.bins ?? new Uint8Array();
      const offset = offsets[feature] ?? 0;
      for (const row of rows) {
        const at = 2 * (offset + (own[row] ?? 0));
        histogram[at] = (histogram[at] ?? 0) + (gradient[row] ?? 0);
        histogram[at + 1] = (histogram[at + 1] ?? 0) + (curvature[row] ?? 0);
      }
    }
    return histogram;
  };

  /** Splits a node in two. Only the smaller child is counted; the other's histogram is what remains of the parent's. */
  const divide = (node: Node, split: NodeSplit, asked: readonly number[], gradients: Gradients): [Node, Node] => {
    const binned = features[split.feature];
    if (binned === undefined) throw new RangeError(`There is no feature ${String(split.feature)}`);
    const isLeft = (row: number) => goesLeft(binned, split, binned.bins[row] ?? 0);
    const left = node.rows.filter(isLeft);
    const right = node.rows.filter((row) => !isLeft(row));
    const counted = histogramOf(left.length < right.length ? left : right, asked, gradients);
    const remaining = node.histogram.map((sum, at) => sum - (counted[at] ?? 0));
    const child = (rows: Int32Array, histogram: Histogram): Node => {
      const [gradient, curvature] = sumsOf(rows, gradients);
      const best = bestSplit(histogram, features, offsets, asked, { gradient, curvature }, settings);
      return { at: 0, rows, histogram, gradient, curvature, split: best };
    };
    const [ofLeft, ofRight] = left.length < right.length ? [counted, remaining] : [remaining, counted];
    return [child(left, ofLeft), child(right, ofRight)];
  };

  /** A tree of `leaves` leaves at most, always splitting where the loss falls most. `asked` are the features it may use. */
  const grow = (rows: Int32Array, asked: readonly number[], gradients: Gradients): Tree => {
    const tree: Tree = { feature: [], border: [], missingLeft: [], left: [], right: [], value: [] };
    const add = (node: Node): Node => {
      const value = (-settings.learningRate * node.gradient) / (node.curvature + settings.ridge);
      tree.feature.push(-1);
      tree.border.push(0);
      tree.missingLeft.push(false);
      tree.left.push(-1);
      tree.right.push(-1);
      tree.value.push(Number(value.toPrecision(7)));
      return { ...node, at: tree.feature.length - 1 };
    };
    const histogram = histogramOf(rows, asked, gradients);
    const [gradient, curvature] = sumsOf(rows, gradients);
    const split = bestSplit(histogram, features, offsets, asked, { gradient, curvature }, settings);
    const open = [add({ at: 0, rows, histogram, gradient, curvature, split })];
    for (let leaves = 1; leaves < settings.leaves; leaves += 1) {
      let chosen: Node | undefined;
      for (const node of open) if ((node.split?.gain ?? 0) > (chosen?.split?.gain ?? 0)) chosen = node;
      if (chosen?.split === undefined) break;
      const { at, split: taken } = chosen;
      const [left, right] = divide(chosen, taken, asked, gradients).map(add);
      if (left === undefined || right === undefined) break;
      const binned = features[taken.feature];
      tree.feature[at] = taken.feature;
      tree.border[at] = binned?.kind === 'number' ? (binned.borders[taken.bin] ?? Number.MAX_VALUE) : taken.mask;
      tree.missingLeft[at] = taken.missingLeft;
      tree.left[at] = left.at;
      tree.right[at] = right.at;
      open.splice(open.indexOf(chosen), 1, left, right);
    }
    return tree;
  };

  return { grow };
};

const sumsOf = (rows: Int32Array, { gradient, curvature }: Gradients): [number, number] => {
  let gradients = 0;
  let curvatures = 0;
  for (const row of rows) {
    gradients += gradient[row] ?? 0;
    curvatures += curvature[row] ?? 0;
  }
  return [gradients, curvatures];
};
