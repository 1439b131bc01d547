import { DAY } from '../../platform/time.ts';
import { localDayOf, utcDayOf, weekdayOf } from './local-time.ts';
import { capOn, type Pacer } from './pacer.ts';
import type { Limits } from './schedule-due-times.ts';
import { windowOn } from './send-window.ts';

/** A mail that was sent. */
export type Send = Readonly<{ at: number; pacer: string; domain: string; zone: string }>;
/** Sends that passed a limit, by limit: all must be 0. */
export type Breaches = Readonly<{
  gap: number;
  rate: number;
  mailboxDay: number;
  domainDay: number;
  window: number;
  weekend: number;
}>;

const tally = <Key>(keys: Iterable<Key>): ReadonlyMap<Key, number> => {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

/**
 * Counts what passed a limit, from the sends alone: distances between neighbours (a gap, or the channel's rate over every slot's length),
 * mails of each day by pacer and by domain, and the wall clock of each recipient. Shares no code with the scheduler but the limits themselves.
 */
export const auditSends = (sends: readonly Send[], { pacers, window, domainDailyCap }: Limits): Breaches => {
  const byPacer = new Map(pacers.map((pacer) => [pacer.id, { pacer, times: [] as number[] }]));
  for (const { pacer, at } of sends) byPacer.get(pacer)?.times.push(at);
  let gap = 0;
  let rate = 0;
  let mailboxDay = 0;
  for (const { pacer, times } of byPacer.values()) {
    times.sort((a, b) => a - b);
    if (pacer.jitter > 0) gap += tooClose(times, pacer.slotMs * (1 - pacer.jitter));
    else rate += tooMany(times, pacer);
    for (const [day, count] of tally(times.map(utcDayOf))) mailboxDay += Math.max(0, count - capOn(pacer, day));
  }
  const domainDays = tally(sends.map(({ domain, at }) => `${domain}#${String(utcDayOf(at))}`));
  const wrongDays = sends.filter(({ zone, at }) => !window.weekends && weekdayOf(localDayOf(zone, at)) > 5).length;
  const outside = sends.filter(({ zone, at }) => {
    const span = windowOn({ ...window, weekends: true }, zone, localDayOf(zone, at));
    return span === undefined || at < span.start || at >= span.end;
  }).length;
  return {
    gap,
    rate,
    mailboxDay,
    domainDay: [...domainDays.values()].reduce((sum, count) => sum + Math.max(0, count - domainDailyCap), 0),
    window: outside,
    weekend: wrongDays,
  };
};

const tooClose = (times: readonly number[], gapMs: number): number =>
  times.filter((at, index) => index > 0 && at - (times[index - 1] ?? 0) < gapMs - 1).length;

/** Stretches as long as a slot in which more went than two neighbouring slots' halves may hold: the rate, with one mail's play. */
const tooMany = (times: readonly number[], { slotMs, perSlot }: Pacer): number =>
  times.filter((at, index) => {
    const first = times[index - perSlot - 1];
    return first !== undefined && at - first < slotMs;
  }).length;

/**
 * Share of what could have been sent and was not, on days before the last on which first mails were waiting (follow-ups wait for their day
 * whatever room there is): a pacer could have sent up to its cap, or as many as its slots in the windows of those zones where somebody waited.
 */
export const wastedShare = (
  sends: readonly Send[],
  firstMails: readonly Send[],
  { pacers, window }: Limits,
): number => {
  const lastOfZone = new Map<string, number>();
  for (const { zone, at } of firstMails) lastOfZone.set(zone, Math.max(lastOfZone.get(zone) ?? 0, at));
  const days = firstMails.map(({ at }) => utcDayOf(at));
  const first = days.reduce((least, day) => Math.min(least, day), Number.POSITIVE_INFINITY);
  const last = days.reduce((most, day) => Math.max(most, day), 0);
  const sent = tally(sends.map(({ pacer, at }) => `${pacer}#${String(utcDayOf(at))}`));
  let possible = 0;
  let used = 0;
  for (let day = first + 1; day < last; day += 1) {
    const waiting = [...lastOfZone].filter(([, at]) => utcDayOf(at) > day).map(([zone]) => zone);
    const openMs = timeOpen(window, waiting, day);
    for (const pacer of pacers) {
      const most = Math.min(capOn(pacer, day), Math.floor((openMs / pacer.slotMs) * pacer.perSlot));
      possible += most;
      used += Math.min(most, sent.get(`${pacer.id}#${String(day)}`) ?? 0);
    }
  }
  return possible === 0 ? 0 : 1 - used / possible;
};

const MINUTE_STEP = 60_000;

/** How much of a UTC day at least one of some zones has its window open, ms. */
const timeOpen = (window: Limits['window'], zones: readonly string[], day: number): number => {
  const spans = zones.flatMap((zone) =>
    [day - 1, day, day + 1].flatMap((local) => windowOn(window, zone, local) ?? []),
  );
  let open = 0;
  for (let at = day * DAY; at < (day + 1) * DAY; at += MINUTE_STEP)
    if (spans.some(({ start, end }) => at >= start && at < end)) open += MINUTE_STEP;
  return open;
};
