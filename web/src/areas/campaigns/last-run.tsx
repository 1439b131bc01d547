import { useQuery } from '@tanstack/react-query';
import type { RunView } from '../../../../functions/campaigns/contract.ts';
import { formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { TextLink } from '../../parts/links.tsx';
import { FunnelLine } from '../runs/funnel-line.tsx';
import { recentRunsQuery, runQuery } from '../runs/run-queries.ts';
import { RunStatus } from '../runs/run-status.tsx';
import styles from './last-run.module.css';

/** A campaign's last run: from the newest runs of the workspace, read alone only when it is older than those. */
const useLastRun = (runId: string | null): RunView | undefined => {
  const recent = useQuery(recentRunsQuery);
  const found = recent.data?.items.find(({ id }) => id === runId);
  const alone = useQuery({
    ...runQuery(runId ?? ''),
    enabled: runId !== null && recent.data !== undefined && found === undefined,
  });
  return found ?? alone.data;
};

export const LastRunStatus = ({ runId }: { runId: string | null }) => {
  const run = useLastRun(runId);
  if (runId === null) return <span className={styles['soft']}>{messages.campaigns.noRun}</span>;
  if (run === undefined) return null;
  return (
    <span className={styles['run']}>
      <RunStatus status={run.status} />
      <TextLink to="/runs/$runId" params={{ runId }}>
        {formatTime(run.startedAt)}
      </TextLink>
    </span>
  );
};

export const LastRunFunnel = ({ runId }: { runId: string | null }) => {
  const run = useLastRun(runId);
  if (run === undefined) return null;
  const { discovered, qualified, sent } = run.stages;
  return (
    <span className={styles['funnel']}>
      <FunnelLine stages={run.stages} />
      <span>{messages.campaigns.summary(discovered, qualified, sent)}</span>
    </span>
  );
};
