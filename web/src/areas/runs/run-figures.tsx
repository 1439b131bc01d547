import type { ReactNode } from 'react';
import type { RunView } from '../../../../functions/campaigns/contract.ts';
import { formatTimeWithZone } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import type { Liveness } from './live-run.ts';
import styles from './run-figures.module.css';
import { usePace } from './use-pace.ts';

const words = messages.run;

/** Where the run is, how long and how fast it goes, and what it has cost. */
export const RunFigures = ({ run, liveness }: { run: RunView; liveness: Liveness }) => {
  const { pace, seconds } = usePace(run);
  const used = run.costCapUsd === 0 ? 0 : Math.min(1, run.costUsd / run.costCapUsd);
  return (
    <dl className={styles['figures']}>
      <Figure name={words.step} below={words[liveness]} live={liveness === 'live'}>
        {run.step === null ? words.runStatus[run.status] : words.stepName(run.step)}
      </Figure>
      <Figure name={run.endedAt === null ? words.elapsed : words.took} below={formatTimeWithZone(run.startedAt)}>
        {words.elapsedValue(seconds)}
      </Figure>
      <Figure name={words.rate} below={words.sandboxClock(run.clockFactor)}>
        {pace === undefined ? words.noRate : words.rateOf(pace.perSecond, words.stageUnit[pace.stage])}
      </Figure>
      <Figure name={words.cost} below={words.costShare(used)}>
        {words.costOf(run.costUsd, run.costCapUsd)}
        <span className={styles['meter']} aria-hidden="true">
          <span style={{ width: `${used * 100}%` }} />
        </span>
      </Figure>
    </dl>
  );
};

const Figure = ({
  name,
  below,
  live = false,
  children,
}: {
  name: string;
  below: string;
  live?: boolean;
  children: ReactNode;
}) => (
  <div className={styles['figure']}>
    <dt>{name}</dt>
    <dd className={styles['value']}>{children}</dd>
    <dd className={styles['below']} data-live={live}>
      {below}
    </dd>
  </div>
);
