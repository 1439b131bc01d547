import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AssessmentBatch } from '../../../../functions/assessment/batch-contract.ts';
import { formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import table from '../../parts/table.module.css';
import { Tag } from '../../parts/tag.tsx';
import { usePages } from '../../parts/use-pages.ts';
import { useMay } from '../accounts/me.ts';
import { batchesQuery } from './batch-queries.ts';
import { MoveBatch } from './move-batch.tsx';
import styles from './progress.module.css';
import { StartBatch } from './start-batch.tsx';

const words = messages.batches;
const TONE = { running: 'wait', completed: 'active', cancelled: 'quiet' } as const;
const HEAD = [
  { label: words.started },
  { label: words.state },
  { label: words.progress },
  { label: words.cost },
  { label: words.actions },
];

/** The websites of a campaign's leads, assessed many at once: what it takes before it starts, how far it is, stop and go on. */
export const AssessmentBatches = ({ campaignId }: { campaignId: string }) => {
  const [starting, setStarting] = useState(false);
  const may = useMay();
  const found = usePages(batchesQuery(campaignId));
  const start = (
    <Button variant="default" onClick={() => setStarting(true)}>
      {words.start}
    </Button>
  );
  return (
    <Card title={words.title} aside={may.work && (found.items?.length ?? 0) > 0 && start}>
      <PagedList
        pages={found}
        what={words.load}
        waitingRows={2}
        empty={<EmptyState title={words.emptyTitle} text={words.emptyText} action={may.work && start} />}
      >
        {(items) => (
          <DataTable caption={words.title} head={HEAD}>
            {items.map((batch) => (
              <BatchRow key={batch.id} batch={batch} mayMove={may.work} />
            ))}
          </DataTable>
        )}
      </PagedList>
      {starting && <StartBatch campaignId={campaignId} close={() => setStarting(false)} />}
    </Card>
  );
};

const BatchRow = ({ batch, mayMove }: { batch: AssessmentBatch; mayMove: boolean }) => {
  const { status, leads, assessed, failed, estimateUsd, costUsd, startedAt } = batch;
  const done = assessed + failed;
  return (
    <tr>
      <th scope="row" className={table['nowrap']}>
        {formatTime(startedAt)}
      </th>
      <td data-label={words.state}>
        <Tag tone={TONE[status]}>{words.batchStatus[status]}</Tag>
      </td>
      <td className={table['wide']} data-label={words.progress}>
        <progress className={styles['progress']} max={leads} value={done} aria-label={words.progressOf(done, leads)} />
        {words.progressOf(done, leads)}
        {failed > 0 && <span className={table['block']}>{words.couldNot(failed)}</span>}
      </td>
      <td className={table['wide']} data-label={words.cost}>
        {words.costOf(costUsd, estimateUsd)}
      </td>
      <td className={table['wide']}>{mayMove && status !== 'completed' && <MoveBatch batch={batch} />}</td>
    </tr>
  );
};
