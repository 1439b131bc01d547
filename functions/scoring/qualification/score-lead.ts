import { calibrated } from './calibration.ts';
import { createFeatureReader } from './features.ts';
import { type LeadFacts, statedText } from './history.ts';
import { createLogisticScorer } from './logistic-model.ts';
import type { QualificationModel } from './model.ts';
import { createTreeScorer } from './tree-scorer.ts';

/** Why a lead's probability differs from the average lead's: a column, what it says, and by how many log-odds it moves the answer. */
export type Effect = Readonly<{ column: string; value: string | null; effect: number }>;
export type LeadScorer = Readonly<{
  /** The probability that a lead converts, 0..1. */
  probability: (facts: LeadFacts) => number;
  /** The columns that move it most, strongest first. */
  explain: (facts: LeadFacts, limit: number) => readonly Effect[];
}>;

export type Scored = Pick<QualificationModel, 'features' | 'learned' | 'calibration'>;

/** Gives a function from a lead's numbers to its log-odds before calibration; with `effects`, each feature's share is added there. */
export const createMargin = ({
  features,
  learned,
}: Scored): ((values: Float64Array, effects?: Float64Array) => number) => {
  if (learned.kind === 'logistic') return createLogisticScorer(learned);
  const score = createTreeScorer(learned.trees, features);
  return (values, effects) => learned.base + score(values, effects);
};

/** Reads a model once and gives what scores leads by it. The same lead and model give the same answer, always. */
export const createLeadScorer = (model: Scored & Pick<QualificationModel, 'averageEffects'>): LeadScorer => {
  const { features, calibration, averageEffects } = model;
  const read = createFeatureReader(features);
  const margin = createMargin(model);
  return {
    probability: (facts) => calibrated(calibration, margin(read(facts))),
    explain: (facts, limit) => {
      const effects = new Float64Array(features.length);
      margin(read(facts), effects);
      return features
        .map(({ column }, at) => ({
          column,
          value: statedText(facts[column]),
          effect: calibration.slope * ((effects[at] ?? 0) - (averageEffects[at] ?? 0)),
        }))
        .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
        .slice(0, limit);
    },
  };
};
