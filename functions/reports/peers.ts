import { type Assessment, CATEGORIES, type Category } from '../assessment/contract.ts';
import type { ImpactIndustry } from '../assessment/impact/contract.ts';
import type { Peers } from './content.ts';

/** Fewer say little of an industry, and could be told apart. */
export const LEAST_PEERS = 20;

/** The scores of another site. */
export type PeerScores = Readonly<{
  domain: string;
  overall: number | null;
  categories: Readonly<Record<Category, number | null>>;
}>;

/** A value below which `part` of a sorted list lies, between two of them in proportion (R-7, as spreadsheets do). */
const quantile = (sorted: readonly number[], part: number): number => {
  const at = (sorted.length - 1) * part;
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return Math.round(below + (above - below) * (at - Math.floor(at)));
};

const spreadOf = (values: readonly number[]) => {
  const sorted = values.toSorted((one, other) => one - other);
  return { lower: quantile(sorted, 0.25), median: quantile(sorted, 0.5), upper: quantile(sorted, 0.75) };
};

/** How a site stands among others of its industry, each by the first of its assessments (given newest first); null with fewer than twenty of them. A category is compared where twenty have a score in it. */
export const comparePeers = (
  { domain, overall }: Pick<Assessment, 'domain' | 'overall'>,
  industry: ImpactIndustry,
  found: readonly PeerScores[],
): Peers | null => {
  const others = found.filter((peer) => peer.domain !== domain).toReversed();
  const peers = [...new Map(others.map((peer) => [peer.domain, peer])).values()];
  const totals = peers.flatMap((peer) => peer.overall ?? []);
  if (totals.length < LEAST_PEERS) return null;
  return {
    industry,
    count: totals.length,
    overall: spreadOf(totals),
    aheadOfPercent:
      overall === null ? null : Math.round((100 * totals.filter((total) => total < overall).length) / totals.length),
    categories: CATEGORIES.flatMap((category) => {
      const scores = peers.flatMap((peer) => peer.categories[category] ?? []);
      return scores.length < LEAST_PEERS ? [] : [{ category, count: scores.length, ...spreadOf(scores) }];
    }),
  };
};
