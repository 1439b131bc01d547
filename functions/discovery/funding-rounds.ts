import { plainText } from './normal-text.ts';

/** Rounds as providers spell them, e.g. `series_a`; in the order in which companies go through them. */
const ROUNDS: readonly (readonly [string, RegExp])[] = [
  ['pre_seed', /\bpre ?seed\b/],
  ['angel', /\bangel\b/],
  ['seed', /\bseed\b/],
  ...'abcdefghij'
    .split('')
    .map((letter): readonly [string, RegExp] => [`series_${letter}`, new RegExp(`\\b(?:series|round) ?${letter}\\b`)]),
  ['private_equity', /\bprivate equity\b/],
  ['debt_financing', /\bdebt\b/],
  ['grant', /\bgrant\b/],
  ['post_ipo', /\bpost ipo\b/],
  ['ipo', /\bipo\b|\bpublic\b/],
];

/** The round that a text names (`"Series A"`, `"series_a"`, `"Pre-Seed"`), or undefined: "early" or "growth" names none. */
export const roundOf = (text: string): string | undefined => {
  const plain = plainText(text);
  return ROUNDS.find(([, pattern]) => pattern.test(plain))?.[0];
};
