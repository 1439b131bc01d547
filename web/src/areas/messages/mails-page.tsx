import { getRouteApi, Outlet, useParams } from '@tanstack/react-router';
import type { MessageState } from '../../../../functions/campaigns/contract.ts';
import { messages } from '../../messages.ts';
import { EmptyList } from '../../parts/empty-list.tsx';
import { FilterSelect } from '../../parts/filter-select.tsx';
import { TextLink } from '../../parts/links.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import { usePages } from '../../parts/use-pages.ts';
import { mailsQuery } from './mail-queries.ts';
import { MailRow } from './mail-row.tsx';
import styles from './mails-page.module.css';

const words = messages.mails;
const route = getRouteApi('/runs/$runId/messages');

/** The mails of a run on the left, the one that is read on the right; on a phone one of the two. */
export const MailsPage = () => {
  const { runId } = route.useParams();
  const { state } = route.useSearch();
  const { messageId } = useParams({ strict: false });
  const navigate = route.useNavigate();
  const show = (next: MessageState | undefined) =>
    void navigate({ search: next === undefined ? {} : { state: next }, replace: true });
  return (
    <>
      <PageHead
        title={words.title}
        above={
          <TextLink to="/runs/$runId" params={{ runId }}>
            {words.backToRun}
          </TextLink>
        }
        actions={<FilterSelect words={words} names={words.messageState} value={state} onChange={show} />}
      />
      <div className={styles['split']} data-reading={messageId !== undefined}>
        <div className={styles['list']}>
          <MailList runId={runId} state={state} showAll={() => show(undefined)} />
        </div>
        <div className={styles['panel']} key={messageId}>
          {messageId === undefined ? <p className={styles['choose']}>{words.choose}</p> : <Outlet />}
        </div>
      </div>
    </>
  );
};

const MailList = ({
  runId,
  state,
  showAll,
}: {
  runId: string;
  state: MessageState | undefined;
  showAll: () => void;
}) => (
  <PagedList
    pages={usePages(mailsQuery(runId, state))}
    what={words.load}
    waitingRows={8}
    empty={<EmptyList words={words} filtered={state !== undefined} showAll={showAll} />}
  >
    {(mails) => (
      <ul className={styles['mails']} aria-label={words.title}>
        {mails.map((mail) => (
          <MailRow key={mail.id} mail={mail} />
        ))}
      </ul>
    )}
  </PagedList>
);
