import type { SiteQuotation } from './infer-icps-contract.ts';

/** Something a website says of its customers, with the words that say it. */
export type Fact<Value> = Readonly<{
  value: Value;
  weight: number;
  evidence: readonly SiteQuotation[];
  /** Whether it is said of those the company works for; else they are only spoken of. */
  served: boolean;
}>;
/** Gathers what sentences say of one kind, each value once with all its evidence. */
export const collect = <Value>() => {
  const found = new Map<string, { value: Value; weight: number; evidence: SiteQuotation[]; served: boolean }>();
  const weights = new Map<string, number>();
  return {
    add: (key: string, value: Value, weight: number, quotation: SiteQuotation, served = true): void => {
      const known = found.get(key) ?? { value, weight: 0, evidence: [], served: false };
      known.served ||= served;
      // A sentence that mentions somebody and says that they are served counts once, by what it says most clearly.
      const again = known.evidence.find(({ quote }) => quote === quotation.quote);
      const before = again === undefined ? 0 : (weights.get(`${key}\n${quotation.quote}`) ?? 0);
      known.weight += Math.max(0, weight - before);
      weights.set(`${key}\n${quotation.quote}`, Math.max(weight, before));
      if (again === undefined) known.evidence.push(quotation);
      found.set(key, known);
    },
    /** Those who are served first, then the most spoken of; of equals in the order in which they came. */
    ranked: (): readonly Fact<Value>[] =>
      [...found.values()].sort((a, b) => Number(b.served) - Number(a.served) || b.weight - a.weight),
  };
};
