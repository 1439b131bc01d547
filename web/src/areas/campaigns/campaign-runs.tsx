import type { RunView } from '../../../../functions/campaigns/contract.ts';
import { formatCount, formatSeconds, formatTime, formatUsd } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { TextLink } from '../../parts/links.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import table from '../../parts/table.module.css';
import { usePages } from '../../parts/use-pages.ts';
import { RunStatus } from '../runs/run-status.tsx';
import { campaignRunsQuery } from './campaign-queries.ts';

const words = messages.runs;
const HEAD = [
  { label: words.started },
  { label: words.status },
  { label: words.companies, number: true },
  { label: words.qualified, number: true },
  { label: words.sent, number: true },
  { label: words.cost, number: true },
  { label: words.took, number: true },
];

export const CampaignRuns = ({ campaignId }: { campaignId: string }) => (
  <Card title={words.title}>
    <PagedList
      pages={usePages(campaignRunsQuery(campaignId))}
      what={words.load}
      waitingRows={2}
      empty={<EmptyState title={words.emptyTitle} text={words.emptyText} />}
    >
      {(runs) => (
        <DataTable caption={words.title} head={HEAD}>
          {runs.map((run) => (
            <RunRow key={run.id} run={run} />
          ))}
        </DataTable>
      )}
    </PagedList>
  </Card>
);

const RunRow = ({ run }: { run: RunView }) => (
  <tr>
    <th scope="row">
      <TextLink to="/runs/$runId" params={{ runId: run.id }} aria-label={words.open(formatTime(run.startedAt))}>
        {formatTime(run.startedAt)}
      </TextLink>
    </th>
    <td data-label={words.status}>
      <RunStatus status={run.status} />
    </td>
    <td className={table['number']} data-label={words.companies}>
      {formatCount(run.stages.discovered)}
    </td>
    <td className={table['number']} data-label={words.qualified}>
      {formatCount(run.stages.qualified)}
    </td>
    <td className={table['number']} data-label={words.sent}>
      {formatCount(run.stages.sent)}
    </td>
    <td className={table['number']} data-label={words.cost}>
      {formatUsd(run.costUsd)}
    </td>
    <td className={table['number']} data-label={words.took}>
      {formatSeconds(run.seconds)}
    </td>
  </tr>
);
