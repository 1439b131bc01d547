import { Button } from '@mantine/core';
import type { Campaign } from '../../../../functions/campaigns/contract.ts';
import { messages } from '../../messages.ts';
import { Ground } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { TextLink } from '../../parts/links.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import table from '../../parts/table.module.css';
import { Tag } from '../../parts/tag.tsx';
import { usePages } from '../../parts/use-pages.ts';
import { campaignsQuery } from './campaign-queries.ts';
import { LastRunFunnel, LastRunStatus } from './last-run.tsx';

const words = messages.campaigns;
const HEAD = [{ label: words.name }, { label: words.status }, { label: words.lastRun }, { label: words.funnel }];

export const CampaignListPage = () => {
  const campaigns = usePages(campaignsQuery);
  return (
    <>
      <PageHead title={words.title}>
        <p>{words.intro}</p>
      </PageHead>
      <Ground>
        <PagedList
          pages={campaigns}
          what={words.load}
          empty={
            <EmptyState
              title={words.emptyTitle}
              text={words.emptyText}
              action={
                <Button component="a" href="/api/docs">
                  {words.emptyAction}
                </Button>
              }
            />
          }
        >
          {(items) => (
            <DataTable caption={words.title} head={HEAD}>
              {items.map((campaign) => (
                <CampaignRow key={campaign.id} campaign={campaign} />
              ))}
            </DataTable>
          )}
        </PagedList>
      </Ground>
    </>
  );
};

const CampaignRow = ({ campaign }: { campaign: Campaign }) => (
  <tr>
    <th scope="row">
      <TextLink to="/campaigns/$campaignId" params={{ campaignId: campaign.id }}>
        {campaign.name}
      </TextLink>
    </th>
    <td data-label={words.status}>
      <Tag tone={campaign.status === 'active' ? 'active' : 'quiet'}>{words.campaignStatus[campaign.status]}</Tag>
    </td>
    <td data-label={words.lastRun}>
      <LastRunStatus runId={campaign.lastRunId} />
    </td>
    <td className={table['wide']}>
      <LastRunFunnel runId={campaign.lastRunId} />
    </td>
  </tr>
);
