import * as z from 'zod';
import type { IcpCriteria } from '../../campaigns/icp.ts';
import type { ProviderCall } from '../../platform/provider-call.ts';
import { DAY } from '../../platform/time.ts';
import { createAskedFilter } from '../asked-filter.ts';
import type { Company } from '../company.ts';
import { foundCompanies, type Told } from '../found-company.ts';
import { failedPage, freePage, type PaidProvider } from '../provider.ts';
import { readCursor, writeCursor } from '../provider-cursor.ts';
import { rowsOf, unreadNotes } from '../provider-rows.ts';

const text = z.string().nullish();
/** A company of the directory; fields that it lacks or adds are no fault of its. */
const Listed = z.looseObject({
  name: z.string(),
  website: text,
  all_locations: text,
  one_liner: text,
  long_description: text,
  team_size: z.number().nullish(),
  industry: text,
  subindustry: text,
  industries: z.array(z.string()).nullish(),
  tags: z.array(z.string()).nullish(),
  batch: text,
  status: text,
  stage: text,
  regions: z.array(z.string()).nullish(),
  isHiring: z.boolean().nullish(),
});
type Listed = z.infer<typeof Listed>;

const LARGEST_PAGE = 1_000;
/** It is made anew once a day. */
const KEPT = DAY;

const Cursor = z.object({ from: z.int().nonnegative() });

const toldBy = (listed: Listed): Told => ({
  name: listed.name,
  website: listed.website,
  location: listed.all_locations,
  oneLiner: listed.one_liner,
  description: listed.long_description,
  headcount: listed.team_size,
  industry: listed.industry,
  subindustry: listed.subindustry,
  industries: listed.industries,
  keywords: listed.tags,
  batch: listed.batch,
  status: listed.status,
  fundingStage: listed.stage,
  regions: listed.regions,
  hiring: listed.isHiring,
});

/**
 * The provider `directory`: the public directory of YC companies as one JSON (github.com/yc-oss/api), free and without a key. It cannot be searched, so all of the
 * profile is filtered by us; pages are cut from the one answer, which is kept for a day.
 */
export const createDirectory = ({ call, clock }: { call: ProviderCall; clock: () => number }): PaidProvider => {
  let found: Readonly<{ asked: string; among: readonly Company[]; companies: readonly Company[] }> | undefined;
  let read: Readonly<{ until: number; companies: readonly Company[]; notes: readonly string[] }> | undefined;

  const load = async () => {
    if (read !== undefined && read.until > clock()) return { ok: true as const, ...read };
    const reply = await call({
      method: 'GET',
      path: '/companies/all.json',
      schema: rowsOf(Listed),
      cost: () => ({ microUsd: 0, credits: 0 }),
      cacheFor: KEPT,
    });
    if (!reply.ok) return reply;
    const companies = foundCompanies(reply.value.rows.map(toldBy), 'directory', clock());
    read = { until: clock() + KEPT, companies, notes: unreadNotes('directory', reply.value) };
    return { ok: true as const, ...read };
  };

  const matching = (companies: readonly Company[], criteria: IcpCriteria): readonly Company[] => {
    const asked = JSON.stringify(criteria);
    if (found?.asked !== asked || found.among !== companies) {
      const isOutside = createAskedFilter(criteria, clock());
      found = { asked, among: companies, companies: companies.filter((company) => isOutside(company) === null) };
    }
    return found.companies;
  };

  return {
    largestPage: LARGEST_PAGE,
    mostFor: () => 0,
    search: async (criteria, { cursor, limit }) => {
      const from = cursor === null ? 0 : readCursor(Cursor, cursor).from;
      const loaded = await load();
      if (!loaded.ok) return failedPage(loaded.failure);
      const companies = matching(loaded.companies, criteria);
      const next = from + Math.min(limit, LARGEST_PAGE);
      return {
        ...freePage({
          companies: companies.slice(from, next),
          nextCursor: next < companies.length ? writeCursor({ from: next }) : null,
          totalFound: companies.length,
        }),
        outside: cursor === null ? loaded.companies.length - companies.length : 0,
        notes: cursor === null ? loaded.notes : [],
      };
    },
  };
};
