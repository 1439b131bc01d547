import { messages } from '../../messages.ts';
import table from '../../parts/table.module.css';
import { Tag } from '../../parts/tag.tsx';
import type { Report } from './report-queries.ts';

const words = messages.reports;
const TONE = { teaser: 'quiet', paid: 'wait', delivered: 'active' } as const;

/** Where a report stands in its sale; a making that failed is said beside it. */
export const ReportState = ({ report: { status, failure } }: { report: Pick<Report, 'status' | 'failure'> }) => (
  <span className={table['actions']}>
    <Tag tone={TONE[status]}>{words.status[status]}</Tag>
    {failure !== null && <Tag tone="harm">{words.failed}</Tag>}
  </span>
);
