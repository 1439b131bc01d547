import { useQuery } from '@tanstack/react-query';
import { formatMinor, formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import table from '../../parts/table.module.css';
import { creditsQuery } from './sale-queries.ts';

const words = messages.sale;

/** What each mail before the sale is given of it by each model; the columns sum to the sale. */
export const Credits = ({ purchaseId, currency }: { purchaseId: string; currency: string }) => {
  const { data, error, refetch } = useQuery(creditsQuery(purchaseId));
  if (error !== null) return <ProblemNotice what={words.creditsLoad} error={error} retry={() => void refetch()} />;
  if (data === undefined || data.touches.length === 0) return null;
  const head = [
    { label: words.creditsOfMail },
    ...data.models.map(({ model }) => ({ label: words.model[model], number: true })),
  ];
  return (
    <Card title={words.credits}>
      <p>{words.creditsText}</p>
      <DataTable caption={words.credits} head={head}>
        {data.touches.map(({ messageId, subject, at }) => (
          <tr key={messageId}>
            <th scope="row">
              {subject}
              <span className={table['block']}>{formatTime(at)}</span>
            </th>
            {data.models.map(({ model, credits }) => (
              <td key={model} className={table['number']} data-label={words.model[model]}>
                {formatMinor({ currency, amount: credits.find((each) => each.messageId === messageId)?.amount ?? 0 })}
              </td>
            ))}
          </tr>
        ))}
      </DataTable>
    </Card>
  );
};
