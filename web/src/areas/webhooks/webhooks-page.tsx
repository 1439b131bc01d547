import { Button } from '@mantine/core';
import { useState } from 'react';
import { formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Ground } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { TextLink } from '../../parts/links.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import table from '../../parts/table.module.css';
import { usePages } from '../../parts/use-pages.ts';
import { useMay } from '../accounts/me.ts';
import { CreateEndpoint } from './create-endpoint.tsx';
import { EndpointState, toldOf } from './endpoint-state.tsx';
import { endpointsQuery } from './webhook-queries.ts';

const words = messages.webhooks;
const HEAD = [{ label: words.address }, { label: words.events }, { label: words.state }, { label: words.created }];

/** Where webhooks are sent. */
export const WebhooksPage = () => {
  const [creating, setCreating] = useState(false);
  const may = useMay();
  const endpoints = usePages(endpointsQuery);
  const create = <Button onClick={() => setCreating(true)}>{words.create}</Button>;
  return (
    <>
      <PageHead title={words.title} actions={may.manageKeys && (endpoints.items?.length ?? 0) > 0 && create}>
        <p>{words.intro}</p>
      </PageHead>
      <Ground>
        <PagedList
          pages={endpoints}
          what={words.load}
          waitingRows={3}
          empty={<EmptyState title={words.emptyTitle} text={words.emptyText} action={may.manageKeys && create} />}
        >
          {(items) => (
            <DataTable caption={words.title} head={HEAD}>
              {items.map(({ id, url, description, eventTypes, createdAt, ...state }) => (
                <tr key={id}>
                  <th scope="row">
                    <TextLink to="/settings/webhooks/$endpointId" params={{ endpointId: id }}>
                      {url}
                    </TextLink>
                    <span className={table['block']}>{description}</span>
                  </th>
                  <td className={table['wide']} data-label={words.events}>
                    {toldOf(eventTypes)}
                  </td>
                  <td data-label={words.state}>
                    <EndpointState endpoint={state} />
                    {state.disabledReason !== null && (
                      <span className={table['block']}>{words.offReason[state.disabledReason]}</span>
                    )}
                  </td>
                  <td className={table['nowrap']} data-label={words.created}>
                    {formatTime(createdAt)}
                  </td>
                </tr>
              ))}
            </DataTable>
          )}
        </PagedList>
      </Ground>
      {creating && <CreateEndpoint close={() => setCreating(false)} />}
    </>
  );
};
