import type { Passage } from '../../contacts/contract.ts';
import { countWords, sentencesOf } from '../prose.ts';
import { isRepeatable } from '../repeatable-text.ts';
import { hasFiniteVerb } from './finite-verb.ts';

export type PageKind = 'home' | 'service' | 'news' | 'job' | 'about' | 'other';

/** One or two whole sentences of a website that can stand by themselves, word for word. */
export type Statement = Readonly<{
  text: string;
  passageId: string;
  url: string;
  heading: string | null;
  page: PageKind;
  /** Whether it has a verb of its own; without one it needs a heading before it. */
  whole: boolean;
}>;

const PAGES: readonly (readonly [RegExp, PageKind])[] = [
  [/^\/(?:index\.\w+)?$/, 'home'],
  [/career|jobs?\b|join|hiring|vacanc|karriere|stellen/, 'job'],
  [/news|blog|press|journal|update|aktuell/, 'news'],
  [/service|product|solution|feature|platform|leistung|offer|what-we-do|work|menu|pric|treatment/, 'service'],
  [/about|company|story|team|people|who-we-are|ueber|history/, 'about'],
];
export const pageKindOf = (url: string): PageKind => {
  const path = new URL(url).pathname.toLowerCase();
  return PAGES.find(([pattern]) => pattern.test(path))?.[1] ?? 'other';
};

const FEWEST_WORDS = 4;
const MOST_WORDS = 32;
const MOST_WORDS_OF_TWO = 42;

/** What a sentence begins with that is about something said before it. */
const LEANS =
  /^(?:it|its|they|their|them|this|that|these|those|he|she|his|her|and|but|so|then|however,|additionally,|furthermore,|moreover,|in addition,|in contrast,|as a result,|by then|until then|since then|there|here|both|neither|either|also|or|because|which|who|(?:each|one|two|three|most|some|all|half|many|several|none) of (?:them|these|those|it)|the (?:rest|largest|smallest|furthest|other|others|latter|former)|if that)\b/i;
/** With a definite article a second sentence goes on about something that the first one brought. */
const GOES_ON = /^(?:in \d{4} )?the\b/i;
/** Words for something said elsewhere. */
const POINTS =
  /\b(?:it|its|them|they|their|theirs|those|these|this|that one|she|he|her|his|him|the latter|such|that (?:ended|saved|led|meant))\b/i;
/** Whoever is meant was seldom named in the sentence before. */
const OF_A_PERSON = /^(?:he|she|his|her)\b/i;
/** What it speaks of is named by the heading above it, if anywhere. */
const OF_THE_HEADING = /\b(?:of|than|with|without|to) (?:them|it|these|those|yours)\b|^ours\b/i;
/** What sells, commands, thanks or speaks about the website itself. */
const FURNITURE =
  /["“”]?\b(?:contact us|get in touch|book (?:a|your)|call us|learn more|read more|find out more|sign up|log ?in|subscribe|free trial|request a|cookies?|copyright|rights reserved|welcome to|coming soon|javascript|click (?:here|below)|our website|this (?:website|site|page)|privacy policy|terms of|follow us|newsletter|you must|for more \w+|link back|e-?mail me|if you (?:would like to|want to) contact|my names? (?:is )?|i hope)\b|©|\b[\w-]+\.(?:com|net|org|co\.uk|io|de|fr|info|biz)\b/i;
/** Two words of the printers' Latin are filler, not text. */
const FILLER =
  /\b(?:lorem|ipsum|dolor|amet|consecte\w+|adipi\w+|elit|donec|nulla|metus|vestibulum|aliquam|phasellus|suspendisse|felis|malesuada|vivamus|curabitur|ullamcorper|fringilla|praesent|ligula|egestas|aenean|volutpat|quisque|sapiente|nonummy|euismod|tincidunt)\b/gi;
export const isFiller = (text: string): boolean => (text.match(FILLER) ?? []).length > 1;
const CALL =
  /^(?:book|call|contact|leave (?:us |your )|send us|tell us|click|subscribe|download|try|start your|request|schedule|join|follow|read|learn|see|view|watch|visit|discover|check|shop|buy|order|feel free|please|let us know|take a look|stay tuned|have fun)\b/i;

const isWhole = (sentence: string): boolean => /^["“(]?[\p{Lu}\d€$£]/u.test(sentence) && /[.!]["”]?$/.test(sentence);

const isUsable = (text: string): boolean =>
  !FURNITURE.test(text) &&
  !CALL.test(text) &&
  !isFiller(text) &&
  !/[“”"]/.test(text.slice(0, 1)) &&
  isRepeatable(text.replace(/!$/, '.'));

/** The statements of a passage: each sentence that needs no other, together with the next one when that leans on it. */
export const statementsOf = (passage: Passage): readonly Statement[] => {
  const { id, url, heading, text } = passage;
  // A heading is a slogan or a label; what it says is told by the text below it.
  if (heading === null || isFiller(text)) return [];
  const sentences = wholeSentences(text);
  return sentences.flatMap((sentence, at): Statement[] => {
    const words = countWords(sentence);
    const free = !LEANS.test(sentence) && (at === 0 || !leansBack(sentence));
    if (!free || !isWhole(sentence) || !isUsable(sentence) || words < FEWEST_WORDS || words > MOST_WORDS) return [];
    const next = sentences[at + 1];
    const both = next === undefined ? sentence : `${sentence} ${next}`;
    const joins =
      next !== undefined &&
      leansBack(next) &&
      !OF_A_PERSON.test(next) &&
      isWhole(next) &&
      isUsable(next) &&
      countWords(both) <= MOST_WORDS_OF_TWO;
    return [
      {
        // The words are the site's; an exclamation mark is not taken along.
        text: (joins ? both : sentence).replace(/!(?=\s|$)/g, '.'),
        passageId: id,
        url,
        heading,
        page: pageKindOf(url),
        whole: hasFiniteVerb(sentence) && (joins || at > 0 || !OF_THE_HEADING.test(sentence)),
      },
    ];
  });
};

/** Whether a sentence is about something that the one before it says. */
const leansBack = (sentence: string): boolean =>
  LEANS.test(sentence) || POINTS.test(sentence) || GOES_ON.test(sentence);

/** Unicode's rules end a sentence after "2 a.m." before a capital letter; people do not. */
const ABBREVIATED = /(?:\b(?:a\.m|p\.m|e\.g|i\.e|approx|dr|mr|mrs|ms|st|no|vs|inc|ltd|co|jr|sr)|\b\p{Lu})\.$/iu;
const wholeSentences = (text: string): readonly string[] => {
  const whole: string[] = [];
  for (const sentence of sentencesOf(text)) {
    const before = whole.at(-1);
    if (before !== undefined && ABBREVIATED.test(before)) whole[whole.length - 1] = `${before} ${sentence}`;
    else whole.push(sentence);
  }
  return whole;
};
