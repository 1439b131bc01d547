import { Button } from '@mantine/core';
import { useState } from 'react';
import { formatCount, formatTime } from '../../app/format.ts';
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
import { useMay } from '../accounts/me.ts';
import { assessmentsQuery } from './assessment-queries.ts';
import { StartAssessment } from './start-assessment.tsx';

const words = messages.assessments;
const TONE = { running: 'wait', completed: 'quiet', failed: 'harm' } as const;
const HEAD = [
  { label: words.site },
  { label: words.score, number: true },
  { label: words.findings, number: true },
  { label: words.state },
  { label: words.when },
];

export const AssessmentsPage = () => {
  const [starting, setStarting] = useState(false);
  const may = useMay();
  const found = usePages(assessmentsQuery);
  const start = <Button onClick={() => setStarting(true)}>{words.start}</Button>;
  return (
    <>
      <PageHead title={words.title} actions={may.work && (found.items?.length ?? 0) > 0 && start}>
        <p>{words.intro}</p>
      </PageHead>
      <Ground>
        <PagedList
          pages={found}
          what={words.load}
          empty={<EmptyState title={words.emptyTitle} text={words.emptyText} action={may.work && start} />}
        >
          {(items) => (
            <DataTable caption={words.title} head={HEAD}>
              {items.map(({ id, companyName, domain, overall, findings, status, startedAt }) => (
                <tr key={id}>
                  <th scope="row">
                    <TextLink to="/assessments/$assessmentId" params={{ assessmentId: id }}>
                      {companyName ?? domain}
                    </TextLink>
                    {companyName !== null && <span className={table['block']}>{domain}</span>}
                  </th>
                  <td className={table['number']} data-label={words.score}>
                    {overall === null ? words.noScore : formatCount(overall)}
                  </td>
                  <td className={table['number']} data-label={words.findings}>
                    {formatCount(findings)}
                  </td>
                  <td data-label={words.state}>
                    <Tag tone={TONE[status]}>{words.status[status]}</Tag>
                  </td>
                  <td className={table['nowrap']} data-label={words.when}>
                    {formatTime(startedAt)}
                  </td>
                </tr>
              ))}
            </DataTable>
          )}
        </PagedList>
      </Ground>
      {starting && <StartAssessment close={() => setStarting(false)} />}
    </>
  );
};
