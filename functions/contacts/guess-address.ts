import { isRole } from './verify-email.ts';

type Person = Readonly<{ firstName: string; lastName: string }>;
export type KnownAddress = Person & Readonly<{ email: string }>;

/** How a company makes an address from a name; the commonest first, which decides when two explain the same addresses equally well. */
const PATTERNS = {
  'first.last': (first, last) => `${first}.${last}`,
  flast: (first, last) => `${first.slice(0, 1)}${last}`,
  first: (first) => first,
  firstlast: (first, last) => `${first}${last}`,
  'f.last': (first, last) => `${first.slice(0, 1)}.${last}`,
  first_last: (first, last) => `${first}_${last}`,
  'first-last': (first, last) => `${first}-${last}`,
  firstl: (first, last) => `${first}${last.slice(0, 1)}`,
  'first.l': (first, last) => `${first}.${last.slice(0, 1)}`,
  last: (_first, last) => last,
  'last.first': (first, last) => `${last}.${first}`,
  lastf: (first, last) => `${last}${first.slice(0, 1)}`,
  'last.f': (first, last) => `${last}.${first.slice(0, 1)}`,
  lastfirst: (first, last) => `${last}${first}`,
  fl: (first, last) => `${first.slice(0, 1)}${last.slice(0, 1)}`,
} as const satisfies Readonly<Record<string, (first: string, last: string) => string>>;
export type AddressPattern = keyof typeof PATTERNS;
const NAMES = Object.keys(PATTERNS) as readonly AddressPattern[];

/** Fewer known addresses than this are a coincidence (spec/discovery.md, "Contact lookup"). */
const LEAST_KNOWN = 2;

/** Letters that a name is written with in an address. The German spelling (ü as ue) stands beside the plain one. */
const plain = (text: string): string =>
  text
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/[^a-z]/g, '');
const german = (text: string): string =>
  plain(text.normalize('NFC').replace(/ä/gi, 'ae').replace(/ö/gi, 'oe').replace(/ü/gi, 'ue'));

type Spelling = (text: string) => string;

/** A name that is written in one way only: one first name, one last name, in Latin letters, nothing abbreviated. */
const isPlainName = ({ firstName, lastName }: Person): boolean =>
  [firstName, lastName].every((name) => /^\p{Script=Latin}[\p{Script=Latin}'’]+$/u.test(name.trim())) &&
  [firstName, lastName].every((name) => plain(name).length >= 2);

const localOf = (email: string): string => email.slice(0, email.lastIndexOf('@')).split('+')[0]?.toLowerCase() ?? '';
const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

/** The patterns by which a known address is made from its bearer's name, in either spelling. */
const explains = (pattern: AddressPattern, { email, firstName, lastName }: KnownAddress): boolean =>
  [plain, german].some((spell) => PATTERNS[pattern](spell(firstName), spell(lastName)) === localOf(email));

/**
 * The pattern that a domain's known addresses follow: one that explains at least two people's and most of all; undefined when there is none. Role accounts and names
 * that can be written in several ways tell nothing.
 */
export const patternOf = (domain: string, known: readonly KnownAddress[]): AddressPattern | undefined => {
  const byAddress = new Map(
    known
      .filter((one) => domainOf(one.email) === domain && !isRole(localOf(one.email)) && isPlainName(one))
      .map((one) => [localOf(one.email), one]),
  );
  const told = [...byAddress.values()];
  const counts = NAMES.map((pattern) => ({ pattern, count: told.filter((one) => explains(pattern, one)).length }));
  const best = Math.max(...counts.map(({ count }) => count));
  if (best < LEAST_KNOWN || best * 2 <= told.length) return undefined;
  return counts.find(({ count }) => count === best)?.pattern;
};

/** Whether the domain's own addresses write ü as ue; without an umlaut among them its country's custom decides. */
const spellingOf = (domain: string, known: readonly KnownAddress[]): Spelling => {
  const telling = known.filter(
    ({ firstName, lastName }) => plain(firstName + lastName) !== german(firstName + lastName),
  );
  for (const { email, firstName, lastName } of telling) {
    const by = (spell: Spelling): boolean =>
      NAMES.some((pattern) => PATTERNS[pattern](spell(firstName), spell(lastName)) === localOf(email));
    if (by(german) !== by(plain)) return by(german) ? german : plain;
  }
  return /\.(?:de|at|ch|li)$/.test(domain) ? german : plain;
};

/**
 * The address that a person at a domain would have by the pattern of its known addresses, or undefined: fewer than two known, no pattern, a name that can be written in
 * several ways, or an address that is somebody else's or a function's. It has to be verified before it is used.
 */
export const guessAddress = (domain: string, known: readonly KnownAddress[], person: Person): string | undefined => {
  const pattern = patternOf(domain, known);
  if (pattern === undefined || !isPlainName(person)) return undefined;
  const spell = spellingOf(domain, known);
  const local = PATTERNS[pattern](spell(person.firstName), spell(person.lastName));
  const taken = known.some(({ email }) => domainOf(email) === domain && localOf(email) === local);
  return taken || local.length < 2 || isRole(local) ? undefined : `${local}@${domain}`;
};
