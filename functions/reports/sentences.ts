import { type Assessment, CATEGORIES } from '../assessment/contract.ts';
import { type Peers, subjectOf } from './content.ts';
import { counted, cut, dateText, GRADE_WORDS, gradeOf, scoreText } from './words.ts';

/** The first sentence of the report: what was looked at, when, and how it came out. */
export const summaryLead = (assessment: Assessment): string => {
  const { overall, findings, startedAt, finalUrl } = assessment;
  const checks = CATEGORIES.reduce(
    (sum, category) => {
      const { passed, failed, notMeasured } = assessment.categories[category].checks;
      return { done: sum.done + passed + failed, open: sum.open + notMeasured };
    },
    { done: 0, open: 0 },
  );
  const looked = `On ${dateText(startedAt)} we looked at ${cut(finalUrl, 120)}`;
  if (overall === null)
    return `${looked}. No area could be scored; the pages below say for each what was missing. Nothing is judged that was not seen.`;
  return `${looked} and ran ${counted(checks.done, 'check')}${checks.open === 0 ? '' : ` (${String(checks.open)} more could not be run)`}. ${cut(subjectOf(assessment), 80)} scores ${scoreText(overall)} of 100: ${GRADE_WORDS[gradeOf(overall)].toLowerCase()}. ${findings.length === 0 ? 'Nothing failed.' : `${counted(findings.length, 'check')} failed.`}`;
};

/** How the site stands among the others. */
export const peersSentence = ({ overall, aheadOfPercent }: Peers): string =>
  [
    overall === null
      ? ''
      : `The middle half of them scores ${String(overall.lower)} to ${String(overall.upper)} overall; their median is ${String(overall.median)}.`,
    aheadOfPercent === null ? '' : `This site scores higher than ${String(aheadOfPercent)} % of them.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
