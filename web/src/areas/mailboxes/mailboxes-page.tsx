import { Button } from '@mantine/core';
import { formatShare, formatTime } from '../../app/format.ts';
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
import { ChangeMailbox } from './change-mailbox.tsx';
import { type MailboxView, mailboxesQuery } from './mailbox-queries.ts';

const words = messages.mailboxes;
const HEAD = [
  { label: words.address },
  { label: words.channel },
  { label: words.state },
  { label: words.today },
  { label: words.health },
  { label: words.verified },
  { label: words.actions },
];

/** The mailboxes that campaigns can send from, and how their mails fare. */
export const MailboxesPage = () => {
  const may = useMay();
  const reference = (
    <Button component="a" href="/api/docs">
      {words.emptyAction}
    </Button>
  );
  return (
    <>
      <PageHead title={words.title}>
        <p>{words.intro}</p>
      </PageHead>
      <Ground>
        <PagedList
          pages={usePages(mailboxesQuery)}
          what={words.load}
          waitingRows={3}
          empty={<EmptyState title={words.emptyTitle} text={words.emptyText} action={reference} />}
        >
          {(items) => (
            <DataTable caption={words.title} head={HEAD}>
              {items.map((mailbox) => (
                <MailboxRow key={mailbox.id} mailbox={mailbox} mayChange={may.manageKeys} />
              ))}
            </DataTable>
          )}
        </PagedList>
      </Ground>
    </>
  );
};

const MailboxRow = ({ mailbox, mayChange }: { mailbox: MailboxView; mayChange: boolean }) => {
  const { address, name, channel, status, dailyCap, capToday, health, verifiedAt } = mailbox;
  return (
    <tr>
      <th scope="row">
        {address}
        <span className={table['block']}>{name}</span>
      </th>
      <td data-label={words.channel}>{words.channelOf[channel]}</td>
      <td data-label={words.state}>
        <Tag tone={status === 'active' ? 'active' : 'quiet'}>{words.status[status]}</Tag>
      </td>
      <td data-label={words.today}>{words.capToday(capToday, dailyCap)}</td>
      <td className={table['wide']} data-label={words.health}>
        <Health health={health} />
      </td>
      <td data-label={words.verified}>{signInOf(channel, verifiedAt)}</td>
      <td className={table['wide']}>{mayChange && <ChangeMailbox mailbox={mailbox} />}</td>
    </tr>
  );
};

/** Only mailboxes with a server of their own are signed in at. */
const signInOf = (channel: MailboxView['channel'], verifiedAt: string | null): string => {
  if (channel !== 'smtp') return words.noSignIn;
  return verifiedAt === null ? words.notVerified : formatTime(verifiedAt);
};

const Health = ({ health: { sent, bounceRate, complaintRate, healthy, reason } }: Pick<MailboxView, 'health'>) => (
  <>
    <Tag tone={healthy ? 'active' : 'harm'}>{healthy ? words.healthy : words.unhealthy}</Tag>
    <span className={table['block']}>
      {[words.sent(sent), words.bounced(formatShare(bounceRate)), words.complained(formatShare(complaintRate))].join(
        ', ',
      )}
    </span>
    {reason !== null && <span className={table['block']}>{reason}</span>}
  </>
);
