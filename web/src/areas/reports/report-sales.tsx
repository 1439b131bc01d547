import { formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { TextLink } from '../../parts/links.tsx';
import { Tag } from '../../parts/tag.tsx';
import type { Report } from './report-queries.ts';

const words = messages.report;
const TONE = { paid: 'wait', delivered: 'active', refunded: 'wait', disputed: 'harm' } as const;
const HEAD = [{ label: words.sale }, { label: messages.reports.state }, { label: messages.reports.version }];

/** Who bought it, by the sale; a card only where somebody did. */
export const ReportSales = ({ report: { sales } }: { report: Report }) =>
  sales.length === 0 ? null : (
    <Card title={words.sales}>
      <DataTable caption={words.sales} head={HEAD}>
        {sales.map(({ purchaseId, state, version, createdAt }) => (
          <tr key={purchaseId}>
            <th scope="row">
              <TextLink to="/sales/$purchaseId" params={{ purchaseId }}>
                {formatTime(createdAt)}
              </TextLink>
            </th>
            <td data-label={messages.reports.state}>
              <Tag tone={TONE[state]}>{words.saleState[state]}</Tag>
            </td>
            <td data-label={messages.reports.version}>{version === null ? words.notYet : words.versionOf(version)}</td>
          </tr>
        ))}
      </DataTable>
    </Card>
  );
