import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { formatShare, formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { WaitingRows } from '../../parts/late.tsx';
import { TextLink } from '../../parts/links.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import styles from '../../parts/stack.module.css';
import table from '../../parts/table.module.css';
import { Tag } from '../../parts/tag.tsx';
import { campaignQuery } from '../campaigns/campaign-queries.ts';
import { CompanyPeople } from './company-people.tsx';
import { GradeMark } from './grade-mark.tsx';
import { leadQuery } from './lead-queries.ts';

const words = messages.leads;
const route = getRouteApi('/campaigns/$campaignId/lead');
const REASONS = [
  { label: words.part },
  { label: words.score, number: true },
  { label: words.weight, number: true },
  { label: words.reason },
];

/** A company in a campaign: why it has its score, who is known there, and what was written to it. */
export const LeadPage = () => {
  const { campaignId } = route.useParams();
  const { domain } = route.useSearch();
  const { data: lead, error, refetch } = useQuery(leadQuery(campaignId, domain));
  const campaign = useQuery(campaignQuery(campaignId));
  const above = (
    <TextLink to="/campaigns/$campaignId" params={{ campaignId }}>
      {campaign.data?.name ?? messages.run.ofCampaign}
    </TextLink>
  );
  if (lead === undefined)
    return (
      <>
        <PageHead title={domain} above={above} />
        {error === null ? (
          <WaitingRows />
        ) : (
          <ProblemNotice what={words.loadOne} error={error} retry={() => void refetch()} />
        )}
      </>
    );
  return (
    <>
      <PageHead
        key={domain}
        title={lead.name}
        above={above}
        tags={
          <>
            <GradeMark grade={lead.grade} />
            <Tag>{words.leadStage[lead.stage]}</Tag>
          </>
        }
      >
        <p>
          {domain} · {words.score} {formatShare(lead.score)} · {words.confidence(lead.confidence)}
        </p>
      </PageHead>
      <div className={styles['stack']}>
        <Card title={words.reasons}>
          <DataTable caption={words.reasons} head={REASONS}>
            {lead.breakdown.map(({ component, value, weight, reason, evidence }) => (
              <tr key={component}>
                <th scope="row">{words.component[component]}</th>
                <td className={table['number']} data-label={words.score}>
                  {value === null ? messages.app.notKnown : formatShare(value)}
                </td>
                <td className={table['number']} data-label={words.weight}>
                  {formatShare(weight)}
                </td>
                <td className={table['wide']}>
                  {value === null && reason === '' ? words.partUnknown : reason}
                  {evidence !== null && <span className={table['block']}>{evidence}</span>}
                </td>
              </tr>
            ))}
          </DataTable>
        </Card>
        <div className={styles['pair']}>
          <CompanyPeople domain={domain} />
          <Card title={words.touches}>
            {lead.touches.length === 0 ? (
              <p className={table['soft']}>{words.noTouches}</p>
            ) : (
              <ul className={styles['plainList']}>
                {lead.touches.map(({ at, messageId, subject }) => (
                  <li key={messageId}>
                    <TextLink to="/runs/$runId/messages/$messageId" params={{ runId: lead.runId, messageId }}>
                      {subject}
                    </TextLink>{' '}
                    <span className={table['soft']}>{formatTime(at)}</span>
                  </li>
                ))}
              </ul>
            )}
          </Card>
        </div>
      </div>
    </>
  );
};
