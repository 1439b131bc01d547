import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Preflight } from '../../../../functions/sending/preflight/preflight-contract.ts';
import { formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { WaitingRows } from '../../parts/late.tsx';
import { TextLink } from '../../parts/links.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import styles from '../../parts/stack.module.css';
import { useMay } from '../accounts/me.ts';
import { campaignQuery } from '../campaigns/campaign-queries.ts';
import { StartRunButton } from '../campaigns/start-run.tsx';
import { CheckTable } from './check-table.tsx';
import { Decisions } from './decisions.tsx';
import { preflightQuery } from './launch-queries.ts';

const words = messages.launch;
const route = getRouteApi('/campaigns/$campaignId/launch');

/** What stands against a run and how to mend it: the preflight of spec/sending.md. */
export const LaunchPage = () => {
  const { campaignId } = route.useParams();
  const { mode = 'live' } = route.useSearch();
  const navigate = route.useNavigate();
  const campaign = useQuery(campaignQuery(campaignId)).data;
  const { data: preflight, error, isFetching, refetch } = useQuery(preflightQuery(campaignId, mode));
  const may = useMay();
  return (
    <>
      <PageHead
        title={words.title}
        above={
          <TextLink to="/campaigns/$campaignId" params={{ campaignId }} search={{}}>
            {campaign?.name ?? messages.campaigns.name}
          </TextLink>
        }
        actions={
          <>
            <Button variant="default" loading={isFetching} onClick={() => void refetch()}>
              {words.again}
            </Button>
            {may.work && campaign !== undefined && <StartRunButton campaign={campaign} />}
          </>
        }
      >
        <p>{words.intro}</p>
      </PageHead>
      <div className={styles['stack']}>
        <Card
          title={words.checks}
          aside={
            <NativeSelect
              size="sm"
              aria-label={words.mode}
              value={mode}
              onChange={({ currentTarget: { value } }) =>
                void navigate({ search: { mode: value === 'sandbox' ? 'sandbox' : 'live' }, replace: true })
              }
              data={[
                { value: 'live', label: words.modeOf.live },
                { value: 'sandbox', label: words.modeOf.sandbox },
              ]}
            />
          }
        >
          {preflight === undefined && error === null && <WaitingRows rows={8} />}
          {preflight === undefined && error !== null && (
            <ProblemNotice what={words.load} error={error} retry={() => void refetch()} />
          )}
          {preflight !== undefined && <Found preflight={preflight} />}
        </Card>
        <Decisions campaignId={campaignId} />
      </div>
    </>
  );
};

const Found = ({ preflight }: { preflight: Preflight }) => {
  const { ready, mode, checks, estimate, checkedAt } = preflight;
  const failing = checks.filter(({ status }) => status === 'fail').length;
  return (
    <div className={styles['stack']}>
      <Notice tone={ready ? 'quiet' : 'wait'} title={ready ? words.readyTitle : words.notReadyTitle(failing)}>
        <p>{ready ? words.readyText : mode === 'live' ? words.notReadyLive : words.notReadySandbox}</p>
      </Notice>
      <dl className={styles['facts']}>
        <div>
          <dt>{words.recipients}</dt>
          <dd>{estimate.recipients === null ? words.unknown : words.countValue(estimate.recipients)}</dd>
        </div>
        <div>
          <dt>{words.cost}</dt>
          <dd>{estimate.costUsd === null ? words.unknown : words.costValue(estimate.costUsd)}</dd>
        </div>
        <div>
          <dt>{words.days}</dt>
          <dd>{estimate.days === null ? words.unknown : words.countValue(estimate.days)}</dd>
        </div>
      </dl>
      <CheckTable preflight={preflight} />
      <p>{words.checkedAt(formatTime(checkedAt))}</p>
    </div>
  );
};
