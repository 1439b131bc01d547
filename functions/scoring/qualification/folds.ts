import { createSeededRandom, shuffle } from '../../platform/seeded-random.ts';

/** Leads to learn from and leads to be judged by, as row numbers. */
export type Split = Readonly<{ train: Int32Array; test: Int32Array }>;

/**
 * Splits rows into `count` parts that hold the same share of converted leads each, and gives each part once as the test. The same seed
 * gives the same parts.
 */
export const stratifiedFolds = (rows: Int32Array, outcomes: Uint8Array, count: number, seed: number): Split[] => {
  const random = createSeededRandom(seed);
  const converted = shuffle(
    rows.filter((row) => outcomes[row] === 1),
    random,
  );
  const others = shuffle(
    rows.filter((row) => outcomes[row] !== 1),
    random,
  );
  const foldOf = new Map<number, number>();
  for (const [at, row] of [...converted, ...others].entries()) foldOf.set(row, at % count);
  return Array.from({ length: count }, (_, fold) => ({
    train: rows.filter((row) => foldOf.get(row) !== fold),
    test: rows.filter((row) => foldOf.get(row) === fold),
  }));
};

/** The older leads to learn from and the newest `testShare` to be judged by: how the model would have done had it been used then. */
export const timeSplit = (times: Float64Array, testShare: number): Split => {
  const order = Int32Array.from(times.keys()).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
  const border = Math.round(order.length * (1 - testShare));
  return { train: order.slice(0, border).sort(), test: order.slice(border).sort() };
};
