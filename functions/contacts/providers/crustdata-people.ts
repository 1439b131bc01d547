import type { IcpCriteria } from '../../campaigns/icp.ts';
import { costOfUnits, numberIn } from '../../discovery/provider-prices.ts';
import type { ProviderCall } from '../../platform/provider-call.ts';
import { DAY } from '../../platform/time.ts';
import {
  createTab,
  type PeopleAnswer,
  type PeopleProvider,
  type PeopleQuestion,
  type ProviderPerson,
} from '../people-provider.ts';
import { personaMatch } from '../persona.ts';
import { bestOf, EnrichedPeople, PeopleSearch, plainUrl, toPerson } from './crustdata-people-shapes.ts';

const PAGE = 20;
const MOST_PAGES = 3;
/** Credits a row of a search, and for a person whose address is found: a profile and a field (docs.crustdata.com/general/pricing). */
const PER_ROW = 0.03;
const PER_ADDRESS = 2;
const SEARCH_KEPT = DAY;
const ENRICHED_KEPT = 30 * DAY;
/** People whom one call enriches at most. */
const MOST_ENRICHED = 25;
const DOMAIN_FIELD = 'experience.employment_details.current.company_website_domain';
const TITLE_FIELD = 'experience.employment_details.current.title';

const filtersOf = (domain: string, titles: readonly string[]) => ({
  op: 'and',
  conditions: [
    { field: DOMAIN_FIELD, type: '=', value: domain },
    ...(titles.length === 0
      ? []
      : [
          {
            op: 'or',
            conditions: titles.slice(0, 20).map((title) => ({ field: TITLE_FIELD, type: '(.)', value: title })),
          },
        ]),
  ],
});

/**
 * The provider `crustdata` for people (API 2025-11-01): a search by the employer's domain, then the business addresses of the best fitting in one call. Self-serve keys get
 * a 403 for addresses: the people are given without them, for what comes next in the waterfall.
 */
export const createCrustdataPeople = ({ call }: { call: ProviderCall }): PeopleProvider => {
  const searchBy = (
    sortKey: 'field' | 'column',
    domain: string,
    titles: readonly string[],
    cursor: string | undefined,
  ) =>
    call({
      method: 'POST',
      path: '/person/search',
      body: {
        filters: filtersOf(domain, titles),
        fields: ['crustdata_person_id', 'basic_profile', 'social_handles', 'experience'],
        // Without an order a cursor may skip and repeat people.
        sorts: [{ [sortKey]: 'crustdata_person_id', order: 'asc' }],
        limit: PAGE,
        ...(cursor === undefined ? {} : { cursor }),
      },
      schema: PeopleSearch,
      cost: ({ profiles }, headers) =>
        costOfUnits('crustdata', numberIn(headers, 'x-credits-used') ?? profiles.length * PER_ROW),
      costOfUnread: (headers) => costOfUnits('crustdata', numberIn(headers, 'x-credits-used') ?? 0),
      cacheFor: SEARCH_KEPT,
      empty: { statuses: [404], value: { profiles: [] } },
    });

  /** The API's reference names a sort's key `field`, its guide `column`: what one key's API refuses is asked in the other words. */
  const search = async (domain: string, titles: readonly string[], cursor: string | undefined) => {
    const reply = await searchBy('field', domain, titles, cursor);
    const otherWords = !reply.ok && reply.failure.kind === 'bad_request' && /sort|column/i.test(reply.failure.message);
    return otherWords ? await searchBy('column', domain, titles, cursor) : reply;
  };

  const enrich = (urls: readonly string[]) =>
    call({
      method: 'POST',
      path: '/person/contact/enrich',
      body: { professional_network_profile_urls: urls, fields: ['contact.business_emails'] },
      schema: EnrichedPeople,
      cost: (value, headers) =>
        costOfUnits(
          'crustdata',
          numberIn(headers, 'x-credits-used') ?? PER_ADDRESS * value.filter((one) => bestOf(one) !== undefined).length,
        ),
      costOfUnread: (headers) => costOfUnits('crustdata', numberIn(headers, 'x-credits-used') ?? 0),
      cacheFor: ENRICHED_KEPT,
      empty: { statuses: [404], value: [] },
    });

  const find = async ({ domain, persona, headcount, limit }: PeopleQuestion): Promise<PeopleAnswer> => {
    const tab = createTab();
    const profiles = new Map<string, ProviderPerson>();
    const seen = new Set<string>();
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const reply = await search(domain, persona.jobTitles, cursor);
      tab.add(reply);
      if (!reply.ok) return tab.answer([], reply.failure);
      for (const person of reply.value.profiles.flatMap((profile) => toPerson(profile, domain) ?? []))
        if (!profiles.has(person.sourceRef)) profiles.set(person.sourceRef, person);
      const next = reply.value.next_cursor ?? undefined;
      if (next === undefined || seen.has(next) || reply.value.profiles.length === 0) break;
      if (fitting([...profiles.values()], persona, headcount).length >= limit) break;
      seen.add(next);
      cursor = next;
    }
    const best = rank([...profiles.values()], persona, headcount);
    const urls = best
      .slice(0, Math.min(limit, MOST_ENRICHED))
      .map(({ sourceRef }) => sourceRef)
      .filter((url) => url.startsWith('http'));
    if (urls.length === 0) return tab.answer(best);
    const reply = await enrich(urls);
    tab.add(reply);
    if (!reply.ok)
      return reply.failure.kind === 'not_permitted'
        ? tab.answer(
            best,
            null,
            'Crustdata’s plan of this key gives no addresses; its people were handed on without them.',
          )
        : tab.answer(best, reply.failure);
    const addresses = new Map(
      reply.value.flatMap((one) =>
        typeof one.matched_on === 'string' ? [[plainUrl(one.matched_on), bestOf(one)] as const] : [],
      ),
    );
    return tab.answer(best.map((person) => ({ ...person, ...addresses.get(plainUrl(person.sourceRef)) })));
  };

  return {
    name: 'crustdata',
    find,
    mostMicroUsd: (limit) =>
      costOfUnits('crustdata', MOST_PAGES * PAGE * PER_ROW + PER_ADDRESS * Math.min(limit, MOST_ENRICHED)).microUsd,
  };
};

const rank = (
  people: readonly ProviderPerson[],
  persona: IcpCriteria['persona'],
  headcount: number | null,
): readonly ProviderPerson[] =>
  [...people].sort((a, b) => personaMatch(b.title, persona, headcount) - personaMatch(a.title, persona, headcount));
const fitting = (people: readonly ProviderPerson[], persona: IcpCriteria['persona'], headcount: number | null) =>
  people.filter(({ title }) => personaMatch(title, persona, headcount) >= 0.5);
