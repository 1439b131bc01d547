import { DAY, MINUTE } from '../../platform/time.ts';

const FIELDS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
const formats = new Map<string, Intl.DateTimeFormat>();
/** Offsets change on quarters of an hour at the most, so one computation serves a quarter. */
const QUARTER = 15 * MINUTE;
const offsets = new Map<string, number>();
const MOST_OFFSETS = 200_000;

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  formats.set(zone, made);
  return made;
};

/** Whether the runtime knows an IANA zone. */
export const isZone = (zone: string): boolean => {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
};

/** How far a zone's wall clock is ahead of UTC at an instant, ms. */
export const offsetAt = (zone: string, at: number): number => {
  const quarter = Math.floor(at / QUARTER) * QUARTER;
  const key = `${zone}${String(quarter)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const parts = new Map(
    formatOf(zone)
      .formatToParts(quarter)
      .map(({ type, value }) => [type, Number(value)] as const),
  );
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = FIELDS.map((field) => parts.get(field));
  const offset = Date.UTC(year, month - 1, day, hour, minute, second) - quarter;
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  offsets.set(key, offset);
  return offset;
};

/** A calendar day, counted from 1970-01-01. */
export type DayNumber = number;

export const utcDayOf = (at: number): DayNumber => Math.floor(at / DAY);
/** The day on a zone's wall calendar at an instant. */
export const localDayOf = (zone: string, at: number): DayNumber => Math.floor((at + offsetAt(zone, at)) / DAY);
/** Monday 1 … Sunday 7; 1970-01-01 was a Thursday. */
export const weekdayOf = (day: DayNumber): number => ((((day + 3) % 7) + 7) % 7) + 1;

/**
 * The instant at which a zone's wall clock shows so many minutes after midnight of a day. Where the clock skips that time, the first instant
 * after the gap; where it shows it twice, the first.
 */
export const instantOf = (zone: string, day: DayNumber, minutes: number): number => {
  const wall = day * DAY + minutes * MINUTE;
  const before = wall - offsetAt(zone, wall - DAY);
  if (before + offsetAt(zone, before) === wall) return before;
  const after = wall - offsetAt(zone, wall + DAY);
  if (after + offsetAt(zone, after) === wall) return after;
  // Skipped: with the offset before the change the clock already shows a later time, and the change lies in between.
  let [low, high] = [after, before].sort((a, b) => a - b) as [number, number];
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / MINUTE / 2) * MINUTE;
    if (middle + offsetAt(zone, middle) < wall) low = middle;
    else high = middle;
  }
  return high;
};
