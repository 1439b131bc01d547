import type { IcpCriteria } from '../../functions/campaigns/icp.ts';
import type { Score } from '../../functions/scoring/contract.ts';
import { isAsked } from '../../functions/scoring/rescore.ts';

/** A company's score with what is needed to understand it. */
export type ExplainedScore = Readonly<{
  company: Readonly<{ domain: string; name: string }>;
  /** Scored now from a file or the workspace's company, or as a campaign's lead was scored. */
  from: 'file' | 'company' | 'lead';
  campaignId: string | null;
  icp: Readonly<{ name: string; threshold: number }>;
  score: number;
  grade: Score['grade'];
  confidence: number;
  qualifies: boolean;
  components: readonly Readonly<
    Score['breakdown'][number] & { state: 'known' | 'unknown' | 'not_asked'; contribution: number }
  >[];
  /** Components that the profile asks for and nothing is known of. */
  missing: readonly string[];
}>;

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

/** Puts a score together with the profile it was made by. */
export const explainScore = (
  { company, from, campaignId }: Pick<ExplainedScore, 'company' | 'from' | 'campaignId'>,
  icp: IcpCriteria,
  { value, grade, confidence, breakdown }: Score,
): ExplainedScore => {
  const components = breakdown.map((part) => ({
    ...part,
    state:
      part.value !== null
        ? ('known' as const)
        : isAsked(part.component, icp)
          ? ('unknown' as const)
          : ('not_asked' as const),
    contribution: rounded((part.value ?? 0) * part.weight),
  }));
  return {
    ...{ company, from, campaignId, icp: { name: icp.name, threshold: icp.threshold } },
    ...{ score: value, grade, confidence, qualifies: value >= icp.threshold },
    components,
    missing: components.filter(({ state }) => state === 'unknown').map(({ component }) => component),
  };
};

const BAR = 20;
const bar = (value: number): string => '█'.repeat(Math.round(value * BAR)).padEnd(BAR, '░');
const percent = (value: number): string => `${String(Math.round(value * 100))} %`;

const componentLine = ({
  component,
  state,
  value,
  weight,
  contribution,
  reason,
  evidence,
}: ExplainedScore['components'][number]): string => {
  const name = `  ${component.padEnd(9)} `;
  if (value === null)
    return `${name}${(state === 'unknown' ? 'not known' : 'not asked').padEnd(BAR)}                     ${reason}`;
  const shown = evidence === null || reason.includes(evidence) ? '' : ` (${evidence})`;
  return `${name}${bar(value)} ${value.toFixed(2)} × ${weight.toFixed(2)} = ${contribution.toFixed(2)}  ${reason}${shown}`;
};

/** The score as lines for a terminal. */
export const scoreLines = (explained: ExplainedScore): readonly string[] => {
  const { company, from, icp, score, grade, confidence, qualifies, components, missing } = explained;
  return [
    `${company.name} (${company.domain}) by “${icp.name}”`,
    `${bar(score)} ${score.toFixed(3)}  grade ${grade}  ${qualifies ? 'qualifies' : 'does not qualify'} (threshold ${String(icp.threshold)})`,
    '',
    ...components.map(componentLine),
    '',
    missing.length === 0
      ? `Confidence ${percent(confidence)}: all that the profile asks is known.`
      : `Confidence ${percent(confidence)}: nothing is known of ${missing.join(', ')}; the weight went to the others.`,
    ...(from === 'company'
      ? ['By what the workspace keeps of it, where a long description is cut; a run scores the whole row of its list.']
      : []),
  ];
};
