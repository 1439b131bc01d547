import type { ProviderCredentialView } from '../../../../functions/accounts/contract.ts';
import { formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Ground } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import table from '../../parts/table.module.css';
import { Tag } from '../../parts/tag.tsx';
import { usePages } from '../../parts/use-pages.ts';
import { useMay } from '../accounts/me.ts';
import { ForgetCredential } from './forget-credential.tsx';
import { providersQuery } from './provider-queries.ts';
import { StoreCredential } from './store-credential.tsx';

const words = messages.providers;
const HEAD = [
  { label: words.provider },
  { label: words.usedFor },
  { label: words.state },
  { label: words.since },
  { label: words.actions },
];

/** Which providers have a key of this workspace; the keys themselves are never shown. */
export const ProvidersPage = () => {
  const may = useMay();
  return (
    <>
      <PageHead title={words.title}>
        <p>{words.intro}</p>
      </PageHead>
      <Ground>
        <PagedList
          pages={usePages(providersQuery)}
          what={words.load}
          empty={<EmptyState title={words.emptyTitle} text={words.emptyText} />}
        >
          {(items) => (
            <DataTable caption={words.title} head={HEAD}>
              {items.map((credential) => (
                <ProviderRow key={credential.provider} credential={credential} mayChange={may.manageKeys} />
              ))}
            </DataTable>
          )}
        </PagedList>
      </Ground>
    </>
  );
};

const ProviderRow = ({
  credential: { provider, configured, updatedAt },
  mayChange,
}: {
  credential: ProviderCredentialView;
  mayChange: boolean;
}) => (
  <tr>
    <th scope="row">{words.name[provider]}</th>
    <td className={table['wide']} data-label={words.usedFor}>
      {words.use[provider]}
    </td>
    <td data-label={words.state}>
      <Tag tone={configured ? 'active' : 'quiet'}>{configured ? words.stored : words.none}</Tag>
    </td>
    <td data-label={words.since}>{updatedAt === null ? '' : formatTime(updatedAt)}</td>
    <td className={table['wide']}>
      {mayChange && (
        <div className={table['actions']}>
          <StoreCredential provider={provider} configured={configured} />
          {configured && <ForgetCredential provider={provider} />}
        </div>
      )}
    </td>
  </tr>
);
