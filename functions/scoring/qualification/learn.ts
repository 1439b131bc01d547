import { type BoostedModel, createBoostedFit } from './boosted-model.ts';
import { type Calibration, fitCalibration } from './calibration.ts';
import type { Feature } from './features.ts';
import { type Split, stratifiedFolds } from './folds.ts';
import { createLogisticFit, type LogisticModel } from './logistic-model.ts';
import { logLossOf } from './measures.ts';
import type { ModelKind } from './model.ts';
import { logistic } from './ridge-regression.ts';
import { leadsOf, type TrainingSet } from './training-set.ts';

export type Learned = Readonly<{ model: LogisticModel | BoostedModel; calibration: Calibration }>;
type Lesson = Readonly<{ features: readonly Feature[]; set: TrainingSet; rows: Int32Array; seed: number }>;

const FOLDS = 5;
const RIDGES = [30, 10, 3, 1, 0.3] as const;
const MOST_TREES = 400;
/** Trees that are grown without the held-out loss falling before growing stops. */
const PATIENCE = 40;

type HeldOut = Readonly<{ margins: Float64Array; loss: number }>;

/** Puts together what folds say of the leads they held out, in the order of `rows`, and how far off it is. */
const createHeldOut = ({ rows }: Lesson, outcomes: Uint8Array, folds: readonly Split[]) => {
  const placeOf = new Map([...rows].map((row, at) => [row, at]));
  const places = folds.map(({ test }) => Int32Array.from(test, (row) => placeOf.get(row) ?? 0));
  return (fits: readonly Readonly<{ margins: (of: Int32Array) => Float64Array }>[]): HeldOut => {
    const margins = new Float64Array(rows.length);
    for (const [fold, { test }] of folds.entries()) {
      const given = fits[fold]?.margins(test);
      for (const [at, place] of (places[fold] ?? test).entries()) margins[place] = given?.[at] ?? 0;
    }
    return { margins, loss: logLossOf(outcomes, margins.map(logistic)) };
  };
};

const learnLogistic = (lesson: Lesson, folds: readonly Split[], heldOut: ReturnType<typeof createHeldOut>) => {
  const { features, set, rows } = lesson;
  const fits = folds.map(({ train }) => createLogisticFit(features, set, train));
  const tried = RIDGES.map((ridge) => {
    for (const fit of fits) fit.fit(ridge);
    return { ridge, ...heldOut(fits) };
  });
  const best = tried.reduce((a, b) => (b.loss < a.loss ? b : a));
  const whole = createLogisticFit(features, set, rows);
  whole.fit(best.ridge);
  return { model: whole.model(best.ridge), margins: best.margins };
};

const learnBoosted = (lesson: Lesson, folds: readonly Split[], heldOut: ReturnType<typeof createHeldOut>) => {
  const { features, set, rows, seed } = lesson;
  const leads = leadsOf(set);
  const fits = folds.map(({ train }, fold) => createBoostedFit(features, set, train, { seed: seed + 1 + fold, leads }));
  let best = { trees: 0, ...heldOut(fits) };
  for (let trees = 1; trees <= MOST_TREES && trees - best.trees <= PATIENCE; trees += 1) {
    for (const fit of fits) fit.step();
    const now = heldOut(fits);
    if (now.loss < best.loss) best = { trees, ...now };
  }
  const whole = createBoostedFit(features, set, rows, { seed, leads });
  for (let tree = 0; tree < best.trees; tree += 1) whole.step();
  return { model: whole.model(), margins: best.margins };
};

/**
 * Learns from the leads of `rows`. How strong the ridge is, or how many trees there are, and the calibration are settled on leads that
 * five inner folds hold out; the model then learns from all of them.
 */
export const learn = (kind: ModelKind, lesson: Lesson): Learned => {
  const { rows, set, seed } = lesson;
  const folds = stratifiedFolds(rows, set.outcomes, FOLDS, seed);
  const outcomes = Uint8Array.from(rows, (row) => set.outcomes[row] ?? 0);
  const heldOut = createHeldOut(lesson, outcomes, folds);
  const { model, margins } = (kind === 'logistic' ? learnLogistic : learnBoosted)(lesson, folds, heldOut);
  return { model, calibration: fitCalibration(margins, outcomes) };
};
