import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Page, pagedQuery } from '../api/paged.ts';

type PagedQuery<Item> = ReturnType<typeof pagedQuery<Item>>;

/** A list as far as it was read. `items` is undefined until the first page is there; old rows stay while others are asked for. */
export type Pages<Item> = Readonly<{
  items: readonly Item[] | undefined;
  error: Error | null;
  hasMore: boolean;
  loadingMore: boolean;
  more: () => void;
  retry: () => void;
}>;

export const usePages = <Item>(query: PagedQuery<Item>): Pages<Item> => {
  const list = useInfiniteQuery({ ...query, placeholderData: keepPreviousData });
  const items = list.data?.pages.flatMap((page: Page<Item>) => page.items);
  const { hasNextPage, isFetching, isError, fetchNextPage, refetch } = list;
  // A filtered page may hold nothing though later ones do: the server reads before it filters.
  const goOn = items?.length === 0 && hasNextPage && !isFetching && !isError;
  useEffect(() => {
    if (goOn) void fetchNextPage();
  }, [goOn, fetchNextPage]);
  return {
    items: items?.length === 0 && hasNextPage ? undefined : items,
    error: list.error,
    hasMore: hasNextPage,
    loadingMore: list.isFetchingNextPage,
    more: () => void fetchNextPage(),
    retry: () => void refetch(),
  };
};
