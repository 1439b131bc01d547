import * as z from 'zod';
import type { IcpCriteria } from '../../campaigns/icp.ts';
import { mapAtOnce } from '../../platform/at-once.ts';
import type { MicroUsd } from '../../platform/money.ts';
import type { ProviderCall, ProviderFailureKind } from '../../platform/provider-call.ts';
import { DAY } from '../../platform/time.ts';
import { foundCompanies } from '../found-company.ts';
import { meantBy } from '../meant-values.ts';
import { type CompanyPage, failedPage, type PageWish, type PaidProvider } from '../provider.ts';
import { markedAfter, readCursor, writeCursor } from '../provider-cursor.ts';
import { costOfUnits, numberIn } from '../provider-prices.ts';
import { NO_ROWS, rowsOf, unreadNotes } from '../provider-rows.ts';
import { CRUSTDATA_FIELDS, CrustdataCompany, toldByCrustdata } from './crustdata-company.ts';
import { CATEGORY_FIELD, crustdataFilters, INDUSTRY_FIELD, type KnownValues } from './crustdata-filters.ts';

export const CRUSTDATA_VERSION = '2025-11-01';
export const CRUSTDATA_REQUESTS_PER_MINUTE = 30;
const LARGEST_PAGE = 1_000;
/** Credits a row (docs.crustdata.com/general/pricing). */
const PER_ROW = 0.03;
const SEARCH_KEPT = DAY;
const VALUES_KEPT = 30 * DAY;
const SUGGESTIONS = 25;
const AT_ONCE = 4;

const Found = z.looseObject({
  companies: rowsOf(CrustdataCompany),
  next_cursor: z.string().nullish(),
  total_count: z.number().nullish(),
});
const Suggestions = z.looseObject({ suggestions: z.array(z.looseObject({ value: z.string() })) });

/** The key under which a sort names its field: the API's reference says `field`, the company guide `column`. */
const SORT_KEYS = ['field', 'column'] as const;
type SortKey = (typeof SORT_KEYS)[number];

const Cursor = z.object({
  token: z.string(),
  marks: z.array(z.string()),
  sortKey: z.enum(SORT_KEYS),
});

/** 403 is "out of credits" as well as "not on this plan"; the words tell which. */
export const crustdataMeaning = ({
  status,
  body,
}: {
  status: number;
  body: unknown;
}): ProviderFailureKind | undefined => {
  if (status !== 403 && status !== 402 && status !== 400) return undefined;
  return /credit/i.test(JSON.stringify(body ?? '')) && status !== 400 ? 'no_credits' : undefined;
};

/** The headers of every call. */
export const crustdataHeaders = (apiKey: string): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${apiKey}`,
  'x-api-version': CRUSTDATA_VERSION,
});

const costOf = (rows: number, headers: Headers) =>
  costOfUnits('crustdata', numberIn(headers, 'x-credits-used') ?? rows * PER_ROW);

/** The provider `crustdata` (API 2025-11-01): values by autocomplete first, then a search in a fixed order, page after page by cursor. */
export const createCrustdata = ({ call, clock }: { call: ProviderCall; clock: () => number }): PaidProvider => {
  const suggest = (field: string, query: string) =>
    call({
      method: 'POST',
      path: '/company/search/autocomplete',
      body: { field, query, limit: SUGGESTIONS },
      schema: Suggestions,
      cost: () => ({ microUsd: 0, credits: 0 }),
      cacheFor: VALUES_KEPT,
      empty: { statuses: [404], value: { suggestions: [] } },
    });

  /** Labels of ours as values of theirs, with the labels they do not know. */
  const valuesOf = async (field: string, labels: readonly string[]) => {
    const replies = await mapAtOnce(labels, AT_ONCE, async (label) => ({ label, reply: await suggest(field, label) }));
    const values = new Set<string>();
    const unknown: string[] = [];
    for (const { label, reply } of replies) {
      if (!reply.ok) return reply;
      const meant = meantBy(
        label,
        reply.value.suggestions.map(({ value }) => value),
      );
      for (const value of meant) values.add(value);
      if (meant.length === 0) unknown.push(label);
    }
    return { ok: true as const, values: [...values], unknown };
  };

  const translate = async (icp: IcpCriteria) => {
    const industries = await valuesOf(INDUSTRY_FIELD, icp.industries);
    if (!industries.ok) return industries;
    const excluded = await valuesOf(INDUSTRY_FIELD, icp.excludeIndustries);
    if (!excluded.ok) return excluded;
    // Beside industries keywords would narrow what the score weighs; alone they are all there is to search by.
    const words = icp.industries.length > 0 ? [] : [...icp.keywords, ...icp.businessModels];
    const categories = await valuesOf(CATEGORY_FIELD, words);
    if (!categories.ok) return categories;
    const known: KnownValues = {
      industries: industries.values,
      excludedIndustries: excluded.values.filter((value) => !industries.values.includes(value)),
      categories: categories.values,
    };
    const notes = [...industries.unknown, ...categories.unknown].map(
      (label) => `Crustdata knows nothing called “${label}”; it was not asked for it.`,
    );
    const nothing = icp.industries.length > 0 && known.industries.length === 0;
    return {
      ok: true as const,
      filters: crustdataFilters(icp, known, new Date(clock()).getUTCFullYear()),
      notes,
      nothing,
    };
  };

  const ask = (filters: unknown, sortKey: SortKey, limit: number, token: string | undefined) =>
    call({
      method: 'POST',
      path: '/company/search',
      body: {
        filters,
        fields: CRUSTDATA_FIELDS,
        // Without an order a cursor may skip and repeat companies.
        sorts: [{ [sortKey]: 'headcount.total', order: 'desc' }],
        limit,
        ...(token === undefined ? {} : { cursor: token }),
      },
      schema: Found,
      cost: ({ companies }, headers) => costOf(companies.given, headers),
      costOfUnread: (headers) => costOf(0, headers),
      cacheFor: SEARCH_KEPT,
      empty: { statuses: [404], value: { companies: NO_ROWS } },
    });

  const search = async (icp: IcpCriteria, { cursor, limit }: PageWish): Promise<CompanyPage> => {
    const at = cursor === null ? undefined : readCursor(Cursor, cursor);
    const asked = await translate(icp);
    if (!asked.ok) return failedPage(asked.failure, asked.costMicroUsd);
    const notes = at === undefined ? asked.notes : [];
    const none = { companies: [], nextCursor: null, totalFound: 0, cost: 0, credits: 0, outside: 0, failure: null };
    if (asked.nothing) return { ...none, notes };
    const size = Math.min(limit, LARGEST_PAGE);
    let sortKey: SortKey = at?.sortKey ?? 'field';
    let reply = await ask(asked.filters, sortKey, size, at?.token);
    if (
      !reply.ok &&
      reply.failure.kind === 'bad_request' &&
      at === undefined &&
      /sort|column/i.test(reply.failure.message)
    ) {
      sortKey = 'column';
      reply = await ask(asked.filters, sortKey, size, undefined);
    }
    if (!reply.ok) return failedPage(reply.failure, reply.costMicroUsd);
    const { companies, next_cursor: token, total_count: total } = reply.value;
    const marks = companies.given === 0 ? undefined : markedAfter(at?.marks ?? [], token);
    return {
      companies: foundCompanies(companies.rows.map(toldByCrustdata), 'crustdata', clock()),
      nextCursor: marks === undefined ? null : writeCursor({ token, marks, sortKey }),
      totalFound: total ?? null,
      cost: reply.costMicroUsd,
      credits: reply.credits,
      outside: 0,
      notes: [...notes, ...unreadNotes('crustdata', companies)],
      failure: null,
    };
  };

  return {
    search,
    largestPage: LARGEST_PAGE,
    mostFor: (companies): MicroUsd => costOfUnits('crustdata', companies * PER_ROW).microUsd,
  };
};
