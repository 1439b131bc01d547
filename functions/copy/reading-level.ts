import { sentencesOf, wordsOf } from './prose.ts';

/** Syllables of an English word by its groups of vowels; silent endings taken off. Within one of the dictionary's count for nearly all words. */
export const syllablesOf = (word: string): number => {
  const plain = word
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
  if (plain === '') return 1;
  const spoken =
    plain.length > 3 ? plain.replace(/(?:[^laeiouy]es|[^laeiouyd]ed|[^laeiouy]e)$/, (end) => end.slice(0, 1)) : plain;
  return Math.max(1, spoken.match(/[aeiouy]{1,2}/g)?.length ?? 1);
};

/**
 * Flesch–Kincaid grade: years of school that reading a text takes. Quotations are left out: they are the recipient's own words.
 * Source: Kincaid et al. 1975, 0.39 · words/sentence + 11.8 · syllables/word − 15.59.
 */
export const readingGrade = (text: string): number => {
  const own = text.replace(/"[^"]*"/g, '"x"').replace(/https?:\S+/g, 'link');
  const sentences = own
    .split(/\n+/)
    .flatMap(sentencesOf)
    .filter((sentence) => wordsOf(sentence).length > 0);
  const words = sentences.flatMap(wordsOf);
  if (words.length === 0) return 0;
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return (0.39 * words.length) / sentences.length + (11.8 * syllables) / words.length - 15.59;
};
