import fc from 'fast-check';
import { HOUR, instant, MINUTE } from '../../../../functions/platform/time.ts';
import { zoneOfCountry } from '../../../../functions/sending/pace/country-zone.ts';
import { instantOf, isZone, localDayOf, offsetAt, weekdayOf } from '../../../../functions/sending/pace/local-time.ts';
import { isOpen, windowOn } from '../../../../functions/sending/pace/send-window.ts';

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00.000Z`) / (24 * HOUR);
const window = { from: '09:00', to: '17:00', weekends: false, fallbackZone: 'UTC' };
const open = (zone: string, date: string) => {
  const span = windowOn(window, zone, dayOf(date));
  return span && [instant(span.start), instant(span.end)];
};

test('a window follows the recipient’s clock over the change to summer time and back', () => {
  expect(open('America/New_York', '2027-03-12')).toEqual(['2027-03-12T14:00:00.000Z', '2027-03-12T22:00:00.000Z']);
  expect(open('America/New_York', '2027-03-15')).toEqual(['2027-03-15T13:00:00.000Z', '2027-03-15T21:00:00.000Z']);
  expect(open('Europe/Berlin', '2026-10-23')).toEqual(['2026-10-23T07:00:00.000Z', '2026-10-23T15:00:00.000Z']);
  expect(open('Europe/Berlin', '2026-10-26')).toEqual(['2026-10-26T08:00:00.000Z', '2026-10-26T16:00:00.000Z']);
  expect(open('Australia/Sydney', '2026-11-23')).toEqual(['2026-11-22T22:00:00.000Z', '2026-11-23T06:00:00.000Z']);
  expect(open('Asia/Kolkata', '2026-11-23')).toEqual(['2026-11-23T03:30:00.000Z', '2026-11-23T11:30:00.000Z']);
});

test('there is no window on a weekend unless it is asked for', () => {
  expect(open('Europe/London', '2026-11-21')).toBeUndefined();
  expect(open('Europe/London', '2026-11-22')).toBeUndefined();
  expect(windowOn({ ...window, weekends: true }, 'Europe/London', dayOf('2026-11-22'))).toBeDefined();
  expect(weekdayOf(dayOf('2026-11-23'))).toBe(1);
  expect(weekdayOf(dayOf('2026-11-22'))).toBe(7);
});

test('a Monday begins at its own time in every zone', () => {
  const at = Date.parse('2026-11-22T22:30:00.000Z');
  expect(isOpen(window, 'Australia/Sydney', at)).toBe(true);
  expect(isOpen(window, 'Europe/London', at)).toBe(false);
});

test('an hour that the clock skips gives the first instant after it, and one that it shows twice the first', () => {
  expect(instant(instantOf('America/New_York', dayOf('2027-03-14'), 150))).toBe('2027-03-14T07:00:00.000Z');
  expect(instant(instantOf('America/New_York', dayOf('2026-11-01'), 90))).toBe('2026-11-01T05:30:00.000Z');
  expect(instant(instantOf('Australia/Lord_Howe', dayOf('2026-10-04'), 135))).toBe('2026-10-03T15:30:00.000Z');
});

test('the wall clock at the instant of a time shows that time, in all zones and on all days but at a skipped hour', () => {
  const zones = ['America/St_Johns', 'Asia/Kathmandu', 'Pacific/Chatham', 'Europe/Dublin', 'America/Santiago', 'UTC'];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 18_000, max: 25_000 }),
      fc.integer({ min: 6 * 60, max: 23 * 60 }),
      (zone, day, minutes) => {
        const at = instantOf(zone, day, minutes);
        expect(localDayOf(zone, at)).toBe(day);
        expect(at + offsetAt(zone, at)).toBe(day * 24 * HOUR + minutes * MINUTE);
      },
    ),
  );
});

test('every country has a zone that exists; several zones give the one where most companies are', () => {
  const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));
  const zones = letters.flatMap((a) => letters.map((b) => zoneOfCountry(a + b, 'Etc/Unknown-Here')));
  const known = zones.filter((zone) => zone !== 'Etc/Unknown-Here');
  expect(known.length).toBeGreaterThan(240);
  expect(known.every(isZone)).toBe(true);
  expect(zoneOfCountry('US', 'UTC')).toBe('America/New_York');
  expect(zoneOfCountry('de', 'UTC')).toBe('Europe/Berlin');
  expect(zoneOfCountry('IE', 'UTC')).toBe('Europe/Dublin');
  expect(zoneOfCountry(null, 'Europe/Lisbon')).toBe('Europe/Lisbon');
  expect(zoneOfCountry('XX', 'Europe/Lisbon')).toBe('Europe/Lisbon');
});
