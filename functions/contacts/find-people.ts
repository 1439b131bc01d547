import { getDomain } from 'tldts';
import type { RunPlan } from '../campaigns/contract.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { BookPaidCall } from '../platform/ledger/paid-call.ts';
import { toUsd } from '../platform/money.ts';
import { providerLabel } from '../platform/provider-failure.ts';
import { type Clock, SECOND } from '../platform/time.ts';
import { FREE_MAIL_DOMAINS } from './address-lists.ts';
import { domainOf } from './choose-contacts.ts';
import type { SiteReading } from './contract.ts';
import type { FindWish, FoundContacts } from './find-contract.ts';
import { foundOf } from './found-people.ts';
import type { LookUp } from './look-up.ts';
import type { ReadWebsite } from './read-website.ts';
import type { WorkspacePeople } from './workspace-people.ts';

/** A provider is begun with up to here, so that the whole is answered before API Gateway's 29 seconds are over. */
const ASKING_TIME = 17 * SECOND;

export type CompanyAddress = Readonly<{ website: string; domain: string; keptAs: string }>;
export type FindPeople = (
  workspaceId: WorkspaceId,
  company: CompanyAddress,
  wish: Omit<FindWish, 'websiteUrl'> & Readonly<{ mode: RunPlan['mode'] }>,
) => Promise<FoundContacts>;

/** Finds the people of one company outside any campaign, and tells where each is from, what was tried and what it cost. Nothing is stored but the reading of the website. */
export const createFindPeople =
  ({
    readWebsite,
    lookUp,
    peopleOf,
    bookPaidCall,
    clock,
  }: {
    readWebsite: ReadWebsite;
    lookUp: LookUp;
    peopleOf: WorkspacePeople;
    bookPaidCall: BookPaidCall;
    clock: Clock;
  }): FindPeople =>
  async (workspaceId, company, { persona, limit, providers: names, refresh, mode }) => {
    const began = clock();
    const site = await readWebsite({ workspaceId, ...company, refresh });
    const { providers, missing } = await peopleOf(workspaceId, names);
    const domain = getDomain(company.domain) ?? mailDomainOf(site) ?? company.domain;
    const answer = await lookUp({
      domain,
      headcount: null,
      found: foundOf([], site),
      persona,
      mode,
      limit,
      providers,
      mayAsk: ({ name }) =>
        Promise.resolve(
          clock() < began + ASKING_TIME
            ? undefined
            : `${providerLabel(name)} was not asked: the time of a request was over. Try again.`,
        ),
    });
    for (const { source, costMicroUsd } of answer.tried)
      await bookPaidCall(workspaceId, { kind: 'contacts', microUsd: costMicroUsd, payee: source });
    const tried = answer.tried.map(({ costMicroUsd, ...one }) => ({ ...one, costUsd: toUsd(costMicroUsd) }));
    return {
      domain,
      websiteUrl: company.website,
      site: siteOf(site),
      contacts: [...answer.contacts],
      personaMet: answer.personaMet,
      drops: { ...answer.drops },
      tried: tried.some(({ source }) => source === 'website') ? tried : [nobodyOn(site), ...tried],
      warnings: [...missing, ...answer.failures].map(({ message }) => message),
      costUsd: toUsd(answer.costMicroUsd),
    };
  };

/** The domain that most addresses of a site are at: what a site on a host of no domain (a machine of the operator's) is about. */
const mailDomainOf = ({ people, addresses }: SiteReading): string | undefined => {
  const counts = new Map<string, number>();
  for (const { email } of [...people, ...addresses]) {
    const host = email === null ? '' : domainOf(email);
    if (host !== '' && !FREE_MAIL_DOMAINS.has(host)) counts.set(host, (counts.get(host) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
};

const siteOf = ({ outcome, reason, phones, profiles, pages, tried }: SiteReading): FoundContacts['site'] => ({
  outcome,
  reason,
  phones,
  profiles,
  pages: pages.map(({ url }) => url),
  tried,
});

/** A website that names nobody was asked all the same. */
const nobodyOn = ({ outcome, reason }: SiteReading): FoundContacts['tried'][number] => ({
  source: 'website',
  outcome: outcome === 'read' || outcome === 'empty' ? 'nobody' : 'failed',
  found: 0,
  costUsd: 0,
  credits: 0,
  detail: reason,
});
