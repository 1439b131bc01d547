/** When a schedule fires: every so many milliseconds, or in the minutes (UTC) that `matches` names. */
export type ScheduleTimes =
  | Readonly<{ kind: 'rate'; milliseconds: number }>
  | Readonly<{ kind: 'cron'; matches: (at: Date) => boolean }>;

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** The fields of a cron expression: their range, their names if they have some, and how to read them from a moment. */
const FIELDS: readonly { from: number; to: number; names?: readonly string[]; of: (at: Date) => number }[] = [
  { from: 0, to: 59, of: (at) => at.getUTCMinutes() },
  { from: 0, to: 23, of: (at) => at.getUTCHours() },
  { from: 1, to: 31, of: (at) => at.getUTCDate() },
  { from: 1, to: 12, names: MONTHS, of: (at) => at.getUTCMonth() + 1 },
  { from: 1, to: 7, names: DAYS, of: (at) => at.getUTCDay() + 1 },
  { from: 1970, to: 2199, of: (at) => at.getUTCFullYear() },
];

/**
 * Reads an EventBridge schedule expression: `rate(5 minutes)` or `cron(minutes hours day month weekday year)`. In cron fields: `*`, `?`,
 * numbers, names, lists, ranges and steps.
 * @throws Error naming what is not supported (`L`, `W`, `#`, one-time `at(…)`)
 * Source: EventBridge user guide, "Schedule expressions".
 */
export const parseSchedule = (expression: string): ScheduleTimes => {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate !== null) {
    const milliseconds = Number(rate[1]) * (UNIT_MS[rate[2] ?? ''] ?? 0);
    if (milliseconds > 0) return { kind: 'rate', milliseconds };
  }
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (fields?.length !== FIELDS.length)
    throw new Error(`The schedule expression ${expression} is not supported by the local cloud`);
  const tests = FIELDS.map((field, index) => ({
    of: field.of,
    allowed: parseField(fields[index] ?? '', field, expression),
  }));
  return {
    kind: 'cron',
    matches: (at) => tests.every(({ of, allowed }) => allowed === undefined || allowed.has(of(at))),
  };
};

/** The values a field names; undefined for any. */
const parseField = (
  text: string,
  { from, to, names = [] }: (typeof FIELDS)[number],
  expression: string,
): ReadonlySet<number> | undefined => {
  if (text === '*' || text === '?') return undefined;
  const numberOf = (part: string): number => {
    const named = names.indexOf(part.toUpperCase());
    const value = named >= 0 ? named + from : Number(part);
    if (!Number.isInteger(value) || value < from || value > to)
      throw new Error(`The field ${text} of the schedule ${expression} is not supported by the local cloud`);
    return value;
  };
  const allowed = new Set<number>();
  for (const part of text.split(',')) {
    const [span = '', step = '1'] = part.split('/');
    const [first = '', last] = span === '*' ? [String(from), String(to)] : span.split('-');
    const start = numberOf(first);
    const end = last === undefined ? (part.includes('/') ? to : start) : numberOf(last);
    const by = Number(step);
    if (!Number.isInteger(by) || by < 1)
      throw new Error(`The step ${part} of the schedule ${expression} is not supported`);
    for (let value = start; value <= end; value += by) allowed.add(value);
  }
  return allowed;
};
