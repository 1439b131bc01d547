import type { UseQueryResult } from '@tanstack/react-query';
import type { AnswerOf } from '../../api/operations.ts';
import { formatMoney } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { TextLink } from '../../parts/links.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import styles from '../../parts/stack.module.css';

const words = messages.revenue;
type Revenue = AnswerOf<'getRunRevenue'>['revenue'][number];

/** What a run or campaign brought in and cost; a card only where something was sold. */
export const RevenueCard = ({ found }: { found: UseQueryResult<{ revenue: readonly Revenue[] }> }) => {
  const { data, error, refetch } = found;
  if (error !== null) return <ProblemNotice what={words.load} error={error} retry={() => void refetch()} />;
  const sold = data?.revenue.filter(({ sales }) => sales > 0) ?? [];
  if (sold.length === 0) return null;
  return (
    <Card title={words.title} aside={<TextLink to="/sales">{words.seeSales}</TextLink>}>
      {sold.map((revenue) => (
        <Figures key={revenue.currency} revenue={revenue} />
      ))}
    </Card>
  );
};

const Figures = ({ revenue }: { revenue: Revenue }) => {
  const { currency, sales, gross, refunds, disputes, costs, net, roiText } = revenue;
  const money = (amount: number): string => formatMoney(amount, currency);
  const facts: readonly (readonly [string, string])[] = [
    [words.gross, `${money(gross)} (${words.grossOf(sales)})`],
    [words.refunds, money(refunds.amount)],
    [words.disputes, money(disputes.amount)],
    [words.costs, money(costs.total)],
    [words.net, money(net)],
    [words.roi, roiText],
  ];
  return (
    <dl className={styles['facts']}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
};
