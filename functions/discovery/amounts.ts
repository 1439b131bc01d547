/** Numbers as spreadsheets hold them: thousands separators, ranges, magnitudes, currency signs, spreadsheet damage. */

const MAGNITUDES: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mm: 1e6,
  mn: 1e6,
  mio: 1e6,
  mil: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
};
const NUMBER = /^(\d[\d.,' \u00a0\u202f]*?)\s*(k|thousand|mm|mn|mio|mil|million|m|bn|billion|b)?\.?$/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** "1,200", "1.200.000", "1 200", "1,5" as a number; a separator before exactly three digits separates thousands. */
const plainNumber = (text: string): number | undefined => {
  const digits = text.replace(/[' \u00a0\u202f]/g, '');
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits)) return Number(digits.replaceAll(',', ''));
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(digits)) return Number(digits.replaceAll('.', '').replace(',', '.'));
  if (/^\d+([.,]\d+)?$/.test(digits)) return Number(digits.replace(',', '.'));
  return undefined;
};

const magnitudeNumber = (text: string): Readonly<{ value: number; magnitude: number | undefined }> | undefined => {
  const [, digits, word] = NUMBER.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const magnitude = word === undefined ? undefined : MAGNITUDES[word];
  // With a magnitude "1.250" is one and a quarter, not twelve hundred and fifty.
  const value = magnitude === undefined ? plainNumber(digits) : Number(digits.replace(',', '.').replace(/[' ]/g, ''));
  return value === undefined || !Number.isFinite(value) ? undefined : { value, magnitude };
};

/** Spreadsheets turn the range "11-50" into the date "Nov-50" and "1-10" into "10-Jan". */
const undoneDate = (text: string): string => {
  const [, month, after] = /^([a-z]{3})-(\d{1,4})$/.exec(text) ?? [];
  if (month !== undefined && MONTHS.includes(month)) return `${String(MONTHS.indexOf(month) + 1)}-${after ?? ''}`;
  const [, before, name] = /^(\d{1,2})-([a-z]{3})$/.exec(text) ?? [];
  return name !== undefined && MONTHS.includes(name) ? `${String(MONTHS.indexOf(name) + 1)}-${before ?? ''}` : text;
};

/**
 * The amount a cell means, or null when it means none. A range gives its midpoint (`"11-50"` → 30.5), an open one its bound (`"10,000+"`),
 * `"<10"` half of its bound. Amounts in another currency than dollars are not guessed at.
 */
export const readAmount = (cell: string): number | null => {
  if (/[€£¥₹]|\b(?:eur|gbp|inr|jpy|cny|chf)\b/i.test(cell)) return null;
  const text = undoneDate(
    cell
      .toLowerCase()
      .replace(
        /\b(?:usd|us|employees?|people|persons?|staff|fte|approx|about|circa|ca|per year|a year|p\.?a|annually)\b\.?/g,
        '',
      )
      .replace(/[$~≈]/g, '')
      .trim(),
  );
  const bounded = /^(?:<|≤|under|less than|up to|below)\s*(.+)$/.exec(text)?.[1];
  if (bounded !== undefined) return half(magnitudeNumber(bounded));
  const open = /^(?:>|≥|over|more than|above)?\s*(.+?)\s*(?:\+|and more|or more)?$/.exec(text)?.[1] ?? text;
  const [low, high, ...rest] = open.split(/\s*(?:-|–|—|\bto\b)\s*/);
  if (low === undefined || rest.length > 0) return null;
  if (high === undefined) return total(magnitudeNumber(low));
  const upper = magnitudeNumber(high);
  const lower = magnitudeNumber(low);
  if (upper === undefined || lower === undefined) return null;
  // "1-5M" means millions at both ends.
  const lowerTotal = lower.value * (lower.magnitude ?? upper.magnitude ?? 1);
  const upperTotal = upper.value * (upper.magnitude ?? 1);
  return upperTotal < lowerTotal ? null : (lowerTotal + upperTotal) / 2;
};

type Parsed = ReturnType<typeof magnitudeNumber>;
const total = (parsed: Parsed): number | null => (parsed === undefined ? null : parsed.value * (parsed.magnitude ?? 1));
const half = (parsed: Parsed): number | null => {
  const bound = total(parsed);
  return bound === null ? null : bound / 2;
};

/** A year of foundation in a cell (a year, a date, a batch such as `"Winter 2012"` or `"W12"`), or null. */
export const readYear = (cell: string, latest: number): number | null => {
  const long = /\b(1[5-9]\d\d|20\d\d)\b/.exec(cell)?.[1];
  const short = /^(?:ik|w|s|f|x|sp)'?(\d\d)$/i.exec(cell.trim())?.[1];
  const year = long !== undefined ? Number(long) : short !== undefined ? 2000 + Number(short) : undefined;
  return year === undefined || year > latest ? null : year;
};

const YES = new Set([
  'true',
  'yes',
  'y',
  '1',
  'ja',
  'oui',
  'si',
  'sí',
  'hiring',
  'actively hiring',
  'x',
  '✓',
  'remote',
]);
const NO = new Set(['false', 'no', 'n', '0', 'nein', 'non', 'not hiring', 'none', 'on-site', 'onsite']);

/** Yes, no, or null when a cell says neither; a positive number (open positions) is yes. */
export const readYesNo = (cell: string): boolean | null => {
  const text = cell.trim().toLowerCase();
  if (YES.has(text)) return true;
  if (NO.has(text)) return false;
  return /^\d+$/.test(text) ? Number(text) > 0 : null;
};
