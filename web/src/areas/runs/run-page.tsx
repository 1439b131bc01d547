import { VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { RunView } from '../../../../functions/campaigns/contract.ts';
import { formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { WaitingRows } from '../../parts/late.tsx';
import { ButtonLink, TextLink } from '../../parts/links.tsx';
import { ModeTag } from '../../parts/mode-tag.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import styles from '../../parts/stack.module.css';
import { useMay } from '../accounts/me.ts';
import { campaignQuery } from '../campaigns/campaign-queries.ts';
import { RevenueCard } from '../sales/revenue-card.tsx';
import { runRevenueQuery } from '../sales/sale-queries.ts';
import { CancelRun } from './cancel-run.tsx';
import { Dropped } from './dropped.tsx';
import { Funnel } from './funnel.tsx';
import { type Liveness, useLiveRun } from './live-run.ts';
import { Recipients } from './recipients.tsx';
import { ReviewCall } from './review-call.tsx';
import { RunFigures } from './run-figures.tsx';
import { RunStatus } from './run-status.tsx';

const words = messages.run;
const route = getRouteApi('/runs/$runId');

export const RunPage = () => {
  const { runId } = route.useParams();
  const { run, liveness, isPending, error, refetch } = useLiveRun(runId);
  if (run === undefined)
    return (
      <>
        <PageHead title={words.title} />
        {isPending && <WaitingRows />}
        {error !== null && <ProblemNotice what={words.load} error={error} retry={() => void refetch()} />}
      </>
    );
  return <Run key={run.id} run={run} liveness={liveness} />;
};

const Run = ({ run, liveness }: { run: RunView; liveness: Liveness }) => {
  const may = useMay();
  const campaign = useQuery(campaignQuery(run.campaignId));
  const revenue = useQuery(runRevenueQuery(run.id));
  const started = formatTime(run.startedAt);
  return (
    <>
      <PageHead
        title={messages.runs.open(started)}
        above={
          <TextLink to="/campaigns/$campaignId" params={{ campaignId: run.campaignId }}>
            {campaign.data?.name ?? words.ofCampaign}
          </TextLink>
        }
        tags={
          <>
            <RunStatus status={run.status} />
            <ModeTag mode={run.mode} />
          </>
        }
        actions={
          <>
            <ButtonLink to="/runs/$runId/messages" params={{ runId: run.id }} variant="default">
              {words.seeMessages}
            </ButtonLink>
            {may.work && run.endedAt === null && <CancelRun runId={run.id} />}
          </>
        }
      />
      <VisuallyHidden role="status">
        {words.announce(words.runStatus[run.status], run.stages.sent, run.stages.drafted)}
      </VisuallyHidden>
      <div className={styles['stack']}>
        {run.problem !== null && (
          <Notice tone={run.status === 'failed' ? 'harm' : 'quiet'} title={words.problem}>
            <p>{run.problem}</p>
          </Notice>
        )}
        {run.warnings.length > 0 && (
          <Notice title={words.warnings}>
            {run.warnings.map((warning) => (
              <p key={warning}>{warning}</p>
            ))}
          </Notice>
        )}
        {run.status === 'awaiting_approval' && <ReviewCall run={run} mayDecide={may.work} />}
        <RunFigures run={run} liveness={liveness} />
        <Funnel stages={run.stages} />
        <RevenueCard found={revenue} />
        <div className={styles['pair']}>
          <Recipients run={run} />
          <Dropped dropped={run.dropped} />
        </div>
      </div>
    </>
  );
};
