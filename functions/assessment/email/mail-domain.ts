import { parse } from 'tldts';

export type MailDomain = Readonly<
  | { ok: true; domain: string /** The registrable domain above it. */; organization: string }
  | { ok: false; reason: string }
>;

/** The domain that a site's mail is sent from, by its host: without `www.`; not ok for addresses and for names that a service lends. */
export const mailDomainOf = (host: string): MailDomain => {
  const name = host
    .trim()
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^www\d?\./, '');
  const { domain, isIp, publicSuffix, isPrivate } = parse(name, { allowPrivateDomains: true });
  if (isIp === true) return { ok: false, reason: 'The site has an address instead of a name.' };
  if (domain === null || !/^[a-z0-9._-]{1,253}$/.test(name))
    return { ok: false, reason: `${name.slice(0, 100)} is no domain that mail can be sent from.` };
  if (isPrivate === true)
    return {
      ok: false,
      reason: `The address is one that ${publicSuffix ?? 'a service'} lends; which domain the company writes from is not known.`,
    };
  return { ok: true, domain: name, organization: domain };
};
