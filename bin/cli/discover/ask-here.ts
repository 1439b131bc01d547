import type { CompanyProviderName } from '../../../functions/campaigns/contract.ts';
import type { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { siftPage } from '../../../functions/discovery/found-answer.ts';
import { createOpenProvider } from '../../../functions/discovery/open-providers.ts';
import { PROVIDER_FACTS } from '../../../functions/discovery/provider-facts.ts';
import { createMemoryCache } from '../../../functions/platform/answer-cache.ts';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import { toUsd } from '../../../functions/platform/money.ts';
import { providerUrls } from '../../../functions/platform/provider-urls.ts';
import { systemClock as clock } from '../../../functions/platform/time.ts';
import { UsageError } from '../usage-error.ts';
import type { Source } from './found.ts';
import { failedSource, takePages } from './take-pages.ts';

/** Whether a provider is asked without a key, so that no system is needed to look at it. */
export const isFree = (name: CompanyProviderName): boolean => !PROVIDER_FACTS[name].needsKey;

const NOBODY = WorkspaceId.parse('ws_0000000000');

const urls = () => {
  try {
    return providerUrls(process.env['PROVIDER_URLS']);
  } catch (error) {
    throw new UsageError(
      `PROVIDER_URLS is a JSON object of providers and addresses: ${error instanceof Error ? error.message : ''}`,
    );
  }
};

/** Asks a provider without a key from this process. */
export const askHere = async (name: CompanyProviderName, icp: IcpCriteria, limit: number): Promise<Source> => {
  const cache = createMemoryCache(clock);
  const open = createOpenProvider({
    urls: urls(),
    readCredentials: () => Promise.resolve({}),
    cacheOf: () => cache,
    clock,
  });
  const opened = await open(NOBODY, name);
  if (!opened.ok) return failedSource(name, opened.failure.message);
  let failure: string | undefined;
  const source = await takePages(name, limit, async (cursor, wanted) => {
    const page = await opened.provider.search(icp, { cursor, limit: wanted });
    failure = page.failure?.message;
    const warnings = [...page.notes, ...(page.failure === null ? [] : [page.failure.message])];
    return {
      ...siftPage(page, icp),
      nextCursor: page.nextCursor,
      totalFound: page.totalFound,
      costUsd: toUsd(page.cost),
      credits: page.credits,
      warnings,
    };
  });
  return { ...source, failed: failure !== undefined && source.companies.length === 0 };
};
