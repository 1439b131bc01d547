import type { ProviderCost } from '../platform/provider-call.ts';

/**
 * What a provider's unit costs, micro-dollars: list prices of the smallest plan (November 2026, docs/providers.md), by which a run's cost and its cap are reckoned.
 * Contracts differ; where a provider tells what a call took, that number of units counts.
 */
const PER_UNIT = {
  /** A credit. */
  crustdata: 20_000,
  /** A credit; a page of a search and an enrichment take one each. */
  apollo: 49_000,
  /** A credit: a domain with up to ten addresses, or an address found; half of one for a verification. */
  hunter: 25_000,
  /** A company record. */
  'people-data-labs': 100_000,
  /** A text search that asks for websites (Text Search Enterprise). */
  'google-places': 35_000,
} as const;

/** So many units of a provider as a cost. */
export const costOfUnits = (provider: keyof typeof PER_UNIT, units: number): ProviderCost => ({
  microUsd: Math.round(PER_UNIT[provider] * units),
  credits: units,
});

/** The number in a header, or undefined when it is missing or no number. */
export const numberIn = (headers: Headers, name: string): number | undefined => {
  const value = headers.get(name);
  const number = value === null || value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
};
