import type { Company } from './company.ts';

/** What a company tells, as far as sources may disagree on it; identity, source and its bookkeeping are not told. */
export const TOLD_FIELDS = [
  'name',
  'website',
  'industries',
  'keywords',
  'oneLiner',
  'description',
  'headcount',
  'revenue',
  'foundedYear',
  'locations',
  'country',
  'remote',
  'hiring',
  'fundingStage',
  'lastFundedAt',
  'headcountChange',
  'status',
] as const satisfies readonly (keyof Company)[];
export type ToldField = (typeof TOLD_FIELDS)[number];

/**
 * The order in which sources are believed. A team's own lists come first: they may be corrected by hand. Then databases that say when they last looked,
 * then those that do not, then directories that companies fill in themselves or that strangers do.
 */
const TRUST: readonly string[] = [
  'file',
  'crustdata',
  'apollo',
  'people-data-labs',
  'directory',
  'google-places',
  'openstreetmap',
] as const;

/** Where one source knows better than its place in the order says. */
const KNOWS_BEST: Readonly<Partial<Record<ToldField, readonly string[]>>> = {
  // Google closes a business when people report it closed; lists of companies notice late.
  status: ['file', 'google-places'],
  // The accelerator's directory is kept by the companies that hire through it.
  hiring: ['file', 'directory'],
};

const kindOf = (source: string): string => source.split(':', 1)[0] ?? source;

/** How much a source is believed on a field; lower is more. */
export const rankOf = (source: string, field: ToldField): number => {
  const kind = kindOf(source);
  const best = KNOWS_BEST[field]?.indexOf(kind) ?? -1;
  if (best >= 0) return best - TRUST.length;
  const at = TRUST.indexOf(kind);
  return at < 0 ? TRUST.length : at;
};

/** The source of one field of a company. */
export const sourceOfField = ({ source, sources }: Pick<Company, 'source' | 'sources'>, field: ToldField): string =>
  Object.entries(sources ?? {}).find(([, fields]) => fields.includes(field))?.[0] ?? source;

const saysNothing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  value === false ||
  value === 'unknown' ||
  (Array.isArray(value) && value.length === 0);

/** Whether a company tells a field. Known to be `false` is told, except of working from home, which no source denies. */
export const tells = (company: Company, field: ToldField): boolean =>
  (field === 'hiring' && company.hiring === false) || !saysNothing(company[field]);

/** The source of every field that a company tells. */
export const sourcesByField = (company: Company): Readonly<Partial<Record<ToldField, string>>> =>
  Object.fromEntries(
    TOLD_FIELDS.filter((field) => tells(company, field)).map((field) => [field, sourceOfField(company, field)]),
  );
