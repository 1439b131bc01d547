import * as z from 'zod';
import type { IcpCriteria } from '../../campaigns/icp.ts';
import { mapAtOnce } from '../../platform/at-once.ts';
import type { ProviderCall } from '../../platform/provider-call.ts';
import { DAY } from '../../platform/time.ts';
import { foundCompanies, type Told } from '../found-company.ts';
import { meantBy } from '../meant-values.ts';
import { type CompanyPage, failedPage, type PageWish, type PaidProvider } from '../provider.ts';
import { markedAfter, readCursor, writeCursor } from '../provider-cursor.ts';
import { costOfUnits, numberIn } from '../provider-prices.ts';
import { NO_ROWS, rowsOf, unreadNotes } from '../provider-rows.ts';
import { peopleDataLabsQuery } from './people-data-labs-query.ts';

export const PEOPLE_DATA_LABS_REQUESTS_PER_MINUTE = 10;
const LARGEST_PAGE = 100;
/** The company data set is made anew every month. */
const SEARCH_KEPT = 7 * DAY;
const VALUES_KEPT = 30 * DAY;
const SUGGESTIONS = 25;
const AT_ONCE = 4;

const text = z.string().nullish();
const number = z.number().nullish();
const Record_ = z.looseObject({
  name: z.string(),
  display_name: text,
  website: text,
  industry: text,
  tags: z.array(z.string()).nullish(),
  headline: text,
  summary: text,
  employee_count: number,
  /** A band, e.g. `51-200`. */
  size: text,
  /** A band, e.g. `$10M-$25M`. */
  inferred_revenue: text,
  founded: number,
  location: z.looseObject({ locality: text, region: text, country: text }).nullish(),
  latest_funding_stage: text,
  last_funding_date: text,
  /** `private`, `public`, `nonprofit` … */
  type: text,
});
type Record_ = z.infer<typeof Record_>;

const Found = z.looseObject({
  data: rowsOf(Record_),
  total: number,
  /** Present while there is more. */
  scroll_token: text,
});
const Suggestions = z.looseObject({ data: z.array(z.looseObject({ name: z.string() })) });
const Cursor = z.object({ token: z.string(), marks: z.array(z.string()) });

export const peopleDataLabsHeaders = (apiKey: string): Readonly<Record<string, string>> => ({ 'x-api-key': apiKey });

const toldBy = (record: Record_): Told => ({
  name: record.display_name ?? record.name,
  website: record.website,
  industry: record.industry,
  keywords: (record.tags ?? []).slice(0, 30),
  oneLiner: record.headline,
  description: record.summary,
  headcount: record.employee_count ?? record.size,
  revenue: record.inferred_revenue,
  foundedYear: record.founded,
  city: record.location?.locality,
  region: record.location?.region,
  country: record.location?.country,
  fundingStage: record.latest_funding_stage,
  lastFundedAt: record.last_funding_date,
  status: record.type === 'public' ? 'public' : undefined,
});

/** The provider `people-data-labs`: one search by an Elasticsearch query, a credit a record; 404 is "nobody". */
export const createPeopleDataLabs = ({ call, clock }: { call: ProviderCall; clock: () => number }): PaidProvider => {
  /** Their names of industries: a wrong one silently gives nobody. */
  const industriesOf = async (labels: readonly string[]) => {
    const replies = await mapAtOnce(labels, AT_ONCE, async (label) => ({
      label,
      reply: await call({
        method: 'GET',
        path: '/autocomplete',
        query: { field: 'industry', text: label, size: SUGGESTIONS },
        schema: Suggestions,
        cost: () => ({ microUsd: 0, credits: 0 }),
        cacheFor: VALUES_KEPT,
        empty: { statuses: [404], value: { data: [] } },
      }),
    }));
    const values = new Set<string>();
    const unknown: string[] = [];
    for (const { label, reply } of replies) {
      if (!reply.ok) return reply;
      const meant = meantBy(
        label,
        reply.value.data.map(({ name }) => name),
      );
      for (const value of meant) values.add(value);
      if (meant.length === 0) unknown.push(label);
    }
    return { ok: true as const, values: [...values], unknown };
  };

  const search = async (icp: IcpCriteria, { cursor, limit }: PageWish): Promise<CompanyPage> => {
    const at = cursor === null ? undefined : readCursor(Cursor, cursor);
    const industries = await industriesOf(icp.industries);
    if (!industries.ok) return failedPage(industries.failure, industries.costMicroUsd);
    const excluded = await industriesOf(icp.excludeIndustries);
    if (!excluded.ok) return failedPage(excluded.failure, excluded.costMicroUsd);
    const notes =
      at === undefined
        ? industries.unknown.map((label) => `People Data Labs knows no industry “${label}”; it was not asked for it.`)
        : [];
    const told = { outside: 0, notes, failure: null };
    if (icp.industries.length > 0 && industries.values.length === 0)
      return { companies: [], nextCursor: null, totalFound: 0, cost: 0, credits: 0, ...told };
    const known = {
      industries: industries.values,
      excludedIndustries: excluded.values.filter((value) => !industries.values.includes(value)),
    };
    const reply = await call({
      method: 'POST',
      path: '/company/search',
      body: {
        query: peopleDataLabsQuery(icp, known, new Date(clock()).getUTCFullYear()),
        size: Math.min(limit, LARGEST_PAGE),
        ...(at === undefined ? {} : { scroll_token: at.token }),
      },
      schema: Found,
      cost: ({ data }, headers) =>
        costOfUnits('people-data-labs', numberIn(headers, 'x-call-credits-spent') ?? data.given),
      costOfUnread: (headers) => costOfUnits('people-data-labs', numberIn(headers, 'x-call-credits-spent') ?? 0),
      cacheFor: SEARCH_KEPT,
      empty: { statuses: [404], value: { data: NO_ROWS, total: 0 } },
    });
    if (!reply.ok) return failedPage(reply.failure, reply.costMicroUsd);
    const { data, total, scroll_token: token } = reply.value;
    const marks = data.given === 0 ? undefined : markedAfter(at?.marks ?? [], token);
    return {
      companies: foundCompanies(data.rows.map(toldBy), 'people-data-labs', clock()),
      nextCursor: marks === undefined ? null : writeCursor({ token, marks }),
      totalFound: total ?? null,
      cost: reply.costMicroUsd,
      credits: reply.credits,
      ...told,
      notes: [...notes, ...unreadNotes('people-data-labs', data)],
    };
  };

  return {
    search,
    largestPage: LARGEST_PAGE,
    mostFor: (companies) => costOfUnits('people-data-labs', companies).microUsd,
  };
};
