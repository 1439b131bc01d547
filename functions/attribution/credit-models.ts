import { DAY, type Instant } from '../platform/time.ts';

/** How a sale may be credited to the mails before it, beside the one that its chain names (spec/payments.md). */
export const CREDIT_MODELS = ['first_touch', 'last_touch', 'linear', 'position', 'time_decay'] as const;
export type CreditModel = (typeof CREDIT_MODELS)[number];

/** After so long a touch counts half. */
const HALF_LIFE = 7 * DAY;
/** What the first and the last touch get of a sale, by position; those between share the rest. */
const ENDS = 0.4;
/** Weights are made whole numbers by so much, so that shares are exact and the same everywhere. */
const SCALE = 2 ** 40;

/**
 * Splits a whole number by weights into whole numbers that always sum to it: each gets the floor of its share, and what is left goes one by
 * one to the largest remainders, of equal ones to the first (Hamilton's method). Weights that are all zero count as equal.
 * @throws RangeError when the total is no whole number ≥ 0, there are no weights, or one is negative or not finite.
 */
export const splitByLargestRemainder = (total: number, weights: readonly number[]): readonly number[] => {
  if (!Number.isSafeInteger(total) || total < 0) throw new RangeError(`${String(total)} cannot be split`);
  if (weights.length === 0 || weights.some((weight) => !Number.isFinite(weight) || weight < 0))
    throw new RangeError('A split needs weights that are numbers from zero on');
  const most = Math.max(...weights);
  const whole = weights.map((weight) => BigInt(most === 0 ? 1 : Math.round((weight / most) * SCALE)));
  const sum = whole.reduce((all, weight) => all + weight, 0n);
  const shares = whole.map((weight, index) => {
    const product = BigInt(total) * weight;
    return { index, floor: Number(product / sum), remainder: product % sum };
  });
  const left = total - shares.reduce((all, { floor }) => all + floor, 0);
  const lucky = new Set(
    [...shares]
      .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
      .slice(0, left)
      .map(({ index }) => index),
  );
  return shares.map(({ index, floor }) => floor + (lucky.has(index) ? 1 : 0));
};

/** How much each of the touches counts, oldest first. Only their proportions matter. */
const weightsOf = (model: CreditModel, times: readonly Instant[]): readonly number[] => {
  const last = times.length - 1;
  switch (model) {
    case 'first_touch':
      return times.map((_, at) => (at === 0 ? 1 : 0));
    case 'last_touch':
      return times.map((_, at) => (at === last ? 1 : 0));
    case 'linear':
      return times.map(() => 1);
    case 'position':
      if (times.length < 3) return times.map(() => 1);
      return times.map((_, at) => (at === 0 || at === last ? ENDS : (1 - 2 * ENDS) / (times.length - 2)));
    case 'time_decay': {
      // Ages are taken from the last touch, not from the sale: it divides every weight by the same number and none of them vanishes.
      const newest = Math.max(...times.map((at) => Date.parse(at)));
      return times.map((at) => 2 ** ((Date.parse(at) - newest) / HALF_LIFE));
    }
  }
};

/**
 * The credits of a sale's minor units by a model, in the order of the touches, which are oldest first. They always sum to the amount.
 * @throws RangeError when there is no touch, or the amount is no whole number ≥ 0.
 */
export const creditsOf = (model: CreditModel, times: readonly Instant[], amount: number): readonly number[] =>
  splitByLargestRemainder(amount, weightsOf(model, times));
