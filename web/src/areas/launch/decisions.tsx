import { useQuery } from '@tanstack/react-query';
import type { Acknowledgement } from '../../../../functions/sending/preflight/preflight-contract.ts';
import { formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import styles from '../../parts/stack.module.css';
import { acknowledgementsQuery } from './launch-queries.ts';

const words = messages.launch;

const said = (what: Acknowledgement['what']): string => {
  switch (what.kind) {
    case 'cost_estimate':
      return words.decision.cost_estimate(what.costUsd);
    case 'ses_cold_mail':
      return words.decision.ses_cold_mail;
    case 'country':
      return words.decision.country(what.country);
  }
};

/** What somebody answered for, with name, time and reason; nothing while nobody has. */
export const Decisions = ({ campaignId }: { campaignId: string }) => {
  const { data, error, refetch } = useQuery(acknowledgementsQuery(campaignId));
  if (error !== null) return <ProblemNotice what={words.decisionsLoad} error={error} retry={() => void refetch()} />;
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Card title={words.decisions}>
      <ul className={styles['plainList']}>
        {data.items.map(({ what, reason, by, at }) => (
          <li key={`${at} ${what.kind}`}>
            <b>{said(what)}</b>: {reason} ({words.decided(by, formatTime(at))})
          </li>
        ))}
      </ul>
    </Card>
  );
};
