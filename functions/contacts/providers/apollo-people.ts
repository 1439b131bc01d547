import * as z from 'zod';
import type { IcpCriteria } from '../../campaigns/icp.ts';
import { readPlace } from '../../discovery/places.ts';
import { costOfUnits } from '../../discovery/provider-prices.ts';
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
import type { ProviderVerdict } from '../verify-email.ts';

const PAGE = 25;
const MOST_PAGES = 2;
const SEARCH_KEPT = DAY;
const MATCHED_KEPT = 30 * DAY;

const text = z.string().nullish();
/** A row of the search: without an address, the last name masked (`Si***a`) or, with older keys, whole. */
const Row = z.looseObject({
  id: z.string(),
  first_name: text,
  last_name: text,
  last_name_obfuscated: text,
  title: text,
  has_email: z.boolean().nullish(),
});
type Row = z.infer<typeof Row>;
const Search = z
  .looseObject({
    people: z.array(Row).nullish(),
    /** People whom the team has saved in Apollo come apart. */
    contacts: z.array(Row).nullish(),
    total_entries: z.number().nullish(),
    pagination: z.looseObject({ total_pages: z.number().nullish() }).nullish(),
  })
  .refine(({ people, contacts }) => Array.isArray(people) || Array.isArray(contacts), {
    message: 'has neither people nor contacts',
  });
const Match = z.looseObject({
  person: z
    .looseObject({
      first_name: text,
      last_name: text,
      title: text,
      email: text,
      email_status: text,
      linkedin_url: text,
      country: text,
    })
    .nullish(),
});

/** Apollo's words for an address; `extrapolated` and `guessed` are patterns of its own. */
const VERDICTS: Readonly<Record<string, ProviderVerdict['status']>> = {
  verified: 'valid',
  'likely to engage': 'valid',
  unverified: 'unknown',
  extrapolated: 'unknown',
  guessed: 'unknown',
  bounced: 'invalid',
  invalid: 'invalid',
};

/** What Apollo shows in place of an address or a name that it does not give. */
const isReal = (email: string): boolean => email.includes('@') && !/not_unlocked|domain\.com$/i.test(email);
const isRedacted = (first: string, last: string): boolean => /^re$/i.test(first) && /^dacted$/i.test(last);

const searchQuery = (domain: string, persona: IcpCriteria['persona'], page: number) => ({
  'q_organization_domains_list[]': [domain],
  'person_titles[]': persona.jobTitles,
  // Apollo's seniorities bear the names that ours do.
  'person_seniorities[]': persona.jobTitles.length > 0 ? [] : persona.seniority,
  page,
  per_page: PAGE,
});

/** The provider `apollo` for people: a free search, then one credit for each person whose address is revealed, the best fitting first. */
export const createApolloPeople = ({ call }: { call: ProviderCall }): PeopleProvider => {
  const search = (domain: string, persona: IcpCriteria['persona'], page: number) =>
    call({
      method: 'POST',
      path: '/mixed_people/api_search',
      query: searchQuery(domain, persona, page),
      schema: Search,
      cost: () => costOfUnits('apollo', 0),
      cacheFor: SEARCH_KEPT,
      empty: { statuses: [404], value: { people: [] } },
    });

  const match = (id: string) =>
    call({
      method: 'POST',
      path: '/people/match',
      query: { id, reveal_personal_emails: false, reveal_phone_number: false },
      schema: Match,
      cost: ({ person }) => costOfUnits('apollo', isReal(person?.email ?? '') ? 1 : 0),
      cacheFor: MATCHED_KEPT,
      empty: { statuses: [404], value: {} },
    });

  const find = async ({ domain, persona, headcount, limit }: PeopleQuestion): Promise<PeopleAnswer> => {
    const tab = createTab();
    const rows = new Map<string, Row>();
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const reply = await search(domain, persona, page);
      tab.add(reply);
      if (!reply.ok) return tab.answer([], reply.failure);
      const { people, contacts, total_entries: total, pagination } = reply.value;
      const given = [...(people ?? []), ...(contacts ?? [])];
      const before = rows.size;
      for (const row of given) if (row.has_email !== false) rows.set(row.id, rows.get(row.id) ?? row);
      const last = pagination?.total_pages ?? Math.ceil((total ?? 0) / PAGE);
      // A page that holds nobody new is the one before it once more.
      if (given.length === 0 || rows.size === before || page >= last || rows.size >= limit * 3) break;
    }
    const ranked = [...rows.values()]
      .map((row) => ({ row, fit: personaMatch(row.title ?? null, persona, headcount) }))
      .sort((a, b) => b.fit - a.fit);
    const found: ProviderPerson[] = [];
    for (const { row } of ranked.slice(0, limit)) {
      const reply = await match(row.id);
      tab.add(reply);
      if (!reply.ok) return tab.answer(found, reply.failure);
      const person = toPerson(reply.value.person, row);
      if (person !== undefined) found.push(person);
    }
    return tab.answer(found);
  };

  return { name: 'apollo', find, mostMicroUsd: (limit) => costOfUnits('apollo', limit).microUsd };
};

const toPerson = (person: z.infer<typeof Match>['person'], row: Row): ProviderPerson | undefined => {
  const [firstName, lastName] = [person?.first_name ?? row.first_name ?? '', person?.last_name ?? row.last_name ?? ''];
  if (person === null || person === undefined || firstName === '' || lastName === '' || isRedacted(firstName, lastName))
    return undefined;
  const status = VERDICTS[person.email_status ?? ''];
  const country = typeof person.country === 'string' ? readPlace(person.country).country : null;
  return {
    firstName,
    lastName,
    title: person.title ?? row.title ?? null,
    email: isReal(person.email ?? '') ? (person.email ?? null) : null,
    verdict: status === undefined ? undefined : { provider: 'apollo', status },
    country,
    sourceRef: person.linkedin_url ?? `https://app.apollo.io/#/people/${row.id}`,
  };
};
