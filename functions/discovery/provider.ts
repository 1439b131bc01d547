import type { IcpCriteria } from '../campaigns/icp.ts';
import type { MicroUsd } from '../platform/money.ts';
import type { Company } from './company.ts';

export type CompanyPage = Readonly<{
  companies: readonly Company[];
  /** Where the next page begins, null on the last. */
  nextCursor: string | null;
  /** How many the provider says there are in all. */
  totalFound: number;
  /** What this page cost at the provider. */
  cost: MicroUsd;
}>;

/** Where companies come from. The same cursor gives the same page for as long as a run lasts. */
export type CompanyProvider = Readonly<{
  search: (criteria: IcpCriteria, page: Readonly<{ cursor: string | null; limit: number }>) => Promise<CompanyPage>;
}>;
