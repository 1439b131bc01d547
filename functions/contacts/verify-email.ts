import { readAddress } from '../discovery/email-address.ts';
import {
  DISPOSABLE_DOMAINS,
  FREE_MAIL_DOMAINS,
  RESERVED_DOMAINS,
  RESERVED_TOP_LEVEL,
  ROLE_LOCAL_PARTS,
} from './address-lists.ts';
import type { EmailVerdict } from './contract.ts';

export type VerifiedEmail = Readonly<{
  /** The address as it is written to and as duplicates are recognised: trimmed, lower case, domain in ASCII (punycode). Empty when invalid. */
  address: string;
  /** A mailbox that a function reads, not a person (info@, support@ …). */
  role: boolean;
  verification: EmailVerdict;
}>;

const invalid = (reason: string): VerifiedEmail => ({
  address: '',
  role: false,
  verification: { verdict: 'invalid', reasons: [reason] },
});

/**
 * What can be said of an address without asking the network (spec/discovery.md, "Contact lookup"). `invalid` is never written to. `risky` may be: role
 * accounts, free mail, and in a sandbox the reserved domains (`.example`), which live mode refuses because no mail can reach them. `valid` is only what the
 * company itself publishes on its own site (`publishedBy` its domain); of everything else the mail server is not known yet: `unknown`.
 */
export const verifyEmail = (
  given: string,
  { mode, publishedBy }: { mode: 'sandbox' | 'live'; publishedBy?: string },
): VerifiedEmail => {
  const read = readAddress(given);
  if (!read.ok) return invalid(read.reason === 'missing_email' ? 'no_address' : 'malformed_address');
  const at = read.email.lastIndexOf('@');
  const local = read.email.slice(0, at);
  const domain = read.email.slice(at + 1);
  if (isListed(DISPOSABLE_DOMAINS, domain)) return invalid('disposable_domain');
  const reserved = isReserved(domain);
  if (reserved && mode === 'live') return invalid('reserved_domain');
  const role = isRole(local);
  const risks = [
    ...(reserved ? ['reserved_domain'] : []),
    ...(role ? ['role_account'] : []),
    ...(isListed(FREE_MAIL_DOMAINS, domain) ? ['free_mail'] : []),
  ];
  const published = publishedBy !== undefined && (domain === publishedBy || domain.endsWith(`.${publishedBy}`));
  return {
    address: `${local}@${domain}`,
    role,
    verification:
      risks.length > 0
        ? { verdict: 'risky', reasons: risks }
        : published
          ? { verdict: 'valid', reasons: ['published_on_own_site'] }
          : { verdict: 'unknown', reasons: ['mail_server_not_checked'] },
  };
};

const isReserved = (domain: string): boolean =>
  RESERVED_TOP_LEVEL.has(domain.split('.').at(-1) ?? '') || isListed(RESERVED_DOMAINS, domain);

const isListed = (list: ReadonlySet<string>, domain: string): boolean =>
  list.has(domain) || list.has(domain.split('.').slice(-2).join('.'));

/** `sales`, `sales-team`, `info.de`, `support+eu`, `hello2`: the function's name alone or with a qualifier. */
const isRole = (local: string): boolean => {
  const plain = local.split('+')[0]?.replace(/\d+$/, '') ?? '';
  if (ROLE_LOCAL_PARTS.has(plain) || ROLE_LOCAL_PARTS.has(plain.replace(/[._-]/g, ''))) return true;
  const [first = '', ...rest] = plain.split(/[._-]/);
  return ROLE_LOCAL_PARTS.has(first) && rest.length === 1 && QUALIFIERS.has(rest[0] ?? '');
};

const QUALIFIERS = new Set(
  'team desk dept department office group us uk eu de fr es it nl ca au in emea apac global international hq europe usa support service services sales'.split(
    ' ',
  ),
);
