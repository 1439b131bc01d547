import type { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import type { FoundContacts } from '../../../functions/contacts/find-contract.ts';
import { type CompanyAddress, createFindPeople } from '../../../functions/contacts/find-people.ts';
import { createOutside } from '../../../functions/contacts/outside.ts';
import { siteAddress } from '../../../functions/contacts/site-address.ts';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import { parseAllowedHosts } from '../../../functions/platform/safe-fetch/allowed-hosts.ts';
import { systemClock as clock } from '../../../functions/platform/time.ts';
import { LOOPBACK } from '../allowed-host.ts';
import { UsageError } from '../usage-error.ts';

const NOBODY = WorkspaceId.parse('ws_0000000000');

/** A website's address; hosts of this machine that were allowed need not look like a company's. @throws UsageError */
const addressOf = (url: string, isOwn: (host: string) => boolean): CompanyAddress => {
  const address = siteAddress(url);
  if (address !== undefined) return address;
  const given = /^https?:\/\//i.test(url) ? url : `http://${url}`;
  const host = URL.canParse(given) ? new URL(given).hostname : '';
  if (isOwn(host)) return { website: new URL(given).href, domain: host, keptAs: host };
  if (LOOPBACK.test(host))
    throw new UsageError(`"${url}" is on this machine. Let it be read with --allow-host ${host}.`);
  throw new UsageError(`"${url}" is not the address of a website. Give one like https://example.com.`);
};

/** Finds people on a company's website from this process, without a system and without providers; nothing is kept. */
export const findHere = async (
  url: string,
  { persona, limit, allowHosts }: Readonly<{ persona: IcpCriteria['persona']; limit: number; allowHosts: string }>,
): Promise<FoundContacts> => {
  const allowed = parseAllowedHosts(allowHosts);
  const company = addressOf(url, (host) => allowed(host) !== undefined);
  const files = { readText: () => Promise.resolve(undefined), writeText: () => Promise.resolve() };
  const findPeople = createFindPeople({
    ...createOutside({ allowHosts, files, clock }),
    peopleOf: () => Promise.resolve({ providers: [], missing: [] }),
    // Nobody is paid, so nothing is booked.
    bookPaidCall: () => Promise.resolve(),
    clock,
  });
  // A site of this machine is a trial, and its addresses may be made up; a site of the web is not.
  const own = allowed(new URL(company.website).hostname) !== undefined;
  return await findPeople(NOBODY, company, {
    persona,
    limit,
    providers: [],
    refresh: true,
    mode: own ? 'sandbox' : 'live',
  });
};
