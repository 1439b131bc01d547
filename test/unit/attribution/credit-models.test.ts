import fc from 'fast-check';
import { CREDIT_MODELS, creditsOf, splitByLargestRemainder } from '../../../functions/attribution/credit-models.ts';
import { DAY, instant } from '../../../functions/platform/time.ts';

const start = Date.parse('2026-11-01T09:00:00.000Z');
const daysAfter = (...days: readonly number[]) => days.map((day) => instant(start + day * DAY));
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

const weights = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 40 });
const totals = fc.integer({ min: 0, max: 2 ** 40 });
const times = fc
  .array(fc.integer({ min: 0, max: 3_000 * DAY }), { minLength: 1, maxLength: 30 })
  .map((all) => [...all].sort((a, b) => a - b).map((offset) => instant(start + offset)));

test.each([
  ['first_touch', [39_900, 0, 0, 0]],
  ['last_touch', [0, 0, 0, 39_900]],
  ['linear', [9_975, 9_975, 9_975, 9_975]],
  ['position', [15_960, 3_990, 3_990, 15_960]],
  // A week apart each: 1, 2, 4, 8 fifteenths.
  ['time_decay', [2_660, 5_320, 10_640, 21_280]],
] as const)('%s credits four mails a week apart', (model, credits) => {
  expect(creditsOf(model, daysAfter(0, 7, 14, 21), 39_900)).toEqual(credits);
});

test('cents that do not divide go to the largest remainders, of equal ones to the first', () => {
  expect(creditsOf('linear', daysAfter(0, 1, 2), 100)).toEqual([34, 33, 33]);
  expect(creditsOf('linear', daysAfter(0, 1, 2), 101)).toEqual([34, 34, 33]);
  expect(splitByLargestRemainder(10, [1, 1, 8.5])).toEqual([1, 1, 8]);
  expect(splitByLargestRemainder(7, [0, 0, 0])).toEqual([3, 2, 2]);
});

test('one mail gets everything, two share alike by position', () => {
  for (const model of CREDIT_MODELS) expect(creditsOf(model, daysAfter(3), 39_900)).toEqual([39_900]);
  expect(creditsOf('position', daysAfter(0, 9), 39_901)).toEqual([19_951, 19_950]);
});

test('a touch counts half after seven days, however old all of them are', () => {
  const [older, newer] = creditsOf('time_decay', daysAfter(0, 7), 300);
  expect([older, newer]).toEqual([100, 200]);
  expect(creditsOf('time_decay', daysAfter(0, 3_000), 300)).toEqual([0, 300]);
});

test('credits of every model always sum to the sale, and none is negative', () => {
  fc.assert(
    fc.property(fc.constantFrom(...CREDIT_MODELS), times, totals, (model, touches, amount) => {
      const credits = creditsOf(model, touches, amount);
      expect(credits).toHaveLength(touches.length);
      expect(sum(credits)).toBe(amount);
      expect(credits.every((credit) => Number.isSafeInteger(credit) && credit >= 0)).toBe(true);
    }),
  );
});

test('a split sums to the total, and each part is within one of its exact share', () => {
  fc.assert(
    fc.property(totals, weights, (total, parts) => {
      const split = splitByLargestRemainder(total, parts);
      expect(sum(split)).toBe(total);
      const whole = sum(parts);
      // Weights are rounded to 2⁻⁴⁰ of the largest, which moves a share by as little of the total.
      const slack = 1 + (parts.length * total) / 2 ** 39;
      if (whole > 0)
        for (const [at, part] of split.entries())
          expect(Math.abs(part - (total * (parts[at] ?? 0)) / whole)).toBeLessThanOrEqual(slack);
    }),
  );
});

test('heavier never gets less', () => {
  fc.assert(
    fc.property(totals, weights, (total, parts) => {
      const split = splitByLargestRemainder(total, parts);
      for (const [a, weight] of parts.entries())
        for (const [b, other] of parts.entries())
          if (weight > other) expect(split[a] ?? 0).toBeGreaterThanOrEqual((split[b] ?? 0) - (a > b ? 1 : 0));
    }),
    { numRuns: 50 },
  );
});

test.each([
  [-1, [1]],
  [0.5, [1]],
  [1, []],
  [1, [-1]],
  [1, [Number.NaN]],
])('%d by %j is refused', (total, parts) => {
  expect(() => splitByLargestRemainder(total, parts)).toThrow(RangeError);
});
