import type { IcpCriteria } from '../campaigns/icp.ts';
import type { MicroUsd } from '../platform/money.ts';
import type { ProviderFailure } from '../platform/provider-failure.ts';
import type { Company } from './company.ts';

export type CompanyPage = Readonly<{
  companies: readonly Company[];
  /** Where the next page begins, null on the last. */
  nextCursor: string | null;
  /** How many the provider says there are in all; null when it does not say. */
  totalFound: number | null;
  /** What this page cost at the provider, and in its own credits. */
  cost: MicroUsd;
  credits: number;
  /** How many the provider gave that the profile does not ask for: what it cannot be asked, we filter. */
  outside: number;
  /** What was asked otherwise than the profile says, for a person. */
  notes: readonly string[];
  /** Why the provider gives nothing further; what it gave until then stands. */
  failure: ProviderFailure | null;
}>;

/** A page at no cost, with nothing to say about it. */
export const freePage = (told: Pick<CompanyPage, 'companies' | 'nextCursor' | 'totalFound'>): CompanyPage => ({
  cost: 0,
  credits: 0,
  outside: 0,
  notes: [],
  failure: null,
  ...told,
});

/** The end of what a provider gives, with the reason; what was paid until then is told all the same. */
export const failedPage = (failure: ProviderFailure, cost: MicroUsd = 0, credits = 0): CompanyPage => ({
  ...freePage({ companies: [], nextCursor: null, totalFound: null }),
  cost,
  credits,
  failure,
});

export type PageWish = Readonly<{ cursor: string | null; limit: number }>;

/** Where companies come from. The same cursor gives the same page for as long as a run lasts. */
export type CompanyProvider = Readonly<{
  search: (criteria: IcpCriteria, page: PageWish) => Promise<CompanyPage>;
}>;

/** A provider that is called over the network. */
export type PaidProvider = CompanyProvider &
  Readonly<{
    /** Companies that one page has at most. */
    largestPage: number;
    /** The most that a page of so many companies can cost. */
    mostFor: (companies: number) => MicroUsd;
  }>;

/** A cursor that is none of the provider's: the caller's mistake. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}
