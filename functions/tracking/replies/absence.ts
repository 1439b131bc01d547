import { DAY, HOUR, instant } from '../../platform/time.ts';
import { comparableText } from './comparable-text.ts';

/** Words of an absence note, in English, German, French and Spanish. */
const ABSENT =
  /out of (?:the )?office|\booo\b|on (?:\w+ )?(?:leave|vacation|holidays?)|away (?:from|until|on|for)|back (?:in the office|on|in)|limited access to (?:my )?e-?mail|abwesen|nicht im (?:buro|haus|office)|im urlaub|elternzeit|mutterschutz|wieder (?:im buro|erreichbar|da|fur sie)|nicht erreichbar|absente?\b|en conges?|en vacances|hors du bureau|de retour|fuera de (?:la )?oficina|de vacaciones|ausente|estare de (?:regreso|vuelta)/;

const MONTHS: readonly (readonly string[])[] = [
  ['january', 'jan', 'januar', 'janner', 'janvier', 'enero'],
  ['february', 'feb', 'februar', 'fevrier', 'fevr', 'febrero'],
  ['march', 'mar', 'marz', 'maerz', 'mars', 'marzo'],
  ['april', 'apr', 'avril', 'avr', 'abril'],
  ['may', 'mai', 'mayo'],
  ['june', 'jun', 'juni', 'juin', 'junio'],
  ['july', 'jul', 'juli', 'juillet', 'julio'],
  ['august', 'aug', 'aout', 'agosto'],
  ['september', 'sep', 'sept', 'septembre', 'septiembre'],
  ['october', 'oct', 'okt', 'oktober', 'octobre', 'octubre'],
  ['november', 'nov', 'novembre', 'noviembre'],
  ['december', 'dec', 'dez', 'dezember', 'decembre', 'diciembre'],
];
const MONTH_NAMES = MONTHS.flat().join('|');
const monthOf = (name: string): number => MONTHS.findIndex((names) => names.includes(name));

const ISO = /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/g;
const NUMERIC = /\b(\d{1,2})[./](\d{1,2})[./]?(\d{4}|\d{2})?\b/g;
const DAY_MONTH = new RegExp(
  `\\b(\\d{1,2})(?:st|nd|rd|th|er|\\.)?(?: of| de)? (${MONTH_NAMES})\\b\\.?,?(?: (?:de )?(\\d{4}))?`,
  'g',
);
const MONTH_DAY = new RegExp(`\\b(${MONTH_NAMES})\\.? (\\d{1,2})(?:st|nd|rd|th)?\\b(?:,? (\\d{4}))?`, 'g');

/** Longest absence that is believed; parental leave ends a sequence's sense anyway. */
const LONGEST = 120 * DAY;
const UNKNOWN = 7 * DAY;
/** When the first working hours after an absence are over in most of Europe and begin in America. */
const HOUR_OF_DAY = 9 * HOUR;

/** Whether a text says that its writer is away. */
export const saysAbsent = (text: string): boolean => ABSENT.test(comparableText(text));

/**
 * Until when a person is not to be written to, by an absence note: the morning after the last day it names, at most 120 days ahead, or a week
 * when it names none. Days that may be read in two ways (`3/4`) count as the later one that is still ahead.
 */
export const awayUntil = (note: string, receivedAt: string): string => {
  const now = Date.parse(receivedAt);
  const today = Math.floor(now / DAY) * DAY;
  const ahead = datesIn(comparableText(note), today).filter((day) => day >= today && day <= today + LONGEST);
  const last = Math.max(...ahead);
  return instant(ahead.length === 0 ? now + UNKNOWN : last + DAY + HOUR_OF_DAY);
};

const datesIn = (text: string, today: number): readonly number[] => [
  ...[...text.matchAll(ISO)].flatMap(([, year, month, day]) => dayOf(Number(day), Number(month) - 1, year, today)),
  ...[...text.matchAll(NUMERIC)].flatMap(([, a, b, year]) => [
    ...dayOf(Number(a), Number(b) - 1, year, today),
    ...dayOf(Number(b), Number(a) - 1, year, today),
  ]),
  ...[...text.matchAll(DAY_MONTH)].flatMap(([, day, month = '', year]) =>
    dayOf(Number(day), monthOf(month), year, today),
  ),
  ...[...text.matchAll(MONTH_DAY)].flatMap(([, month = '', day, year]) =>
    dayOf(Number(day), monthOf(month), year, today),
  ),
];

/** A day in UTC; without a year the next such day. Nothing for what is no day. */
const dayOf = (day: number, month: number, year: string | undefined, today: number): readonly number[] => {
  if (!(day >= 1 && day <= 31 && month >= 0 && month <= 11)) return [];
  const given = year === undefined ? undefined : Number(year.length === 2 ? `20${year}` : year);
  const thisYear = new Date(today).getUTCFullYear();
  const candidates = given === undefined ? [thisYear, thisYear + 1] : [given];
  return candidates
    .map((each) => Date.UTC(each, month, day))
    .filter((time) => new Date(time).getUTCDate() === day && time >= today)
    .slice(0, 1);
};
