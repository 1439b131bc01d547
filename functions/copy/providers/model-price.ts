import type { MicroUsd } from '../../platform/money.ts';
import prices from './model-prices.json' with { type: 'json' };

export type TokenUsage = Readonly<{ input: number; output: number; cacheWrite: number; cacheRead: number }>;

const MODELS: ReadonlyMap<string, TokenUsage> = new Map(Object.entries(prices.models));

/** Whether the price file knows a model. */
export const hasPrice = (model: string): boolean => MODELS.has(model);

/** What a request costs within a Message Batch of Anthropic's, as a share of the standard price. */
export const BATCH_SHARE = prices.batchShare.anthropic;

/**
 * Gives what a call to a model costs, in micro-dollars rounded up: a price per million tokens in dollars is a price per token in micro-dollars.
 * @param share Of the standard price: `BATCH_SHARE` within a batch.
 * @throws Error for a model that is not in the price file: what has no price cannot be held to a budget.
 */
export const priceOf = (model: string, share = 1): ((usage: TokenUsage) => MicroUsd) => {
  const price = MODELS.get(model);
  if (price === undefined)
    throw new Error(`The model ${model} is not in model-prices.json (version ${prices.version})`);
  return (usage) =>
    Math.ceil(
      share *
        (usage.input * price.input +
          usage.output * price.output +
          usage.cacheWrite * price.cacheWrite +
          usage.cacheRead * price.cacheRead),
    );
};
