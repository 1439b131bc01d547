import * as z from 'zod';
import type { IcpCriteria } from '../../campaigns/icp.ts';
import { mapAtOnce } from '../../platform/at-once.ts';
import type { ProviderCall, ProviderFailureKind } from '../../platform/provider-call.ts';
import type { ProviderFailure } from '../../platform/provider-failure.ts';
import { DAY } from '../../platform/time.ts';
import { foundCompanies, type Told } from '../found-company.ts';
import { type CompanyPage, failedPage, type PageWish, type PaidProvider } from '../provider.ts';
import { readCursor, writeCursor } from '../provider-cursor.ts';
import { costOfUnits } from '../provider-prices.ts';
import { NO_ROWS, unreadNotes } from '../provider-rows.ts';
import { readWebsite } from '../website.ts';
import { ApolloEnriched, ApolloSearch, apolloQuery, type Organization, toldByApollo } from './apollo-shapes.ts';

export const APOLLO_REQUESTS_PER_MINUTE = 100;
const LARGEST_PAGE = 100;
/** Apollo shows 50,000 organizations of a search and no more (docs.apollo.io/reference/organization-search). */
const LAST_PAGE = 500;
const SEARCH_KEPT = DAY;
const ENRICHED_KEPT = 30 * DAY;
const AT_ONCE = 5;

const Cursor = z.object({ page: z.int().min(2), size: z.int().min(1).max(LARGEST_PAGE) });

/** Free plans get a 403 with this code; 422 with words about credits is how Apollo says that they are used up. */
export const apolloMeaning = ({ status, body }: { status: number; body: unknown }): ProviderFailureKind | undefined => {
  const words = JSON.stringify(body ?? '');
  if (status === 403) return /API_INACCESSIBLE|free plan|upgrade/i.test(words) ? 'not_permitted' : 'bad_key';
  return (status === 422 || status === 402 || status === 400) && /credit/i.test(words) ? 'no_credits' : undefined;
};

export const apolloHeaders = (apiKey: string): Readonly<Record<string, string>> => ({ 'x-api-key': apiKey });

const domainOf = ({
  name,
  primary_domain: primary,
  domain,
  website_url: website,
}: Organization): string | undefined => {
  const read = readWebsite(primary ?? domain ?? website ?? '', name);
  return read.ok ? read.domain : undefined;
};

/**
 * The provider `apollo`: a search whose rows lack headcount and industry, then each company enriched by its domain. A credit a page, and one for each company that was
 * not enriched within the last 30 days.
 */
export const createApollo = ({ call, clock }: { call: ProviderCall; clock: () => number }): PaidProvider => {
  const enrich = (domain: string) =>
    call({
      method: 'GET',
      path: '/organizations/enrich',
      query: { domain },
      schema: ApolloEnriched,
      cost: ({ organization }) => costOfUnits('apollo', organization === null || organization === undefined ? 0 : 1),
      cacheFor: ENRICHED_KEPT,
      empty: { statuses: [404], value: {} },
    });

  /** Rows with what enriching adds. What fails leaves the row as it was; the first reason that would fail all others is given along. */
  const enrichAll = async (rows: readonly Organization[]) => {
    let cost = 0;
    let credits = 0;
    let failure: ProviderFailure | null = null;
    const told = await mapAtOnce(rows, AT_ONCE, async (row): Promise<Told> => {
      const domain = domainOf(row);
      if (domain === undefined || failure !== null) return toldByApollo(row);
      const reply = await enrich(domain);
      cost += reply.costMicroUsd;
      if (!reply.ok) {
        failure ??= reply.failure;
        return toldByApollo(row);
      }
      credits += reply.credits;
      const { organization } = reply.value;
      return toldByApollo({ ...row, ...(organization ?? {}) });
    });
    return { told, cost, credits, failure: failure as ProviderFailure | null };
  };

  const search = async (icp: IcpCriteria, { cursor, limit }: PageWish): Promise<CompanyPage> => {
    const at = cursor === null ? undefined : readCursor(Cursor, cursor);
    // The size of a page must not change between pages: it is by it that they are cut.
    const size = at?.size ?? Math.min(limit, LARGEST_PAGE);
    const page = at?.page ?? 1;
    const found = await call({
      method: 'POST',
      path: '/mixed_companies/search',
      query: { ...apolloQuery(icp), page, per_page: size },
      schema: ApolloSearch,
      cost: ({ organizations, accounts }) =>
        costOfUnits('apollo', (organizations?.given ?? 0) + (accounts?.given ?? 0) > 0 ? 1 : 0),
      cacheFor: SEARCH_KEPT,
    });
    if (!found.ok) return failedPage(found.failure, found.costMicroUsd);
    const { pagination } = found.value;
    const organizations = found.value.organizations ?? NO_ROWS;
    const accounts = found.value.accounts ?? NO_ROWS;
    // Companies that the team has saved in Apollo come apart, as `accounts`.
    const rows = [...organizations.rows, ...accounts.rows].slice(0, limit);
    const { told, cost, credits, failure } = await enrichAll(rows);
    const last =
      organizations.given + accounts.given === 0 || page >= Math.min(pagination?.total_pages ?? page, LAST_PAGE);
    return {
      companies: foundCompanies(told, 'apollo', clock()),
      nextCursor: last || failure !== null ? null : writeCursor({ page: page + 1, size }),
      totalFound: pagination?.total_entries ?? null,
      cost: found.costMicroUsd + cost,
      credits: found.credits + credits,
      outside: 0,
      notes: [...new Set([organizations, accounts].flatMap((some) => unreadNotes('apollo', some)))],
      failure,
    };
  };

  return {
    search,
    largestPage: LARGEST_PAGE,
    mostFor: (companies) => costOfUnits('apollo', Math.ceil(companies / LARGEST_PAGE) + companies).microUsd,
  };
};
