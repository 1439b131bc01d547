import { type Assessment, CATEGORIES, type Finding } from '../../../functions/assessment/contract.ts';
import type { ImpactEstimate } from '../../../functions/assessment/impact/contract.ts';

const TOP = 10;
/** Evidence shown of one finding. */
const SHOWN = 2;

const dollars = (amount: number): string => `$${amount.toLocaleString('en-US')}`;
const told = ({ estimateUsd, lowUsd, highUsd }: ImpactEstimate): string =>
  `${dollars(estimateUsd)} a month (${dollars(lowUsd)} to ${dollars(highUsd)})`;

const cut = (text: string, length = 160): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

const findingLines = ({ title, category, severity, impact, fix, effort, evidence, id }: Finding): readonly string[] => [
  `  ${title}  [${severity} · ${category} · ${id}]`,
  ...(impact === null ? [] : [`      costs about ${told(impact)}`]),
  ...evidence.slice(0, SHOWN).map(({ what, where }) => `      seen: ${cut(what)} (${cut(where, 100)})`),
  ...(evidence.length > SHOWN ? [`      and ${String(evidence.length - SHOWN)} more`] : []),
  `      mend: ${fix} (${effort})`,
];

/** An assessment as lines for a person: scores, what to mend first with dollars, what was not measured. */
export const assessmentLines = (assessment: Assessment): readonly string[] => {
  const { url, finalUrl, overall, categories, findings, impact, notMeasured, technologies, failure } = assessment;
  if (failure !== undefined) return [`${url}: not assessed`, failure.detail.replace(/^url: /, '')];
  return [
    `${finalUrl}: ${overall === null ? 'no score' : `${String(overall)} of 100`}`,
    ...CATEGORIES.map((category) => {
      const { score, measured, note, checks } = categories[category];
      const part = measured === 'partial' ? ' (in part)' : '';
      return `  ${category.padEnd(14)} ${(score === null ? '–' : String(score)).padStart(3)}${part}  ${score === null ? `not measured: ${note ?? ''}` : `${String(checks.failed)} of ${String(checks.failed + checks.passed)} checks failed`}`;
    }),
    ...(technologies.length === 0 ? [] : [`Made with: ${technologies.map(({ name }) => name).join(', ')}`]),
    ...(impact === null || findings.length === 0
      ? []
      : ['', `What is wrong costs about ${told(impact.total)}.`, ...impact.notes.map((note) => `  ${note}`)]),
    '',
    `What to mend first (${String(Math.min(TOP, findings.length))} of ${String(findings.length)} findings, by impact ÷ effort):`,
    ...findings.slice(0, TOP).flatMap(findingLines),
    ...(notMeasured.length === 0
      ? []
      : ['', 'Not measured:', ...notMeasured.map(({ what, reason }) => `  ${what}: ${reason}`)]),
  ];
};
