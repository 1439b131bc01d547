import { IcpCriteria } from '../../campaigns/icp.ts';
import { judgeTitle } from '../../contacts/persona.ts';
import { isNeutral, meaningOf } from '../../discovery/industry-taxonomy.ts';
import { countryOf } from '../../discovery/places.ts';
import { wordsOf } from '../prose.ts';
import { indexWords } from '../retrieval.ts';

const LONGEST_NAME = 120;
const MOST_WORDS_OF_A_NAME = 4;

/** Runs of one to four words of a text, the longest first. */
const runsOf = (text: string): readonly string[] => {
  const words = wordsOf(text);
  return Array.from({ length: MOST_WORDS_OF_A_NAME }, (_, at) => MOST_WORDS_OF_A_NAME - at).flatMap((length) =>
    words.slice(0, Math.max(0, words.length - length + 1)).map((_, at) => words.slice(at, at + length).join(' ')),
  );
};

/** Industries that a text names, by the product's own taxonomy, most specific wording first. */
export const industriesIn = (text: string): readonly string[] => [
  ...new Set(
    runsOf(text).flatMap((run) => {
      const { industries, sure } = meaningOf(run);
      return sure ? industries.filter((name) => !isNeutral(name)) : [];
    }),
  ),
];

/** Countries that a text names; a name in small letters is a word, not a country. */
export const countriesIn = (text: string): readonly string[] => [
  ...new Set(
    runsOf(text).flatMap((run) =>
      /^\p{Lu}/u.test(run) && run.length > 2 && countryOf(run) !== undefined ? [run] : [],
    ),
  ),
];

const PEOPLE = '(?:employees|people|staff|persons|FTEs?|colleagues|heads|seats)';
const number = (digits: string | undefined): number => Number((digits ?? '').replace(/[.,\s]/g, ''));

/** "20 to 150 people", "under 50 employees", "more than 200 staff". */
export const headcountIn = (text: string): IcpCriteria['headcount'] => {
  const range = new RegExp(`(\\d[\\d.,]*)\\s*(?:-|–|to|and)\\s*(\\d[\\d.,]*)\\s+${PEOPLE}`, 'i').exec(text);
  if (range !== null) return { min: number(range[1]), max: number(range[2]) };
  const most = new RegExp(`(?:under|up to|fewer than|less than|at most|below)\\s+(\\d[\\d.,]*)\\s+${PEOPLE}`, 'i').exec(
    text,
  );
  if (most !== null) return { max: number(most[1]) };
  const least = new RegExp(
    `(?:over|more than|at least|above|from)\\s+(\\d[\\d.,]*)\\s+${PEOPLE}|(\\d[\\d.,]*)\\+\\s+${PEOPLE}`,
    'i',
  ).exec(text);
  return least === null ? {} : { min: number(least[1] ?? least[2]) };
};

const TITLE =
  /\b(?:(?:(?:vp|vice president|head|director|chief|manager)s?(?: of)? (?!at\b|in\b|and\b|who\b)[a-z]+(?: operations| success| marketing| officer)?)|(?:[a-z]+ )?(?:managers?|directors?|controllers?)|ceos?|ctos?|cfos?|coos?|cmos?|cros?|founders?|owners?|managing directors?)\b/gi;
const singular = (title: string): string =>
  title
    .replace(/^(vp|head|director|chief|manager)s\b/i, '$1')
    .replace(/(manager|director|controller|founder|owner|c[a-z]o)s$/i, '$1');
const NOT_A_TITLE = /^(?:the|our|their|and|or|for|of|with|by|to|at|in|as|who|where|small|large)\s/i;

/** Job titles that a text names, in the singular. */
export const titlesIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(TITLE)].map(([found]) => singular(found.replace(NOT_A_TITLE, '').trim()))),
];

const COMMON =
  /^(?:compan(?:y|ies)|business(?:es)?|firms?|employees?|people|staff|with|that|which|their|from|over|under|between|more|than|least|most|about|united|states|kingdom|netherlands|small|large|size[ds]?|based|selling|sell|who|have|and)$/i;
/** Words of a description that a search can use: no titles, places or numbers. */
const keywordsIn = (text: string): string[] => {
  const places = new Set(countriesIn(text).flatMap((place) => place.split(' ')));
  const words = wordsOf(text).filter(
    (word) =>
      word.length > 3 && !/\d/.test(word) && !COMMON.test(word) && !places.has(word) && indexWords(word).length > 0,
  );
  return [...new Set(words.map((word) => word.toLowerCase()))].slice(0, 5);
};

const asName = (text: string): string => {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length <= LONGEST_NAME ? line : `${line.slice(0, LONGEST_NAME - 1)}…`;
};

/** An ICP's criteria from a description in a person's own words. What the text does not name stays open; nothing is guessed. */
export const readIcpText = (text: string): IcpCriteria => {
  const jobTitles = titlesIn(text).slice(0, 10);
  const judged = jobTitles.map((title) => judgeTitle(title));
  // "IT directors" says nothing of the trade.
  const rest = text.replace(TITLE, ' ; ');
  return IcpCriteria.parse({
    name: asName(text),
    industries: industriesIn(rest).slice(0, 10),
    headcount: headcountIn(text),
    locations: countriesIn(text).slice(0, 10),
    keywords: keywordsIn(rest),
    persona: {
      jobTitles,
      departments: [...new Set(judged.map(({ department }) => department).filter((one) => one !== 'other'))],
      seniority: [...new Set(judged.map(({ seniority }) => seniority))],
    },
  });
};
