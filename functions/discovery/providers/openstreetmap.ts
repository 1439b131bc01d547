import * as z from 'zod';
import type { IcpCriteria } from '../../campaigns/icp.ts';
import type { ProviderCall } from '../../platform/provider-call.ts';
import { failureOf } from '../../platform/provider-failure.ts';
import { DAY } from '../../platform/time.ts';
import { foundCompanies, type Told } from '../found-company.ts';
import { type CompanyPage, failedPage, freePage, type PageWish, type PaidProvider } from '../provider.ts';
import { readCursor, writeCursor } from '../provider-cursor.ts';
import { localQuestions } from './local-search.ts';
import { type Category, categoriesOf, overpassQuery } from './osm-query.ts';

/** The public servers give an address two slots and about two queries a minute each. */
export const OPENSTREETMAP_REQUESTS_PER_MINUTE = 4;
const LARGEST_PAGE = 1_000;
const KEPT = 7 * DAY;

const Element = z.looseObject({ tags: z.record(z.string(), z.string()).default({}) });
const Answer = z.looseObject({
  elements: z.array(Element),
  /** Where a query ended early, the answer is a 200 with what there was and this. */
  remark: z.string().optional(),
});
const Cursor = z.object({ at: z.int().nonnegative(), from: z.int().nonnegative() });

/** Who asks, as the servers' policy wants it. */
export const OPENSTREETMAP_HEADERS = { 'user-agent': 'Throughline/1.0 (company discovery)' } as const;

/** Closed, never again: `disused:shop=bakery`, `opening_hours=closed`. */
const isClosed = (tags: Readonly<Record<string, string>>): boolean =>
  /^(?:closed|off)$/i.test(tags['opening_hours'] ?? '') ||
  Object.keys(tags).some((key) => /^(?:disused|abandoned|was):(?:shop|amenity|office)$/.test(key));

const toldBy = ({ tags }: z.infer<typeof Element>, category: Category, where: string): Told => {
  const city = tags['addr:city'];
  return {
    name: tags['name:en'] ?? tags['name'] ?? tags['brand'],
    website: [tags['website'], tags['contact:website']].find((address) => address !== undefined && address !== ''),
    industry: category.name,
    keywords: [tags['cuisine'], tags['healthcare:speciality'], tags['brand']],
    oneLiner: tags['description:en'] ?? tags['description'],
    foundedYear: tags['start_date'],
    // Most businesses lack an address of their own; that they lie in the place that was asked for is certain.
    location: city === undefined ? where : undefined,
    city,
    region: city === undefined ? undefined : tags['addr:state'],
    country: city === undefined ? undefined : tags['addr:country'],
    status: isClosed(tags) ? 'closed' : undefined,
  };
};

const unasked = (icp: IcpCriteria): CompanyPage =>
  failedPage(
    failureOf(
      'openstreetmap',
      'bad_request',
      icp.locations.length === 0
        ? 'it searches by place: the profile needs a country, a state or a city'
        : 'none of the industries is a kind of local business that it knows',
    ),
  );

/** The provider `openstreetmap`: local businesses with a website, by kind and place, from an Overpass server. Free and without a key; data under ODbL. */
export const createOpenStreetMap = ({ call, clock }: { call: ProviderCall; clock: () => number }): PaidProvider => {
  const search = async (icp: IcpCriteria, { cursor, limit }: PageWish): Promise<CompanyPage> => {
    const { at, from } = cursor === null ? { at: 0, from: 0 } : readCursor(Cursor, cursor);
    const labels = icp.industries.length > 0 ? icp.industries : icp.keywords;
    const kinds = labels.flatMap(categoriesOf);
    const questions = localQuestions(kinds, icp);
    if (kinds.length === 0 || questions[0]?.where === null) return unasked(icp);
    const question = questions[at];
    if (question === undefined) return freePage({ companies: [], nextCursor: null, totalFound: null });
    const { what, where } = question;
    const reply = await call({
      method: 'POST',
      path: '/interpreter',
      body: new URLSearchParams({ data: overpassQuery(what.tags, where ?? '') }),
      schema: Answer,
      cost: () => ({ microUsd: 0, credits: 0 }),
      cacheFor: KEPT,
    });
    if (!reply.ok) return failedPage(reply.failure);
    const { elements, remark } = reply.value;
    if (remark !== undefined && /error/i.test(remark) && elements.length === 0)
      return failedPage(failureOf('openstreetmap', 'unavailable', `${remark}; ask for a smaller place`));
    const until = from + Math.min(limit, LARGEST_PAGE);
    const told = elements.slice(from, until).map((element) => toldBy(element, what, where ?? ''));
    const next =
      until < elements.length ? { at, from: until } : at + 1 < questions.length ? { at: at + 1, from: 0 } : null;
    const unknown = labels.filter((label) => categoriesOf(label).length === 0);
    return {
      ...freePage({
        companies: foundCompanies(told, 'openstreetmap', clock()),
        nextCursor: next === null ? null : writeCursor(next),
        totalFound: questions.length === 1 ? elements.length : null,
      }),
      notes:
        cursor === null
          ? unknown.map((label) => `OpenStreetMap has no kind of business “${label}”; it was not asked for it.`)
          : [],
    };
  };
  return { search, largestPage: LARGEST_PAGE, mostFor: () => 0 };
};
