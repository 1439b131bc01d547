import { Company } from './company.ts';
import { rankOf, sourceOfField, TOLD_FIELDS, type ToldField, tells } from './trust.ts';

/** Whether the second of two that both tell a field is believed. */
type Prefers = (field: ToldField, first: string, second: string) => boolean;

/** A country stands with the places it was read from. */
const SAME_HAND: Readonly<Partial<Record<ToldField, ToldField>>> = { country: 'locations' };

const choose = (first: Company, second: Company, prefers: Prefers): ReadonlySet<ToldField> => {
  const fromSecond = new Set<ToldField>();
  for (const field of TOLD_FIELDS) {
    if (!tells(second, field)) continue;
    const lead = SAME_HAND[field];
    const isLed = lead !== undefined && fromSecond.has(lead);
    const isBetter = prefers(field, sourceOfField(first, field), sourceOfField(second, field));
    if (!tells(first, field) || isBetter || isLed) fromSecond.add(field);
  }
  return fromSecond;
};

/** The source of most fields, and which of the others are from elsewhere: what is said once costs least in an item. */
const sourcesOf = (told: ReadonlyMap<ToldField, string>, usual: string): Pick<Company, 'source' | 'sources'> => {
  const fieldsOf = (source: string): string[] => [...told].flatMap(([field, from]) => (from === source ? [field] : []));
  const all = [...new Set([usual, ...told.values()])];
  const source = all.reduce((most, one) => (fieldsOf(one).length > fieldsOf(most).length ? one : most), usual);
  const others = all.filter((one) => one !== source && fieldsOf(one).length > 0);
  return others.length === 0
    ? { source }
    : { source, sources: Object.fromEntries(others.map((one) => [one, fieldsOf(one)])) };
};

const merge = (first: Company, second: Company, prefers: Prefers): Company => {
  const fromSecond = choose(first, second, prefers);
  const taken = Object.fromEntries([...fromSecond].map((field) => [field, second[field]]));
  const { sources: _sources, ...own } = first;
  const merged = Company.parse({ ...own, ...taken });
  const told = new Map(
    TOLD_FIELDS.filter((field) => tells(merged, field)).map((field) => [
      field,
      sourceOfField(fromSecond.has(field) ? second : first, field),
    ]),
  );
  return { ...merged, ...sourcesOf(told, first.source) };
};

/**
 * One company told of twice: what `first` says stands, what it leaves open is taken from `second`. Working from home is a yes of either,
 * because no directory says no.
 */
export const mergeCompanies = (first: Company, second: Company): Company => merge(first, second, () => false);

/** One company told of by two sources: of each field the value of the more trusted one (`trust.ts`), of equally trusted ones the first. */
export const mergeByTrust = (first: Company, second: Company): Company =>
  merge(first, second, (field, one, other) => rankOf(other, field) < rankOf(one, field));

/**
 * A new reading of a company over the one that is kept: it stands, unless the kept value is of a more trusted source. A kept company that is `stale`
 * is believed in nothing that the new reading tells.
 */
export const mergeOverKept = (read: Company, kept: Company, stale: boolean): Company =>
  stale ? mergeCompanies(read, kept) : mergeByTrust(read, kept);
