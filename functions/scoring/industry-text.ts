import { industryKey, phrasesOf, stems } from '../discovery/industry-taxonomy.ts';

/** What a company says of itself, as stems: the line it is shown by, and the rest. */
export type Told = Readonly<{ line: readonly string[]; description: readonly string[] }>;

/** A phrase in the line counts whole, one in the long description half, and all of the description no more than this. */
const IN_DESCRIPTION = 0.5;
const MOST_OF_DESCRIPTION = 1.75;
/** Characters of a description that stand in for a missing line: about its first sentence. */
const FIRST_SENTENCE = 160;

/** Where there is no one-liner the description's first sentence is the line. */
export const toldBy = (oneLiner: string | null, description: string | null): Told => {
  if (oneLiner !== null || description === null)
    return { line: stems(oneLiner ?? ''), description: stems(description ?? '') };
  const end = description.search(/[.!?]\s/);
  const cut = end < 0 || end > FIRST_SENTENCE ? FIRST_SENTENCE : end;
  return { line: stems(description.slice(0, cut)), description: stems(description.slice(cut)) };
};

type Phrase = Readonly<{ text: string; words: readonly string[]; weight: number }>;

/** Phrases by their first word, the longest first. */
export type PhraseIndex = ReadonlyMap<string, readonly Phrase[]>;

const indexOf = (weights: ReadonlyMap<string, number>): PhraseIndex => {
  const index = new Map<string, Phrase[]>();
  for (const [text, weight] of weights) {
    const words = text.split(' ');
    const [first = ''] = words;
    index.set(first, [...(index.get(first) ?? []), { text, words, weight }]);
  }
  for (const list of index.values()) list.sort((a, b) => b.words.length - a.words.length);
  return index;
};

/** The phrases by which texts tell of an industry that an ICP names: its own name and what the taxonomy has of it. */
export const phrasesFor = (label: string, industries: readonly string[]): PhraseIndex => {
  const weights = new Map<string, number>();
  for (const name of industries)
    for (const [phrase, weight] of phrasesOf(name)) weights.set(phrase, Math.max(weight, weights.get(phrase) ?? 0));
  const key = industryKey(label);
  if (key !== '') weights.set(key, 1);
  return indexOf(weights);
};

const phraseAt = (words: readonly string[], at: number, index: PhraseIndex): Phrase | undefined =>
  index.get(words[at] ?? '')?.find((phrase) => phrase.words.every((word, further) => words[at + further] === word));

/** The phrases in a text, each once; where one lies in another only the longer counts. */
const phrasesIn = (words: readonly string[], index: PhraseIndex): Map<string, number> => {
  const found = new Map<string, number>();
  for (let at = 0; at < words.length; ) {
    const phrase = phraseAt(words, at, index);
    if (phrase !== undefined) found.set(phrase.text, phrase.weight);
    at += phrase?.words.length ?? 1;
  }
  return found;
};

export type TextEvidence = Readonly<{
  /** Sum of the phrases' weights. */
  weight: number;
  phrases: readonly string[];
}>;

/** What a company's texts hold of an industry's phrases. */
export const textEvidence = ({ line, description }: Told, index: PhraseIndex): TextEvidence => {
  const inLine = phrasesIn(line, index);
  const inRest = phrasesIn(description, index);
  let rest = 0;
  for (const [phrase, weight] of inRest) if (!inLine.has(phrase)) rest += weight * IN_DESCRIPTION;
  const own = [...inLine.values()].reduce((sum, weight) => sum + weight, 0);
  return {
    weight: own + Math.min(MOST_OF_DESCRIPTION, rest),
    phrases: [...new Set([...inLine.keys(), ...inRest.keys()])],
  };
};

/** How strongly texts speak, 0..1: each whole phrase takes half of what is missing. */
export const strengthOf = (weight: number): number => 1 - 2 ** -weight;
