import { VARIANTS, type Variant } from './contract.ts';

/** 32-bit FNV-1a over the UTF-16 code units of a text, as spec/analytics.md ("Experiments") hashes. */
export const fnv1a32 = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash >>> 0;
};

/** Where a unit falls in an experiment, 0 ≤ n < 1 in steps of 1/10,000 (spec/analytics.md; vectors/experiments.json). */
export const positionOf = (seed: string, unit: string): number =>
  (fnv1a32(String(fnv1a32(seed + unit))) % 10_000) / 10_000;

/** The variant that a company gets in a campaign: equal shares, the same for every contact of the company and in every run. */
export const assignVariant = (campaignId: string, domain: string): Variant =>
  VARIANTS[Math.floor(positionOf(campaignId, domain) * VARIANTS.length)] ?? 'problem';

/** One of several, by a seed and a key: the same seed and key give the same choice; other keys are chosen independently. */
export const chooseBy = <Value>(seed: string, key: string, options: readonly [Value, ...Value[]]): Value =>
  options[Math.floor(positionOf(seed, `#${key}`) * options.length)] ?? options[0];

/** Several in an order of the seed's choice. */
export const shuffleBy = <Value>(seed: string, key: string, values: readonly Value[]): readonly Value[] =>
  values
    .map((value, at) => ({ value, order: fnv1a32(String(fnv1a32(`${seed}#${key}#${at}`))) }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value);
