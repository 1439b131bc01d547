import { lineOf } from '../../discovery/cells.ts';

/** What is known of a lead before contact, by column; null where nothing is known. */
export type LeadFacts = Readonly<Record<string, unknown>>;

export type HistoryColumn = Readonly<{ name: string; values: readonly (string | null)[] }>;

/** Leads of the past by column, and what came of each (`outcomes`: 1 converted, 0 not; `times` in ms, for judging on the newest). */
export type History = Readonly<{
  columns: readonly HistoryColumn[];
  outcomes: Uint8Array;
  times: Float64Array | null;
}>;

/** What a form leaves behind when nobody chose anything. */
const NOT_CHOSEN = /^[-–—\s]*(?:please\s+)?(?:select|choose)(?:\s+(?:one|an?\s+option))?[-–—.…\s]*$/i;

/** A value as text, or null when it says nothing: empty, "N/A", a form's "Select". */
export const statedText = (value: unknown): string | null => {
  const text = lineOf(value);
  return text === null || NOT_CHOSEN.test(text) ? null : text;
};

/** A text as a number, thousands separators and a percent sign allowed; NaN when it is none. */
export const numberIn = (text: string): number => {
  const plain = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?%?$/.test(text) ? text.replaceAll(',', '') : text;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?%?$/i.test(plain) ? Number.parseFloat(plain) : Number.NaN;
};

const YES = /^(?:1|1\.0|yes|y|true|t|won|converted|customer|positive|interested)$/i;
const NO = /^(?:0|0\.0|no|n|false|f|lost|not converted|negative|not interested|open)$/i;

/** What came of a lead: 1 it converted, 0 it did not; null when the text says neither. */
export const outcomeIn = (text: string | null): 0 | 1 | null => {
  if (text === null) return null;
  if (YES.test(text)) return 1;
  return NO.test(text) ? 0 : null;
};

/** The part of a history that rows name. */
export const historyRows = ({ columns, outcomes, times }: History, rows: Int32Array): History => ({
  columns: columns.map(({ name, values }) => ({ name, values: Array.from(rows, (row) => values[row] ?? null) })),
  outcomes: Uint8Array.from(rows, (row) => outcomes[row] ?? 0),
  times: times === null ? null : Float64Array.from(rows, (row) => times[row] ?? 0),
});

export const leadFacts = ({ columns }: History, row: number): LeadFacts =>
  Object.fromEntries(columns.map(({ name, values }) => [name, values[row] ?? null]));
