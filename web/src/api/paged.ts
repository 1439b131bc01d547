import { infiniteQueryOptions } from '@tanstack/react-query';

export type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null };

/**
 * A list the server gives page by page, read on by its cursor.
 * @param again After how many milliseconds to ask again, by what was read; false for not by itself.
 */
export const pagedQuery = <Item>(
  key: readonly unknown[],
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>,
  again: (items: readonly Item[]) => number | false = () => false,
) =>
  infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<Item>) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) => again(state.data?.pages.flatMap(({ items }) => items) ?? []),
  });

/** Query fields of one page; the cursor only from the second on. */
export const pageFields = (limit: number, cursor: string | undefined) =>
  cursor === undefined ? { limit } : { limit, cursor };
