import fc from 'fast-check';
import { createSeededRandom } from '../../../../functions/platform/seeded-random.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../functions/platform/time.ts';
import { auditSends } from '../../../../functions/sending/pace/audit-sends.ts';
import { emptyBook } from '../../../../functions/sending/pace/pace-book.ts';
import { capOn, mailboxPacer, type Pacer, ratePacer } from '../../../../functions/sending/pace/pacer.ts';
import { scheduleDueTimes, type ToSchedule } from '../../../../functions/sending/pace/schedule-due-times.ts';

/** A Monday, 08:00 in London. */
const NOW = Date.parse('2026-11-23T08:00:00.000Z');
const TODAY = Math.floor(NOW / DAY);
const window = { from: '09:00', to: '17:00', weekends: false, fallbackZone: 'UTC' };
const noBreach = { gap: 0, rate: 0, mailboxDay: 0, domainDay: 0, window: 0, weekend: 0 };

const mail = (n: number, more: Partial<ToSchedule> = {}): ToSchedule => ({
  ...{ domain: `c${String(n)}.example`, zone: 'Europe/London', notBefore: NOW, waitDays: [], ...more },
});
const mails = (count: number, more: Partial<ToSchedule> = {}) => Array.from({ length: count }, (_, n) => mail(n, more));
const schedule = (
  wanted: readonly ToSchedule[],
  pacers: readonly Pacer[],
  { domainDailyCap = 1_000, book = emptyBook(), seed = 1 } = {},
) => {
  const made = scheduleDueTimes(
    wanted,
    { pacers, window, domainDailyCap },
    { book, now: NOW, random: createSeededRandom(seed) },
  );
  const sends = made.slots.flatMap((slot, index) =>
    (slot?.times ?? []).map((at) => {
      const { domain, zone } = wanted[index] ?? mail(0);
      return { at, pacer: slot?.pacer ?? '', domain, zone };
    }),
  );
  const daysOf = (pacer?: string) =>
    sends
      .filter((send) => pacer === undefined || send.pacer === pacer)
      .map(({ at }) => Math.floor(at / DAY) - TODAY)
      .sort((a, b) => a - b);
  return { ...made, sends, daysOf, breaches: auditSends(sends, { pacers, window, domainDailyCap }) };
};
const box = (id: string, more: Partial<Parameters<typeof mailboxPacer>[1]> = {}): Pacer =>
  mailboxPacer(id, { gapSeconds: 90, dailyCap: 30, ramp: null, ...more });

test('mails begin when the window opens, at four fifths of the channel’s rate', () => {
  const { sends } = schedule(mails(11), [ratePacer('ses', 10)]);
  expect(sends.map(({ at }) => at - NOW)).toEqual(Array.from({ length: 11 }, (_, n) => HOUR + n * 125));
});

test('a slow channel keeps its rate too', () => {
  const { sends, breaches } = schedule(mails(20), [ratePacer('slow', 0.005)]);
  expect(breaches).toEqual(noBreach);
  const times = sends.map(({ at }) => at).sort((a, b) => a - b);
  expect(Math.min(...times.slice(1).map((at, n) => at - (times[n] ?? 0)))).toBeGreaterThanOrEqual(250 * SECOND);
});

test('a mailbox sends its daily cap, with a gap between two mails that chance stretches', () => {
  const { sends, daysOf, breaches } = schedule(mails(70), [box('a')]);
  expect(breaches).toEqual(noBreach);
  expect(daysOf()).toEqual([...Array<number>(30).fill(0), ...Array<number>(30).fill(1), ...Array<number>(10).fill(2)]);
  const gaps = sends.slice(1, 30).map(({ at }, n) => at - (sends[n]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(90 * SECOND);
  expect(new Set(gaps).size).toBeGreaterThan(20);
});

test('a new mailbox begins with five a day and sends two more every day, up to its cap', () => {
  const ramp = { start: 5, perDay: 2, since: TODAY };
  expect([0, 1, 2, 12, 13, 40].map((day) => capOn(box('a', { ramp }), TODAY + day))).toEqual([5, 7, 9, 29, 30, 30]);
  // Tuesday after the first weekend is the ninth day of the ramp: days count, not mails.
  const { daysOf } = schedule(mails(60), [box('a', { ramp })]);
  const byDay = [0, 1, 2, 3, 4, 5, 6, 7].map((day) => daysOf().filter((each) => each === day).length);
  expect(byDay).toEqual([5, 7, 9, 11, 13, 0, 0, 15]);
});

test('mailboxes take turns, and the one that has done less goes first', () => {
  const { daysOf } = schedule(mails(90), [box('a'), box('b'), box('c')]);
  for (const id of ['a', 'b', 'c']) expect(daysOf(id)).toEqual(Array<number>(30).fill(0));
});

test('a domain gets no more than its cap a day; others go before', () => {
  const { daysOf, sends, breaches } = schedule(
    [...mails(7, { domain: 'big.example' }), mail(1)],
    [ratePacer('ses', 10)],
    { domainDailyCap: 3 },
  );
  expect(breaches).toEqual(noBreach);
  expect(daysOf()).toEqual([0, 0, 0, 0, 1, 1, 1, 2]);
  expect(Math.floor((sends.at(-1)?.at ?? 0) / DAY)).toBe(TODAY);
});

test('what another release booked is not promised again', () => {
  const first = schedule(mails(20), [box('a')]);
  const second = schedule(mails(20), [box('a')], { book: structuredClone(first.book), seed: 2 });
  expect(second.daysOf()).toEqual([...Array<number>(10).fill(0), ...Array<number>(10).fill(1)]);
  const all = [...first.sends, ...second.sends];
  expect(auditSends(all, { pacers: [box('a')], window, domainDailyCap: 1_000 })).toEqual(noBreach);
});

test('follow-ups are booked with the first mail: same mailbox, after the days asked for, within the window', () => {
  const { slots, breaches, sends } = schedule(mails(40, { waitDays: [3, 5] }), [box('a'), box('b')]);
  expect(breaches).toEqual(noBreach);
  expect(sends).toHaveLength(120);
  for (const slot of slots) {
    const [first = 0, second = 0, third = 0] = slot?.times ?? [];
    expect(second - first).toBeGreaterThanOrEqual(3 * DAY);
    expect(third - second).toBeGreaterThanOrEqual(5 * DAY);
  }
});

test('a mail that belongs to a mailbox goes through that one', () => {
  const { sends } = schedule(mails(5, { pacer: 'b' }), [box('a'), box('b')]);
  expect(new Set(sends.map(({ pacer }) => pacer))).toEqual(new Set(['b']));
  expect(schedule([mail(1, { pacer: 'gone' })], [box('a')]).slots).toEqual([undefined]);
});

test('the scheduler changes nothing that it is given', () => {
  const book = Object.freeze(emptyBook());
  expect(() => schedule(mails(3), [box('a')], { book })).not.toThrow();
  expect(book).toEqual(emptyBook());
});

test('whatever is asked for, no limit is passed and nothing is left out', () => {
  const zones = ['Europe/London', 'America/New_York', 'Asia/Tokyo', 'Australia/Sydney', 'Pacific/Chatham'];
  const wanted = fc.record({
    domain: fc.constantFrom('a.example', 'b.example', 'c.example'),
    zone: fc.constantFrom(...zones),
    notBefore: fc.integer({ min: NOW, max: NOW + 10 * DAY }),
    waitDays: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(
      fc.array(wanted, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 20, max: 3_000 }),
      (list, boxes, dailyCap, gapSeconds) => {
        const pacers = Array.from({ length: boxes }, (_, n) =>
          box(`m${String(n)}`, { dailyCap, gapSeconds, ramp: { start: 1, perDay: 1, since: TODAY } }),
        );
        const { sends, breaches, slots } = schedule(list, pacers, { domainDailyCap: 4 });
        expect(breaches).toEqual(noBreach);
        expect(sends).toHaveLength(list.reduce((sum, { waitDays }) => sum + 1 + waitDays.length, 0));
        for (const [index, slot] of slots.entries())
          expect(slot?.times[0]).toBeGreaterThanOrEqual(list[index]?.notBefore ?? 0);
      },
    ),
    { numRuns: 60 },
  );
});

test('the audit sees every kind of breach', () => {
  const pacers = [box('a', { dailyCap: 2 }), ratePacer('ses', 10)];
  const nine = NOW + HOUR;
  const send = (at: number, pacer = 'a', domain = `d${String(at)}.example`) => ({
    at,
    pacer,
    domain,
    zone: 'Europe/London',
  });
  const audit = (sends: Parameters<typeof auditSends>[0]) => auditSends(sends, { pacers, window, domainDailyCap: 2 });
  expect(audit([send(nine), send(nine + 60 * SECOND)])).toEqual({ ...noBreach, gap: 1 });
  expect(audit([0, 1, 2].map((n) => send(nine + n * HOUR)))).toEqual({ ...noBreach, mailboxDay: 1 });
  expect(audit([0, 1, 2].map((n) => send(nine + n * MINUTE, 'ses', 'x.example')))).toEqual({
    ...noBreach,
    domainDay: 1,
  });
  expect(audit([send(NOW)])).toEqual({ ...noBreach, window: 1 });
  expect(audit([send(nine - 2 * DAY)])).toEqual({ ...noBreach, weekend: 1 });
  expect(audit(Array.from({ length: 600 }, (_, n) => send(nine + n * 10, 'ses'))).rate).toBeGreaterThan(0);
});
