import { type ChooseOptions, chooseColumns } from './choose-columns.ts';
import { fitModel } from './fit-model.ts';
import { type History, historyRows, leadFacts } from './history.ts';
import { foldsOf, type Measures, measuresOf, probabilitiesOf } from './judge-model.ts';
import { calibrationErrorOf, logLossOf } from './measures.ts';
import { type LeftOut, MODEL_KINDS, type ModelKind } from './model.ts';
import { createLeadScorer } from './score-lead.ts';
import { checkHistory, leakageRefusal, type Refusal } from './train-model.ts';

export type Evaluated = Measures &
  Readonly<{ model: ModelKind; trainSeconds: number; scoreMicroseconds: number; folds?: readonly Measures[] }>;
export type Evaluation = Readonly<{ ok: true; models: readonly Evaluated[]; leftOut: readonly LeftOut[] }> | Refusal;

/** Monotonic time in milliseconds. */
type Stopwatch = () => number;
type Part = Measures &
  Readonly<{ outcomes: Uint8Array; probabilities: Float64Array; trainMs: number; scoreMs: number }>;

const ROUNDS_FOR_TIMING = 5;

const evaluatePart = (
  kind: ModelKind,
  train: History,
  test: History,
  options: ChooseOptions,
  stopwatch: Stopwatch,
): Part => {
  const began = stopwatch();
  const fitted = fitModel(kind, train, options);
  const trained = stopwatch();
  const scorer = createLeadScorer(fitted);
  const probabilities = probabilitiesOf(scorer, test);
  // Timed on leads that are read already, as a run scores them.
  const leads = Array.from(test.outcomes, (_, row) => leadFacts(test, row));
  const scoring = stopwatch();
  for (let round = 0; round < ROUNDS_FOR_TIMING; round += 1) for (const facts of leads) scorer.probability(facts);
  const scoreMs = (stopwatch() - scoring) / ROUNDS_FOR_TIMING / Math.max(1, leads.length);
  const { outcomes } = test;
  return { ...measuresOf(outcomes, probabilities), outcomes, probabilities, trainMs: trained - began, scoreMs };
};

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** Parts as one: AUC and times are means; log loss and calibration are of all judged leads together. */
const summary = (model: ModelKind, parts: readonly Part[]): Evaluated => {
  const outcomes = Uint8Array.from(parts.flatMap((part) => [...part.outcomes]));
  const probabilities = Float64Array.from(parts.flatMap((part) => [...part.probabilities]));
  return {
    model,
    auc: mean(parts.map(({ auc }) => auc)),
    logLoss: logLossOf(outcomes, probabilities),
    ece: calibrationErrorOf(outcomes, probabilities),
    trainSeconds: mean(parts.map(({ trainMs }) => trainMs)) / 1000,
    scoreMicroseconds: mean(parts.map(({ scoreMs }) => scoreMs)) * 1000,
    ...(parts.length === 1 ? {} : { folds: parts.map(({ auc, logLoss, ece }) => ({ auc, logLoss, ece })) }),
  };
};

const evaluate = (
  history: History,
  options: ChooseOptions,
  partsOf: (kind: ModelKind) => readonly Part[],
): Evaluation => {
  const unfit = checkHistory(history, options);
  if (unfit !== undefined) return unfit;
  const { kept, leftOut } = chooseColumns(history, options);
  const models = MODEL_KINDS.map((kind) => summary(kind, partsOf(kind)));
  const best = Math.max(...models.map(({ auc }) => auc));
  const names = kept.map(({ name }) => name);
  return leakageRefusal(best, names) ?? { ok: true, models, leftOut };
};

/** How good both kinds of model, trained on some leads, are on others. */
export const evaluateOn = (train: History, test: History, options: ChooseOptions, stopwatch: Stopwatch): Evaluation =>
  evaluate(train, options, (kind) => [evaluatePart(kind, train, test, options, stopwatch)]);

/** How good both kinds of model are on each of `count` parts of the leads, trained on the others. */
export const evaluateFolds = (
  history: History,
  count: number,
  options: ChooseOptions,
  stopwatch: Stopwatch,
): Evaluation =>
  evaluate(history, options, (kind) =>
    foldsOf(history, count).map(({ train, test }) =>
      evaluatePart(kind, historyRows(history, train), historyRows(history, test), options, stopwatch),
    ),
  );
