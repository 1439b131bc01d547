import fc from 'fast-check';
import { createSeededRandom } from '../../../../functions/platform/seeded-random.ts';
import { calibrated, fitCalibration } from '../../../../functions/scoring/qualification/calibration.ts';
import { stratifiedFolds, timeSplit } from '../../../../functions/scoring/qualification/folds.ts';
import {
  aucOf,
  calibrationBins,
  calibrationErrorOf,
  logLossOf,
} from '../../../../functions/scoring/qualification/measures.ts';
import { fitRidge, solve } from '../../../../functions/scoring/qualification/ridge-regression.ts';

const leads = fc.array(
  fc.record({ outcome: fc.constantFrom(0, 1), score: fc.double({ min: 0, max: 1, noNaN: true }) }),
  {
    minLength: 2,
    maxLength: 60,
  },
);
const outcomesOf = (of: readonly { outcome: number }[]) => Uint8Array.from(of, ({ outcome }) => outcome);
const scoresOf = (of: readonly { score: number }[]) => Float64Array.from(of, ({ score }) => score);

test('AUC is the share of pairs that are ranked right, ties counting half', () => {
  fc.assert(
    fc.property(leads, (of) => {
      const yes = of.filter(({ outcome }) => outcome === 1);
      const no = of.filter(({ outcome }) => outcome === 0);
      fc.pre(yes.length > 0 && no.length > 0);
      let right = 0;
      for (const a of yes) for (const b of no) right += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0;
      expect(aucOf(outcomesOf(of), scoresOf(of))).toBeCloseTo(right / (yes.length * no.length), 10);
    }),
  );
});

test('AUC of 1, 0 and one half', () => {
  const outcomes = Uint8Array.of(0, 0, 1, 1);
  expect(aucOf(outcomes, Float64Array.of(0.1, 0.2, 0.3, 0.4))).toBe(1);
  expect(aucOf(outcomes, Float64Array.of(0.4, 0.3, 0.2, 0.1))).toBe(0);
  expect(aucOf(outcomes, Float64Array.of(0.5, 0.5, 0.5, 0.5))).toBe(0.5);
});

test('log loss is that of the textbook and stays finite for certainty that was wrong', () => {
  expect(logLossOf(Uint8Array.of(1, 0), Float64Array.of(0.5, 0.5))).toBeCloseTo(Math.log(2), 12);
  expect(logLossOf(Uint8Array.of(1), Float64Array.of(0))).toBeLessThan(40);
});

test('the calibration error is the mean distance over ten bins of equal width, weighted by leads', () => {
  const outcomes = Uint8Array.of(1, 0, 1, 1);
  const probabilities = Float64Array.of(0.05, 0.05, 0.95, 1);
  expect(calibrationBins(outcomes, probabilities)).toEqual([
    { from: 0, leads: 2, predicted: 0.05, observed: 0.5 },
    { from: 0.9, leads: 2, predicted: 0.975, observed: 1 },
  ]);
  expect(calibrationErrorOf(outcomes, probabilities)).toBeCloseTo((2 * 0.45 + 2 * 0.025) / 4, 12);
});

test('calibration mends overconfidence and keeps the order of leads', () => {
  const random = createSeededRandom(3);
  const margins = Float64Array.from({ length: 5_000 }, () => 8 * (random() - 0.5));
  const outcomes = Uint8Array.from(margins, (margin) => (random() < 1 / (1 + Math.exp(-margin / 2 + 0.5)) ? 1 : 0));
  const calibration = fitCalibration(margins, outcomes);
  expect(calibration.slope).toBeCloseTo(0.5, 1);
  expect(calibration.shift).toBeCloseTo(-0.5, 1);
  const probabilities = margins.map((margin) => calibrated(calibration, margin));
  expect(aucOf(outcomes, probabilities)).toBe(aucOf(outcomes, margins));
  expect(calibrationErrorOf(outcomes, probabilities)).toBeLessThan(0.02);
});

test('every row is in exactly one fold, and every fold holds the same share of converted leads', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 50, max: 300 }),
      fc.integer({ min: 2, max: 6 }),
      fc.integer(),
      (count, folds, seed) => {
        const outcomes = Uint8Array.from({ length: count }, (_, at) => (at % 4 === 0 ? 1 : 0));
        const parts = stratifiedFolds(Int32Array.from(outcomes.keys()), outcomes, folds, seed);
        expect(parts.flatMap(({ test }) => [...test]).toSorted((a, b) => a - b)).toEqual([...outcomes.keys()]);
        for (const { train, test } of parts) {
          expect(train.length + test.length).toBe(count);
          const converted = test.filter((row) => outcomes[row] === 1).length;
          expect(Math.abs(converted - count / 4 / folds)).toBeLessThanOrEqual(2);
        }
      },
    ),
  );
});

test('the newest leads are judged by the older ones', () => {
  const { train, test: newest } = timeSplit(Float64Array.of(30, 10, 50, 20, 40), 0.4);
  expect([...train]).toEqual([0, 1, 3]);
  expect([...newest]).toEqual([2, 4]);
});

test('a symmetric system is solved', () => {
  const [x, y] = solve(Float64Array.of(4, 2, 2, 3), Float64Array.of(8, 7));
  expect(x).toBeCloseTo(1.25, 12);
  expect(y).toBeCloseTo(1.5, 12);
});

test('the ridge draws weights to 0, never the intercept: the mean prediction is the mean outcome', () => {
  const outcomes = Uint8Array.from({ length: 200 }, (_, at) => (at < 60 ? 1 : 0));
  const indices = new Int32Array(400);
  const values = new Float64Array(400);
  for (let row = 0; row < 200; row += 1) {
    values[2 * row] = 1;
    indices[2 * row + 1] = 1;
    values[2 * row + 1] = (row * 37) % 11;
  }
  const design = { width: 2, indices, values, weights: 2 };
  const rows = Int32Array.from(outcomes.keys());
  const weak = fitRidge({ design, outcomes, rows, ridge: 0.01 });
  const strong = fitRidge({ design, outcomes, rows, ridge: 1e9 });
  expect(Math.abs(strong[1] ?? 1)).toBeLessThan(1e-4);
  expect(strong[0]).toBeCloseTo(Math.log(60 / 140), 3);
  expect(Math.abs(strong[1] ?? 0)).toBeLessThanOrEqual(Math.abs(weak[1] ?? 0));
});
