import fc from 'fast-check';
import { VARIANTS } from '../../../functions/copy/contract.ts';
import { assignVariant, chooseBy, fnv1a32, positionOf, shuffleBy } from '../../../functions/copy/experiment.ts';

// shared/vectors/experiments.json, "hash"
test.each([
  ['seed', 'a', 0.0505],
  ['foo', 'ab', 0.2575],
])('seed %s and unit %s stand at %d', (seed, unit, n) => {
  expect(positionOf(seed, unit)).toBe(n);
});

test('FNV-1a is the published one', () => {
  expect(fnv1a32('')).toBe(0x811c9dc5);
  expect(fnv1a32('a')).toBe(0xe40c292c);
  expect(fnv1a32('foobar')).toBe(0xbf9cf968);
});

test('a company has one variant in a campaign, and the three have equal shares', () => {
  const counts = new Map<string, number>();
  for (let n = 0; n < 9_000; n += 1) {
    const variant = assignVariant('cmp_01j000000000', `company-${String(n)}.com`);
    expect(assignVariant('cmp_01j000000000', `company-${String(n)}.com`)).toBe(variant);
    counts.set(variant, (counts.get(variant) ?? 0) + 1);
  }
  // Chi-square with two degrees of freedom, 0.1 %: 13.8.
  const chi = VARIANTS.reduce((sum, variant) => sum + ((counts.get(variant) ?? 0) - 3_000) ** 2 / 3_000, 0);
  expect(chi).toBeLessThan(13.8);
});

test('choices follow the seed and key, and orders keep every value', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      fc.array(fc.integer(), { minLength: 1 }),
      (seed, key, [first = 0, ...rest]) => {
        const options = [first, ...rest] as const;
        expect(options).toContain(chooseBy(seed, key, options));
        expect(chooseBy(seed, key, options)).toBe(chooseBy(seed, key, options));
        expect([...shuffleBy(seed, key, options)].sort()).toEqual([...options].sort());
      },
    ),
  );
});

test('every order of three comes up about as often', () => {
  const orders = new Map<string, number>();
  for (let n = 0; n < 6_000; n += 1) {
    const order = shuffleBy(`run_1/a${String(n)}@b.com`, 'problems', [0, 1, 2]).join('');
    orders.set(order, (orders.get(order) ?? 0) + 1);
  }
  expect(orders.size).toBe(6);
  for (const count of orders.values()) expect(count).toBeGreaterThan(800);
});
