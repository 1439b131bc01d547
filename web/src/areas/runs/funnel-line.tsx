import type { RunView } from '../../../../functions/campaigns/contract.ts';
import styles from './funnel-line.module.css';
import { STAGE_ORDER } from './stage-order.ts';

const HEIGHT = 28;
const WIDTH = 14;
const GAP = 4;

/** A run's stages as seven small bars; the sentence beside it says the same. */
export const FunnelLine = ({ stages }: { stages: RunView['stages'] }) => {
  const most = Math.max(1, ...STAGE_ORDER.map((stage) => stages[stage]));
  return (
    <svg
      className={styles['line']}
      width={STAGE_ORDER.length * (WIDTH + GAP) - GAP}
      height={HEIGHT}
      aria-hidden="true"
      focusable="false"
    >
      {STAGE_ORDER.map((stage, at) => {
        const height = stages[stage] === 0 ? 1 : Math.max(2, (stages[stage] / most) * HEIGHT);
        return <rect key={stage} x={at * (WIDTH + GAP)} y={HEIGHT - height} width={WIDTH} height={height} rx={2} />;
      })}
    </svg>
  );
};
