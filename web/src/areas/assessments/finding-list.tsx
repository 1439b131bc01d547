import { Anchor } from '@mantine/core';
import type { AnswerOf } from '../../api/operations.ts';
import { formatUsdWhole } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import styles from '../../parts/stack.module.css';
import table from '../../parts/table.module.css';
import { Tag, type Tone } from '../../parts/tag.tsx';

const words = messages.assessment;
type Finding = AnswerOf<'getAssessment'>['findings'][number];
const TONES: Readonly<Record<Finding['severity'], Tone>> = {
  critical: 'harm',
  high: 'harm',
  medium: 'wait',
  low: 'quiet',
};

/** What was found, the most worthwhile first, each with what was seen, where, and how to mend it. */
export const FindingList = ({ findings }: { findings: readonly Finding[] }) => (
  <Card title={words.findings(findings.length)}>
    {findings.length === 0 ? (
      <p>{words.noFindings}</p>
    ) : (
      <ol className={styles['plainList']}>
        {findings.map(({ id, title, detail, severity, effort, fix, evidence, impact, source }) => (
          <li key={id}>
            <p>
              <Tag tone={TONES[severity]}>{words.severity[severity]}</Tag> <b>{title}</b>
            </p>
            <p>{detail}</p>
            <ul>
              {evidence.map(({ what, where, quote }) => (
                <li key={`${what} ${where} ${quote ?? ''}`}>
                  {what} <span className={table['soft']}>{where}</span>
                  {quote !== undefined && <q>{quote}</q>}
                </li>
              ))}
            </ul>
            <p>
              <b>{words.fix}</b>: {fix} ({words.effort[effort]})
            </p>
            <p className={table['soft']}>
              {impact !== null && `${words.impact(formatUsdWhole(impact.lowUsd), formatUsdWhole(impact.highUsd))}. `}
              <Anchor href={source} target="_blank" rel="noreferrer" underline="always">
                {words.source}
              </Anchor>
            </p>
          </li>
        ))}
      </ol>
    )}
  </Card>
);
