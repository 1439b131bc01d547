import type { CompanyProviderName } from '../../../functions/campaigns/contract.ts';
import type { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { Company } from '../../../functions/discovery/company.ts';
import { type FoundCompany, SearchAnswer } from '../../../functions/discovery/provider-contract.ts';
import { type ApiClient, ApiError } from '../api-client.ts';
import type { Source } from './found.ts';
import { failedSource, takePages } from './take-pages.ts';

/** A page of the API has at most so many. */
const PAGE = 100;

const asCompany = ({ fieldSources: _sources, ...company }: FoundCompany): Company => Company.parse(company);

/** Asks a provider through the system, with the credential that the workspace has stored for it. */
export const askSystem = async (
  api: ApiClient,
  provider: CompanyProviderName,
  criteria: IcpCriteria,
  limit: number,
): Promise<Source> => {
  try {
    return await takePages(provider, limit, async (cursor, wanted) => {
      const answer = await api.call('POST', '/discovery/search', SearchAnswer, {
        provider,
        criteria,
        limit: Math.min(PAGE, wanted),
        ...(cursor === null ? {} : { cursor }),
      });
      return { ...answer, companies: answer.companies.map(asCompany) };
    });
  } catch (error) {
    if (!(error instanceof ApiError) || !error.problem.errorCode.startsWith('provider_')) throw error;
    return failedSource(provider, error.problem.detail);
  }
};
