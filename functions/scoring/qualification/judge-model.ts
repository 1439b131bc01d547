import type { ChooseOptions } from './choose-columns.ts';
import { fitModel } from './fit-model.ts';
import { type Split, stratifiedFolds, timeSplit } from './folds.ts';
import { type History, historyRows, leadFacts } from './history.ts';
import { aucOf, calibrationBins, calibrationErrorOf, logLossOf } from './measures.ts';
import type { Metrics, ModelKind } from './model.ts';
import { createLeadScorer, type LeadScorer } from './score-lead.ts';

const FOLDS = 5;
const SEED = 7;
const NEWEST_SHARE = 0.2;
/** Leads of fewer times than these have no newest fifth: those of one run are all of one moment. */
const FEWEST_TIMES = 5;

export type Measures = Readonly<{ auc: number; logLoss: number; ece: number }>;

export const measuresOf = (outcomes: Uint8Array, probabilities: Float64Array): Measures => ({
  auc: aucOf(outcomes, probabilities),
  logLoss: logLossOf(outcomes, probabilities),
  ece: calibrationErrorOf(outcomes, probabilities),
});

/** The probabilities that a scorer gives the leads of a history, in their order. */
export const probabilitiesOf = (scorer: LeadScorer, history: History): Float64Array =>
  Float64Array.from(history.outcomes, (_, row) => scorer.probability(leadFacts(history, row)));

export type Judged = Readonly<{ outcomes: Uint8Array; probabilities: Float64Array }>;

/**
 * Fits a model to the leads of each split's training part and tells what it says of the rest, split by split. Columns are chosen and encoded
 * anew each time: nothing of a judged lead is known to the model that judges it.
 */
export function* judgeSplits(
  kind: ModelKind,
  history: History,
  splits: readonly Split[],
  options: ChooseOptions,
): Generator<Judged> {
  for (const { train, test } of splits) {
    const judged = historyRows(history, test);
    const scorer = createLeadScorer(fitModel(kind, historyRows(history, train), options));
    yield { outcomes: judged.outcomes, probabilities: probabilitiesOf(scorer, judged) };
  }
}

export const foldsOf = ({ outcomes }: History, count: number): Split[] =>
  stratifiedFolds(Int32Array.from(outcomes.keys()), outcomes, count, SEED);

const together = (parts: readonly Judged[]): Judged => ({
  outcomes: Uint8Array.from(parts.flatMap(({ outcomes }) => [...outcomes])),
  probabilities: Float64Array.from(parts.flatMap(({ probabilities }) => [...probabilities])),
});

const hasBoth = (outcomes: Uint8Array, rows: Int32Array): boolean =>
  rows.some((row) => outcomes[row] === 1) && rows.some((row) => outcomes[row] === 0);

/**
 * How good a kind of model is on leads it has not seen: the newest fifth when times are known (as it will be used), else each fifth in turn.
 * AUC is the mean of the parts', because probabilities of different fits do not rank against each other.
 */
export const judgeModel = (kind: ModelKind, history: History, options: ChooseOptions = {}): Metrics => {
  const newest =
    history.times === null || new Set(history.times).size < FEWEST_TIMES
      ? undefined
      : timeSplit(history.times, NEWEST_SHARE);
  const byTime =
    newest !== undefined && hasBoth(history.outcomes, newest.test) && hasBoth(history.outcomes, newest.train);
  const splits = byTime ? [newest] : foldsOf(history, FOLDS);
  const parts = [...judgeSplits(kind, history, splits, options)];
  const { outcomes, probabilities } = together(parts);
  return {
    judgedOn: byTime ? 'newest' : 'folds',
    leads: outcomes.length,
    converted: outcomes.reduce((sum, outcome) => sum + outcome, 0),
    auc: parts.reduce((sum, part) => sum + aucOf(part.outcomes, part.probabilities), 0) / parts.length,
    logLoss: logLossOf(outcomes, probabilities),
    ece: calibrationErrorOf(outcomes, probabilities),
    bins: calibrationBins(outcomes, probabilities),
  };
};
