import type { CompanyProviderName } from '../../../functions/campaigns/contract.ts';
import type { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { Company } from '../../../functions/discovery/company.ts';
import { type FoundCompany, SearchAnswer } from '../../../functions/discovery/provider-contract.ts';
import { type ApiClient, ApiError } from '../api-client.ts';
import type { Source } from './found.ts';
import { LAST_PAGE, takePages } from './take-pages.ts';

/** A page of the API has at most so many. */
const PAGE = 100;

const asCompany = ({ fieldSources: _sources, ...company }: FoundCompany): Company => Company.parse(company);

/** Asks a provider through the system, with the credential that the workspace has stored for it; what was paid for before it failed is kept. */
export const askSystem = async (
  api: ApiClient,
  provider: CompanyProviderName,
  criteria: IcpCriteria,
  limit: number,
): Promise<Source> => {
  const failures: string[] = [];
  const source = await takePages(provider, limit, async (cursor, wanted) => {
    try {
      const answer = await api.call('POST', '/discovery/search', SearchAnswer, {
        provider,
        criteria,
        limit: Math.min(PAGE, wanted),
        ...(cursor === null ? {} : { cursor }),
      });
      return { ...answer, companies: answer.companies.map(asCompany) };
    } catch (error) {
      if (!(error instanceof ApiError) || !error.problem.errorCode.startsWith('provider_')) throw error;
      failures.push(error.problem.detail);
      return { ...LAST_PAGE, warnings: failures };
    }
  });
  return { ...source, failed: failures.length > 0 && source.companies.length === 0 };
};
