import { Button } from '@mantine/core';
import { useState } from 'react';
import { formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Ground } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import table from '../../parts/table.module.css';
import { usePages } from '../../parts/use-pages.ts';
import { useMay } from '../accounts/me.ts';
import { AddSuppression } from './add-suppression.tsx';
import { suppressionsQuery } from './suppression-queries.ts';

const words = messages.suppressions;
const HEAD = [{ label: words.value }, { label: words.kind }, { label: words.reason }, { label: words.since }];

export const SuppressionsPage = () => {
  const [adding, setAdding] = useState(false);
  const may = useMay();
  const found = usePages(suppressionsQuery);
  const add = <Button onClick={() => setAdding(true)}>{words.add}</Button>;
  return (
    <>
      <PageHead title={words.title} actions={may.work && (found.items?.length ?? 0) > 0 && add}>
        <p>{words.intro}</p>
      </PageHead>
      <Ground>
        <PagedList
          pages={found}
          what={words.load}
          waitingRows={3}
          empty={<EmptyState title={words.emptyTitle} text={words.emptyText} action={may.work && add} />}
        >
          {(items) => (
            <DataTable caption={words.title} head={HEAD}>
              {items.map(({ kind, value, reason, at }) => (
                <tr key={`${at} ${value ?? ''}`}>
                  <th scope="row">{value ?? <span className={table['soft']}>{words.erased}</span>}</th>
                  <td data-label={words.kind}>{words.kindOf[kind]}</td>
                  <td data-label={words.reason}>{words.suppressionReason[reason]}</td>
                  <td data-label={words.since}>{formatTime(at)}</td>
                </tr>
              ))}
            </DataTable>
          )}
        </PagedList>
      </Ground>
      {adding && <AddSuppression close={() => setAdding(false)} />}
    </>
  );
};
