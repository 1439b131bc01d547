import { type ChooseOptions, chooseColumns } from './choose-columns.ts';
import { fitModel } from './fit-model.ts';
import { type History, historyRows, type LeadFacts, leadFacts } from './history.ts';
import { foldsOf, type Measures, measuresOf, probabilitiesOf } from './judge-model.ts';
import { calibrationErrorOf, logLossOf } from './measures.ts';
import { type LeftOut, MODEL_KINDS, type ModelKind } from './model.ts';
import { createLeadScorer, type LeadScorer } from './score-lead.ts';
import { checkHistory, leakageRefusal, type Refusal } from './train-model.ts';

export type Evaluated = Measures &
  Readonly<{ model: ModelKind; trainSeconds: number; scoreMicroseconds: number; folds?: readonly Measures[] }>;
export type Evaluation =
  | Readonly<{
      ok: true;
      models: readonly Evaluated[];
      leftOut: readonly LeftOut[];
      /** Columns that were learned from and that the judged leads do not have: they count as not stated. */
      absent: readonly string[];
    }>
  | Refusal;

/** Monotonic time in milliseconds. */
type Stopwatch = () => number;
type Part = Measures &
  Readonly<{ outcomes: Uint8Array; probabilities: Float64Array; trainMs: number; scoreMs: number }>;

const ROUNDS_FOR_TIMING = 5;
/** Leads timed together: about a millisecond, so that few parts are cut into by what else runs on the machine. */
const TIMED_TOGETHER = 64;

/** Milliseconds that a lead usually takes, scored by a model that has read it already, as in a run: the median of many small parts. */
const scoringTime = (scorer: LeadScorer, leads: readonly LeadFacts[], stopwatch: Stopwatch): number => {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS_FOR_TIMING; round += 1)
    for (let from = 0; from < leads.length; from += TIMED_TOGETHER) {
      const part = leads.slice(from, from + TIMED_TOGETHER);
      const began = stopwatch();
      for (const facts of part) scorer.probability(facts);
      times.push((stopwatch() - began) / part.length);
    }
  return times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
};

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
  const leads = Array.from(test.outcomes, (_, row) => leadFacts(test, row));
  const scoreMs = scoringTime(scorer, leads, stopwatch);
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
  return leakageRefusal(best, names) ?? { ok: true, models, leftOut, absent: [] };
};

/** Why leads of one outcome only cannot tell how well a model ranks; undefined when there are both. */
const oneOutcome = ({ outcomes }: History): Refusal | undefined => {
  const converted = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  if (converted > 0 && converted < outcomes.length) return undefined;
  const said = converted === 0 ? 'None' : 'All';
  const problem = `${said} of the ${String(outcomes.length)} leads to judge by converted; a model is judged by how it ranks some that did above some that did not.`;
  return { ok: false, reason: 'one_outcome', problem };
};

/** How good both kinds of model, trained on some leads, are on others. */
export const evaluateOn = (train: History, test: History, options: ChooseOptions, stopwatch: Stopwatch): Evaluation => {
  const unfit = oneOutcome(test);
  if (unfit !== undefined) return unfit;
  const evaluated = evaluate(train, options, (kind) => [evaluatePart(kind, train, test, options, stopwatch)]);
  if (!evaluated.ok) return evaluated;
  const had = new Set(
    [...test.columns, ...evaluated.leftOut.map(({ column }) => ({ name: column }))].map(({ name }) => name),
  );
  return { ...evaluated, absent: train.columns.map(({ name }) => name).filter((name) => !had.has(name)) };
};

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
