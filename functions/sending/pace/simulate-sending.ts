import type { SendWindow } from '../../campaigns/sending-settings.ts';
import { createSeededRandom } from '../../platform/seeded-random.ts';
import { DAY } from '../../platform/time.ts';
import { throttleBackoff } from '../pace.ts';
import { auditSends, type Breaches, type Send, wastedShare } from './audit-sends.ts';
import { zoneOfCountry } from './country-zone.ts';
import { utcDayOf } from './local-time.ts';
import { isOnTime } from './on-time.ts';
import { emptyBook, type PaceBook, unbook } from './pace-book.ts';
import { capOn, mailboxPacer, type Pacer, ratePacer } from './pacer.ts';
import { type Limits, scheduleDueTimes } from './schedule-due-times.ts';

/** What is simulated. Mailboxes 0 means the deployment's own channel at `ratePerSecond`. */
export type SimulationInput = Readonly<{
  messages: number;
  mailboxes: number;
  dailyCap: number;
  gapSeconds: number;
  ramp: Readonly<{ start: number; perDay: number }> | null;
  ratePerSecond: number;
  window: SendWindow;
  domainDailyCap: number;
  perDomain: number;
  countries: readonly string[];
  /** Days between the mails of a sequence. */
  waitDays: readonly number[];
  /** Chance that the channel is too busy for a mail, and that whoever has it is restarted and comes back hours later. */
  busy: number;
  interrupted: number;
  startAt: number;
  seed: number;
}>;
export type SimulatedDay = Readonly<{ date: string; sent: number; followUps: number; cap: number | null }>;
export type Simulation = Readonly<{
  sent: number;
  days: readonly SimulatedDay[];
  breaches: Breaches;
  /** Share of the possible first mails that did not go on days when some waited. */
  wasted: number;
  /** Mails whose time had passed and that got a new one. */
  rescheduled: number;
}>;

type Mail = Readonly<{ domain: string; zone: string; step: number }>;
type Due = { at: number; planned: number; pacer: string; tries: number; mail: Mail };

/** Mails a release gives their times at once (release-messages). */
const PAGE = 2_000;
const INTERRUPTION = 6 * (DAY / 24);

/** Sends so many mails in virtual time by the rules of live mode: released in pages, leased, kept on time, given new times when late. */
export const simulateSending = (input: SimulationInput): Simulation => {
  const { startAt, messages, waitDays, window, domainDailyCap } = input;
  const random = createSeededRandom(input.seed);
  const limits: Limits = { pacers: pacersOf(input), window, domainDailyCap };
  let book = emptyBook();
  const queue: Due[] = [];
  for (let from = 0; from < messages; from += PAGE) {
    const mails = Array.from({ length: Math.min(PAGE, messages - from) }, (_, index) => mailOf(input, from + index));
    const page = scheduleDueTimes(
      mails.map(({ domain, zone }) => ({ domain, zone, notBefore: startAt, waitDays })),
      limits,
      { book, now: startAt, random },
    );
    book = page.book;
    for (const [index, mail] of mails.entries()) {
      const { pacer = '', times = [] } = page.slots[index] ?? {};
      for (const [step, at] of times.entries())
        queue.push({ at, planned: at, pacer, tries: 0, mail: { ...mail, step } });
    }
  }
  const { sends, rescheduled } = sendAll(queue, limits, book, input, random);
  const first = sends.filter(({ step }) => step === 0);
  return {
    sent: sends.length,
    days: daysOf(sends, limits.pacers),
    breaches: auditSends(sends, limits),
    wasted: wastedShare(sends, first, limits),
    rescheduled,
  };
};

const pacersOf = ({
  mailboxes,
  gapSeconds,
  dailyCap,
  ramp,
  ratePerSecond,
  startAt,
}: SimulationInput): readonly Pacer[] =>
  mailboxes === 0
    ? [ratePacer('ses', ratePerSecond)]
    : Array.from({ length: mailboxes }, (_, n) =>
        mailboxPacer(`mailbox-${String(n + 1)}`, {
          gapSeconds,
          dailyCap,
          ramp: ramp === null ? null : { ...ramp, since: utcDayOf(startAt) },
        }),
      );

const mailOf = ({ perDomain, countries, window }: SimulationInput, index: number): Mail => {
  const company = Math.floor(index / perDomain);
  const zone = zoneOfCountry(countries[company % countries.length] ?? null, window.fallbackZone);
  return { domain: `company-${String(company)}.example`, zone, step: 0 };
};

/** Due mails by time; what is added comes in its turn. */
const inOrder = (scheduled: readonly Due[]) => {
  const first = [...scheduled].sort((a, b) => b.at - a.at);
  /** Few at a time, latest first. */
  const added: Due[] = [];
  return {
    add: (due: Due): void => {
      let at = added.length;
      while (at > 0 && (added[at - 1]?.at ?? 0) < due.at) at -= 1;
      added.splice(at, 0, due);
    },
    next: (): Due | undefined =>
      (added.at(-1)?.at ?? Infinity) < (first.at(-1)?.at ?? Infinity) ? added.pop() : (first.pop() ?? added.pop()),
  };
};

/** Takes due mails in order, as dispatcher and sender do. */
const sendAll = (
  scheduled: readonly Due[],
  limits: Limits,
  start: PaceBook,
  { busy, interrupted }: SimulationInput,
  random: () => number,
) => {
  let book = start;
  let rescheduled = 0;
  const sends: (Send & { step: number })[] = [];
  const nextAt = new Map<string, number>();
  const gapOf = new Map(limits.pacers.map((pacer) => [pacer.id, (pacer.slotMs / pacer.perSlot) * (1 - pacer.jitter)]));
  const queue = inOrder(scheduled);
  for (let due = queue.next(); due !== undefined; due = queue.next()) {
    const { mail, pacer } = due;
    const now = Math.max(due.at, nextAt.get(pacer) ?? 0);
    if (!isOnTime(due.planned, now, limits.window, mail.zone)) {
      unbook(book, { pacer, day: utcDayOf(due.planned), domain: mail.domain });
      const anew = scheduleDueTimes([{ ...mail, notBefore: now, waitDays: [], pacer }], limits, { book, now, random });
      book = anew.book;
      const at = anew.slots[0]?.times[0];
      if (at !== undefined) queue.add({ ...due, at, planned: at });
      rescheduled += 1;
    } else if (random() < busy)
      queue.add({ ...due, at: now + throttleBackoff(due.tries, random()), tries: due.tries + 1 });
    else if (random() < interrupted) queue.add({ ...due, at: now + INTERRUPTION * random() });
    else {
      nextAt.set(pacer, now + (gapOf.get(pacer) ?? 0));
      sends.push({ at: now, pacer, domain: mail.domain, zone: mail.zone, step: mail.step });
    }
  }
  return { sends, rescheduled };
};

const daysOf = (sends: readonly (Send & { step: number })[], pacers: readonly Pacer[]): readonly SimulatedDay[] => {
  const days = new Map<number, { sent: number; followUps: number }>();
  for (const { at, step } of sends) {
    const day = days.get(utcDayOf(at)) ?? { sent: 0, followUps: 0 };
    day.sent += 1;
    if (step > 0) day.followUps += 1;
    days.set(utcDayOf(at), day);
  }
  return [...days]
    .sort(([a], [b]) => a - b)
    .map(([day, counts]) => {
      const cap = pacers.reduce((sum, pacer) => sum + capOn(pacer, day), 0);
      return {
        date: new Date(day * DAY).toISOString().slice(0, 10),
        ...counts,
        cap: Number.isFinite(cap) ? cap : null,
      };
    });
};
