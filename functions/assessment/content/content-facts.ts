import { isEnglish, sentencesOf, wordsOf } from '../../copy/prose.ts';
import { syllablesOf } from '../../copy/reading-level.ts';
import type { PageFacts } from '../page-facts.ts';
import type { SiteCapture } from '../site-capture.ts';

export type ContentFacts = Readonly<{
  capture: SiteCapture;
  home: PageFacts;
  /** All readable pages, the home page first. */
  pages: readonly PageFacts[];
  /** When the site is judged, in milliseconds since 1970. */
  now: number;
}>;

/** A run of prose, long enough to be read rather than seen. */
export type Prose = Readonly<{ text: string; where: string }>;

const SHORTEST_PARAGRAPH = 8;
const MOST_PROSE = 40_000;

/** The paragraphs of all pages: sentences, not menus, headings or lists of names. The same paragraph on several pages counts once. */
export const proseOf = ({ pages }: ContentFacts): readonly Prose[] => {
  const known = new Set<string>();
  const prose: Prose[] = [];
  let length = 0;
  for (const page of pages)
    for (const { text, heading } of page.blocks()) {
      const isProse = !heading && /[.!?…。]["”’)]?(?:\s|$)/u.test(text) && wordsOf(text).length >= SHORTEST_PARAGRAPH;
      if (!isProse || known.has(text) || length > MOST_PROSE) continue;
      known.add(text);
      length += text.length;
      prose.push({ text, where: page.url });
    }
  return prose;
};

/**
 * Flesch reading ease of English prose: 100 is very easy, 60 plain English, below 30 for graduates.
 * Source: Flesch 1948, 206.835 − 1.015 · words/sentence − 84.6 · syllables/word.
 */
export const readingEase = (texts: readonly string[]): number | null => {
  const sentences = texts.flatMap(sentencesOf).filter((sentence) => wordsOf(sentence).length > 0);
  const words = sentences.flatMap(wordsOf);
  if (words.length === 0) return null;
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 206.835 - (1.015 * words.length) / sentences.length - (84.6 * syllables) / words.length;
};

/** Languages whose words the content rules know: of a site in another one, what they do not find may still be there. */
const KNOWN_LANGUAGES = new Set(['en', 'de', 'fr', 'es', 'it', 'pt', 'nl']);

/** Whether what the word lists do not find is not there: the pages are in a language that they know. */
export const isKnownLanguage = ({ home, pages }: ContentFacts): boolean => {
  const language = home.language()?.trim().toLowerCase().split(/[-_]/)[0] ?? '';
  if (language !== '') return KNOWN_LANGUAGES.has(language) && isLatin(pages);
  return isEnglish(
    home
      .blocks()
      .map(({ text }) => text)
      .join(' ')
      .slice(0, 4_000),
  );
};

/** A template's `lang="en"` often stays on pages in another script. */
const isLatin = (pages: readonly PageFacts[]): boolean => {
  const sample = pages
    .flatMap((page) => page.blocks().map(({ text }) => text))
    .join(' ')
    .slice(0, 4_000);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  return letters === 0 || (sample.match(/\p{Script=Latin}/gu)?.length ?? 0) / letters > 0.7;
};

export const UNKNOWN_LANGUAGE =
  'The words to look for are known in English, German, French, Spanish, Italian, Portuguese and Dutch only.';
