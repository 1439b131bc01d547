import type { ReactNode } from 'react';
import { WaitingRows } from './late.tsx';
import { LoadMore } from './load-more.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import type { Pages } from './use-pages.ts';

/** The four states of a list: on its way, failed, empty, or its rows with what leads to more. `what` completes "Could not …". */
export const PagedList = <Item,>({
  pages,
  what,
  empty,
  waitingRows = 5,
  children,
}: {
  pages: Pages<Item>;
  what: string;
  empty: ReactNode;
  waitingRows?: number;
  children: (items: readonly Item[]) => ReactNode;
}) => {
  const { items, error } = pages;
  if (items === undefined)
    return error === null ? (
      <WaitingRows rows={waitingRows} />
    ) : (
      <ProblemNotice what={what} error={error} retry={pages.retry} />
    );
  if (items.length === 0) return empty;
  return (
    <>
      {children(items)}
      <LoadMore pages={pages} shown={items.length} what={what} />
    </>
  );
};
