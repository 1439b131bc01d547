import * as z from 'zod';
import { DAY } from '../../platform/time.ts';
import type { DayNumber } from './local-time.ts';

const counts = z.record(z.string(), z.int());

/**
 * What is booked for days to come: how many mails each pacer sends in each of its slots, and how many go to each domain. Keys of days are day
 * numbers as text. A book is JSON, so that it lies in a file between two releases.
 */
export const PaceBook = z.object({
  pacers: z.record(z.string(), z.record(z.string(), z.object({ used: z.int(), slots: counts }))),
  domains: z.record(z.string(), counts),
});
export type PaceBook = z.infer<typeof PaceBook>;

export const emptyBook = (): PaceBook => ({ pacers: {}, domains: {} });

/** A copy without the days before `today`, which nothing is booked on any more. */
export const withoutPast = ({ pacers, domains }: PaceBook, today: DayNumber): PaceBook => {
  const copied = <Value>(days: Readonly<Record<string, Value>>, copy: (day: Value) => Value): Record<string, Value> => {
    const coming: Record<string, Value> = {};
    for (const [day, value] of Object.entries(days)) if (Number(day) >= today) coming[day] = copy(value);
    return coming;
  };
  const ofPacers: PaceBook['pacers'] = {};
  for (const [id, days] of Object.entries(pacers))
    ofPacers[id] = copied(days, ({ used, slots }) => ({ used, slots: { ...slots } }));
  return { pacers: ofPacers, domains: copied(domains, (day) => ({ ...day })) };
};

export const usedOn = (book: PaceBook, pacer: string, day: DayNumber): number =>
  book.pacers[pacer]?.[String(day)]?.used ?? 0;
export const usedInSlot = (book: PaceBook, pacer: string, day: DayNumber, slot: number): number =>
  book.pacers[pacer]?.[String(day)]?.slots[String(slot)] ?? 0;
export const sentToDomainOn = (book: PaceBook, domain: string, day: DayNumber): number =>
  book.domains[String(day)]?.[domain] ?? 0;

/** Writes a mail into the book, which it changes. */
export const book = (
  into: PaceBook,
  { pacer, day, slot, domain }: Readonly<{ pacer: string; day: DayNumber; slot: number; domain: string }>,
): void => {
  const key = String(day);
  const days = into.pacers[pacer] ?? {};
  const of = days[key] ?? { used: 0, slots: {} };
  of.used += 1;
  of.slots[String(slot)] = (of.slots[String(slot)] ?? 0) + 1;
  days[key] = of;
  into.pacers[pacer] = days;
  const domains = into.domains[key] ?? {};
  domains[domain] = (domains[domain] ?? 0) + 1;
  into.domains[key] = domains;
};

/**
 * Takes a mail that did not go back out of its day, which has room for another. Its slot stays taken where its time has passed; of one that is
 * still ahead (`slotMs` given, the length of its pacer's slots) it is free too.
 */
export const unbook = (
  from: PaceBook,
  { pacer, day, domain, at }: Readonly<{ pacer: string; day: DayNumber; domain: string; at?: number }>,
  slotMs?: number,
): void => {
  const of = from.pacers[pacer]?.[String(day)];
  if (of !== undefined && of.used > 0) of.used -= 1;
  const slot = at === undefined || slotMs === undefined ? '' : String(Math.floor((at - day * DAY) / slotMs));
  const inSlot = of?.slots[slot] ?? 0;
  if (of !== undefined && inSlot > 0) of.slots[slot] = inSlot - 1;
  const domains = from.domains[String(day)];
  const sent = domains?.[domain] ?? 0;
  if (domains !== undefined && sent > 0) domains[domain] = sent - 1;
};
