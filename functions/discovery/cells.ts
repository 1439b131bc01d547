import { oneLine } from './normal-text.ts';

/** A row's values by our own fields, as the file gave them: text from CSV, anything from JSON. */
export type Cells = Readonly<Partial<Record<string, unknown>>>;

/** Why a row cannot be used, and where in it. `field` is ours; the reader of the file names their column. */
export type Unusable = Readonly<{ ok: false; field: string; reason: string; value: string }>;

const NOTHING = /^(?:n\/?a|none|null|nil|unknown|unspecified|undefined|-+|–|\.+|#n\/a|\?+)$/i;

/** A cell as text, `''` when it has none; lists are joined by semicolons, nested objects are not read. */
export const textOf = (cell: unknown): string => {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  if (Array.isArray(cell)) return cell.map(textOf).filter(Boolean).join('; ');
  return '';
};

/** One clean line, or null when the cell says nothing (empty, "N/A", "Unspecified"). */
export const lineOf = (cell: unknown): string | null => {
  const text = oneLine(textOf(cell));
  return text === '' || NOTHING.test(text) ? null : text;
};

/** The parts of a list cell: a JSON array, or text separated by semicolons, bars or line breaks (and commas when asked for). */
export const listOf = (cell: unknown, separators: RegExp = /[;|\n]|->|>/): string[] => {
  const parts = Array.isArray(cell) ? cell.map(textOf) : textOf(cell).split(separators);
  return parts.flatMap((part) => lineOf(part) ?? []);
};

/** Each text once, compared without case, in the order and spelling in which it came first. */
export const distinct = (texts: readonly string[]): string[] => {
  const seen = new Set<string>();
  return texts.filter((text) => {
    const key = text.toLowerCase();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
};
