import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { AnswerOf } from '../../api/operations.ts';
import { formatMinor, formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { WaitingRows } from '../../parts/late.tsx';
import { TextLink } from '../../parts/links.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import styles from '../../parts/stack.module.css';
import { useMay } from '../accounts/me.ts';
import { Credits } from './credits.tsx';
import { RefundSale } from './refund-sale.tsx';
import { SaleChainCard } from './sale-chain.tsx';
import { saleQuery } from './sale-queries.ts';
import { SaleStateTag } from './sale-state-tag.tsx';

const words = messages.sale;
const route = getRouteApi('/sales/$purchaseId');

/** One sale: what moved, the chain back to its source, and the credits by five models. */
export const SalePage = () => {
  const { purchaseId } = route.useParams();
  const { data: sale, error, isPending, refetch } = useQuery(saleQuery(purchaseId));
  const above = <TextLink to="/sales">{messages.sales.title}</TextLink>;
  if (sale === undefined)
    return (
      <>
        <PageHead title={messages.sales.title} above={above} />
        {isPending && <WaitingRows />}
        {error !== null && <ProblemNotice what={words.load} error={error} retry={() => void refetch()} />}
      </>
    );
  return <Sale key={sale.id} sale={sale} />;
};

const Sale = ({ sale }: { sale: AnswerOf<'getPurchase'> }) => {
  const may = useMay();
  return (
    <>
      <PageHead
        title={words.title(sale.companyName ?? sale.domain)}
        above={<TextLink to="/sales">{messages.sales.title}</TextLink>}
        tags={<SaleStateTag state={sale.state} />}
        actions={may.manageKeys && sale.refundable > 0 && <RefundSale sale={sale} />}
      />
      <div className={styles['stack']}>
        {sale.flag !== null && (
          <Notice tone="harm" title={messages.sales.flag[sale.flag.reason]}>
            <p>{sale.flag.detail}</p>
          </Notice>
        )}
        <Card title={words.facts}>
          <dl className={styles['facts']}>
            <div>
              <dt>{messages.sales.amount}</dt>
              <dd>{formatMinor(sale.amount)}</dd>
            </div>
            <div>
              <dt>{messages.sales.buyer}</dt>
              <dd>{sale.buyerEmail ?? messages.app.notKnown}</dd>
            </div>
            <div>
              <dt>{words.paidAt}</dt>
              <dd>{sale.paidAt === null ? words.notPaid : formatTime(sale.paidAt)}</dd>
            </div>
            <div>
              <dt>{words.fee}</dt>
              <dd>{sale.fee === null ? messages.app.notKnown : formatMinor(sale.fee.amount)}</dd>
            </div>
            <div>
              <dt>{words.refunds}</dt>
              <dd>{formatMinor({ ...sale.amount, amount: sale.refundedAmount })}</dd>
            </div>
          </dl>
        </Card>
        <SaleChainCard sale={sale} />
        {sale.paidAt !== null && <Credits purchaseId={sale.id} currency={sale.amount.currency} />}
      </div>
    </>
  );
};
