import { stems, tradesByPhrase } from '../discovery/industry-taxonomy.ts';
import type { SiteQuotation } from './infer-icps-contract.ts';
import type { Fact } from './infer-icps-fact.ts';

const LONGEST_PHRASE = 4;
/** So many different words of a trade in so many sentences are what a website is about. */
const LEAST_PHRASES = 3;
const LEAST_SENTENCES = 3;
/** A trade of which much less is said than of the first is an example in passing. */
const BESIDE_THE_FIRST = 0.6;
const MOST_TOPICS = 3;

type Topic = { phrases: Set<string>; evidence: SiteQuotation[] };

const phrasesIn = (words: readonly string[]): readonly string[] =>
  words.flatMap((_, at) =>
    Array.from({ length: LONGEST_PHRASE }, (_unused, length) => words.slice(at, at + length + 1).join(' ')),
  );

/**
 * Trades whose words a website speaks, where it does not say for whom it works. Not said, only concluded: it may be the company's own trade.
 */
export const topicsOf = (sentences: readonly SiteQuotation[]): readonly Fact<string>[] => {
  const topics = new Map<string, Topic>();
  for (const sentence of sentences) {
    const seen = new Set<string>();
    for (const phrase of new Set(phrasesIn(stems(sentence.quote))))
      for (const name of tradesByPhrase.get(phrase) ?? []) {
        const topic = topics.get(name) ?? { phrases: new Set<string>(), evidence: [] };
        topic.phrases.add(phrase);
        if (!seen.has(name)) topic.evidence.push(sentence);
        seen.add(name);
        topics.set(name, topic);
      }
  }
  const clear = [...topics]
    .filter(([, { phrases, evidence }]) => phrases.size >= LEAST_PHRASES && evidence.length >= LEAST_SENTENCES)
    .sort(([a, one], [b, other]) => other.phrases.size - one.phrases.size || (a < b ? -1 : 1));
  const most = clear[0]?.[1].phrases.size ?? 0;
  return clear
    .filter(([, { phrases }]) => phrases.size >= most * BESIDE_THE_FIRST)
    .slice(0, MOST_TOPICS)
    .map(([value, { phrases, evidence }]) => ({ value, weight: phrases.size, evidence, served: false }));
};
