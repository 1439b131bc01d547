import type { Severity } from '../assessment/contract.ts';
import type { Grade } from './words.ts';

/** Colours of pages and PDF alike, each with at least 4.5 : 1 against the paper that it stands on. */
export const INK = '#1d2939';
export const SOFT = '#475467';
export const LINE = '#d0d5dd';
export const TINT = '#f4f6f8';
export const PAPER = '#ffffff';

export const GRADE_COLOURS: Readonly<Record<Grade, string>> = {
  good: '#067647',
  fair: '#a15c07',
  poor: '#b42318',
  none: '#667085',
};
export const SEVERITY_COLOURS: Readonly<Record<Severity, string>> = {
  critical: '#b42318',
  high: '#b54708',
  medium: '#8a6100',
  low: '#475467',
};
