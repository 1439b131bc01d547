import { notedLater, tellsWho } from './column-rules.ts';
import { type History, type HistoryColumn, numberIn } from './history.ts';
import type { LeftOut } from './model.ts';
import { singleColumnAuc } from './single-column.ts';

/** Columns to leave out whatever they are, and columns to keep although their name speaks against them. */
export type ChooseOptions = Readonly<{ drop?: readonly string[]; keep?: readonly string[] }>;
export type ChosenColumns = Readonly<{ kept: readonly HistoryColumn[]; leftOut: readonly LeftOut[] }>;

/** A feature that alone tells the outcomes apart better than this has seen them (spec/discovery.md, Qualification). */
export const LEAKAGE_AUC = 0.95;
/** A text that differs from lead to lead this often names the lead. */
const DISTINCT_SHARE = 0.5;
const FEW_LEADS = 20;

const isRunningNumber = (stated: readonly string[]): boolean => {
  const numbers = stated.map(numberIn);
  if (numbers.some((number) => !Number.isInteger(number))) return false;
  const steps = numbers.slice(1).map((number, at) => Math.sign(number - (numbers[at] ?? 0)));
  return steps.every((step) => step > 0) || steps.every((step) => step < 0);
};

const identifies = ({ name, values }: HistoryColumn): string | undefined => {
  const byName = tellsWho(name);
  if (byName !== undefined) return byName;
  const stated = values.filter((value) => value !== null);
  if (stated.length < FEW_LEADS) return undefined;
  if (isRunningNumber(stated)) return 'it is a running number';
  const isText = stated.some((value) => Number.isNaN(numberIn(value)));
  const distinct = new Set(stated).size;
  return isText && distinct > stated.length * DISTINCT_SHARE
    ? `${String(distinct)} of ${String(stated.length)} values differ: it tells who, not what kind`
    : undefined;
};

const judge = (
  column: HistoryColumn,
  outcomes: Uint8Array,
  isAskedFor: boolean,
): Omit<LeftOut, 'column'> | undefined => {
  if (new Set(column.values).size < 2) return { reason: 'constant', detail: 'it is the same for every lead' };
  if (!isAskedFor) {
    const later = notedLater(column.name);
    if (later !== undefined) return { reason: 'leakage', detail: `known only after contact: ${later}` };
    const who = identifies(column);
    if (who !== undefined) return { reason: 'identifier', detail: who };
  }
  const auc = singleColumnAuc(column, outcomes);
  return auc > LEAKAGE_AUC
    ? {
        reason: 'leakage',
        detail: `alone it tells the outcomes apart with AUC ${auc.toFixed(3)}: it was written down after them`,
      }
    : undefined;
};

/**
 * Columns that a model may learn from. Left out, each with its reason: what was known only after contact (by name, and whatever column
 * alone reaches an AUC above .95), what names the lead, and what never changes. `keep` overrules the names, never the AUC.
 */
export const chooseColumns = (
  { columns, outcomes }: History,
  { drop = [], keep = [] }: ChooseOptions = {},
): ChosenColumns => {
  const named = (names: readonly string[], name: string) =>
    names.some((one) => one.toLowerCase() === name.toLowerCase());
  const kept: HistoryColumn[] = [];
  const leftOut: LeftOut[] = [];
  for (const column of columns) {
    const against = named(drop, column.name)
      ? { reason: 'asked' as const, detail: 'you left it out' }
      : judge(column, outcomes, named(keep, column.name));
    if (against === undefined) kept.push(column);
    else leftOut.push({ column: column.name, ...against });
  }
  return { kept, leftOut };
};
