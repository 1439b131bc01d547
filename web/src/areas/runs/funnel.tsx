import { VisuallyHidden } from '@mantine/core';
import type { RunView, Stage } from '../../../../functions/campaigns/contract.ts';
import { formatCount, formatShare } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import styles from './funnel.module.css';
import { STAGE_ORDER } from './stage-order.ts';

const words = messages.run;

/** The number of a stage against the one before. People are counted for each company, so there it is a mean, not a share. */
const against = (stage: Stage, count: number, before: number | undefined): string => {
  if (before === undefined || before === 0) return '';
  return stage === 'contacts' ? words.perQualified(count / before) : formatShare(count / before);
};

/**
 * The stages of a run: a table whose rows carry their bars, so that picture and numbers are one thing. The paler bar is the stage before,
 * where both count the same kind of thing; what it shows beyond the full one was lost between them.
 */
export const Funnel = ({ stages }: { stages: RunView['stages'] }) => {
  const most = Math.max(1, ...STAGE_ORDER.map((stage) => stages[stage]));
  const width = (count: number): string => `${count === 0 ? 0 : Math.max(0.4, (count / most) * 100)}%`;
  return (
    <Card title={words.funnel}>
      <table className={styles['funnel']}>
        <caption>
          <VisuallyHidden>{words.funnel}</VisuallyHidden>
        </caption>
        <thead>
          <tr>
            <th scope="col">{words.funnelStage}</th>
            <td aria-hidden="true" />
            <th scope="col">{words.funnelCount}</th>
            <th scope="col">{words.funnelShare}</th>
          </tr>
        </thead>
        <tbody>
          {STAGE_ORDER.map((stage, at) => {
            const before = STAGE_ORDER[at - 1];
            const count = stages[stage];
            return (
              <tr key={stage}>
                <th scope="row">
                  {words.stage[stage]} <span className={styles['unit']}>{words.stageUnit[stage]}</span>
                </th>
                <td aria-hidden="true" className={styles['bars']}>
                  <div className={styles['track']}>
                    {before !== undefined && words.stageUnit[before] === words.stageUnit[stage] && (
                      <span className={styles['before']} style={{ width: width(stages[before]) }} />
                    )}
                    <span className={styles['bar']} style={{ width: width(count) }} />
                  </div>
                </td>
                <td className={styles['count']}>{formatCount(count)}</td>
                <td className={styles['share']}>
                  {against(stage, count, before === undefined ? undefined : stages[before])}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
};
