import type { DEPARTMENTS } from '../campaigns/icp.ts';
import type { Passage } from '../contacts/contract.ts';
import { judgeTitle } from '../contacts/persona.ts';
import { countriesIn, headcountIn, titlesIn } from './generations/read-icp-text.ts';
import type { SiteProfile } from './generations/site-profile.ts';
import { type PageKind, pageKindOf } from './generations/statements.ts';
import type { SiteQuotation } from './infer-icps-contract.ts';
import { collect, type Fact } from './infer-icps-fact.ts';
import { topicsOf } from './infer-icps-topics.ts';
import { tradesIn } from './infer-icps-trades.ts';
import { sentencesOf } from './prose.ts';

type Department = (typeof DEPARTMENTS)[number];

export type SiteFacts = Readonly<{
  /** Trades whose words the site speaks, where it does not say whom it serves. */
  topics: readonly Fact<string>[];
  /** Industries of the taxonomy, the most spoken of first. */
  industries: readonly Fact<string>[];
  headcounts: readonly Fact<Readonly<{ min?: number; max?: number }>>[];
  titles: readonly Fact<string>[];
  departments: readonly Fact<Department>[];
  places: readonly Fact<string>[];
  /** US dollars, euros or pounds as written, the lowest first. */
  prices: readonly Fact<number>[];
}>;

/** What stands before the ones a company works for. The words end at a mark or at what leads on to something else. */
const SERVES =
  /\b(?:for|serv(?:e|es|ing)|look(?:s|ing)? after|help(?:s|ing)?|used by|built for|made for|trusted by|loved by|designed for|customers? (?:are|include)|clients? (?:are|include)|work(?:s|ing)? with|support(?:s|ing)?|sell(?:s|ing)? to|(?:hundreds|thousands|dozens) of|every)\s+((?:(?!(?:that|which|who|to|with|from|by|in|on|at|because|when|where|so|is|are|was|your|you|it|them)\b)[\p{L}\d&'’-]+[, ]*){1,9})/giu;
/** Headings below which customers are listed. */
const CUSTOMERS =
  /\b(?:who (?:it|this)(?:['’]s| is) for|who we (?:serve|work with|help)|whom we|industries|sectors|our (?:customers|clients)|customers|clients|use cases|built for|made for|solutions for|case stud(?:y|ies)|references)\b/i;
/** Who has read so far as the name of a department in a company of any trade. */
const TEAMS: readonly (readonly [RegExp, Department])[] = [
  [/\b(?:sales|account executives?|sdrs?|bdrs?)\b/i, 'sales'],
  [
    /\b(?:marketing|marketers?|growth|brand) (?:teams?|departments?|leaders?|people|agencies)\b|\bmarketers\b/i,
    'marketing',
  ],
  [
    /\b(?:engineering|engineers|developers?|software|devops|platform) ?(?:teams?|departments?|leaders?)?\b/i,
    'engineering',
  ],
  [/\b(?:product) (?:teams?|managers?|leaders?)\b/i, 'product'],
  [/\bdata (?:teams?|engineers?|scientists?|analysts?)\b/i, 'data'],
  [
    /\b(?:finance|accounting|controlling|accounts payable) (?:teams?|departments?|leaders?)\b|\b(?:cfos?|controllers|bookkeepers)\b/i,
    'finance',
  ],
  [/\b(?:hr|people|human resources|talent|recruiting) (?:teams?|departments?|leaders?)\b|\brecruiters\b/i, 'hr'],
  [/\b(?:legal|compliance) (?:teams?|departments?|counsel)\b|\bin-house counsel\b/i, 'legal'],
  [/\b(?:support|customer service|customer success|cx) (?:teams?|agents?|leaders?)\b/i, 'support'],
  [/\b(?:operations|ops|logistics|dispatch) (?:teams?|managers?|leaders?)\b|\bdispatchers\b/i, 'operations'],
  [/\b(?:it|security) (?:teams?|departments?|managers?|leaders?)\b/i, 'it'],
  [/\b(?:procurement|purchasing|buying) (?:teams?|managers?)\b|\bbuyers\b/i, 'procurement'],
];
const BY_PAGE: Readonly<Record<PageKind, number>> = { home: 3, service: 3, other: 2, about: 1.5, news: 1, job: 0 };
/** Named as served, listed below a heading for customers, merely spoken of. */
const SERVED = 3;
const LISTED = 2;
const MENTIONED = 0.7;
/** One mention in passing makes nobody a customer. */
const LEAST_WEIGHT = 4;
/** "74 manufacturers", "320 contractors": who counts them works for them. */
const COUNTED = /\b\d[\d.,]*\+?\s+((?:[\p{L}’'-]+ ?){1,4})/gu;
/** A street and its number name no trade, whatever the street is called. */
const ADDRESS =
  /\d+[a-z]?,?\s+(?:\p{Lu}[\p{L}'’]+\s+){1,3}(?:street|st|road|rd|lane|avenue|ave|court|mews|passage|square|drive|way|place|row|yard|quay|park|close|hill|terrace)\b|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b|\b[A-Z]{2}\s\d{5}\b/iu;
/** A title that says what somebody does or that they decide. */
const isTitle = (title: string): boolean => {
  const { department, decisionMaker } = judgeTitle(title);
  return (
    /^[a-z]/i.test(title) && !/^(?:a|an|the|head that)\b/i.test(title) && (department !== 'other' || decisionMaker)
  );
};
const PRICED =
  /\b(?:per|a|an|each|every|\/)\s?(?:month|user|seat|year|hour|day|site|review|location|employee|vehicle|order|review|project)\b|\b(?:prices?|pricing|plans?|fees?|costs?|priced|starts? (?:at|from)|we charge|fixed)\b/i;

const PRICE =
  /(?:[€$£]|\b(?:usd|eur|gbp)\s?)\s?(\d{1,3}(?:[,.\s]\d{3})+|\d+)(?:[.,]\d{2})?(?!\d|\s?(?:million|billion|bn|m\b|k\b))/gi;
const OWN_SIZE = /\b(?:we (?:are|have|employ)|our team of|team of)\b/i;

/** Reads a website's passages for whom the company says it serves: trades, sizes, roles, places and prices, each with its words. */
export const factsOf = ({ passages }: Pick<SiteProfile, 'passages'>): SiteFacts => {
  const industries = collect<string>();
  const headcounts = collect<Readonly<{ min?: number; max?: number }>>();
  const titles = collect<string>();
  const departments = collect<Department>();
  const places = collect<string>();
  const prices = collect<number>();
  const said: SiteQuotation[] = [];

  const readServed = (served: string, weight: number, quotation: SiteQuotation): void => {
    for (const [pattern, department] of TEAMS)
      if (pattern.test(served)) departments.add(department, department, weight, quotation);
    for (const trade of tradesIn(served, true)) industries.add(trade, trade, weight, quotation);
    for (const title of titlesIn(served)) if (isTitle(title)) titles.add(title.toLowerCase(), title, weight, quotation);
  };

  const readSentence = (sentence: string, passage: Passage, weight: number): void => {
    const quotation = { passageId: passage.id, url: passage.url, quote: sentence };
    const isList = passage.heading !== null && CUSTOMERS.test(passage.heading);
    if (ADDRESS.test(sentence)) return;
    said.push(quotation);
    const served = [...sentence.matchAll(SERVES)].map(([, whom = '']) => whom);
    const counted = [...sentence.matchAll(COUNTED)].flatMap(([, whom = '']) => tradesIn(whom, false));
    for (const trade of counted) industries.add(trade, trade, weight * SERVED, quotation);
    for (const trade of tradesIn(sentence, false)) industries.add(trade, trade, weight * MENTIONED, quotation, false);
    if (served.length > 0) readServed(served.join('. '), weight * SERVED, quotation);
    else if (isList) readServed(sentence, weight * LISTED, quotation);
    const isAboutThem = served.length > 0 || isList;
    if (isAboutThem) for (const place of countriesIn(sentence)) places.add(place, place, weight, quotation);
    if (isAboutThem && !OWN_SIZE.test(sentence)) {
      const { min, max } = headcountIn(sentence);
      const range = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
      if (min !== undefined || max !== undefined) headcounts.add(JSON.stringify(range), range, weight, quotation);
    }
    if (PRICED.test(sentence))
      for (const [, amount = ''] of sentence.matchAll(PRICE)) {
        const price = Number(amount.replace(/[,.\s]/g, ''));
        if (price > 0) prices.add(String(price), price, weight, quotation);
      }
  };

  for (const passage of passages) {
    const weight = BY_PAGE[pageKindOf(passage.url)];
    if (weight === 0) continue;
    const sentences = sentencesOf(passage.text);
    const heading = passage.heading ?? '';
    // A heading such as "For dentists" says whom the text below it is for.
    for (const sentence of [...(heading.search(SERVES) >= 0 ? [heading] : []), ...sentences])
      readSentence(sentence, passage, weight);
  }
  return {
    topics: topicsOf(said),
    industries: industries.ranked().filter(({ weight }) => weight >= LEAST_WEIGHT),
    headcounts: headcounts.ranked(),
    titles: titles.ranked(),
    departments: departments.ranked(),
    places: places.ranked(),
    prices: prices.ranked().toSorted((a, b) => a.value - b.value),
  };
};
