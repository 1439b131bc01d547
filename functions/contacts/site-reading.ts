import { isIP } from 'node:net';
import { getDomain } from 'tldts';
import { FREE_MAIL_DOMAINS } from './address-lists.ts';
import type { Passage, SitePerson, SiteReading } from './contract.ts';
import { emailsOf } from './page-emails.ts';
import { chooseLinks, type Link, type PageKind } from './page-links.ts';
import { mergePassages, passagesOf } from './page-passages.ts';
import { belongsTo, peopleOf } from './page-people.ts';
import { phonesOf, profilesOf } from './page-reach.ts';
import { parsePage, titleOf } from './page-text.ts';
import { type Wall, wallOf } from './page-wall.ts';

/** What one page holds. */
export type PageFacts = Readonly<{
  url: string;
  status: number;
  title: string | null;
  passages: readonly Passage[];
  people: readonly Omit<SitePerson, 'url'>[];
  emails: readonly string[];
  phones: readonly string[];
  profiles: readonly string[];
  links: readonly Link[];
  /** Why the page says nothing about a company, when it does not. */
  wall: Wall | null;
}>;

/** What such pages say is about people or places, not something to build a claim about the company on. */
const WITHOUT_PASSAGES: readonly (PageKind | 'home')[] = ['team', 'imprint', 'contact'];
/** More people or addresses than this on one page are a directory, not a company's own. */
const MOST_OF_A_PAGE = 100;

type PageRef = Readonly<{ url: string; status: number; kind: PageKind | 'home' }>;

/** Reads one page's HTML; any text whatever is HTML to a browser. */
export const readPage = (html: string, { url, status, kind }: PageRef): PageFacts => {
  const tree = parsePage(html);
  const title = titleOf(tree).slice(0, 200);
  const passages = WITHOUT_PASSAGES.includes(kind) ? [] : passagesOf(tree, url);
  return {
    url,
    status,
    title: title === '' ? null : title,
    passages,
    people: peopleOf(tree).slice(0, MOST_OF_A_PAGE),
    emails: emailsOf(tree).slice(0, MOST_OF_A_PAGE),
    phones: phonesOf(tree, url),
    profiles: profilesOf(tree),
    links: kind === 'home' ? chooseLinks(tree, url) : [],
    wall: kind === 'home' ? wallOf(tree, { url, title, passages }) : null,
  };
};

/** Puts a site's pages together: each person and passage once, addresses given to the people whose names they bear. */
export const summarizeSite = (domain: string, readAt: string, pages: readonly PageFacts[]): SiteReading => {
  const people = mergePeople(pages);
  const owned = new Set(people.flatMap(({ email }) => (email === null ? [] : [email])));
  const loose = pages
    .flatMap(({ emails, url }) => emails.map((email) => ({ email, url })))
    .filter(
      ({ email }, at, all) =>
        !owned.has(email) && isTheirs(email, domain) && all.findIndex((one) => one.email === email) === at,
    );
  const matched = people.map((person) => {
    if (person.email !== null) return person;
    const email = loose.find((one) => belongsTo(one.email, person))?.email ?? null;
    return { ...person, email };
  });
  const taken = new Set(matched.map(({ email }) => email));
  const passages = mergePassages(pages.map((page) => page.passages));
  const addresses = loose.filter(({ email }) => !taken.has(email));
  return {
    domain,
    readAt,
    outcome: passages.length + matched.length + addresses.length === 0 ? 'empty' : 'read',
    reason: null,
    pages: pages.map(({ url, status, title }) => ({ url, status, title })),
    tried: pages.map(({ url }) => url),
    passages: [...passages],
    people: matched.slice(0, 50),
    addresses: addresses.slice(0, 20),
    phones: unique(pages.flatMap(({ phones }) => phones)).slice(0, 10),
    profiles: unique(pages.flatMap(({ profiles }) => profiles)).slice(0, 10),
  };
};

const mergePeople = (pages: readonly PageFacts[]): readonly SitePerson[] => {
  const people = new Map<string, SitePerson>();
  for (const page of pages)
    for (const person of page.people) {
      const key = `${person.firstName} ${person.lastName}`.toLowerCase();
      const known = people.get(key);
      people.set(
        key,
        known === undefined
          ? { ...person, url: page.url }
          : { ...known, title: known.title ?? person.title, email: known.email ?? person.email },
      );
    }
  return [...people.values()];
};

/**
 * An address without a name is the company's when it is at its domain or, as with many small businesses, at a free mail service; else it is the web agency's.
 * A site that is read on a host of no domain (a machine of the operator's) does not say whose it is: then every address counts.
 */
const isTheirs = (email: string, domain: string): boolean => {
  const host = email.slice(email.lastIndexOf('@') + 1);
  if (!domain.includes('.') || isIP(domain.replace(/^\[|\]$/g, '')) !== 0) return true;
  return getDomain(host) === (getDomain(domain) ?? domain) || FREE_MAIL_DOMAINS.has(host);
};

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
