import { useQuery } from '@tanstack/react-query';
import { messages } from '../../messages.ts';
import { WaitingRows } from '../../parts/late.tsx';
import { ButtonLink, TextLink } from '../../parts/links.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import styles from '../../parts/stack.module.css';
import { Tag } from '../../parts/tag.tsx';
import { meQuery, useMay } from '../accounts/me.ts';
import { AssessmentBatches } from '../assessments/assessment-batches.tsx';
import { RevenueCard } from '../sales/revenue-card.tsx';
import { campaignRevenueQuery } from '../sales/sale-queries.ts';
import { CampaignFacts } from './campaign-facts.tsx';
import { CampaignLeads } from './campaign-leads.tsx';
import { campaignQuery } from './campaign-queries.ts';
import { campaignRoute } from './campaign-route.ts';
import { CampaignRuns } from './campaign-runs.tsx';
import { PauseButton } from './pause-campaign.tsx';
import { StartRunButton } from './start-run.tsx';

const words = messages.campaign;

export const CampaignPage = () => {
  const { campaignId } = campaignRoute.useParams();
  const { data: campaign, error, isPending, refetch } = useQuery(campaignQuery(campaignId));
  const may = useMay();
  const mode = useQuery(meQuery).data?.mode ?? 'sandbox';
  const revenue = useQuery(campaignRevenueQuery(campaignId));
  const above = <TextLink to="/campaigns">{messages.campaigns.title}</TextLink>;
  if (campaign === undefined)
    return (
      <>
        <PageHead title={messages.campaigns.name} above={above} />
        {isPending && <WaitingRows />}
        {error !== null && <ProblemNotice what={words.load} error={error} retry={() => void refetch()} />}
      </>
    );
  return (
    <>
      <PageHead
        key={campaignId}
        title={campaign.name}
        above={above}
        tags={
          <Tag tone={campaign.status === 'active' ? 'active' : 'quiet'}>
            {messages.campaigns.campaignStatus[campaign.status]}
          </Tag>
        }
        actions={
          <>
            <ButtonLink variant="default" to="/campaigns/$campaignId/launch" params={{ campaignId }} search={{ mode }}>
              {messages.launch.link}
            </ButtonLink>
            {may.work && (
              <>
                <PauseButton campaign={campaign} />
                <StartRunButton campaign={campaign} />
              </>
            )}
          </>
        }
      />
      <div className={styles['stack']}>
        {campaign.status === 'paused' && (
          <Notice>
            <p>{words.pausedNote}</p>
          </Notice>
        )}
        <CampaignRuns campaignId={campaignId} />
        <RevenueCard found={revenue} />
        <CampaignLeads campaignId={campaignId} />
        <AssessmentBatches campaignId={campaignId} />
        <CampaignFacts campaign={campaign} />
      </div>
    </>
  );
};
