import type { RunView } from '../../../../functions/campaigns/contract.ts';
import { formatCount } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import styles from './counts.module.css';

const words = messages.run;

/** What was left out on the way, by reason in words, the most frequent first. */
export const Dropped = ({ dropped }: { dropped: RunView['dropped'] }) => {
  const reasons = Object.entries(dropped).sort(([, a], [, b]) => b - a);
  return (
    <Card title={words.dropped}>
      {reasons.length === 0 ? (
        <p className={styles['soft']}>{words.nothingDropped}</p>
      ) : (
        <table className={styles['counts']}>
          <thead>
            <tr>
              <th scope="col">{words.droppedReason}</th>
              <th scope="col">{words.droppedCount}</th>
            </tr>
          </thead>
          <tbody>
            {reasons.map(([reason, count]) => (
              <tr key={reason}>
                <th scope="row">{words.leftOut(reason)}</th>
                <td>{formatCount(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
};
