import { getRouteApi } from '@tanstack/react-router';
import type { AnswerOf } from '../../api/operations.ts';
import { formatCount, formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Ground } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyList } from '../../parts/empty-list.tsx';
import { FilterSelect } from '../../parts/filter-select.tsx';
import { ButtonLink, TextLink } from '../../parts/links.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import table from '../../parts/table.module.css';
import { usePages } from '../../parts/use-pages.ts';
import { reportsQuery } from './report-queries.ts';
import { ReportState } from './report-state.tsx';

const words = messages.reports;
const route = getRouteApi('/reports');
const HEAD = [
  { label: words.company },
  { label: words.state },
  { label: words.version, number: true },
  { label: words.from },
  { label: words.updated },
];

/** Every report, newest first, or those whose making failed. */
export const ReportsPage = () => {
  const { show } = route.useSearch();
  const navigate = route.useNavigate();
  const found = usePages(reportsQuery(show));
  const filter = (next: 'failed' | undefined) =>
    void navigate({ search: next === undefined ? {} : { show: next }, replace: true, resetScroll: false });
  return (
    <>
      <PageHead
        title={words.title}
        actions={
          <>
            <ButtonLink variant="default" to="/settings/report-brand">
              {words.look}
            </ButtonLink>
            <FilterSelect words={words} names={words.shown} value={show} onChange={filter} />
          </>
        }
      >
        <p>{words.intro}</p>
      </PageHead>
      <Ground>
        <PagedList
          pages={found}
          what={words.load}
          empty={
            <EmptyList
              words={words}
              filtered={show !== undefined}
              showAll={() => filter(undefined)}
              action={<ButtonLink to="/assessments">{words.emptyAction}</ButtonLink>}
            />
          }
        >
          {(items) => (
            <DataTable caption={words.title} head={HEAD}>
              {items.map((report) => (
                <ReportRow key={report.id} report={report} />
              ))}
            </DataTable>
          )}
        </PagedList>
      </Ground>
    </>
  );
};

const ReportRow = ({ report }: { report: AnswerOf<'listReports'>['items'][number] }) => {
  const { id, companyName, domain, version, lineage, updatedAt } = report;
  return (
    <tr>
      <th scope="row">
        <TextLink to="/reports/$reportId" params={{ reportId: id }}>
          {companyName ?? domain}
        </TextLink>
        {companyName !== null && <span className={table['block']}>{domain}</span>}
      </th>
      <td data-label={words.state}>
        <ReportState report={report} />
      </td>
      <td className={table['number']} data-label={words.version}>
        {version === 0 ? words.noVersion : formatCount(version)}
      </td>
      <td data-label={words.from}>
        {lineage === null ? (
          words.fromHand
        ) : (
          <TextLink
            to="/runs/$runId/messages/$messageId"
            params={{ runId: lineage.runId, messageId: lineage.messageId }}
            search={{}}
          >
            {words.fromMail}
          </TextLink>
        )}
      </td>
      <td className={table['nowrap']} data-label={words.updated}>
        {formatTime(updatedAt)}
      </td>
    </tr>
  );
};
