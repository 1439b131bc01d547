import type { Tree } from './boosting-tree.ts';
import type { Feature } from './features.ts';

/** Trees laid out in typed arrays one after the other, so that a lead is scored without an allocation. */
export type TreeScorer = (values: Float64Array, effects?: Float64Array) => number;

/**
 * Gives a function that adds up what the trees say of a lead. With `effects`, each split's change of the expected value is put down to its
 * feature: the features' shares and the trees' own means add up to the sum (Saabas 2014).
 */
export const createTreeScorer = (trees: readonly Tree[], features: readonly Feature[]): TreeScorer => {
  const nodes = trees.reduce((sum, { feature }) => sum + feature.length, 0);
  const feature = new Int16Array(nodes);
  const border = new Float64Array(nodes);
  const missingLeft = new Uint8Array(nodes);
  const left = new Int32Array(nodes);
  const right = new Int32Array(nodes);
  const value = new Float64Array(nodes);
  const isCategory = Uint8Array.from(features, ({ kind }) => (kind === 'category' ? 1 : 0));
  const masks = new Int32Array(nodes);
  const roots = new Int32Array(trees.length);
  let base = 0;
  for (const [at, tree] of trees.entries()) {
    roots[at] = base;
    feature.set(tree.feature, base);
    border.set(tree.border, base);
    // A border that is a mask keeps its 32 bits here; of a number's this copy is never looked at.
    masks.set(tree.border, base);
    missingLeft.set(
      tree.missingLeft.map((goes) => (goes ? 1 : 0)),
      base,
    );
    left.set(
      tree.left.map((node) => node + base),
      base,
    );
    right.set(
      tree.right.map((node) => node + base),
      base,
    );
    value.set(tree.value, base);
    base += tree.feature.length;
  }

  const nextOf = (node: number, split: number, stated: number): number => {
    // What is not stated compares false with everything, so it is asked about only where it goes left.
    const goesLeft =
      isCategory[split] === 1
        ? (((masks[node] ?? 0) >>> stated) & 1) === 1
        : stated <= (border[node] ?? 0) || (missingLeft[node] === 1 && Number.isNaN(stated));
    return (goesLeft ? left[node] : right[node]) ?? 0;
  };

  const leafValues = (values: Float64Array): number => {
    let sum = 0;
    for (let tree = 0; tree < roots.length; tree += 1) {
      let node = roots[tree] ?? 0;
      for (let split = feature[node] ?? -1; split >= 0; split = feature[node] ?? -1)
        node = nextOf(node, split, values[split] ?? Number.NaN);
      sum += value[node] ?? 0;
    }
    return sum;
  };

  return (values, effects) => {
    if (effects === undefined) return leafValues(values);
    let sum = 0;
    for (const root of roots) {
      let node = root;
      for (let split = feature[node] ?? -1; split >= 0; split = feature[node] ?? -1) {
        const next = nextOf(node, split, values[split] ?? Number.NaN);
        effects[split] = (effects[split] ?? 0) + (value[next] ?? 0) - (value[node] ?? 0);
        node = next;
      }
      sum += value[node] ?? 0;
    }
    return sum;
  };
};
