import type { Company } from '../../../functions/discovery/company.ts';
import type { ProviderKind } from '../../../functions/discovery/provider-contract.ts';
import type { Source } from './found.ts';

/** A page as a source answers it, companies that a run would leave out taken away and counted. */
export type TakenPage = Readonly<{
  companies: readonly Company[];
  nextCursor: string | null;
  totalFound: number | null;
  costUsd: number;
  credits: number;
  leftOut: Readonly<Record<string, number>>;
  warnings: readonly string[];
}>;

/** A page of nothing after which there is none. */
export const LAST_PAGE: TakenPage = {
  ...{ companies: [], nextCursor: null, totalFound: null, costUsd: 0, credits: 0 },
  ...{ leftOut: {}, warnings: [] },
};

/** A source whose filter leaves little is asked no further than this. */
const MOST_PAGES = 50;

/** Page after page until there are as many companies as wanted, or no more. What every page says is told once. */
export const takePages = async (
  name: ProviderKind,
  limit: number,
  take: (cursor: string | null, wanted: number) => Promise<TakenPage>,
): Promise<Source> => {
  const companies: Company[] = [];
  const leftOut: Record<string, number> = {};
  const warnings = new Set<string>();
  let totalFound: number | null = null;
  let costUsd = 0;
  let credits = 0;
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const taken: TakenPage = await take(cursor, limit - companies.length);
    companies.push(...taken.companies.slice(0, limit - companies.length));
    for (const [reason, n] of Object.entries(taken.leftOut)) leftOut[reason] = (leftOut[reason] ?? 0) + n;
    for (const warning of taken.warnings) warnings.add(warning);
    totalFound ??= taken.totalFound;
    costUsd += taken.costUsd;
    credits += taken.credits;
    cursor = taken.nextCursor;
    if (cursor === null || companies.length >= limit) break;
  }
  return { name, companies, totalFound, costUsd, credits, leftOut, warnings: [...warnings], failed: false };
};

/** A source that could not give anything. */
export const failedSource = (name: ProviderKind, message: string): Source => ({
  ...{ name, companies: [], totalFound: null, costUsd: 0, credits: 0, leftOut: {} },
  warnings: [message],
  failed: true,
});
