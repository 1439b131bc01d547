import { stratifiedFolds } from './folds.ts';
import { type HistoryColumn, numberIn } from './history.ts';
import { aucOf } from './measures.ts';

const FOLDS = 5;
const SEED = 1;
/** Leads that a value's share of conversions is drawn towards the mean by, so that a value seen once says little. */
const PRIOR_LEADS = 10;

const numbersAuc = (values: readonly (string | null)[], outcomes: Uint8Array): number | undefined => {
  const numbers = Float64Array.from(values, (value) => (value === null ? Number.NaN : numberIn(value)));
  const stated = values.filter((value) => value !== null).length;
  const readable = numbers.filter((number) => !Number.isNaN(number)).length;
  if (readable < stated || readable === 0) return undefined;
  // Missing ranks at one end or the other, whichever tells more.
  const aucs = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY].map((end) => {
    const auc = aucOf(
      outcomes,
      numbers.map((number) => (Number.isNaN(number) ? end : number)),
    );
    return Math.max(auc, 1 - auc);
  });
  return Math.max(...aucs);
};

/** Each value's share of conversions among the other folds: what a column tells of leads that it was not counted on. */
const valuesAuc = (values: readonly (string | null)[], outcomes: Uint8Array): number => {
  const rows = Int32Array.from(values.keys());
  const scores = new Float64Array(values.length);
  for (const { train, test } of stratifiedFolds(rows, outcomes, FOLDS, SEED)) {
    const seen = new Map<string | null, { leads: number; converted: number }>();
    let converted = 0;
    for (const row of train) {
      const value = values[row] ?? null;
      const count = seen.get(value) ?? { leads: 0, converted: 0 };
      count.leads += 1;
      count.converted += outcomes[row] ?? 0;
      converted += outcomes[row] ?? 0;
      seen.set(value, count);
    }
    const mean = converted / train.length;
    for (const row of test) {
      const { leads, converted: of } = seen.get(values[row] ?? null) ?? { leads: 0, converted: 0 };
      scores[row] = (of + PRIOR_LEADS * mean) / (leads + PRIOR_LEADS);
    }
  }
  return aucOf(outcomes, scores);
};

/** How well a column alone tells the outcomes apart: AUC 0.5 not at all, 1 entirely. */
export const singleColumnAuc = ({ values }: HistoryColumn, outcomes: Uint8Array): number =>
  Math.max(numbersAuc(values, outcomes) ?? 0.5, valuesAuc(values, outcomes));
