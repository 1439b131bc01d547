import type { SendWindow } from '../../campaigns/sending-settings.ts';
import { DAY } from '../../platform/time.ts';
import { type DayNumber, localDayOf, utcDayOf } from './local-time.ts';
import { book, type PaceBook, sentToDomainOn, usedInSlot, usedOn, withoutPast } from './pace-book.ts';
import { capOn, type Pacer, slotsADay, timeInSlot } from './pacer.ts';
import { type Span, windowOn } from './send-window.ts';

/** A mail, or a sequence of them, to one person. */
export type ToSchedule = Readonly<{
  domain: string;
  zone: string;
  /** Not before this, milliseconds since the epoch. */
  notBefore: number;
  /** Days between each mail and the next of the sequence; empty for a single mail. */
  waitDays: readonly number[];
  /** Pacer that it must go through, as a follow-up does. */
  pacer?: string;
}>;

/** When a person's mails go, one a step, and through which pacer. */
export type Slots = Readonly<{ pacer: string; times: readonly number[] }>;
export type Limits = Readonly<{ pacers: readonly Pacer[]; window: SendWindow; domainDailyCap: number }>;

/** What finds no place in this time is not scheduled. */
const HORIZON_DAYS = 730;

type Place = Readonly<{ pacer: Pacer; day: DayNumber; slot: number; at: number }>;

/**
 * Gives each mail its time: within the recipient's window and by their clock, each pacer at its pace (slot by slot, so that rate and gap hold),
 * under its cap of the day, under the cap of the recipient's domain. All steps of a sequence are booked at once, so that days to come are not
 * promised twice. The earliest pacer takes a mail; of two equally early ones the one that has done less that day. Undefined where there is no
 * place within two years. Pure: gives the book as it is after.
 */
export const scheduleDueTimes = (
  mails: readonly ToSchedule[],
  limits: Limits,
  { book: before, now, random }: Readonly<{ book: PaceBook; now: number; random: () => number }>,
): Readonly<{ slots: readonly (Slots | undefined)[]; book: PaceBook }> => {
  const after = withoutPast(before, utcDayOf(now));
  const search = createSearch(limits, after, now, random);
  const slots = mails.map((mail) => scheduleOne(mail, limits.pacers, after, search));
  return { slots, book: after };
};

type Search = ReturnType<typeof createSearch>;

const scheduleOne = (
  { domain, zone, notBefore, waitDays, pacer: fixed }: ToSchedule,
  pacers: readonly Pacer[],
  into: PaceBook,
  search: Search,
): Slots | undefined => {
  const among = fixed === undefined ? pacers : pacers.filter(({ id }) => id === fixed);
  let first: Place | undefined;
  for (const pacer of among) {
    const found = search(pacer, domain, zone, notBefore, first?.at);
    if (found !== undefined && (first === undefined || isBetter(found, first, into))) first = found;
  }
  if (first === undefined) return undefined;
  const { pacer } = first;
  const times: number[] = [];
  let place: Place | undefined = first;
  for (let step = 0; place !== undefined; step += 1) {
    book(into, { pacer: pacer.id, day: place.day, slot: place.slot, domain });
    times.push(place.at);
    const wait = waitDays[step];
    place = wait === undefined ? undefined : search(pacer, domain, zone, place.at + wait * DAY);
  }
  return { pacer: pacer.id, times };
};

const isBetter = (one: Place, other: Place, into: PaceBook): boolean => {
  const [a, b] = [one, other].map(({ pacer, day, slot }) => ({
    starts: day * DAY + slot * pacer.slotMs,
    used: usedOn(into, pacer.id, day),
  })) as [{ starts: number; used: number }, { starts: number; used: number }];
  return a.starts < b.starts || (a.starts === b.starts && a.used < b.used);
};

/** Finds free places. Remembers, by pacer and zone, up to where everything is taken: bookings only grow while one release is computed. */
const createSearch = ({ window, domainDailyCap }: Limits, into: PaceBook, now: number, random: () => number) => {
  const windows = new Map<string, Span | undefined>();
  const spanOn = (zone: string, day: DayNumber): Span | undefined => {
    const key = `${zone}#${String(day)}`;
    if (!windows.has(key)) windows.set(key, windowOn(window, zone, day));
    return windows.get(key);
  };
  /** Lowest slot of a pacer's day that may be free, in windows that begin at a certain slot. */
  const free = new Map<string, number>();
  /** First local day, from today on, on which a pacer may have room in a zone. */
  const open = new Map<string, DayNumber>();
  const openOf = (key: string, zone: string): DayNumber => {
    const known = open.get(key) ?? localDayOf(zone, now);
    open.set(key, known);
    return known;
  };

  const freeSlot = (pacer: Pacer, day: DayNumber, { start, end }: Span): number | undefined => {
    const midnight = day * DAY;
    const from = Math.max(0, Math.ceil((start - midnight) / pacer.slotMs));
    const to = Math.min(slotsADay(pacer), Math.floor((end - midnight) / pacer.slotMs));
    const key = `${pacer.id}#${String(day)}#${String(from)}`;
    for (let slot = Math.max(from, free.get(key) ?? 0); slot < to; slot += 1) {
      free.set(key, slot);
      if (usedInSlot(into, pacer.id, day, slot) < pacer.perSlot) return slot;
    }
    free.set(key, to);
    return undefined;
  };

  const placeOn = (pacer: Pacer, domain: string, span: Span): Place | 'full' | 'domain' => {
    let why: 'full' | 'domain' = 'full';
    for (let day = utcDayOf(span.start); day * DAY < span.end; day += 1) {
      if (usedOn(into, pacer.id, day) >= capOn(pacer, day)) continue;
      const part = { start: Math.max(span.start, day * DAY), end: Math.min(span.end, (day + 1) * DAY) };
      const slot = freeSlot(pacer, day, part);
      if (slot === undefined) continue;
      if (sentToDomainOn(into, domain, day) >= domainDailyCap) {
        why = 'domain';
        continue;
      }
      const at = timeInSlot(pacer, day, slot, usedInSlot(into, pacer.id, day, slot), random());
      return { pacer, day, slot, at };
    }
    return why;
  };

  return (pacer: Pacer, domain: string, zone: string, notBefore: number, until?: number): Place | undefined => {
    const key = `${pacer.id}#${zone}`;
    const from = localDayOf(zone, notBefore);
    for (let day = Math.max(from, openOf(key, zone)); day <= from + HORIZON_DAYS; day += 1) {
      const whole = spanOn(zone, day);
      if (until !== undefined && whole !== undefined && whole.start > until) return undefined;
      // Nobody is written to before now, so what is full from now on is full for everybody in the zone.
      const start = Math.max(whole?.start ?? 0, now);
      const span = whole && { start: Math.max(start, notBefore), end: whole.end };
      const found = span === undefined || span.start >= span.end ? 'full' : placeOn(pacer, domain, span);
      if (typeof found === 'object') return found;
      const forAll = whole === undefined || whole.end <= now || span?.start === start;
      if (found === 'full' && forAll && day === openOf(key, zone)) open.set(key, day + 1);
    }
    return undefined;
  };
};
