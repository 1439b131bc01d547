import * as z from 'zod';
import { costOfUnits } from '../../discovery/provider-prices.ts';
import type { ProviderCall, ProviderFailureKind } from '../../platform/provider-call.ts';
import { DAY } from '../../platform/time.ts';
import {
  createTab,
  type PeopleAnswer,
  type PeopleProvider,
  type PeopleQuestion,
  type ProviderPerson,
  type VerdictAnswer,
} from '../people-provider.ts';
import type { ProviderVerdict } from '../verify-email.ts';

export const HUNTER_REQUESTS_PER_MINUTE = 300;
const PAGE = 10;
/** Two pages hold everybody whom a company shows; more is paid for and not needed. */
const MOST_PAGES = 2;
const FOUND_KEPT = 30 * DAY;
const VERIFIED_KEPT = 7 * DAY;

const text = z.string().nullish();
const Checked = z.looseObject({ status: text }).nullish();
const DomainSearch = z.looseObject({
  data: z.looseObject({
    emails: z.array(
      z.looseObject({
        value: z.string(),
        type: text,
        first_name: text,
        last_name: text,
        position: text,
        verification: Checked,
      }),
    ),
    accept_all: z.boolean().nullish(),
  }),
  meta: z.looseObject({ results: z.number().nullish() }).nullish(),
});
const EmailFinder = z.looseObject({
  data: z.looseObject({ email: text, first_name: text, last_name: text, position: text, verification: Checked }),
});
const EmailVerifier = z.looseObject({
  data: z.looseObject({ status: text, result: text, accept_all: z.boolean().nullish() }),
});

/** Hunter's 403 is its rate limit and its 429 the month's quota; 202 is a verification that is not finished (hunter.io/api-documentation/v2). */
export const hunterMeaning = ({ status }: Readonly<{ status: number }>): ProviderFailureKind | undefined => {
  if (status === 202) return 'unavailable';
  if (status === 403) return 'rate_limited';
  return status === 429 || status === 402 ? 'no_credits' : undefined;
};

export const hunterHeaders = (apiKey: string): Readonly<Record<string, string>> => ({ 'x-api-key': apiKey });

/** The words of version 2, and the older ones that `result` still holds. */
const VERDICTS: Readonly<Record<string, ProviderVerdict['status']>> = {
  valid: 'valid',
  deliverable: 'valid',
  invalid: 'invalid',
  undeliverable: 'invalid',
  accept_all: 'accepts_everything',
  risky: 'accepts_everything',
  webmail: 'free_mail',
  disposable: 'disposable',
  unknown: 'unknown',
};
const verdictOf = (status: string | null | undefined): ProviderVerdict | undefined => {
  const known = status === null || status === undefined ? undefined : VERDICTS[status];
  return known === undefined ? undefined : { provider: 'hunter', status: known };
};
/** Skipped verifications (webmail, disposable, unknown) are not counted (help.hunter.io, "What is a request"). */
const isCounted = (verdict: ProviderVerdict | undefined): boolean =>
  verdict !== undefined && !['free_mail', 'disposable', 'unknown'].includes(verdict.status);

/** The provider `hunter`: the addresses of a domain, the address of a person by name, and the check of an address. A search without an address costs nothing. */
export const createHunter = ({ call }: { call: ProviderCall }): PeopleProvider => {
  const search = (domain: string, offset: number) =>
    call({
      method: 'GET',
      path: '/domain-search',
      query: { domain, type: 'personal', limit: PAGE, offset },
      schema: DomainSearch,
      cost: ({ data }) => costOfUnits('hunter', data.emails.length > 0 ? 1 : 0),
      cacheFor: FOUND_KEPT,
      empty: { statuses: [404], value: { data: { emails: [] } } },
    });

  const findOne = (domain: string, { firstName, lastName }: Readonly<{ firstName: string; lastName: string }>) =>
    call({
      method: 'GET',
      path: '/email-finder',
      query: { domain, first_name: firstName, last_name: lastName },
      schema: EmailFinder,
      cost: ({ data }) => costOfUnits('hunter', typeof data.email === 'string' ? 1 : 0),
      cacheFor: FOUND_KEPT,
      empty: { statuses: [404], value: { data: {} } },
    });

  const find = async ({ domain, wanted, limit }: PeopleQuestion): Promise<PeopleAnswer> => {
    const tab = createTab();
    const people: ProviderPerson[] = [];
    const sourceRef = `https://hunter.io/search/${domain}`;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const reply = await search(domain, page * PAGE);
      tab.add(reply);
      if (!reply.ok) return tab.answer(people, reply.failure);
      const { emails } = reply.value.data;
      const fresh = emails.filter(({ value }) => people.every(({ email }) => email !== value));
      for (const { value, first_name: firstName, last_name: lastName, position, verification } of fresh)
        if (typeof firstName === 'string' && typeof lastName === 'string' && firstName !== '' && lastName !== '')
          people.push({
            firstName,
            lastName,
            title: position ?? null,
            email: value,
            verdict: verdictOf(verification?.status),
            country: null,
            sourceRef,
          });
      const total = reply.value.meta?.results ?? 0;
      // A page of what was there already means that the offset is not heeded.
      if (fresh.length === 0 || emails.length < PAGE || total <= (page + 1) * PAGE) break;
    }
    const missing = wanted.filter((one) => people.every((known) => !isSame(known, one))).slice(0, limit);
    for (const name of missing) {
      const reply = await findOne(domain, name);
      tab.add(reply);
      if (!reply.ok) return tab.answer(people, reply.failure);
      const { email, position, verification } = reply.value.data;
      if (typeof email === 'string')
        people.push({
          ...name,
          title: position ?? null,
          email,
          verdict: verdictOf(verification?.status),
          country: null,
          sourceRef,
        });
    }
    return tab.answer(people);
  };

  const verify = async (email: string): Promise<VerdictAnswer> => {
    const reply = await call({
      method: 'GET',
      path: '/email-verifier',
      query: { email },
      schema: EmailVerifier,
      cost: ({ data }) => costOfUnits('hunter', isCounted(verdictOf(data.status ?? data.result)) ? 0.5 : 0),
      cacheFor: VERIFIED_KEPT,
      // The server behind the address did not answer as servers do; asking again at once would not help.
      empty: { statuses: [222], value: { data: { status: 'unknown' } } },
    });
    if (!reply.ok) {
      const unfinished = reply.failure.kind === 'unavailable' && reply.failure.message.includes('HTTP 202');
      return {
        verdict: undefined,
        costMicroUsd: reply.costMicroUsd,
        credits: 0,
        failure: unfinished ? null : reply.failure,
      };
    }
    const { status, result } = reply.value.data;
    return {
      verdict: verdictOf(status ?? result),
      costMicroUsd: reply.costMicroUsd,
      credits: reply.credits,
      failure: null,
    };
  };

  return {
    name: 'hunter',
    find,
    verify,
    mostMicroUsd: (limit) => costOfUnits('hunter', MOST_PAGES + 1.5 * limit).microUsd,
  };
};

const isSame = (
  a: Readonly<{ firstName: string; lastName: string }>,
  b: Readonly<{ firstName: string; lastName: string }>,
): boolean => `${a.firstName} ${a.lastName}`.toLowerCase() === `${b.firstName} ${b.lastName}`.toLowerCase();
