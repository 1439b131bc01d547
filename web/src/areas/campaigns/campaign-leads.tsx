import { memo } from 'react';
import type { LeadView } from '../../../../functions/scoring/contract.ts';
import { formatCount, formatCountry, formatShare } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyList } from '../../parts/empty-list.tsx';
import { FilterSelect } from '../../parts/filter-select.tsx';
import { TextLink } from '../../parts/links.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import table from '../../parts/table.module.css';
import { usePages } from '../../parts/use-pages.ts';
import { GradeMark } from '../leads/grade-mark.tsx';
import { leadsQuery } from '../leads/lead-queries.ts';
import { campaignRoute } from './campaign-route.ts';

const words = messages.leads;
type LeadStage = LeadView['stage'];
const HEAD = [
  { label: words.company },
  { label: words.grade },
  { label: words.score, number: true },
  { label: words.stage },
  { label: words.industry },
  { label: words.headcount, number: true },
  { label: words.country },
];

/** The campaign's leads, best first; the stage asked for stands in the address. */
export const CampaignLeads = ({ campaignId }: { campaignId: string }) => {
  const { stage } = campaignRoute.useSearch();
  const navigate = campaignRoute.useNavigate();
  const leads = usePages(leadsQuery(campaignId, stage));
  const show = (next: LeadStage | undefined) =>
    void navigate({ search: next === undefined ? {} : { stage: next }, replace: true, resetScroll: false });
  return (
    <Card
      title={words.title}
      aside={<FilterSelect words={words} names={words.leadStage} value={stage} onChange={show} />}
    >
      <PagedList
        pages={leads}
        what={words.load}
        empty={<EmptyList words={words} filtered={stage !== undefined} showAll={() => show(undefined)} />}
      >
        {(items) => (
          <DataTable caption={words.title} head={HEAD}>
            {items.map((lead) => (
              <LeadRow key={lead.domain} lead={lead} />
            ))}
          </DataTable>
        )}
      </PagedList>
    </Card>
  );
};

const LeadRow = memo(({ lead }: { lead: LeadView }) => (
  <tr>
    <th scope="row">
      <TextLink
        to="/campaigns/$campaignId/lead"
        params={{ campaignId: lead.campaignId }}
        search={{ domain: lead.domain }}
        preload={false}
      >
        {lead.name}
      </TextLink>
      <span className={table['block']}>{lead.domain}</span>
    </th>
    <td data-label={words.grade}>
      <GradeMark grade={lead.grade} />
    </td>
    <td className={table['number']} data-label={words.score}>
      {formatShare(lead.score)}
    </td>
    <td data-label={words.stage}>{words.leadStage[lead.stage]}</td>
    <td data-label={words.industry}>{lead.industry ?? messages.app.notKnown}</td>
    <td className={table['number']} data-label={words.headcount}>
      {lead.headcount === null ? messages.app.notKnown : formatCount(lead.headcount)}
    </td>
    <td data-label={words.country}>{lead.country === null ? messages.app.notKnown : formatCountry(lead.country)}</td>
  </tr>
));
