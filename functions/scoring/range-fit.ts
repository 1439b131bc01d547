import { type Fit, known, notAsked, unknown } from './fit.ts';

export type Range = Readonly<{ min?: number | undefined; max?: number | undefined }>;

/** Beyond so many times the nearest bound nothing is left (spec/discovery.md, "Scoring"). */
const ZERO_AT = 4;

/** Whether a range asks for anything. A minimum of nothing asks nothing. */
export const isConstrained = ({ min, max }: Range): boolean => (min ?? 0) > 0 || max !== undefined;

/**
 * How well a number fits a range: 1 inside, outside falling with the logarithm of its ratio to the nearest bound, 0 at four times the
 * bound (or a quarter) and beyond. Continuous at the bounds.
 */
export const rangeValue = (value: number, { min = 0, max = Number.POSITIVE_INFINITY }: Range): number => {
  if (value >= min && value <= max) return 1;
  const [small, large] = value < min ? [value, min] : [max, value];
  return small <= 0 ? 0 : Math.max(0, 1 - Math.log(large / small) / Math.log(ZERO_AT));
};

/** How a range and a number of it read: `20–200 people`, `≥ $1M`. */
export type Writing = Readonly<{ number: (value: number) => string; unit: (value: number) => string }>;

const shown = ({ min = 0, max }: Range, { number, unit }: Writing): string => {
  if (max === undefined) return `≥ ${number(min)}${unit(min)}`;
  return `${min <= 0 ? '≤ ' : `${number(min)}–`}${number(max)}${unit(max)}`;
};

/** A component that compares one number of the company to a range of the ICP. `what` is its name in sentences. */
export const rangeFit = (what: string, value: number | null, range: Range, writing: Writing): Fit => {
  if (!isConstrained(range)) return notAsked(`Any ${what} is wanted`);
  if (value === null) return unknown(`The ${what} is not known`);
  const asked = shown(range, writing);
  const own = `${writing.number(value)}${writing.unit(value)}`;
  const fit = rangeValue(value, range);
  if (fit === 1) return known(1, `Within ${asked}`, own);
  const side = value < (range.min ?? 0) ? 'Below' : 'Above';
  return known(fit, fit === 0 ? `Far ${side.toLowerCase()} ${asked}` : `${side} ${asked}`, own);
};
