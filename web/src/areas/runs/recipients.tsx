import { VisuallyHidden } from '@mantine/core';
import type { MessageState, RunView } from '../../../../functions/campaigns/contract.ts';
import { formatCount } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { TextLink } from '../../parts/links.tsx';
import styles from './counts.module.css';

const words = messages.run;
const states = messages.mails.messageState;

const TONE: Readonly<Record<MessageState, 'good' | 'moving' | 'held' | 'stopped' | 'harm'>> = {
  delivered: 'good',
  accepted: 'moving',
  sending: 'moving',
  scheduled: 'moving',
  approved: 'moving',
  draft: 'held',
  unknown: 'held',
  unknown_final: 'stopped',
  suppressed: 'stopped',
  cancelled: 'stopped',
  bounced: 'harm',
  complained: 'harm',
  failed: 'harm',
};
const ORDER = Object.keys(TONE) as MessageState[];

/** Where each recipient of the run stands; every state leads to its mails. */
export const Recipients = ({ run }: { run: RunView }) => {
  const { total, byState } = run.recipients;
  const present = ORDER.filter((state) => (byState[state] ?? 0) > 0);
  return (
    <Card title={words.recipients}>
      {total === 0 ? (
        <p className={styles['soft']}>{words.noRecipients}</p>
      ) : (
        <>
          <div className={styles['stripe']} aria-hidden="true">
            {present.map((state) => (
              <span key={state} data-tone={TONE[state]} style={{ flexGrow: byState[state] ?? 0 }} />
            ))}
          </div>
          <table className={styles['counts']}>
            <caption>
              <VisuallyHidden>{words.recipients}</VisuallyHidden>
            </caption>
            <thead>
              <tr>
                <th scope="col">{words.recipientsState}</th>
                <th scope="col">{words.recipientsCount}</th>
              </tr>
            </thead>
            <tbody>
              {present.map((state) => (
                <tr key={state}>
                  <th scope="row">
                    <span className={styles['dot']} data-tone={TONE[state]} aria-hidden="true" />
                    <TextLink
                      to="/runs/$runId/messages"
                      params={{ runId: run.id }}
                      search={{ state }}
                      aria-label={words.seeState(states[state])}
                    >
                      {states[state]}
                    </TextLink>
                  </th>
                  <td>{formatCount(byState[state] ?? 0)}</td>
                </tr>
              ))}
              <tr>
                <th scope="row">{words.total}</th>
                <td>{formatCount(total)}</td>
              </tr>
            </tbody>
          </table>
        </>
      )}
    </Card>
  );
};
