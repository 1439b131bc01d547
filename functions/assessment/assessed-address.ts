import { siteAddress } from '../contacts/site-address.ts';
import type { AllowedHosts } from '../platform/safe-fetch/allowed-hosts.ts';

export type AssessedAddress = Readonly<{ website: string; domain: string }>;

/** The address of a site to assess; hosts that the operator allowed need not look like a company's. Undefined for what is no address of a website. */
export const assessedAddress = (
  given: string,
  allowed: AllowedHosts = () => undefined,
): AssessedAddress | undefined => {
  const address = siteAddress(given);
  if (address !== undefined) return address;
  const text = given.trim();
  const href = /^https?:\/\//i.test(text) ? text : `http://${text}`;
  if (/\s/.test(text) || !URL.canParse(href)) return undefined;
  const url = new URL(href);
  return allowed(url.hostname) === undefined ? undefined : { website: url.href, domain: url.hostname };
};
