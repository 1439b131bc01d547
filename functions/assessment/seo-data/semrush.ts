import * as z from 'zod';
import type { ProviderCall, ProviderCallOptions, ProviderFailureKind } from '../../platform/provider-call.ts';
import { DAY } from '../../platform/time.ts';
import type { SeoData, SeoDataProvider } from './seo-data.ts';

/** Ten a second from one address (developer.semrush.com/api/basics/api-tutorials). */
const REQUESTS_PER_MINUTE = 300;
/** Micro-dollars an API unit: 1,000,000 units are sold for $50 (semrush.com/kb/5, November 2026). */
const UNIT_MICRO_USD = 50;
/** API units: ten for each line of a domain's overview, forty for an overview of its backlinks. */
const OVERVIEW_UNITS = 10;
const BACKLINKS_UNITS = 40;
/** What a domain's data cost when both reports know it, in micro-dollars. */
export const SEO_DATA_MICRO_USD = (OVERVIEW_UNITS + BACKLINKS_UNITS) * UNIT_MICRO_USD;
/** The largest index; others are asked for by country. */
const DATABASE = 'us';

const NOTHING_FOUND = 50;
const ERRORS: ReadonlyMap<number, ProviderFailureKind> = new Map([
  [70, 'bad_key'],
  [120, 'bad_key'],
  [121, 'bad_key'],
  [122, 'bad_key'],
  [130, 'not_permitted'],
  [131, 'rate_limited'],
  [132, 'no_credits'],
  [133, 'not_permitted'],
  [134, 'no_credits'],
  [135, 'not_permitted'],
]);

const errorCode = (body: unknown): number | undefined => {
  const found = typeof body === 'string' ? /^\s*ERROR (\d+)/.exec(body) : null;
  return found === null ? undefined : Number(found[1]);
};

/** Errors come as a line of text, most of them with the status 200. */
const semrushMeaning = ({ body }: { body: unknown }): ProviderFailureKind | undefined => {
  const code = errorCode(body);
  return code === undefined || code === NOTHING_FOUND ? undefined : (ERRORS.get(code) ?? 'bad_request');
};

/** How a provider call for SEMrush is made. It takes its key in the address only and answers in lines of text. */
export const semrushCall = (apiKey: string) =>
  ({
    provider: 'semrush',
    requestsPerMinute: REQUESTS_PER_MINUTE,
    meaningOf: semrushMeaning,
    headers: () => Promise.resolve({}),
    secretQuery: () => Promise.resolve({ key: apiKey }),
    read: (text: string): unknown => text,
  }) satisfies Partial<ProviderCallOptions>;

/** A table of names and one line of values, separated by semicolons; null when nothing was found. */
const Table = z.string().transform((text, context): ReadonlyMap<string, string> | null => {
  if (errorCode(text) === NOTHING_FOUND) return null;
  const [names, values] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(';'));
  if (names === undefined || values === undefined || names.length !== values.length) {
    context.addIssue({ code: 'custom', message: 'is no table of two lines' });
    return z.NEVER;
  }
  return new Map(names.map((name, at) => [name.trim().toLowerCase(), values[at] ?? '']));
});
type Table = z.output<typeof Table>;

const numberIn = (table: Table, ...names: readonly string[]): number | null => {
  const text = names.map((name) => table?.get(name.toLowerCase())).find((value) => value !== undefined && value !== '');
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
};

const units = (count: number) => ({ microUsd: count * UNIT_MICRO_USD, credits: count });

/**
 * SEMrush's analytics API: a domain's overview in the US index, and an overview of the links to it. A domain that neither knows is `data: null`. The columns are named as they are
 * asked for or by their long names, depending on the report: both are read.
 */
export const createSemrush = ({ call }: { call: ProviderCall }): SeoDataProvider => ({
  label: 'SEMrush',
  ask: async (domain) => {
    const overview = await call({
      method: 'GET',
      path: '/',
      query: { type: 'domain_rank', domain, database: DATABASE, export_columns: 'Dn,Rk,Or,Ot,Oc' },
      schema: Table,
      cost: (table) => units(table === null ? 0 : OVERVIEW_UNITS),
      cacheFor: DAY,
    });
    if (!overview.ok) return { ok: false, reason: overview.failure.message, costMicroUsd: overview.costMicroUsd };
    const links = await call({
      method: 'GET',
      path: '/analytics/v1/',
      query: {
        type: 'backlinks_overview',
        target: domain,
        target_type: 'root_domain',
        export_columns: 'ascore,total,domains_num',
      },
      schema: Table,
      cost: (table) => units(table === null ? 0 : BACKLINKS_UNITS),
      cacheFor: DAY,
    });
    const costMicroUsd = overview.costMicroUsd + links.costMicroUsd;
    if (!links.ok) return { ok: false, reason: links.failure.message, costMicroUsd };
    if (overview.value === null && links.value === null) return { ok: true, data: null, costMicroUsd };
    const data: SeoData = {
      authority: numberIn(links.value, 'ascore'),
      organicTraffic: numberIn(overview.value, 'Organic Traffic', 'Ot'),
      organicKeywords: numberIn(overview.value, 'Organic Keywords', 'Or'),
      backlinks: numberIn(links.value, 'total'),
      referringDomains: numberIn(links.value, 'domains_num'),
      trafficValueUsd: numberIn(overview.value, 'Organic Cost', 'Oc'),
    };
    return { ok: true, data, costMicroUsd };
  },
});
