import { type ChooseOptions, chooseColumns } from './choose-columns.ts';
import { encodeColumns, featuresOf } from './features.ts';
import type { History } from './history.ts';
import { learn } from './learn.ts';
import type { Importance, LeftOut, ModelKind } from './model.ts';
import { createMargin, type Scored } from './score-lead.ts';

const SEED = 20_241;

export type FittedModel = Scored &
  Readonly<{ kind: ModelKind; leftOut: readonly LeftOut[]; averageEffects: number[]; importance: Importance[] }>;

const rounded = (number: number): number => Number(number.toPrecision(6));

/** What each feature adds on average, and how far it moves a lead from there. */
const effectsOf = (scored: Scored, columns: readonly Float64Array[], leads: number) => {
  const margin = createMargin(scored);
  const values = new Float64Array(columns.length);
  const all = Array.from({ length: leads }, (_, row) => {
    for (const [at, column] of columns.entries()) values[at] = column[row] ?? Number.NaN;
    const effects = new Float64Array(columns.length);
    margin(values, effects);
    return effects;
  });
  const mean = (of: (effects: Float64Array) => number) => all.reduce((sum, effects) => sum + of(effects), 0) / leads;
  const averageEffects = columns.map((_, at) => mean((effects) => effects[at] ?? 0));
  const importance = scored.features.map(({ column }, at) => ({
    column,
    effect: rounded(
      scored.calibration.slope * mean((effects) => Math.abs((effects[at] ?? 0) - (averageEffects[at] ?? 0))),
    ),
  }));
  return {
    averageEffects: averageEffects.map(rounded),
    importance: importance.sort((a, b) => b.effect - a.effect || (a.column < b.column ? -1 : 1)),
  };
};

/** Fits a model to all leads of a history: columns chosen, encoded and learned from. Deterministic. */
export const fitModel = (kind: ModelKind, history: History, options: ChooseOptions = {}): FittedModel => {
  const { kept, leftOut } = chooseColumns(history, options);
  const features = featuresOf(kept);
  const columns = encodeColumns(features, kept);
  const { outcomes } = history;
  const rows = Int32Array.from(outcomes.keys());
  const { model: learned, calibration } = learn(kind, { features, set: { columns, outcomes }, rows, seed: SEED });
  const scored = { features, learned, calibration };
  return { kind, leftOut, ...scored, ...effectsOf(scored, columns, outcomes.length) };
};
