import { getRouteApi } from '@tanstack/react-router';
import type { WebhookDeliveryView } from '../../../../functions/accounts/webhook-contract.ts';
import { formatCount, formatTime } from '../../app/format.ts';
import type { DeliveryState } from '../../messages/webhooks.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyList } from '../../parts/empty-list.tsx';
import { FilterSelect } from '../../parts/filter-select.tsx';
import { TextLink } from '../../parts/links.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import table from '../../parts/table.module.css';
import { usePages } from '../../parts/use-pages.ts';
import { DeliveryStateTag, eventName, whyFailed } from './delivery-state.tsx';
import { Replay } from './replay.tsx';
import { deliveriesQuery } from './webhook-queries.ts';

const words = messages.deliveries;
const route = getRouteApi('/settings/webhooks/$endpointId');
const HEAD = [
  { label: words.when },
  { label: words.event },
  { label: words.state },
  { label: words.answer },
  { label: words.attempts, number: true },
  { label: words.next },
  { label: words.actions },
];

/** What was sent to an endpoint, newest first; the state asked for stands in the address. */
export const DeliveryLog = ({ endpointId, mayReplay }: { endpointId: string; mayReplay: boolean }) => {
  const { state } = route.useSearch();
  const navigate = route.useNavigate();
  const found = usePages(deliveriesQuery(endpointId, state));
  const show = (next: DeliveryState | undefined) =>
    void navigate({ search: next === undefined ? {} : { state: next }, replace: true, resetScroll: false });
  return (
    <Card
      title={words.title}
      aside={<FilterSelect words={words} names={messages.webhooks.deliveryState} value={state} onChange={show} />}
    >
      <PagedList
        pages={found}
        what={words.load}
        waitingRows={3}
        empty={<EmptyList words={words} filtered={state !== undefined} showAll={() => show(undefined)} />}
      >
        {(items) => (
          <DataTable caption={words.title} head={HEAD}>
            {items.map((delivery) => (
              <DeliveryRow key={delivery.id} delivery={delivery} mayReplay={mayReplay} />
            ))}
          </DataTable>
        )}
      </PagedList>
    </Card>
  );
};

const DeliveryRow = ({ delivery, mayReplay }: { delivery: WebhookDeliveryView; mayReplay: boolean }) => {
  const { id, endpointId, type, status, attempts, httpStatus, nextAttemptAt, createdAt } = delivery;
  const answered = httpStatus === null ? words.noAnswer : words.answered(httpStatus);
  return (
    <tr>
      <th scope="row" className={table['nowrap']}>
        <TextLink
          to="/settings/webhooks/$endpointId/deliveries/$deliveryId"
          params={{ endpointId, deliveryId: id }}
          aria-label={words.open(formatTime(createdAt))}
        >
          {formatTime(createdAt)}
        </TextLink>
      </th>
      <td data-label={words.event}>
        {eventName(type)}
        <span className={table['block']}>{type}</span>
      </td>
      <td data-label={words.state}>
        <DeliveryStateTag state={status} />
      </td>
      <td data-label={words.answer}>{whyFailed(delivery) ?? answered}</td>
      <td className={table['number']} data-label={words.attempts}>
        {formatCount(attempts)}
      </td>
      <td className={table['nowrap']} data-label={words.next}>
        {nextAttemptAt === null ? words.noNext : formatTime(nextAttemptAt)}
      </td>
      <td className={table['wide']}>{mayReplay && <Replay delivery={delivery} inRow />}</td>
    </tr>
  );
};
