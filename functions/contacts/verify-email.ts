import { domainToASCII, domainToUnicode } from 'node:url';
import { readAddress } from '../discovery/email-address.ts';
import {
  DISPOSABLE_DOMAINS,
  FREE_MAIL_DOMAINS,
  RESERVED_DOMAINS,
  RESERVED_TOP_LEVEL,
  ROLE_LOCAL_PARTS,
} from './address-lists.ts';
import type { EmailVerdict } from './contract.ts';
import type { MailDomain } from './mail-domain.ts';

export type VerifiedEmail = Readonly<{
  /** The address as it is written to: trimmed, lower case, domain in ASCII (punycode). Empty when invalid. */
  address: string;
  /** A mailbox that a function reads, not a person (info@, support@ …). */
  role: boolean;
  verification: EmailVerdict;
}>;

/** What a provider that checks addresses says of one. */
export type ProviderVerdict = Readonly<{
  provider: string;
  status: 'valid' | 'invalid' | 'accepts_everything' | 'disposable' | 'free_mail' | 'unknown';
}>;

/** All that is known of an address beside its text. */
export type EmailEvidence = Readonly<{
  mode: 'sandbox' | 'live';
  /** The company domain on whose own site the address stands. */
  publishedBy?: string | undefined;
  mail?: MailDomain | undefined;
  verdict?: ProviderVerdict | undefined;
  /** Made from a pattern, not found anywhere. */
  guessed?: boolean;
}>;

const invalid = (reason: string): VerifiedEmail => ({
  address: '',
  role: false,
  verification: { verdict: 'invalid', reasons: [reason] },
});

const REFUSED_BY_DNS: Readonly<Partial<Record<MailDomain, string>>> = {
  null_mx: 'null_mx',
  no_domain: 'no_such_domain',
  no_server: 'no_mail_server',
};

/**
 * What can be said of an address without asking its mail server (spec/discovery.md, "Contact lookup"); a mail server is never probed. `invalid` is never written to:
 * malformed, disposable, a domain that takes no mail, or a provider's "no". `risky` may be: role accounts, free mail, domains that accept everything or name no
 * server, guesses, and in a sandbox the reserved domains (`.example`), which live mode refuses because no mail can reach them. `valid` means that every check was passed:
 * the domain takes mail, or a provider or the company's own site confirms the address. When DNS does not answer it stays `unknown`.
 */
export const verifyEmail = (given: string, evidence: EmailEvidence): VerifiedEmail => {
  const read = readAddress(given);
  if (!read.ok) return invalid(read.reason === 'missing_email' ? 'no_address' : 'malformed_address');
  const at = read.email.lastIndexOf('@');
  const local = read.email.slice(0, at);
  const domain = read.email.slice(at + 1);
  if (!isSound(domain)) return invalid('malformed_address');
  const { mode, mail, verdict } = evidence;
  if (isListed(DISPOSABLE_DOMAINS, domain) || verdict?.status === 'disposable') return invalid('disposable_domain');
  const reserved = isReserved(domain);
  if (reserved && mode === 'live') return invalid('reserved_domain');
  const refused = mail === undefined || reserved ? undefined : REFUSED_BY_DNS[mail];
  if (refused !== undefined) return invalid(refused);
  if (verdict?.status === 'invalid') return invalid('provider_says_invalid');
  const role = isRole(local);
  return {
    address: `${local}@${domain}`,
    role,
    verification: judge(evidence, { domain, reserved, role }),
  };
};

/** The verdict on an address that nothing refuses. */
const judge = (
  { publishedBy, mail, verdict, guessed = false }: EmailEvidence,
  { domain, reserved, role }: Readonly<{ domain: string; reserved: boolean; role: boolean }>,
): EmailVerdict => {
  const confirmed = verdict?.status === 'valid';
  const risks = [
    ...(reserved ? ['reserved_domain'] : []),
    ...(role ? ['role_account'] : []),
    ...(isListed(FREE_MAIL_DOMAINS, domain) || verdict?.status === 'free_mail' ? ['free_mail'] : []),
    ...(mail === 'no_mx' && !reserved ? ['no_mail_server_named'] : []),
    ...(verdict?.status === 'accepts_everything' ? ['accepts_everything'] : []),
    ...(guessed && !confirmed ? ['guessed'] : []),
  ];
  if (risks.length > 0) return { verdict: 'risky', reasons: risks };
  const published = publishedBy !== undefined && (domain === publishedBy || domain.endsWith(`.${publishedBy}`));
  const grounds = [
    ...(guessed ? ['guessed'] : []),
    ...(published ? ['published_on_own_site'] : []),
    ...(confirmed ? ['provider_says_valid'] : []),
    ...(mail === 'accepts' ? ['mail_server_found'] : []),
  ];
  if (grounds.length > 0) return { verdict: 'valid', reasons: grounds };
  return { verdict: 'unknown', reasons: [mail === 'no_answer' ? 'dns_did_not_answer' : 'mail_server_not_checked'] };
};

/** Whether a domain's punycode stands for a name and that name for this punycode (RFC 5891 § 4.4): else it would show as something it is not. */
const isSound = (domain: string): boolean => {
  if (!domain.includes('xn--')) return true;
  const shown = domainToUnicode(domain);
  return !/(?:^|\.)xn--/.test(shown) && domainToASCII(shown) === domain;
};

/** Whether no mail on the internet can reach a domain, so that DNS need not be asked. */
export const isReserved = (domain: string): boolean =>
  RESERVED_TOP_LEVEL.has(domain.split('.').at(-1) ?? '') || isListed(RESERVED_DOMAINS, domain);

/** Whether a domain or one above it is on a list. */
const isListed = (list: ReadonlySet<string>, domain: string): boolean => {
  const labels = domain.split('.');
  return labels.some((_label, from) => from < labels.length - 1 && list.has(labels.slice(from).join('.')));
};

/** `sales`, `sales-team`, `info.de`, `support+eu`, `hello2`: the function's name alone or with a qualifier. */
export const isRole = (local: string): boolean => {
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
