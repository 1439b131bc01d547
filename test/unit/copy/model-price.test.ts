import { DEFAULT_MODELS } from '../../../functions/copy/model-settings.ts';
import { priceOf } from '../../../functions/copy/providers/model-price.ts';

test('a call costs its tokens by kind, in micro-dollars rounded up', () => {
  const price = priceOf('claude-sonnet-5-5');
  expect(price({ input: 1_000, output: 500, cacheWrite: 0, cacheRead: 0 })).toBe(7_000);
  expect(price({ input: 0, output: 0, cacheWrite: 1_000, cacheRead: 10_000 })).toBe(3_500);
  expect(price({ input: 0, output: 0, cacheWrite: 1, cacheRead: 0 })).toBe(3);
});

test('the default models have a price; one without cannot be used', () => {
  for (const model of DEFAULT_MODELS.split(',')) expect(() => priceOf(model)).not.toThrow();
  expect(() => priceOf('claude-unknown')).toThrow('claude-unknown');
});
