import type { Passage, SiteReading } from '../../contacts/contract.ts';
import { countWords, isEnglish, sentencesOf, spokenName, withoutEnd } from '../prose.ts';
import { isRepeatable } from '../repeatable-text.ts';
import { citablePassages } from '../untrusted-text.ts';
import { siteName } from './site-name.ts';
import { isFiller, pageKindOf, type Statement, statementsOf } from './statements.ts';

/** A short line of the site with the passage it stands in. */
export type Line = Readonly<{ text: string; passageId: string; url: string }>;

/** What a website says of its company, in pieces that can be repeated word for word and cited. */
export type SiteProfile = Readonly<{
  /** As people say it, without legal form. */
  name: string;
  domain: string;
  /** Of its home page, as it was reached. */
  address: string;
  /** Whether it is written in English, which is all that the offline writer can repeat in an English text. */
  english: boolean;
  pages: SiteReading['pages'];
  readAt: string;
  /** Without what speaks to language models. */
  passages: readonly Passage[];
  /** What was left out for that. */
  suspicious: number;
  /** The home page's first line, when it is a slogan or sentence. */
  headline: Line | null;
  /** Measures that stand by themselves: "19 languages in the driver app". */
  figures: readonly Line[];
  statements: readonly Statement[];
  /** Headings of the news page and of open positions. */
  news: readonly Line[];
  jobs: readonly Line[];
}>;

const line = ({ id, text, url }: Passage): Line => ({ text: withoutEnd(text), passageId: id, url });

/** A headline may end as a sentence does; a question or call is none. */
const isHeadline = (text: string): boolean =>
  countWords(text) >= 3 &&
  countWords(text) <= 14 &&
  !/^(?:welcome|about|home|our |the \w+ heading|this first)/i.test(text) &&
  !isFiller(text) &&
  isRepeatable(text);

const MEASURE =
  /^[€$£]?\d[\d.,:]*\s?(?:%|[kmb]n?\b|million\b|billion\b)?\s+(?!(?:am|pm|january|february|march|april|may|june|july|august|september|october|november|december)\b)\p{L}/iu;
const isFigure = ({ text }: Passage): boolean =>
  MEASURE.test(text) &&
  !/[.!?]$/.test(text) &&
  countWords(text) >= 3 &&
  countWords(text) <= 10 &&
  !/^\d+ (?:ways|tips|reasons|things|steps|ideas|facts|tricks|questions)\b/i.test(text) &&
  // "4 h the window we plan for" is a label beside a number, not words to repeat.
  !/^\S+\s+(?:h|min|sec|s|hrs?|hours?|minutes?|seconds?|days?|weeks?|months?|years?|km|m|kg)\s+(?:the|our|your|we|from|in|to)\b/i.test(
    text,
  ) &&
  isRepeatable(text);

const isTitle = ({ heading, text }: Passage): boolean =>
  heading === null && sentencesOf(text).length === 1 && countWords(text) <= 10 && isRepeatable(text);

const unique = <Value extends { text: string }>(values: readonly Value[]): readonly Value[] =>
  values.filter(({ text }, at) => values.findIndex((one) => one.text === text) === at);

/** What stands below the company's own name or slogan is not named by it. */
const unnamed = (statements: readonly Statement[], names: readonly (string | undefined)[]): readonly Statement[] =>
  statements.map((one) => (names.includes(one.heading ?? undefined) ? { ...one, heading: null } : one));

const addressOf = ({ domain, pages }: Pick<SiteReading, 'domain' | 'pages'>): string => {
  const home = pages.find(({ url }) => pageKindOf(url) === 'home') ?? pages[0];
  return home === undefined ? `https://${domain}/` : `${new URL(home.url).origin}/`;
};

/** Reads a site's passages as what can be said of its company. */
export const profileOf = (site: SiteReading): SiteProfile => {
  const passages = citablePassages(site.passages);
  const english = isEnglish(
    passages
      .map(({ text }) => text)
      .join(' ')
      .slice(0, 4_000),
  );
  const name = spokenName(siteName(site));
  const [first] = passages.filter(({ url }) => pageKindOf(url) === 'home');
  const slogan = first?.heading === null ? first.text : undefined;
  const on = (kind: 'news' | 'job') => passages.filter(({ url }) => pageKindOf(url) === kind);
  // On pages with one item below another the item's own heading may be all that a passage has above it.
  const titles = (kind: 'news' | 'job'): readonly Line[] =>
    unique([
      ...on(kind).filter(isTitle).map(line),
      ...on(kind).flatMap(({ id, heading, url }) =>
        heading === null || countWords(heading) < 2 ? [] : [{ text: withoutEnd(heading), passageId: id, url }],
      ),
    ]).filter(({ text }) => countWords(text) <= 10 && isRepeatable(text));
  return {
    name,
    domain: site.domain,
    address: addressOf(site),
    english,
    pages: site.pages,
    readAt: site.readAt,
    passages,
    suspicious: site.passages.length - passages.length,
    headline:
      english && first !== undefined && first.heading === null && isHeadline(first.text)
        ? { text: first.text, passageId: first.id, url: first.url }
        : null,
    figures: english ? unique(passages.filter(isFigure).map(line)) : [],
    statements: english ? unique(passages.flatMap((one) => unnamed(statementsOf(one), [name, slogan]))) : [],
    news: english ? titles('news') : [],
    jobs: english ? titles('job') : [],
  };
};
