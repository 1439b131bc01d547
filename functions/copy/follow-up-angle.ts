import type { Brief, Written } from './brief.ts';
import { comparable, countWords } from './prose.ts';

type Text = Pick<Written, 'body' | 'evidence'>;

const ANGLE = /^(?:offer:(?:problems|benefits|proof)\.\d+|offer:oneLiner|p[0-9a-f]+|company:\w+)$/;
const FEWEST_REPEATED_WORDS = 6;

const anglesOf = ({ evidence }: Text): ReadonlySet<string> =>
  new Set(evidence.flatMap(({ evidenceIds }) => evidenceIds.filter((id) => ANGLE.test(id))));

/** Arguments of the offer that a text does not use, as evidence ids. */
const leftOver = (used: ReadonlySet<string>, { offer }: Brief): readonly string[] =>
  [
    ...offer.problems.map((_, at) => `offer:problems.${at}`),
    ...offer.benefits.map((_, at) => `offer:benefits.${at}`),
    ...offer.proof.map((_, at) => `offer:proof.${at}`),
  ].filter((id) => !used.has(id));

/**
 * Why a follow-up says the same as its mail again: it repeats a sentence of it, or brings no argument that the mail did not, though the offer has more. The call to
 * action is the same in both.
 */
export const anotherAngle = (first: Text, followUp: Text, brief: Brief): string | undefined => {
  const said = comparable(first.body);
  const repeated = followUp.evidence.find(
    ({ sentence, evidenceIds }) =>
      countWords(sentence) >= FEWEST_REPEATED_WORDS &&
      !evidenceIds.includes('offer:callToAction') &&
      said.includes(comparable(sentence)),
  );
  if (repeated !== undefined) return `repeats "${repeated.sentence.slice(0, 60)}"`;
  const used = anglesOf(first);
  if (leftOver(used, brief).length === 0) return undefined;
  return [...anglesOf(followUp)].some((id) => !used.has(id))
    ? undefined
    : 'brings no argument that the first mail did not';
};
