import MiniSearch from 'minisearch';
import { stemmer } from 'stemmer';
import { eng, removeStopwords } from 'stopword';
import type { Passage } from '../contacts/contract.ts';

/** Gives the passages nearest to a question, best first; fewer than `limit` when fewer share a word with it. */
export type Retrieve = (query: string, limit: number) => readonly Passage[];

/** Scripts that write words without spaces between them. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

/** The words of a text as they are indexed and asked for: lower case, without stop words, stemmed (Porter 1980). */
export const indexWords = (text: string): string[] => {
  const words = (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).flatMap((word) =>
    UNSPACED.test(word) ? [...segmenter.segment(word)].map(({ segment }) => segment) : [word],
  );
  return removeStopwords(words, eng).map(stemmer);
};

/**
 * An index over a site's passages by BM25+ (minisearch), a heading's words counting half more. Made anew for each site: a reading has at most a few hundred
 * passages, which takes some milliseconds.
 */
export const createRetrieval = (passages: readonly Passage[]): Retrieve => {
  const index = new MiniSearch<Passage>({
    fields: ['heading', 'text'],
    tokenize: indexWords,
    // `tokenize` has done it.
    processTerm: (term) => term,
    extractField: (passage, field) =>
      field === 'id' ? passage.id : field === 'text' ? passage.text : (passage.heading ?? ''),
    searchOptions: { boost: { heading: 1.5 }, combineWith: 'OR' },
  });
  index.addAll(passages);
  const byId = new Map(passages.map((passage) => [passage.id, passage]));
  return (query, limit) =>
    index
      .search(query)
      .slice(0, limit)
      .flatMap(({ id }) => {
        const passage = byId.get(String(id));
        return passage === undefined ? [] : [passage];
      });
};
