import type { SitePerson } from './contract.ts';
import { emailsInText, emailsOfPiece } from './page-emails.ts';
import { isA, structuredData, type Thing, textsAt, thingsAt } from './page-structured-data.ts';
import { type Piece, piecesOf, type Tree } from './page-text.ts';
import { judgeTitle } from './persona.ts';

const PARTICLES = new Set(
  'van von de der den del della di da dos du la le el al bin ben ter ten af av zu zum y e i'.split(' '),
);
const HONORIFIC = /^(?:dr|prof|mr|mrs|ms|mx|ing|dipl|herr|frau|sir|rev)\.?\s+/i;
/** Capitalised words that stand in headings and menus, not in names. */
const NOT_A_NAME = new Set(
  `about our the team meet contact home news blog careers career jobs services service products product get in touch read more learn us we your you why how what who privacy policy terms
  conditions cookie cookies press company customers customer clients case studies study pricing support help login sign up free demo book call today open hours monday tuesday wednesday thursday friday
  saturday sunday january february march april may june july august september october november december new york san francisco los angeles united states kingdom copyright all rights reserved inc ltd llc
  gmbh limited group software systems solutions technologies labs studio agency university college founded since follow facebook twitter linkedin instagram youtube email phone address office
  leadership management board staff people story mission values join work with and or of for to from at by on is are every made angaben amtsgericht vertreten durch impressum kontakt`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
const LABELLED =
  /^(geschäftsführer(?:in)?|geschäftsführung|managing directors?|inhaber(?:in)?|founders?|owner|ceo|director|directeur de la publication|vertreten durch(?: den geschäftsführer)?|represented by)\s*:\s*(.+)$/i;
const AFTER_NAME = 6;

/** First and last name of a text that looks like a person's name, or undefined. Two to four words, each capitalised or a particle such as "van". */
export const readName = (given: string): { firstName: string; lastName: string } | undefined => {
  const text = given
    .replace(HONORIFIC, '')
    .replace(/,\s*(?:phd|mba|md|cpa|msc|bsc|jr|sr)\.?$/i, '')
    .trim();
  const words = text.split(/\s+/);
  if (words.length < 2 || words.length > 4 || text.length > 50) return undefined;
  const [firstName = '', ...rest] = words;
  const last = words.at(-1) ?? '';
  const fits = words.every((word) => /^\p{Lu}[\p{L}'’-]*\.?$/u.test(word) || PARTICLES.has(word.toLowerCase()));
  const capitals = /^\p{Lu}/u.test(firstName) && /^\p{Lu}/u.test(last) && last.length > 1;
  const shouted = words.every((word) => word.length > 2 && word === word.toUpperCase());
  if (!fits || !capitals || shouted || words.some((word) => NOT_A_NAME.has(word.toLowerCase()))) return undefined;
  return isTitle(text) ? undefined : { firstName, lastName: rest.join(' ') };
};

/** Whether a text is a job title: short, not a sentence, and with a function or rank that the rules know. */
export const isTitle = (text: string): boolean => {
  if (text.length < 2 || text.length > 80 || text.split(/\s+/).length > 9 || /[.!?:@]$|\d{3}|@/.test(text))
    return false;
  const { department, seniority } = judgeTitle(text);
  return department !== 'other' || seniority !== 'entry' || OCCUPATION.test(text);
};

/** Trades and posts that are titles although they name neither a department nor a rank. */
const OCCUPATION =
  /\b(?:apprentice|trainee|associate|assistant|consultant|adviser|advisor|analyst|specialist|coordinator|secretary|doctor|dentist|hygienist|nurse|vet|veterinary|surgeon|physio\w*|therapist|pharmacist|optician|teacher|tutor|coach|trainer|instructor|chef|cook|baker|brewer|barista|butcher|waiter|waitress|plumber|electrician|carpenter|joiner|mason|roofer|gardener|fitter|mechanic|welder|printer|driver|stylist|hairdresser|barber|photographer|surveyor|estate agent|broker|agent|captain|pilot|librarian|curator)\b/i;

const tidyTitle = (text: string): string => text.replace(/^[\s,–—|:·•-]+|[\s,–—|:·•-]+$/g, '');

type Found = Omit<SitePerson, 'url'>;

/** People of a page: its JSON-LD persons, and names that are followed by a job title, however the page lays them out. */
export const peopleOf = (tree: Tree): readonly Found[] => {
  const people = new Map<string, Found>();
  for (const person of [...structuredPeople(tree), ...writtenPeople(piecesOf(tree))]) {
    const key = `${person.firstName} ${person.lastName}`.toLowerCase();
    const known = people.get(key);
    people.set(
      key,
      known === undefined
        ? person
        : { ...known, title: known.title ?? person.title, email: known.email ?? person.email },
    );
  }
  return [...people.values()];
};

/** Properties of an organisation that name its people (schema.org), with the title that the property itself gives. */
const OF_ORGANISATION: readonly (readonly [string, string | null])[] = [
  ['founder', 'Founder'],
  ['founders', 'Founder'],
  ['employee', null],
  ['employees', null],
  ['member', null],
  ['members', null],
  ['contactPoint', null],
];

const structuredPeople = (tree: Tree): readonly Found[] => {
  const things = structuredData(tree);
  const named = things.filter((thing) => isA(thing, 'Person')).flatMap((thing) => readPerson(thing, null));
  // Often given without a type of its own, or as a bare name.
  const within = things.flatMap((thing) =>
    OF_ORGANISATION.flatMap(([property, title]) => [
      ...thingsAt(thing, property).flatMap((person) => readPerson(person, title)),
      ...textsAt(thing, property).flatMap((name) => readPerson({ name }, title)),
    ]),
  );
  return [...named, ...within];
};

const readPerson = (thing: Thing, title: string | null): readonly Found[] => {
  const [given, family] = [textsAt(thing, 'givenName')[0], textsAt(thing, 'familyName')[0]];
  const name =
    given !== undefined && family !== undefined
      ? { firstName: given, lastName: family }
      : readName(textsAt(thing, 'name')[0] ?? '');
  if (name === undefined) return [];
  const email = textsAt(thing, 'email').flatMap((text) => emailsInText(text.replace(/^mailto:/i, '')))[0] ?? null;
  return [{ ...name, title: textsAt(thing, 'jobTitle')[0] ?? textsAt(thing, 'roleName')[0] ?? title, email }];
};

const writtenPeople = (pieces: readonly Piece[]): readonly Found[] =>
  pieces.flatMap(({ text, email }, at) => {
    if (email !== null) return [];
    const labelled = LABELLED.exec(text);
    const inline = labelled === null ? splitInline(text) : undefined;
    const name = readName(labelled?.[2] ?? inline?.name ?? text);
    if (name === undefined) return [];
    // What belongs to this person stands before the next name.
    const rest = pieces.slice(at + 1, at + 1 + AFTER_NAME);
    const next = rest.findIndex(
      (piece) => piece.email === null && readName(splitInline(piece.text)?.name ?? piece.text) !== undefined,
    );
    const own = next === -1 ? rest : rest.slice(0, next);
    const label = labelled?.[1] ?? '';
    const title =
      inline?.title ??
      (isTitle(label) ? label : undefined) ??
      own
        .slice(0, 2)
        .map((piece) => tidyTitle(piece.text))
        .find(isTitle) ??
      null;
    const address = own.flatMap(emailsOfPiece)[0] ?? null;
    // A name alone may be anything, a street or a product; with a title, an address or a label it is a person.
    return title === null && address === null && labelled === null ? [] : [{ ...name, title, email: address }];
  });

/** `Ana Silva, Head of Sales` or `Ana Silva – CEO` in one piece. */
const splitInline = (text: string): { name: string; title: string } | undefined => {
  const [, name, title] = /^([^,–—|:(]{4,50}?)\s*(?:[,–—|:(]|\s-\s)\s*(.{2,80}?)\)?$/u.exec(text) ?? [];
  return name !== undefined && title !== undefined && isTitle(title) ? { name, title } : undefined;
};

/** Whether an address's local part is made of a person's name: `ana.silva`, `asilva`, `ana_s`, `silva`, `ana`. */
export const belongsTo = (email: string, { firstName, lastName }: Pick<Found, 'firstName' | 'lastName'>): boolean => {
  const local = plain(email.slice(0, email.lastIndexOf('@')));
  const [first, last] = [plain(firstName), plain(lastName)];
  if (first.length < 2 || last.length < 2) return false;
  return [
    first + last,
    last + first,
    first.slice(0, 1) + last,
    first + last.slice(0, 1),
    last + first.slice(0, 1),
    first,
    last,
  ].includes(local);
};

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
