import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ApiKeyView } from '../../../../functions/accounts/contract.ts';
import { formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Ground } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ModeTag } from '../../parts/mode-tag.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import table from '../../parts/table.module.css';
import { Tag } from '../../parts/tag.tsx';
import { usePages } from '../../parts/use-pages.ts';
import { apiKeysQuery } from './api-key-queries.ts';
import { CreateApiKey } from './create-api-key.tsx';
import { useMay } from './me.ts';
import { RevokeApiKey } from './revoke-api-key.tsx';

const words = messages.apiKeys;
const HEAD = [
  { label: words.name },
  { label: words.prefix },
  { label: words.mode },
  { label: words.roleHead },
  { label: words.created },
  { label: words.state },
  { label: words.actions },
];

export const ApiKeysPage = () => {
  const [creating, setCreating] = useState(false);
  const may = useMay();
  const keys = usePages(apiKeysQuery);
  const create = <Button onClick={() => setCreating(true)}>{words.create}</Button>;
  return (
    <>
      <PageHead title={words.title} actions={may.manageKeys && (keys.items?.length ?? 0) > 0 && create}>
        <p>{words.intro}</p>
      </PageHead>
      <Ground>
        <PagedList
          pages={keys}
          what={words.load}
          waitingRows={3}
          empty={<EmptyState title={words.emptyTitle} text={words.emptyText} action={may.manageKeys && create} />}
        >
          {(items) => (
            <DataTable caption={words.title} head={HEAD}>
              {items.map((key) => (
                <KeyRow key={key.id} apiKey={key} mayRevoke={may.manageKeys} />
              ))}
            </DataTable>
          )}
        </PagedList>
      </Ground>
      {creating && <CreateApiKey close={() => setCreating(false)} />}
    </>
  );
};

const KeyState = ({ apiKey: { revokedAt, expiresAt } }: { apiKey: ApiKeyView }) => {
  const over = revokedAt ?? expiresAt;
  const ended = over !== null && Date.parse(over) <= Date.now();
  return (
    <>
      <Tag tone={ended ? 'quiet' : 'active'}>
        {revokedAt !== null ? words.revoked : ended ? words.expired : words.valid}
      </Tag>
      {over !== null && (
        <span className={table['block']}>{ended ? formatTime(over) : words.until(formatTime(over))}</span>
      )}
    </>
  );
};

const KeyRow = ({ apiKey, mayRevoke }: { apiKey: ApiKeyView; mayRevoke: boolean }) => (
  <tr>
    <th scope="row">{apiKey.name}</th>
    <td data-label={words.prefix}>
      <code>{apiKey.prefix}…</code>
    </td>
    <td data-label={words.mode}>
      <ModeTag mode={apiKey.mode} />
    </td>
    <td data-label={words.roleHead}>{messages.app.role[apiKey.role]}</td>
    <td data-label={words.created}>{formatTime(apiKey.createdAt)}</td>
    <td data-label={words.state}>
      <KeyState apiKey={apiKey} />
    </td>
    <td className={table['nowrap']}>{mayRevoke && apiKey.revokedAt === null && <RevokeApiKey apiKey={apiKey} />}</td>
  </tr>
);
