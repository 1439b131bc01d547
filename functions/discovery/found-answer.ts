import type { IcpCriteria } from '../campaigns/icp.ts';
import { toUsd } from '../platform/money.ts';
import type { Company } from './company.ts';
import { createHardFilter } from './hard-filters.ts';
import type { CompanyPage } from './provider.ts';
import type { FoundCompany, SearchAnswer } from './provider-contract.ts';
import { sourcesByField } from './trust.ts';

/** A company with the source of each field that it tells. */
export const withSources = (company: Company): FoundCompany => {
  const { sources: _sources, ...told } = company;
  return { ...told, fieldSources: { ...sourcesByField(company) } };
};

/** What a run would draw from a page, and how many it would leave out, by reason. */
export const siftPage = (
  page: Pick<CompanyPage, 'companies' | 'outside'>,
  criteria: IcpCriteria,
): Readonly<{ companies: readonly Company[]; leftOut: Record<string, number> }> => {
  const filter = createHardFilter(criteria);
  const leftOut: Record<string, number> = page.outside === 0 ? {} : { outside_profile: page.outside };
  const companies = page.companies.filter((company) => {
    const reason = filter(company);
    if (reason !== null) leftOut[reason] = (leftOut[reason] ?? 0) + 1;
    return reason === null;
  });
  return { companies, leftOut };
};

/** A page of a provider as a person looks at it. */
export const answerOf = (page: CompanyPage, criteria: IcpCriteria): SearchAnswer => {
  const { companies, leftOut } = siftPage(page, criteria);
  return {
    companies: companies.map(withSources),
    nextCursor: page.nextCursor,
    totalFound: page.totalFound,
    costUsd: toUsd(page.cost),
    credits: page.credits,
    leftOut,
    warnings: [...page.notes, ...(page.failure === null ? [] : [page.failure.message])],
  };
};
