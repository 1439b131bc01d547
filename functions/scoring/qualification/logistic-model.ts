import * as z from 'zod';
import type { Feature } from './features.ts';
import { rangeOf, standardised, Term, termsOf, weightCount } from './logistic-terms.ts';
import { fitRidge, marginOf, type SparseRows } from './ridge-regression.ts';
import type { TrainingSet } from './training-set.ts';

/** A term of each feature and its weights: of each category, or of the standardised number and then of each range. */
export const LogisticModel = z.object({
  kind: z.literal('logistic'),
  ridge: z.number(),
  intercept: z.number(),
  terms: z.array(z.object({ term: Term, weights: z.array(z.number()) })),
});
export type LogisticModel = z.infer<typeof LogisticModel>;

const ENTRIES = 2;
const rounded = (weight: number): number => Number(weight.toPrecision(9));

/** The design matrix: intercept, then two entries a feature at most. */
const designOf = (terms: readonly Term[], columns: readonly Float64Array[], leads: number): SparseRows => {
  const width = 1 + ENTRIES * terms.length;
  const indices = new Int32Array(leads * width);
  const values = new Float64Array(leads * width);
  for (let row = 0; row < leads; row += 1) values[row * width] = 1;
  let offset = 1;
  for (const [at, term] of terms.entries()) {
    const column = columns[at] ?? new Float64Array();
    for (let row = 0; row < leads; row += 1) {
      const value = column[row] ?? Number.NaN;
      const entry = row * width + 1 + ENTRIES * at;
      indices[entry] = offset + (term.kind === 'category' ? value : 1 + rangeOf(term, value));
      values[entry] = 1;
      indices[entry + 1] = offset;
      values[entry + 1] = term.kind === 'category' ? 0 : standardised(term, value);
    }
    offset += weightCount(term);
  }
  return { width, indices, values, weights: offset };
};

/** Fits for several strengths of the ridge to the leads of one set; terms are made of the leads that are learned from. */
export const createLogisticFit = (
  features: readonly Feature[],
  { columns, outcomes }: TrainingSet,
  rows: Int32Array,
) => {
  const terms = termsOf(features, columns, rows);
  const design = designOf(terms, columns, outcomes.length);
  let weights: Float64Array | undefined;
  return {
    fit: (ridge: number): void => {
      weights = fitRidge({ design, outcomes, rows, ridge }, weights);
    },
    margins: (of: Int32Array): Float64Array =>
      Float64Array.from(of, (row) => marginOf(design, weights ?? new Float64Array(), row)),
    model: (ridge: number): LogisticModel => {
      const [intercept = 0, ...rest] = weights ?? [];
      let offset = 0;
      return {
        kind: 'logistic',
        ridge,
        intercept: rounded(intercept),
        terms: terms.map((term) => {
          const own = rest.slice(offset, offset + weightCount(term));
          offset += weightCount(term);
          return { term, weights: own.map(rounded) };
        }),
      };
    },
  };
};

/** Gives a function that writes each feature's share of a lead's log-odds into `effects` and returns their sum. */
export const createLogisticScorer =
  ({ intercept, terms }: LogisticModel) =>
  (values: Float64Array, effects?: Float64Array): number => {
    let sum = intercept;
    for (const [at, { term, weights }] of terms.entries()) {
      const value = values[at] ?? Number.NaN;
      const effect =
        term.kind === 'category'
          ? (weights[value] ?? 0)
          : (weights[0] ?? 0) * standardised(term, value) + (weights[1 + rangeOf(term, value)] ?? 0);
      if (effects !== undefined) effects[at] = effect;
      sum += effect;
    }
    return sum;
  };
