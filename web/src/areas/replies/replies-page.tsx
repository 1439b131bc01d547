import { getRouteApi } from '@tanstack/react-router';
import { formatTime } from '../../app/format.ts';
import type { ReplyClass } from '../../messages/replies.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyList } from '../../parts/empty-list.tsx';
import { FilterSelect } from '../../parts/filter-select.tsx';
import { TextLink } from '../../parts/links.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import table from '../../parts/table.module.css';
import { usePages } from '../../parts/use-pages.ts';
import { ReplyClassTag } from './reply-class-tag.tsx';
import { repliesQuery } from './reply-queries.ts';

const words = messages.replies;
const route = getRouteApi('/replies');
const HEAD = [{ label: words.from }, { label: words.says }, { label: words.words }, { label: words.at }];

/** Every reply of the workspace, newest first; the kind asked for stands in the address. */
export const RepliesPage = () => {
  const { says } = route.useSearch();
  const navigate = route.useNavigate();
  const found = usePages(repliesQuery(says));
  const show = (next: ReplyClass | undefined) =>
    void navigate({ search: next === undefined ? {} : { says: next }, replace: true, resetScroll: false });
  return (
    <>
      <PageHead title={words.title}>
        <p>{words.intro}</p>
      </PageHead>
      <Card
        title={words.title}
        aside={<FilterSelect words={words} names={words.replyClass} value={says} onChange={show} />}
      >
        <PagedList
          pages={found}
          what={words.load}
          empty={<EmptyList words={words} filtered={says !== undefined} showAll={() => show(undefined)} />}
        >
          {(items) => (
            <DataTable caption={words.title} head={HEAD}>
              {items.map((reply) => (
                <tr key={reply.id}>
                  <th scope="row">
                    <TextLink
                      to="/runs/$runId/messages/$messageId"
                      params={{ runId: reply.runId, messageId: reply.messageId }}
                      search={{}}
                    >
                      {reply.fromName ?? reply.from ?? words.unknownWriter}
                    </TextLink>
                    <span className={table['block']}>{reply.companyName}</span>
                  </th>
                  <td data-label={words.says}>
                    <ReplyClassTag of={reply.class} />
                  </td>
                  <td className={table['wide']} data-label={words.words}>
                    {reply.words}
                  </td>
                  <td className={table['nowrap']} data-label={words.at}>
                    {formatTime(reply.at)}
                  </td>
                </tr>
              ))}
            </DataTable>
          )}
        </PagedList>
      </Card>
    </>
  );
};
