import { getRouteApi } from '@tanstack/react-router';
import { formatMinor, formatTime } from '../../app/format.ts';
import type { SaleState } from '../../messages/sales.ts';
import { messages } from '../../messages.ts';
import { Ground } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyList } from '../../parts/empty-list.tsx';
import { FilterSelect } from '../../parts/filter-select.tsx';
import { TextLink } from '../../parts/links.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import table from '../../parts/table.module.css';
import { usePages } from '../../parts/use-pages.ts';
import { salesQuery } from './sale-queries.ts';
import { SaleStateTag } from './sale-state-tag.tsx';

const words = messages.sales;
const route = getRouteApi('/sales');
const HEAD = [
  { label: words.company },
  { label: words.amount, number: true },
  { label: words.state },
  { label: words.attributed },
  { label: words.when },
];

/** Checkouts and payments, newest first; the state asked for stands in the address. */
export const SalesPage = () => {
  const { state } = route.useSearch();
  const navigate = route.useNavigate();
  const found = usePages(salesQuery(state));
  const show = (next: SaleState | undefined) =>
    void navigate({ search: next === undefined ? {} : { state: next }, replace: true, resetScroll: false });
  return (
    <>
      <PageHead
        title={words.title}
        actions={<FilterSelect words={words} names={words.saleState} value={state} onChange={show} />}
      >
        <p>{words.intro}</p>
      </PageHead>
      <Ground>
        <PagedList
          pages={found}
          what={words.load}
          empty={<EmptyList words={words} filtered={state !== undefined} showAll={() => show(undefined)} />}
        >
          {(items) => (
            <DataTable caption={words.title} head={HEAD}>
              {items.map((sale) => (
                <tr key={sale.id}>
                  <th scope="row">
                    <TextLink to="/sales/$purchaseId" params={{ purchaseId: sale.id }}>
                      {sale.companyName ?? sale.domain}
                    </TextLink>
                    {sale.buyerEmail !== null && <span className={table['block']}>{sale.buyerEmail}</span>}
                  </th>
                  <td className={table['number']} data-label={words.amount}>
                    {formatMinor(sale.amount)}
                    {sale.refundedAmount > 0 && (
                      <span className={table['block']}>
                        {words.refundedOf(formatMinor({ ...sale.amount, amount: sale.refundedAmount }))}
                      </span>
                    )}
                  </td>
                  <td data-label={words.state}>
                    <SaleStateTag state={sale.state} />
                    {sale.flag !== null && <span className={table['block']}>{words.flag[sale.flag.reason]}</span>}
                  </td>
                  <td data-label={words.attributed}>
                    {sale.attributedBy === null ? '' : words.how[sale.attributedBy]}
                  </td>
                  <td className={table['nowrap']} data-label={words.when}>
                    {formatTime(sale.paidAt ?? sale.createdAt)}
                  </td>
                </tr>
              ))}
            </DataTable>
          )}
        </PagedList>
      </Ground>
    </>
  );
};
