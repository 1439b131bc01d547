import { createHash } from 'node:crypto';
import type { RunPlan } from '../campaigns/contract.ts';
import { SENIORITIES } from '../campaigns/icp.ts';
import { readAddress } from '../discovery/email-address.ts';
import { mailboxOf } from '../platform/mailbox.ts';
import type { Prospect } from './contract.ts';
import { type Found, nameOf } from './found-people.ts';
import type { MailDomain } from './mail-domain.ts';
import { asksAnything, judgeTitle, LEAST_PERSONA_MATCH, personaMatch } from './persona.ts';
import { verifyEmail } from './verify-email.ts';

type Judged = Readonly<{ prospect: Prospect; role: boolean; untitled: boolean }>;
export type ChosenContacts = Readonly<{
  contacts: readonly Prospect[];
  drops: Readonly<Record<string, number>>;
  /** Whether somebody among them is whom the persona means, so that nobody else need be looked up. */
  personaMet: boolean;
}>;

/** What is said of a company's people, and by what they are judged. */
export type Choice = Readonly<{
  domain: string;
  headcount: number | null;
  found: readonly Found[];
  persona: RunPlan['icp']['persona'];
  mode: RunPlan['mode'];
  limit: number;
  /** What DNS says of a domain's mail, where it was asked. */
  mailOf?: (domain: string) => MailDomain | undefined;
}>;

/** Mailboxes that a first mail to a company belongs in, best first; a shared address that is none of these serves another purpose. */
const FRONT_DOORS = [
  'info',
  'hello',
  'contact',
  'office',
  'team',
  'hi',
  'kontakt',
  'contacto',
  'contatti',
  'contato',
  'mail',
  'hallo',
  'hola',
  'bonjour',
  'ciao',
  'welcome',
  'enquiries',
  'inquiries',
  'post',
  'sales',
  'marketing',
];

/**
 * Whom of a company to write to: people with a usable address, the best persona match first, at most `limit`. People without a title are taken only when no
 * other fits, one shared address only when no person is found at all. Everybody else is counted by reason.
 */
export const chooseContacts = ({ found, persona, limit, ...by }: Choice): ChosenContacts => {
  const drops: Record<string, number> = {};
  const drop = (reason: string, n = 1): void => {
    if (n > 0) drops[reason] = (drops[reason] ?? 0) + n;
  };
  const byAddress = new Map<string, Judged>();
  for (const one of found) {
    const judged = judge(one, { persona, ...by });
    if (typeof judged === 'string') {
      drop(judged);
      continue;
    }
    const mailbox = mailboxOf(judged.prospect.email);
    if (!byAddress.has(mailbox)) byAddress.set(mailbox, judged);
    // The same person on the list and on the site is one person known twice, not a duplicate in anybody's data.
    else if (one.source === 'import') drop('duplicate_address');
  }
  const people = onePerPerson([...byAddress.values()].filter(({ role }) => !role));
  drop('duplicate_person', [...byAddress.values()].filter(({ role }) => !role).length - people.length);
  const roles = [...byAddress.values()].filter(({ role }) => role);
  const fitting = people.filter(({ prospect, untitled }) => !untitled && fits(prospect, persona));
  const untitled = people.filter((one) => one.untitled);
  const ranked = (fitting.length > 0 ? fitting : untitled).map(({ prospect }) => prospect).sort(bestFirst);

  drop('persona_mismatch', people.length - fitting.length - untitled.length);
  if (fitting.length > 0) drop('title_unknown', untitled.length);
  drop('over_limit', ranked.length - Math.min(limit, ranked.length));
  const door = people.length > 0 ? undefined : frontDoor(roles.map(({ prospect }) => prospect));
  drop('role_account', roles.length - (door === undefined ? 0 : 1));
  const contacts = door === undefined ? ranked.slice(0, limit) : [door];
  return { contacts, drops, personaMet: limit > 0 && fitting.length > 0 };
};

/** Who is known by two addresses is written to at one of them: the first, which is the listed one. */
const onePerPerson = (people: readonly Judged[]): readonly Judged[] => {
  const seen = new Set<string>();
  return people.filter(({ prospect }) => {
    if (prospect.firstName === null || prospect.lastName === null) return true;
    const known = seen.has(nameOf(prospect));
    seen.add(nameOf(prospect));
    return !known;
  });
};

/** The person with everything that can be said of them, or why they cannot be written to. */
const judge = (
  found: Found,
  { domain, headcount, persona, mode, mailOf }: Omit<Choice, 'found' | 'limit'>,
): Judged | string => {
  if (found.email === null) return 'no_address';
  const { address, role, verification } = verifyEmail(found.email, {
    mode,
    publishedBy: found.source === 'website' ? domain : undefined,
    mail: mailOf?.(domainOf(found.email)),
    verdict: found.verdict,
    guessed: found.source === 'guess',
  });
  if (verification.verdict === 'invalid') return DROP_REASONS[verification.reasons[0] ?? ''] ?? 'invalid_address';
  // Whoever reads a shared mailbox, it need not be the person on the row.
  const person = role ? { firstName: null, lastName: null, title: null } : found;
  return {
    role,
    untitled: !role && person.title === null,
    prospect: {
      id: contactIdOf(address),
      firstName: person.firstName,
      lastName: person.lastName,
      title: person.title,
      ...judgeTitle(person.title),
      personaMatch: role ? 0 : personaMatch(person.title, persona, headcount),
      email: address,
      verification,
      source: found.source,
      sourceRef: found.sourceRef,
      country: found.country,
    },
  };
};

const DROP_REASONS: Readonly<Record<string, string>> = {
  no_address: 'no_address',
  disposable_domain: 'disposable_domain',
  reserved_domain: 'reserved_domain',
  null_mx: 'no_mail_server',
  no_such_domain: 'no_mail_server',
  no_mail_server: 'no_mail_server',
  provider_says_invalid: 'refused_by_provider',
};

/** The domain of an address as DNS is asked for it. */
export const domainOf = (email: string): string => {
  const read = readAddress(email);
  return read.ok ? read.email.slice(read.email.lastIndexOf('@') + 1) : '';
};

/** The same address has the same id in every run, so that finding a person twice writes one item. */
export const contactIdOf = (address: string): string =>
  `con_${createHash('sha256').update(address.trim().toLowerCase()).digest('hex').slice(0, 20)}`;

const fits = ({ personaMatch: match }: Prospect, persona: RunPlan['icp']['persona']): boolean =>
  !asksAnything(persona) || match >= LEAST_PERSONA_MATCH;

const bestFirst = (a: Prospect, b: Prospect): number =>
  b.personaMatch - a.personaMatch ||
  Number(b.decisionMaker) - Number(a.decisionMaker) ||
  SENIORITIES.indexOf(a.seniority) - SENIORITIES.indexOf(b.seniority) ||
  (a.email < b.email ? -1 : 1);

const frontDoor = (roles: readonly Prospect[]): Prospect | undefined =>
  FRONT_DOORS.flatMap((name) => roles.filter(({ email }) => email.startsWith(`${name}@`)))[0];
