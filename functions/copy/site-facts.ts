import type { Passage } from '../contacts/contract.ts';
import { countWords, isEnglish, quoted, sentencesOf, withoutEnd } from './prose.ts';
import type { Fact } from './recipient-facts.ts';
import { isRepeatable } from './repeatable-text.ts';

const MOST_QUOTED_WORDS = 12;
/** Lines that sell, count or command say nothing about who the company is; so do lines that speak about cookies or rights. */
const UNQUOTABLE =
  /["“”©]|\b(?:contact us|get in touch|book (?:a|your)|call us|learn more|read more|sign up|subscribe|free trial|demo|cookies?|copyright|rights reserved|welcome|visitor|coming soon|javascript|acquired|shut down|closed)\b/i;
/** News that no stranger should open a first mail with. */
const PAINFUL =
  /\b(?:(?:stopped|ceased|stop) trading|in administration|insolven\w*|bankrupt\w*|liquidat\w*|wound (?:up|down)|winding (?:up|down)|redundan\w*|laid off|lay-?offs?|lawsuit|sued|court case|died|death|funeral|obituary|passed away|accident|injur\w*|data breach|was breached|recall(?:ed|s)?|apolog\w*|outage|fraud|war)\b/i;
/** Lines that speak to the company's customers. */
const TO_CUSTOMERS = /\b(?:you|your|yours|you['’](?:re|ve|ll|d))\b/i;
/** What a line begins with that is about something said before it. */
const LEANS_ON_CONTEXT =
  /^(?:it|its|they|their|this|that|these|those|he|she|his|her|and|but|so|then|there|here|both|neither|all of|each of|also|or|because|which|who)\b/i;
/** Without a verb a line is a label; in quotes it looks torn off. */
const VERB =
  /\b(?:is|are|was|were|be|been|has|have|had|can|will|does|did|may|must|makes?|builds?|helps?|gives?|takes?|gets?|goes|comes?|keeps?|knows?|shows?|finds?|works?|runs?|serves?|reads?|writes?|sends?|sees?|stops?|starts?|opens?|opens|closes?|needs?|wants?|costs?|pays?|sells?|buys?|uses?|plans?|lets?|turns?|brings?|looks?|learns?|lives?|stands?|holds?|leaves?|arrives?|answers?|asks?|moves?|grows?|fits?|mends?|stays?|scans?|logs?|books?|drives?|speaks?|talks?|writes|wins?|loses?|began|came|went|said|left|built|made|took|found|grew|sold|won|cut|fell|rose|kept|wrote|sent|knew|\w{3,}ed)\b/i;

const pathOf = (url: string): string => new URL(url).pathname.toLowerCase();
const isHome = ({ url }: Passage): boolean => /^\/(?:index\.\w+)?$/.test(pathOf(url));
const PAGES = {
  service: /service|product|solution|feature|platform|leistung|offer|what-we-do|work|menu|prices|pricing/,
  job: /career|job|join|hiring|vacanc|karriere|stellen/,
  news: /news|blog|press|journal|update|aktuell/,
} as const;

const isQuotable = (text: string, least: number, most = MOST_QUOTED_WORDS): boolean =>
  countWords(text) >= least &&
  countWords(text) <= most &&
  text.length <= 110 &&
  !UNQUOTABLE.test(text) &&
  !PAINFUL.test(text) &&
  isRepeatable(text);

/** Facts from the recipient's own website, in its own words. None when the site is not in English: an English mail does not quote what it cannot follow. */
export const siteFacts = (passages: readonly Passage[], companyName = ''): readonly Fact[] => {
  if (
    !isEnglish(
      passages
        .map(({ text }) => text)
        .join(' ')
        .slice(0, 4_000),
    )
  )
    return [];
  const headings = passages.filter(({ heading, text }) => heading === null && !/\.\s/.test(text));
  const on = (kind: keyof typeof PAGES) =>
    headings.filter(({ url, text }) => PAGES[kind].test(pathOf(url)) && isQuotable(text, 1, 8));
  return [
    ...headlineFact(passages),
    ...lineFacts(passages, companyName),
    ...figureFacts(passages),
    ...serviceFacts(on('service')),
    ...jobFacts(on('job')),
    ...newsFacts(on('news')),
  ];
};

const headlineFact = (passages: readonly Passage[]): readonly Fact[] => {
  const first = passages.find(isHome);
  if (first === undefined || first.heading !== null || !isQuotable(first.text, 3)) return [];
  const line = quoted(first.text);
  return [
    {
      kind: 'headline',
      wordings: [
        `Your home page opens with ${line}`,
        `The first line of your website is ${line}`,
        `Your website begins with the words ${line}`,
      ],
      evidenceIds: [first.id],
      topic: null,
    },
  ];
};

/** Words for something said elsewhere on the page. */
const POINTS_ELSEWHERE =
  /\b(?:them|they|their|theirs|she|he|her|his|him|those|these|it|its|this|that one|the latter)\b/i;

const isOwnSentence = (sentence: string): boolean =>
  /[.]$/.test(sentence) &&
  /^[\p{Lu}\d]/u.test(sentence) &&
  VERB.test(sentence) &&
  !LEANS_ON_CONTEXT.test(sentence) &&
  !POINTS_ELSEWHERE.test(sentence);

/** Says of itself whom it is about. "The limit is 20 pages." is true on its page and a riddle in a mail. */
const ABOUT_THEMSELVES = /\b(?:we|our|us|here|customers?|clients?|employees|colleagues|staff|team)\b/i;

const standsAlone = (sentence: string, companyName: string): boolean => {
  const [first = ''] = companyName.split(/\s+/);
  return ABOUT_THEMSELVES.test(sentence) || (first.length > 2 && sentence.includes(first));
};

const lineFacts = (passages: readonly Passage[], companyName: string): readonly Fact[] =>
  passages
    .filter(({ heading }) => heading !== null)
    .flatMap(({ id, text, url }) =>
      sentencesOf(text)
        .filter(
          (sentence) =>
            isOwnSentence(sentence) &&
            isQuotable(sentence, 5) &&
            standsAlone(sentence, companyName) &&
            !TO_CUSTOMERS.test(sentence) &&
            !PAGES.job.test(pathOf(url)),
        )
        .slice(0, 1)
        .map((sentence) => ({ id, sentence })),
    )
    // A figure or a name makes a line this company's own.
    .sort((a, b) => Number(/\d/.test(b.sentence)) - Number(/\d/.test(a.sentence)))
    .slice(0, 3)
    .map(({ id, sentence }) => ({
      kind: 'line',
      wordings: [
        `On your site I read: ${quoted(sentence)}`,
        `Your website says: ${quoted(sentence)}`,
        `Your site puts it like this: ${quoted(sentence)}`,
        `I read this on your site: ${quoted(sentence)}`,
      ],
      evidenceIds: [id],
      topic: null,
    }));

/** A measure of time or length before its noun ("4 h the window …") is a label beside a number, not words to repeat. */
const COUNTS_THINGS =
  /^[€$£]?[\d.,]+%?\s+(?!(?:min|mins|minutes?|h|hrs?|hours?|s|secs?|seconds?|days?|weeks?|months?|years?|ms|m|km|kg|x)\b)\p{L}/u;

const figureFacts = (passages: readonly Passage[]): readonly Fact[] =>
  passages
    .filter(({ text }) => COUNTS_THINGS.test(text) && !/[.]$/.test(text) && isQuotable(text, 4, 10))
    .slice(0, 1)
    .map(({ id, text }) => ({
      kind: 'figure',
      wordings: [
        `There is a figure on your site: ${quoted(text)}`,
        `Your site gives a figure I noted: ${quoted(text)}`,
      ],
      evidenceIds: [id],
      topic: null,
    }));

const serviceFacts = (services: readonly Passage[]): readonly Fact[] => {
  const [first, second] = services.filter(({ text }) => countWords(text) <= 5 && !/[.,:;]$/.test(text));
  if (first === undefined) return [];
  const name = quoted(first.text);
  return second === undefined
    ? [
        {
          kind: 'service',
          wordings: [`I read what your site says about ${name}`, `Your site lists ${name} among what you offer`],
          evidenceIds: [first.id],
          topic: first.text,
        },
      ]
    : [
        {
          kind: 'service',
          wordings: [
            `Your site lists ${name} and ${quoted(second.text)} among what you offer`,
            `I read what your site says about ${name} and ${quoted(second.text)}`,
          ],
          evidenceIds: [first.id, second.id],
          topic: first.text,
        },
      ];
};

const jobFacts = (jobs: readonly Passage[]): readonly Fact[] =>
  jobs.slice(0, 1).map(({ id, text }) => ({
    kind: 'job',
    wordings: [
      `Your careers page lists ${quoted(text)}`,
      `I see on your site that you have an opening: ${quoted(text)}`,
    ],
    evidenceIds: [id],
    topic: null,
  }));

const newsFacts = (news: readonly Passage[]): readonly Fact[] =>
  news
    .filter(({ text }) => countWords(text) >= 3)
    .slice(0, 1)
    .map(({ id, text }) => ({
      kind: 'news',
      wordings: [
        `I saw the news on your site: ${quoted(withoutEnd(text))}`,
        `Your site has this among its news: ${quoted(withoutEnd(text))}`,
      ],
      evidenceIds: [id],
      topic: null,
    }));
