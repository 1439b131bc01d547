import type { Category, Effort, Metric, Severity } from '../assessment/contract.ts';
import type { ImpactEstimate } from '../assessment/impact/contract.ts';
import { METRICS } from '../assessment/metrics.ts';

export const CATEGORY_WORDS: Readonly<Record<Category, Readonly<{ title: string; about: string }>>> = {
  performance: { title: 'Speed', about: 'How fast pages load, answer and stop moving.' },
  security: { title: 'Security', about: 'Encryption, protective headers, cookies and known weak spots.' },
  seo: { title: 'Search', about: 'Whether search engines can read, understand and show the site.' },
  email: { title: 'E-mail domain', about: 'Whether mail from the domain is protected against forgery and arrives.' },
  accessibility: { title: 'Accessibility', about: 'Whether people with disabilities can use the site.' },
  visual: { title: 'Design', about: 'What a first-time visitor sees, on a desktop and on a phone.' },
  presence: { title: 'Business profile', about: 'What people find in maps and reviews.' },
  content: { title: 'Content', about: 'Whether pages say what is offered, for whom, and what to do next.' },
};

export const SEVERITY_WORDS: Readonly<Record<Severity, Readonly<{ title: string; about: string }>>> = {
  critical: { title: 'Critical', about: 'Keeps visitors or search engines out, or puts them at risk.' },
  high: { title: 'High', about: 'Costs visitors or trust on most visits.' },
  medium: { title: 'Medium', about: 'Costs some visitors, or will once something else changes.' },
  low: { title: 'Low', about: 'Worth mending when the page is touched anyway.' },
};

export const EFFORT_WORDS: Readonly<Record<Effort, string>> = {
  minutes: 'Under an hour',
  hours: 'Some hours',
  days: 'Some days',
};

export type Grade = 'good' | 'fair' | 'poor' | 'none';

/** The bands of Lighthouse's scores turned to whole sites: 80 and 50. */
export const gradeOf = (score: number | null): Grade =>
  score === null ? 'none' : score >= 80 ? 'good' : score >= 50 ? 'fair' : 'poor';

export const GRADE_WORDS: Readonly<Record<Grade, string>> = {
  good: 'Good',
  fair: 'Needs work',
  poor: 'Poor',
  none: 'Not measured',
};

/** A score as it is shown: a whole number, or a dash. */
export const scoreText = (score: number | null): string => (score === null ? '–' : String(Math.round(score)));

/** An estimate is not known to the dollar: two figures of it are shown, below a thousand the tens. */
const rounded = (amount: number): number => {
  const step = amount < 1_000 ? 10 : 10 ** (Math.floor(Math.log10(amount)) - 1);
  return amount < 10 ? amount : Math.round(amount / step) * step;
};
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
/** An amount that was given, in whole dollars, e.g. `$1,234,567`. */
export const exactUsd = (amount: number): string => dollars.format(amount);
/** An estimated amount, e.g. `$18,000` for 18,162 and `$910` for 906. */
export const usd = (amount: number): string => dollars.format(rounded(amount));

/** An estimate with its interval, e.g. `$1,200 a month (95 % interval $400 to $3,100)`. */
export const impactText = ({ lowUsd, estimateUsd, highUsd }: ImpactEstimate): string =>
  `${usd(estimateUsd)} a month (95 % interval ${usd(lowUsd)} to ${usd(highUsd)})`;

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
/** A date, e.g. `21 November 2026`. */
export const dateText = (instant: string): string => day.format(new Date(instant));
/** A moment in UTC, e.g. `21 November 2026, 09:30 UTC`. */
export const momentText = (instant: string): string => `${dateText(instant)}, ${instant.slice(11, 16)} UTC`;

/** `1 finding`, `2 findings`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : many}`;

const titles = new Map(METRICS.map(({ id, title }) => [id, title]));
export const metricTitle = (id: string): string => titles.get(id) ?? id;

/** A measured value with its unit, short; null when it was not measured. */
export const metricText = ({ value, unit }: Metric): string | null => {
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (unit === 'ms') return value >= 1_000 ? `${(value / 1_000).toFixed(1)} s` : `${String(Math.round(value))} ms`;
  if (unit === 'bytes')
    return value >= 1_000_000 ? `${(value / 1_000_000).toFixed(1)} MB` : `${String(Math.round(value / 1_000))} KB`;
  if (unit === 'year') return String(value);
  const number = value.toLocaleString('en-US', { maximumFractionDigits: unit === 'points' ? 0 : 2 });
  return unit === null || unit === 'count' || unit === 'ratio' ? number : `${number} ${unit}`;
};

/** A text cut to a length at a word's end where there is one, with a sign that it goes on. */
export const cut = (text: string, longest: number): string => {
  const plain = text.replace(/\s+/g, ' ').trim();
  const characters = Array.from(plain);
  if (characters.length <= longest) return plain;
  const short = characters.slice(0, longest - 1).join('');
  const atWord = short.slice(0, short.lastIndexOf(' '));
  return `${atWord.length > longest * 0.6 ? atWord : short}…`;
};
