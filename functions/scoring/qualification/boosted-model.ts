import * as z from 'zod';
import { createSeededRandom, shuffle } from '../../platform/seeded-random.ts';
import { binFeatures } from './boosting-bins.ts';
import { createTreeGrower, Tree } from './boosting-tree.ts';
import type { Feature } from './features.ts';
import { logistic } from './ridge-regression.ts';
import type { TrainingSet } from './training-set.ts';
import { createTreeScorer } from './tree-scorer.ts';

export const BoostedModel = z.object({ kind: z.literal('gbdt'), base: z.number(), trees: z.array(Tree) });
export type BoostedModel = z.infer<typeof BoostedModel>;

const SETTINGS = { leaves: 12, learningRate: 0.06, ridge: 8, smallestCurvature: 5, categorySmoothing: 10 } as const;
/** Each tree sees so much of the leads and of the features (Friedman 2002, "Stochastic gradient boosting"). */
const LEAD_SHARE = 0.7;
const FEATURE_SHARE = 0.4;

const NOTHING = new Float64Array();

/** Boosts trees over the leads of one set (`leads`: leadsOf it); `seed` tells which leads and features each tree sees. */
export const createBoostedFit = (
  features: readonly Feature[],
  { columns, outcomes }: TrainingSet,
  rows: Int32Array,
  { seed, leads }: Readonly<{ seed: number; leads: readonly Float64Array[] }>,
) => {
  const random = createSeededRandom(seed);
  const { grow } = createTreeGrower(binFeatures(features, columns, rows), SETTINGS);
  const converted = rows.reduce((sum, row) => sum + (outcomes[row] ?? 0), 0);
  const base = Math.log((converted + 1) / (rows.length - converted + 1));
  const margins = new Float64Array(outcomes.length).fill(base);
  const gradient = new Float64Array(outcomes.length);
  const curvature = new Float64Array(outcomes.length);
  const everyFeature = Int32Array.from(features.keys());
  const trees: Tree[] = [];

  return {
    /** Grows one tree more. */
    step: (): void => {
      for (const row of rows) {
        const probability = logistic(margins[row] ?? 0);
        gradient[row] = probability - (outcomes[row] ?? 0);
        curvature[row] = probability * (1 - probability);
      }
      const seen = shuffle(Int32Array.from(rows), random).slice(0, Math.ceil(rows.length * LEAD_SHARE));
      const wanted = Math.max(1, Math.ceil(features.length * FEATURE_SHARE));
      const asked = [...shuffle(Int32Array.from(everyFeature), random).slice(0, wanted)].sort((a, b) => a - b);
      const tree = grow(seen, asked, { gradient, curvature });
      trees.push(tree);
      const score = createTreeScorer([tree], features);
      for (let row = 0; row < leads.length; row += 1) margins[row] = (margins[row] ?? 0) + score(leads[row] ?? NOTHING);
    },
    margins: (of: Int32Array): Float64Array => Float64Array.from(of, (row) => margins[row] ?? 0),
    model: (): BoostedModel => ({ kind: 'gbdt', base: Number(base.toPrecision(9)), trees }),
  };
};
